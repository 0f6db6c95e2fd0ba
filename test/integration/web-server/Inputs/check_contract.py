# SPDX-License-Identifier: Apache-2.0
# Every operation of web/api/openapi.yaml against a server: what is refused, and that each answer is as the contract says.
# usage: check_contract.py QSIM_SERVER OPENAPI_YAML
import re
import sys
import threading
import urllib.parse

from contract_schema import Contract
from platform_client import Server, Socket

NOBODY = "aaaaaaaaaaaaaaaa"


class Checks:
    def __init__(self, server, contract):
        self.server = server
        self.contract = contract
        self.done = set()
        self.count = 0

    def expect(self, status, method, path, *arguments, **named):
        """One call whose answer is an Error of that status."""
        got, headers, body = self.server.call(method, path, *arguments, **named)
        assert got == status, f"{method} {path}: {got} {body}, wanted is {status}"
        if method != "HEAD":
            self.contract.check_error(body)
        self.count += 1
        return headers

    def good(self, operation_id, path, body=None, status=None, headers=None):
        """One call that is served; its answer is as its operation says."""
        for pattern, method, operation, _ in self.contract.operations():
            if operation["operationId"] == operation_id:
                break
        else:
            raise AssertionError(f"the contract has no {operation_id}")
        form = re.sub(r"\{[a-z]+\}", "[^/]+", pattern) + r"(\?.*)?$"
        assert re.match(form, path) or operation_id == "downloadPackageFile", f"{path} is not {pattern}"
        got, answered, content = self.server.call(method, path, body, headers)
        assert got in ([status] if status else [200, 201, 204]), f"{method} {path}: {got} {content}"
        said = self.contract.answer(operation, got).get("content", {})
        if said:
            (kind, form), = said.items()
            assert answered.get_content_type() == kind, f"{path}: {answered['Content-Type']}"
            if kind == "application/json":
                self.contract.check(content, form["schema"], operation_id)
        else:
            assert content == b"", f"{path}: a body"
        self.done.add(operation_id)
        self.count += 1
        return content

    def refusals(self, names):
        """What every operation refuses. `names` are ids that exist, by parameter."""
        paths = {}
        for pattern, method, operation, parameters in self.contract.operations():
            paths.setdefault(pattern, []).append(method)
            path = re.sub(r"\{([a-z]+)\}", lambda match: names[match[1]], pattern)
            nowhere = re.sub(r"\{([a-z]+)\}", lambda match: NOBODY if match[1] in names["ids"] else names[match[1]], pattern)
            query = "".join("?path=new.names" for p in parameters if p["in"] == "query" and p.get("required"))
            content = operation.get("requestBody", {}).get("content", {})
            body = {} if "application/json" in content else b"x" if content else None
            changes = method != "GET"
            if operation.get("security") != []:
                self.expect(401, method, path + query, body, signed_in=False)
            if pattern != nowhere:
                self.expect(404, method, nowhere + query, body if body != {} else good_body(operation["operationId"]))
            if changes:
                self.expect(403, method, path + query, body, mark=False)
                self.expect(403, method, path + query, body, headers={"Origin": "http://evil.example"})
                self.expect(403, method, path + query, body, headers={"Sec-Fetch-Site": "cross-site"})
            if "application/json" in content:
                self.expect(415, method, path, "{}", headers={"Content-Type": "text/plain"})
                self.expect(400, method, path, "{", headers={"Content-Type": "application/json"})
                self.expect(400, method, path, [])
                self.expect(422, method, path, {"unknown": 1})
                self.expect(422, method, path, {**good_body(operation["operationId"]), "unknown": 1})
                self.expect(413, method, path, '{"a":"' + "x" * (1 << 20) + '"}', headers={"Content-Type": "application/json"})
            elif content:
                self.expect(415, method, path + query, b"x", headers={"Content-Type": "text/html"})
                self.expect(415, method, path + query, b"MZ\0\1")
            elif changes and operation["operationId"] not in ("signOut",) and method != "DELETE":
                self.expect(400, method, path, {"a": 1})
            elif not changes and pattern != "/events":
                self.expect(400, method, path + "?unknown=1")
                self.expect(400, method, path + "?unknown=1&unknown=1")
        for pattern, methods in paths.items():
            path = re.sub(r"\{([a-z]+)\}", lambda match: names[match[1]], pattern)
            for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - set(methods):
                headers = self.expect(405, method, path)
                assert set(headers["Allow"].split(", ")) == set(methods), (path, headers["Allow"])
        self.expect(404, "GET", "/nothing")
        self.expect(401, "GET", "/nothing", signed_in=False)
        self.expect(404, "GET", "/projects/..")

    def all_served(self):
        for _, _, operation, _ in self.contract.operations():
            assert operation["operationId"] in self.done | {"listenToEvents"}, f"nobody called {operation['operationId']}"


