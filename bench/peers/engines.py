# SPDX-License-Identifier: Apache-2.0
# The engines: how each is started on a network, and the child process that keeps it loaded (the conversation is in peer.h).
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from prepare import HERE, Unavailable

MODES = ("int", "hybrid", "float")


class Engine:
    """One engine on one network, mode and number of threads, in a process of its own."""

    def __init__(self, name, command, threads, environment=None):
        self.name, self.threads = name, threads
        self.times, self.load_ms, self.peak_kib, self.base_kib = [], None, None, None
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env={**os.environ, **(environment or {})})
        try:
            self.expect("ready")
            self.base_kib = self.status("VmHWM")
            self.load_ms = float(self.ask("load").removeprefix("loaded "))
        except Unavailable:
            self.stop()
            raise

    def expect(self, word):
        line = self.process.stdout.readline()
        if word not in line:
            raise Unavailable(self.complaint())
        return line.strip()

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Unavailable(self.complaint()) from None
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise Unavailable(self.complaint())
        return answer

    def complaint(self):
        self.process.wait()
        self.log.seek(0)
        lines = [line.strip() for line in self.log if line.strip()]
        told = [line for line in lines if "rror" in line] or lines[-1:] or [f"ended with status {self.process.returncode}"]
        return told[0][:150]

    def status(self, key):
        """KiB. VmHWM rather than ru_maxrss: a child's ru_maxrss begins with what its parent had at the fork."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(key + ":"))

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def pictures(self, count):
        return [float(text) for text in self.ask(str(count)).split()]

    def measure(self, milliseconds):
        """One turn: as many pictures as fit into the time, 10 at most, after one that brings the caches back."""
        if not self.times or self.best() < 200:
            warm = self.pictures(1)
            estimate = self.best() if self.times else warm[0]
        else:
            estimate = self.best()
        self.times += self.pictures(max(1, min(10, int(milliseconds / max(estimate, 0.01)))))

    def median(self):
        return statistics.median(self.times)

    def best(self):
        return min(self.times)

    def stop(self):
        if self.process.poll() is None:
            self.peak_kib = self.status("VmHWM")
            self.process.stdin.close()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.stdout.close()
        self.process.wait()


class Peak:
    """What the machine can do at most, measured in the same rounds as the engines."""

    def __init__(self, folder, mode, threads):
        kind = "float" if mode == "float" else "int"
        command = [os.path.join(folder, "peak-peer"), kind, str(threads)]
        what = subprocess.run(command + ["--what"], stdout=subprocess.PIPE, text=True, check=True).stdout
        operations, self.instruction = what.strip().split(" ", 1)
        self.operations = float(operations)
        self.engine = Engine("peak", command, threads)

    def measure(self):
        self.engine.times += self.engine.pictures(4)

    def gops(self):
        """Of the fast quarter: on a quiet machine that is the median, and a disturbance does not pass for a low peak."""
        return self.operations / statistics.quantiles(self.engine.times, n=4)[0] / 1e6


def commands(prepared, tools, folder, mode, threads):
    """(engine, command, environment or None): everything that could run this network so."""
    peer = lambda name: os.path.join(folder, name + "-peer")
    numeric = [mode, str(threads)]
    rows = [("qsim", [os.path.join(tools, "qsim-peer"), prepared.package] + numeric, None)]
    # HYBRID has float tensors between its layers, and no peer has it: ONNX Runtime in FLOAT is what it would replace.
    onnx_mode = "int" if mode == "int" else "float"
    rows.append(("ONNX Runtime" if mode != "hybrid" else "ONNX Runtime, FLOAT",
                 [shutil.which("node") or "node", os.path.join(HERE, "onnxruntime-peer.js"), str(threads),
                  prepared.onnx(onnx_mode)], None))
    if mode == "hybrid":
        return rows
    rows.append(("oneDNN chain", [peer("onednn")] + numeric + [prepared.layers], None))
    rows.append(("OpenCV", [peer("opencv")] + numeric + [prepared.cfg, prepared.weights,
                                                        str(prepared.network.shape[0]), str(prepared.side)], None))
    if mode == "float" and threads == 1:
        rows.append(("Darknet", [peer("darknet"), prepared.cfg, prepared.weights], {"LD_LIBRARY_PATH": "/usr/lib/darknet"}))
    return rows


def missing(folder):
    """Peer -> why it is left out everywhere."""
    reasons = {}
    for name, program, source in (("oneDNN chain", "onednn", "libdnnl-dev"), ("OpenCV", "opencv", "libopencv-dnn-dev"),
                                  ("Darknet", "darknet", "darknet")):
        if not os.path.exists(os.path.join(folder, program + "-peer")):
            reasons[name] = f"not built: package {source} is not installed"
    if not shutil.which("node"):
        reasons["ONNX Runtime"] = "node is not installed"
    elif not os.path.exists(os.path.join(HERE, "node_modules", "onnxruntime-node")):
        reasons["ONNX Runtime"] = "not installed: npm ci --ignore-scripts --prefix bench/peers"
    return reasons


class Machine:
    """CPU time of the whole machine next to that of our own processes."""

    def __init__(self, engines):
        self.engines = engines
        self.start = self.read()

    def read(self):
        with open("/proc/stat") as file:
            fields = [int(field) for field in file.readline().split()[1:9]]
        # user nice system idle iowait irq softirq steal; steal is what neighbours of a virtual machine took.
        busy = (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")
        own = sum(engine.cpu_seconds() for engine in self.engines) + time.process_time()
        return busy, own, time.monotonic()

    def foreign_share(self):
        """Part of one core that others took since the start, per core of the machine, 0..1."""
        busy, own, now = (end - begin for end, begin in zip(self.read(), self.start))
        return max(0.0, busy - own) / max(now, 1e-9) / os.cpu_count()
