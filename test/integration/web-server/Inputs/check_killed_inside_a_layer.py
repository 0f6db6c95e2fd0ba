# SPDX-License-Identifier: Apache-2.0
# An engine is killed while it is inside one long layer. That it is, its processor time says: of the step over this layer alone
# it has used a part of what the same step needs undisturbed.
# usage: check_killed_inside_a_layer.py QSIM_SERVER
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

from platform_client import Server, Socket, is_sanitized

TICK = 1000 / os.sysconf("SC_CLK_TCK")
LONG = 1  # the layer


def network(side):
    """25 * 512 * 512 * side^2 multiplications in the second layer, next to none in the others."""
    layer = "[convolutional]\nfilters={}\nsize={}\nstride=1\npad=1\nactivation=leaky\n\n"
    return (f"[net]\nwidth={side}\nheight={side}\nchannels=3\n\n" + layer.format(512, 1) + layer.format(512, 5)
            + layer.format(10, 1) + "[avgpool]\n\n[softmax]\n").encode()


def engine_of(server):
    engines = server.engines()
    assert engines, "there is no engine"
    return engines[0]


def processor_time(process):
    """Milliseconds, of all its threads."""
    with open(f"/proc/{process}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def compiled(server, folder):
    project = server.post("/projects", {"name": "long"})["id"]
    file = server.upload(project, "long.cfg", network(32 if is_sanitized(server.program) else 96))["id"]
    scenes = os.path.join(os.path.dirname(os.path.abspath(server.program)), "qsim-scenes")
    subprocess.run([scenes, "--out", folder, "--list", "calib", "--count", "1", "--seed", "2"], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "calib-0001.png"), "rb") as picture:
        pictured = server.upload(project, "calib/calib-0001.png", picture.read())["id"]
    body = {"name": "seeded", "network": file, "seed": 1, "calibration": "calib", "options": {}}
    experiment = server.post(f"/projects/{project}/experiments", body)["id"]
    jobs = server.wait_for_jobs(project)
    assert all(job["state"] == "done" for job in jobs), jobs
    return project, experiment, pictured


def before_the_layer(server, experiment, picture):
    """A simulation in FLOAT with one change, its first layer done."""
    one = "/simulations/" + server.post(f"/experiments/{experiment}/simulations", {"picture": picture, "mode": "float"})["id"]
    server.post(one + "/edits", {"kind": "mode", "layers": [0], "mode": "int"})
    server.post(one + "/move", {"kind": "to", "layer": LONG})
    return one


def next_told(socket, simulation, state, busy, seconds=60):
    """When the simulation is told to be so, and its document."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        told = socket.message().get("simulation", {})
        if simulation.endswith(told.get("id", "-")) and (told["state"], told["busy"]) == (state, busy):
            return time.monotonic(), told
    raise AssertionError(f"nobody told that the simulation is {state}")


def kill_inside(server, socket, simulation, needed):
    """Milliseconds of work that the layer had had, and seconds until the end was told."""
    engine = engine_of(server)
    answers = []
    begun = processor_time(engine)
    step = threading.Thread(target=lambda: answers.append(server.call("POST", simulation + "/move", {"kind": "step"})))
    step.start()
    next_told(socket, simulation, "live", True)
    while processor_time(engine) - begun < 0.3 * needed:
        assert not answers, answers
        time.sleep(0.005)
    done = processor_time(engine) - begun
    killed = time.monotonic()
    os.kill(engine, signal.SIGKILL)
    at, told = next_told(socket, simulation, "failed", False)
    assert done < 0.8 * needed, (done, needed)
    step.join()
    status, _, body = answers[0]
    assert (status, body["error"]["code"]) == (502, "engine_failed"), body
    assert told["position"] == LONG and told["message"], told
    return done, at - killed


def everything(server, project, experiment):
    return [server.get(path) for path in (f"/projects/{project}", f"/projects/{project}/files", f"/projects/{project}/jobs",
                                          f"/projects/{project}/experiments", f"/experiments/{experiment}/graph")]


with Server(sys.argv[1], example=False) as platform, tempfile.TemporaryDirectory() as pictures:
    platform.sign_in()
    ids = compiled(platform, pictures)
    kept = everything(platform, *ids[:2])

    # Undisturbed: what the layer needs, and what comes out.
    simulation = before_the_layer(platform, *ids[1:])
    process = engine_of(platform)
    before = processor_time(process)
    platform.post(simulation + "/move", {"kind": "step"})
    needed = processor_time(process) - before
    assert needed >= 20 * TICK, f"{needed} ms are too few to be caught in"
    statistics = f"/layers/{LONG}/statistics?tensor=output&bins=16"
    wanted = platform.get(simulation + statistics)
    platform.call("DELETE", simulation)

    simulation = before_the_layer(platform, *ids[1:])
    events = Socket(platform)
    time.sleep(0.1)
    kills = []
    # The machine may be busy with something else: the best of some counts.
    for _ in range(3):
        kills.append(kill_inside(platform, events, simulation, needed))
        assert everything(platform, *ids[:2]) == kept, "the project has changed"
        again = platform.post(simulation + "/resume")
        assert (again["state"], again["position"], again["modes"][0], len(again["edits"])) == ("live", LONG, "int", 1), again
    finished = platform.post(simulation + "/move", {"kind": "step"})
    assert (finished["position"], finished["state"]) == (LONG + 1, "live"), finished
    assert platform.get(simulation + statistics) == wanted, "the layer came out different"
    events.close()
    work, seconds = min(kills, key=lambda kill: kill[1])
    assert seconds < 1, kills
    print(f"killed with {work:.0f} of {needed:.0f} ms of the layer's work done, told after {seconds * 1000:.0f} ms")