def good_body(operation_id):
    return {
        "signIn": {"token": "x"}, "createProject": {"name": "a"}, "renameProject": {"name": "a"},
        "createExperiment": {"name": "a", "network": NOBODY, "options": {}}, "renameExperiment": {"name": "a"},
        "createJob": {"kind": "evaluate", "experiment": NOBODY, "images": ""}, "openSimulation": {"picture": NOBODY},
        "moveSimulation": {"kind": "step"}, "changePicture": {"picture": NOBODY}, "setStops": {"stops": []},
        "applyEdit": {"kind": "mode", "layers": [0], "mode": "float"}, "saveSimulation": {"name": "a"}}[operation_id]


def projects_and_files(checks):
    good = checks.good
    project = good("createProject", "/projects", {"name": "여러 개"})["id"]
    good("listProjects", "/projects")
    good("renameProject", f"/projects/{project}", {"name": "x" * 120})
    assert good("getProject", f"/projects/{project}")["name"] == "x" * 120
    checks.expect(422, "PATCH", f"/projects/{project}", {"name": "x" * 121})
    for name in (" ", "a\u0001", "a\u202eb", "\u2066", "\u3000"):
        checks.expect(400, "PATCH", f"/projects/{project}", {"name": name})
        checks.expect(400, "POST", "/projects", {"name": name})
    for body in (b'{"name":"\xff"}', b'{"name":"\\ud800"}'):
        checks.expect(400, "POST", "/projects", body, headers={"Content-Type": "application/json"})
    checks.expect(422, "POST", "/projects", {"name": ""})
    assert good("renameProject", f"/projects/{project}", {"name": "개" * 120})["name"] == "개" * 120
    for path in ("%ff.cfg", "a%ed%a0%80.cfg", "a%7f.cfg", "a%e2%80%aeb.cfg", "%e2%81%a6/a.cfg", "%20", "a/%20/b.cfg", "%e3%80%80", "a%5cb.cfg", "/a.cfg", "a//b.cfg",
                 "a.cfg/", "./a.cfg", "a%0ab.cfg", "a%00b.cfg", "/".join(["x" * 60] * 4)):
        checks.expect(400, "PUT", f"/projects/{project}/files?path={path}", b"[net]\nwidth=32\n")
    wide = urllib.parse.quote("개" * 114 + ".names")
    good("deleteFile", "/files/" + good("uploadFile", f"/projects/{project}/files?path={wide}", b"dog\n")["id"])
    file = good("uploadFile", f"/projects/{project}/files?path=dir/a%20b.names", b"dog\ncat\n")
    assert file["path"] == "dir/a b.names" and file["kind"] == "names" and file["bytes"] == 8
    deep = "/".join(["x" * 59] * 4)  # 239 characters
    good("deleteFile", "/files/" + good("uploadFile", f"/projects/{project}/files?path={deep[:-6]}.names", b"dog\n")["id"])
    for path, status in (("../x.names", 400), ("", 400), ("x" * 121 + ".names", 400), ("dir", 409), ("dir/a%20b.names/c.names", 409)):
        checks.expect(status, "PUT", f"/projects/{project}/files?path={path}", b"dog\n")
    assert good("listFiles", f"/projects/{project}/files") == [file]
    assert good("getFile", f"/files/{file['id']}") == file
    content = f"/files/{file['id']}/content"
    assert good("downloadFile", content) == b"dog\ncat\n"
    assert good("downloadFile", content, status=206, headers={"Range": "bytes=4-6"}) == b"cat"
    checks.expect(416, "GET", content, headers={"Range": "bytes=8-"})
    checks.expect(422, "POST", f"/projects/{project}/experiments",
                  {"name": "a", "network": file["id"], "options": {}})
    assert good("getProject", f"/projects/{project}")["files"] == 1
    good("deleteFile", f"/files/{file['id']}")
    checks.expect(404, "GET", f"/files/{file['id']}")
    good("deleteProject", f"/projects/{project}")
    checks.expect(404, "GET", f"/projects/{project}")


