# SPDX-License-Identifier: Apache-2.0
# The server is killed during an upload, a job and a simulation; engines crash and hang. Nothing is lost, and the person is told.
# usage: check_crashes.py QSIM_SERVER
import os
import signal
import sys
import threading
import time

from platform_client import API, Server, Socket, is_sanitized

PIECE = b"\0" * (1 << 20)


def is_alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def killed_during_an_upload(server, project):
    kept = server.upload(project, "kept.names", b"dog\n")
    connection = server.connect()
    connection.putrequest("PUT", f"{API}/projects/{project}/files?path=half.png")
    for name, value in (("Cookie", server.cookie), ("Qsim-Request", "1"), ("Content-Type", "application/octet-stream"),
                        ("Content-Length", str(64 << 20))):
        connection.putheader(name, value)
    connection.endheaders(b"\x89PNG\r\n\x1a\n" + PIECE)
    connection.send(PIECE)
    incoming = os.path.join(server.data, "incoming")
    end = time.monotonic() + 10
    while not os.listdir(incoming) and time.monotonic() < end:
        time.sleep(0.01)
    assert os.listdir(incoming), "the upload does not stream to disk"
    server.kill()
    connection.close()
    server.start()
    files = server.get(f"/projects/{project}/files")  # signed in still
    assert files == [kept], files
    assert not os.listdir(incoming), "half an upload is left over"
    assert server.call("GET", f"/files/{kept['id']}/content")[2] == b"dog\n"


def killed_during_a_job(server, example):
    project = example["id"]
    experiment = example["latestExperiment"]
    body = {"kind": "cross", "experiment": experiment, "images": ""}
    job = server.post(f"/projects/{project}/jobs", body)["id"]
    after = server.post(f"/projects/{project}/jobs", {**body, "kind": "evaluate", "limit": 2})["id"]
    end = time.monotonic() + 20
    while server.get(f"/jobs/{job}")["state"] != "running" and time.monotonic() < end:
        time.sleep(0.01)
    server.kill()
    server.start()
    states = {entry["id"]: entry for entry in server.wait_for_jobs(project)}
    assert states[job]["state"] == "done" and states[job]["attempts"] == 2, states[job]
    assert states[after]["state"] == "done" and states[after]["attempts"] == 1, states[after]
    assert server.get(f"/jobs/{job}/result")["pictures"] == 168


def open_simulation(server, example):
    picture = next(file["id"] for file in server.get(f"/projects/{example['id']}/files") if file["path"] == "test/test-0003.png")
    return server.post(f"/experiments/{example['latestExperiment']}/simulations", {"picture": picture})["id"]


def killed_during_a_simulation(server, example):
    one = f"/simulations/{open_simulation(server, example)}"
    server.post(one + "/move", {"kind": "to", "layer": 7})
    server.post(one + "/edits", {"kind": "mode", "layers": [3], "mode": "float"})
    engine, = server.engines()
    time.sleep(1)  # what was told is kept within a fifth of a second
    server.kill()
    end = time.monotonic() + 5
    while is_alive(engine) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(engine), "an engine outlives its server"
    server.start()
    parked = server.get(one)
    assert (parked["state"], parked["position"], len(parked["edits"])) == ("parked", 7, 1), parked
    awake = server.post(one + "/move", {"kind": "step"})
    assert (awake["position"], awake["modes"][3], awake["state"]) == (8, "float", "live"), awake
    server.call("DELETE", one)


def next_event(socket, simulation, state, seconds=15):
    """Seconds until the simulation is told to be in the state."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        event = socket.message()
        told = event.get("simulation", {})
        if told.get("id") == simulation and told["state"] == state:
            return time.monotonic() - begun, told
    raise AssertionError(f"nobody told that the simulation is {state}")


def crashes(server, socket, simulation):
    """Seconds until it is told."""
    one = f"/simulations/{simulation}"
    os.kill(server.engines()[0], signal.SIGSEGV)
    seconds, told = next_event(socket, simulation, "failed")
    assert "crashed" in told["message"], told
    # Sanitizers catch the signal and exit.
    assert "signal 11" in told["message"] or is_sanitized(server.program), told
    status, _, body = server.call("POST", one + "/move", {"kind": "step"})
    assert (status, body["error"]["code"]) == (502, "engine_failed"), body
    assert server.post(one + "/resume")["position"] == 4
    assert server.post(one + "/move", {"kind": "to", "layer": 5})["position"] == 5
    server.post(one + "/move", {"kind": "to", "layer": 4})
    return seconds


def hangs(server, socket, simulation):
    one = f"/simulations/{simulation}"
    os.kill(server.engines()[0], signal.SIGSTOP)
    seconds, told = next_event(socket, simulation, "unresponsive")
    assert "does not answer" in told["message"], told
    assert server.call("GET", one + "/layers/0")[0] == 502
    os.kill(server.engines()[0], signal.SIGCONT)
    next_event(socket, simulation, "live")
    assert server.get(one + "/layers/0")["ran"]
    return seconds


def engine_crashes(server, example):
    simulation = open_simulation(server, example)
    one = f"/simulations/{simulation}"
    server.post(one + "/move", {"kind": "to", "layer": 4})
    socket = Socket(server)
    time.sleep(0.1)
    # The machine may be busy with something else: the best of some counts.
    crash = min(crashes(server, socket, simulation) for _ in range(3))
    hang = min(hangs(server, socket, simulation) for _ in range(3))
    assert crash < 1 and hang < 1, (crash, hang)
    os.kill(server.engines()[0], signal.SIGSTOP)
    next_event(socket, simulation, "unresponsive")
    assert server.call("DELETE", one)[0] == 204
    end = time.monotonic() + 10
    while server.engines() and time.monotonic() < end:
        time.sleep(0.02)
    assert not server.engines(), "an engine that hangs is still there"
    socket.close()
    print(f"told of a crash after {crash * 1000:.0f} ms, of a hang after {hang * 1000:.0f} ms")


def stops_gracefully(server, example):
    simulation = open_simulation(server, example)
    server.post(f"/simulations/{simulation}/move", {"kind": "to", "layer": 5})
    socket = Socket(server)
    kinds = []
    listener = threading.Thread(target=lambda: kinds.extend(event["kind"] for event in iter(socket.message, None)))
    listener.start()
    time.sleep(0.1)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0
    listener.join(5)
    assert kinds[-1] == "closing", kinds
    server.start()
    assert server.get(f"/simulations/{simulation}")["position"] == 5


with Server(sys.argv[1]) as platform:
    platform.sign_in()
    scenes = platform.example()
    killed_during_an_upload(platform, platform.post("/projects", {"name": "uploads"})["id"])
    killed_during_a_job(platform, scenes)
    killed_during_a_simulation(platform, scenes)
    engine_crashes(platform, scenes)
    stops_gracefully(platform, scenes)