def experiments_and_jobs(checks, example, files):
    good = checks.good
    body = {"name": "mine", "network": files["scenes.cfg"], "weights": files["scenes.weights"], "names": files["scenes.names"],
            "calibration": "calib", "options": {"method": "kl", "headWidth": 16, "mean": "0,0,0", "biasCorrection": False}}
    for wrong in ({"weights": None}, {"options": {"method": "magic"}}, {"options": {"headWidth": 1}}, {"options": {"mean": "x"}},
                  {"options": {"resize": "crop:"}}, {"options": {"resize": "crop:123456"}}, {"options": {"resize": "tile"}},
                  {"options": {"resize": "crop:0"}}, {"options": {"resize": "crop:65537"}}, {"options": {"mean": "1,2"}},
                  {"options": {"std": "1,2,3,4"}}, {"options": {"mean": "1,,2"}}, {"options": {"inputs": ["x=1x3x4x4"]}},
                  {"calibration": "nowhere"}, {"seed": 1}, {"network": files["scenes.names"]}, {"options": {"scaleInput": 7}}):
        checks.expect(422, "POST", f"/projects/{example}/experiments", {**body, **wrong})
    experiment = good("createExperiment", f"/projects/{example}/experiments", body)
    assert experiment["state"] == "compiling"
    assert checks.server.get(f"/jobs/{experiment['job']}")["experimentName"] == "mine"
    checks.expect(409, "GET", f"/experiments/{experiment['id']}/graph")
    checks.expect(409, "DELETE", f"/files/{files['scenes.cfg']}")
    job = experiment["job"]
    good("getJob", f"/jobs/{job}")
    checks.server.wait_for_jobs(example)
    path = f"/experiments/{experiment['id']}"
    experiment = good("getExperiment", path)
    assert experiment["state"] == "ready" and experiment["layers"] == 24 and experiment["modes"] == ["float", "hybrid", "int"]
    good("renameExperiment", path, {"name": "kl"})
    graph = good("getGraph", path + "/graph")
    assert len(graph["layers"]) == 24 and graph["detector"]
    names = {file["name"]: file["bytes"] for file in good("listPackageFiles", path + "/files")}
    assert len(good("downloadPackageFile", path + "/files/scenes.net")) == names["scenes.net"]
    for bad in ("nothing", "../graph.json", "%2e%2e/graph.json", "..%2fgraph.json"):
        checks.expect(404, "GET", path + "/files/" + bad)
    assert good("getJobLog", f"/jobs/{job}/log").startswith(b"$ qsim compile files/scenes.cfg --weights")
    assert good("getJobResult", f"/jobs/{job}/result")["command"] == "compile"
    # Another of the same ranges takes them over, and comes to the same package.
    twin = good("createExperiment", f"/projects/{example}/experiments", {**body, "name": "twin"})
    checks.server.wait_for_jobs(example)
    log = good("getJobLog", f"/jobs/{twin['job']}/log")
    assert log.startswith(b"The ranges are those of the experiment kl, measured") and b" --calibration " in log, log
    job = good("getJob", f"/jobs/{twin['job']}")
    assert job["noteReason"] == {"key": "ranges_shared", "arguments": {"experiment": "kl"}}, job
    checks.contract.check_reason(job["note"], job["noteReason"])
    assert log.decode().startswith(job["note"] + "\n"), log
    assert "note" not in good("getJob", f"/jobs/{experiment['job']}")
    for name in names:
        assert good("downloadPackageFile", f"/experiments/{twin['id']}/files/{name}") == good("downloadPackageFile", f"{path}/files/{name}"), name
    good("deleteExperiment", f"/experiments/{twin['id']}")
    jobs = f"/projects/{example}/jobs"
    for kind, mode in (("evaluate", "hybrid"), ("compare", "int"), ("cross", "hybrid")):
        made = good("createJob", jobs, {"kind": kind, "experiment": experiment["id"], "mode": mode, "images": "test", "limit": 3})
        assert (made["experimentName"], made["mode"], made["images"], made["limit"]) == ("kl", mode, "test", 3), made
    checks.expect(422, "POST", jobs, {"kind": "cross", "experiment": experiment["id"], "mode": "float", "images": ""})
    for kind in ("evaluate", "compare", "cross"):
        checks.expect(422, "POST", jobs, {"kind": kind, "experiment": experiment["id"], "images": "nowhere"})
    good("uploadFile", f"/projects/{example}/files?path=bare/a.png", good("downloadFile", f"/files/{files['test/test-0001.png']}/content"))
    for kind in ("evaluate", "cross"):
        checks.expect(422, "POST", jobs, {"kind": kind, "experiment": experiment["id"], "images": "bare"})
    tiny = good("uploadFile", f"/projects/{example}/files?path=tiny.cfg", b"[net]")["id"]
    checks.expect(422, "POST", f"/projects/{example}/experiments", {**body, "network": tiny})
    for file in (tiny, next(f["id"] for f in checks.server.get(f"/projects/{example}/files") if f["path"] == "bare/a.png")):
        good("deleteFile", f"/files/{file}")
    last = good("createJob", jobs, {"kind": "cross", "experiment": experiment["id"], "images": "test"})["id"]
    checks.expect(409, "GET", f"/jobs/{last}/result")
    checks.expect(409, "POST", f"/jobs/{last}/retry")
    good("cancelJob", f"/jobs/{last}/cancel")
    states = {job["id"]: (job["kind"], job["state"]) for job in checks.server.wait_for_jobs(example)}
    assert states[last] == ("cross", "cancelled"), states
    checks.expect(409, "POST", f"/jobs/{last}/cancel")
    good("retryJob", f"/jobs/{last}/retry")
    checks.server.wait_for_jobs(example)
    for job in good("listJobs", jobs):
        assert job["state"] == "done", job
    experiment = good("getExperiment", path)
    assert experiment["scores"]["pictures"] == 3 and experiment["sqnr"] > 5, experiment
    good("listExperiments", f"/projects/{example}/experiments")
    return experiment["id"]


def simulations(checks, experiment, files):
    good = checks.good
    opened = good("openSimulation", f"/experiments/{experiment}/simulations", {"picture": files["test/test-0001.png"]})
    one = f"/simulations/{opened['id']}"
    assert opened["position"] == 0 and opened["layers"] == 24
    checks.expect(409, "GET", one + "/answer")
    assert good("moveSimulation", one + "/move", {"kind": "to", "layer": 3})["position"] == 3
    checks.expect(422, "POST", one + "/move", {"kind": "to", "layer": 25})
    good("setStops", one + "/stops", {"stops": [{"layer": 5, "when": "before"}, {"layer": -1, "when": "outside", "limit": -9, "high": 9e9}]})
    assert good("moveSimulation", one + "/move", {"kind": "continue"})["hits"]
    good("setStops", one + "/stops", {"stops": []})
    assert good("moveSimulation", one + "/move", {"kind": "restart"})["position"] == 24
    good("interruptSimulation", one + "/interrupt")
    good("getErrors", one + "/errors?isolated=true")
    assert good("getAnswer", one + "/answer?threshold=0.3")["run"]["boxes"]
    checks.expect(400, "GET", one + "/answer?threshold=2")
    for layer in (-1, 0, 23):
        good("getLayer", f"{one}/layers/{layer}")
    checks.expect(422, "GET", one + "/layers/24")
    checks.expect(404, "GET", one + "/layers/x")
    good("getStatistics", one + "/layers/4/statistics?bins=16")
    good("getStatistics", one + "/layers/4/statistics?tensor=weights")
    values = good("getValues", one + "/layers/0/values")
    assert len(values) == 4 * 8 * 160 * 160
    assert good("getValues", one + "/layers/0/values", status=206, headers={"Range": "bytes=100-199"}) == values[100:200]
    checks.expect(416, "GET", one + "/layers/0/values", headers={"Range": "bytes=819200-"})
    assert len(good("getValues", one + "/layers/0/values?form=raw")) == 8 * 160 * 160
    assert len(good("getMap", one + "/layers/0/map?first=1&count=2&size=40")) == 4 * 2 * 40 * 40
    stale = good("applyEdit", one + "/edits", {"kind": "quantize", "layers": [4], "weights": {"width": 4}})
    assert len(stale["edits"]) == 1
    assert good("undoEdit", one + "/undo")["redo"] == 1
    assert good("redoEdit", one + "/redo")["redo"] == 0
    checks.expect(422, "POST", one + "/redo")
    good("applyEdit", one + "/edits", {"kind": "values", "layer": 0, "tensor": "weights", "index": 0, "values": [0.5]})
    saved = good("saveSimulation", one + "/save", {"name": "edited"})
    assert saved["parent"] == experiment and len(saved["edits"]) == 2, saved
    assert good("changePicture", one + "/picture", {"picture": files["test/test-0002.png"]})["position"] == 0
    good("getSimulation", one)
    good("resumeSimulation", one + "/resume")
    assert len(good("listSimulations", "/simulations")) == 1
    # What is only looked at is nobody's open work.
    looked = good("openSimulation", f"/experiments/{experiment}/simulations", {"picture": files["test/test-0001.png"], "temporary": True})
    assert looked["temporary"] and "temporary" not in opened, looked
    assert good("moveSimulation", f"/simulations/{looked['id']}/move", {"kind": "continue"})["position"] == 24
    assert len(good("listSimulations", "/simulations")) == 1
    good("closeSimulation", f"/simulations/{looked['id']}")
    good("closeSimulation", one)
    checks.expect(404, "GET", one)


def listen(socket, contract, kinds, failures):
    while (event := socket.message()) is not None:
        kinds.add(event["kind"])
        try:
            contract.check_event(event)
        except AssertionError as error:
            failures.append(str(error))


def main(program, specification):
    contract = Contract(specification)
    with Server(program) as server:
        checks = Checks(server, contract)
        checks.expect(401, "POST", "/session", {"token": "x"})
        server.sign_in()
        socket = Socket(server)
        assert socket.status == 101, socket.status
        kinds, failures = set(), []
        listener = threading.Thread(target=listen, args=(socket, contract, kinds, failures))
        listener.start()
        example = server.example()["id"]
        files = {file["path"]: file["id"] for file in server.get(f"/projects/{example}/files")}
        assert checks.good("getGuide", "/guide")["picture"] in files
        projects_and_files(checks)
        experiment = experiments_and_jobs(checks, example, files)
        one = server.post(f"/experiments/{experiment}/simulations", {"picture": files["test/test-0001.png"]})["id"]
        checks.refusals({"project": example, "file": files["scenes.cfg"], "experiment": experiment, "name": "scenes.net", "layer": "0",
                         "job": server.get(f"/projects/{example}/jobs")[0]["id"], "simulation": one,
                         "ids": ["project", "file", "experiment", "job", "simulation"]})
        checks.good("closeSimulation", f"/simulations/{one}")
        simulations(checks, experiment, files)
        checks.good("deleteExperiment", f"/experiments/{experiment}")
        failed_job(checks, example, files)
        cancelled_compilation(checks, example, files)
        pages(checks)
        checks.good("getSession", "/session")
        checks.good("signOut", "/session")
        listener.join(20)
        assert not listener.is_alive(), "the socket outlives its session"
        checks.expect(401, "GET", "/projects")
        server.link = server.process.stdout.readline().strip()
        checks.good("signIn", "/session", {"token": server.link.split("#")[1]})
        assert not failures, failures[:3]
        assert kinds >= {"job", "experiment", "project", "file", "simulation"}, kinds
    no_guide(program, checks)
    checks.all_served()
    print(f"contract: {len(checks.done)} operations, {checks.count} calls")


def failed_job(checks, example, files):
    """The server's own words in a job come with their reasons, a program's without."""
    network = checks.good("uploadFile", f"/projects/{example}/files?path=broken.cfg", b"[net]\nwidth=32\nheight=32\n[nothing]\n")
    experiment = checks.good("createExperiment", f"/projects/{example}/experiments",
                             {"name": "broken", "network": network["id"], "seed": 1, "calibration": "calib", "options": {}})
    checks.server.wait_for_jobs(example)
    job = checks.good("getJob", f"/jobs/{experiment['job']}")
    assert job["state"] == "failed" and "messageReason" not in job, job
    checks.contract.check_reason(job["advice"], job["adviceReason"])
    checks.good("deleteFile", f"/files/{network['id']}")
    checks.good("retryJob", f"/jobs/{job['id']}/retry")
    checks.server.wait_for_jobs(example)
    job = checks.good("getJob", f"/jobs/{job['id']}")
    assert job["messageReason"]["key"] == "deleted_network" and job["adviceReason"]["key"] == "advice_deleted", job
    checks.contract.check_reason(job["message"], job["messageReason"])
    checks.good("deleteExperiment", f"/experiments/{experiment['id']}")


def cancelled_compilation(checks, example, files):
    """It is no failure, whether it waited or ran; what can be done is to compile again."""
    body = {"name": "given up", "network": files["scenes.cfg"], "weights": files["scenes.weights"], "calibration": "calib",
            "options": {"method": "mse", "resize": "crop:640"}}
    experiments = [checks.good("createExperiment", f"/projects/{example}/experiments", body) for _ in range(2)]
    for experiment in experiments[::-1]:  # the second while the first runs
        checks.good("cancelJob", f"/jobs/{experiment['job']}/cancel")
    checks.server.wait_for_jobs(example)
    for experiment in experiments:
        path = f"/experiments/{experiment['id']}"
        assert checks.good("getJob", f"/jobs/{experiment['job']}")["state"] == "cancelled"
        assert checks.good("getExperiment", path)["state"] == "cancelled"
        checks.expect(409, "GET", path + "/graph")
        checks.expect(409, "POST", path + "/simulations", {"picture": files["test/test-0001.png"]})
        checks.expect(409, "POST", f"/projects/{example}/jobs", {"kind": "evaluate", "experiment": experiment["id"], "images": "test"})
    first, second = experiments
    checks.good("retryJob", f"/jobs/{second['job']}/retry")
    assert checks.good("getExperiment", f"/experiments/{second['id']}")["state"] in ("compiling", "ready")
    checks.server.wait_for_jobs(example)
    assert checks.good("getExperiment", f"/experiments/{second['id']}")["state"] == "ready"
    for experiment in experiments:
        checks.good("deleteExperiment", f"/experiments/{experiment['id']}")


def pages(checks):
    """Each page has one address: with a slash at its end it leads there."""
    for page in ("/projects", "/settings", "/sign-in", "/projects/a", "/experiments/a/workbench"):
        status, headers, _ = checks.server.call("GET", f"{page}/?a=b", root="")
        assert (status, headers["Location"]) == (308, f"{page}?a=b"), (page, status, headers["Location"])
        assert checks.server.call("GET", page, root="")[0] == 200, page
    status, headers, _ = checks.server.call("GET", "//other.example/projects/", root="")
    assert status != 308 and headers["Location"] is None, (status, headers["Location"])


def no_guide(program, checks):
    """A server whose example has no guide."""
    with Server(program, example=False) as server:
        server.sign_in()
        checks.server = server
        checks.expect(404, "GET", "/guide")


main(*sys.argv[1:])
