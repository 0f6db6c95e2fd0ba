# SPDX-License-Identifier: Apache-2.0
# Makes what the engines load: one seeded network in the form that each of them reads.
import os
import re
import subprocess

import layers
import package

DEBIAN = "/usr/share/darknet/cfg"
# Name -> cfg and side of the picture. Paths without a / in front are below $QSIM_MODELS.
NETWORKS = {
    "yolov3-tiny": (DEBIAN + "/yolov3-tiny.cfg", 416),
    "yolov2": (DEBIAN + "/yolov2.cfg", 416),
    "yolov3": (DEBIAN + "/yolov3.cfg", 416),
    "darknet19": (DEBIAN + "/darknet19.cfg", 224),
    "yolo-fastest-1.1": ("darknet/yolo-fastest-1.1/yolo-fastest-1.1.cfg", 320),
}
HERE = os.path.dirname(os.path.abspath(__file__))
# The system's own: python3-onnx is installed for this one.
SYSTEM_PYTHON = "/usr/bin/python3"


class Unavailable(Exception):
    """Says in one line why something is left out."""


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["failed"]
        raise Unavailable(f"{os.path.basename(command[0])}: {lines[-1]}")


def cfg_path(name):
    path = NETWORKS[name][0]
    models = os.environ.get("QSIM_MODELS") or "../shared/models"
    path = os.path.join(models, path)
    if not os.path.exists(path):
        raise Unavailable(f"{path} is not there")
    return path


class Prepared:
    """The files of one network; made in `folder` where they are missing or older than qsim."""

    def __init__(self, name, tools, folder):
        self.name = name
        self.side = NETWORKS[name][1]
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder, exist_ok=True)
        self.cfg = self.path("network.cfg")
        self.weights = self.path("seeded.weights")
        self.package = self.path("package")
        self.layers = self.path("layers")
        done = self.path("done")
        qsim = os.path.join(tools, "qsim")
        if not os.path.exists(done) or os.path.getmtime(done) < os.path.getmtime(qsim):
            self.make(tools, qsim)
            with open(done, "w"):
                pass
        self.network = package.read_network(self.package)

    def path(self, name):
        return os.path.join(self.folder, name)

    def make(self, tools, qsim):
        with open(cfg_path(self.name)) as file:
            text = file.read()
        for key, value in (("width", self.side), ("height", self.side), ("batch", 1), ("subdivisions", 1)):
            # Darknet takes the first of two equal keys, OpenCV the last: leave one.
            text = re.sub(rf"(?m)^\s*{key}\s*=.*\n", "", text, count=1)
            text = re.sub(r"(?m)^\[net\w*\]", rf"\g<0>\n{key}={value}", text, count=1)
        with open(self.cfg, "w") as file:
            file.write(text)
        run([os.path.join(tools, "seeded-weights"), self.cfg, "1", self.weights])
        run([os.path.join(tools, "qsim-scenes"), "--out", self.folder, "--count", "2", "--seed", "3", "--list", "test"])
        run([qsim, "compile", self.cfg, "--weights", self.weights, "--images", self.path("test.txt"), "--method", "minmax",
             "-o", self.package])
        layers.write_layers(package.read_network(self.package), self.layers)
        for mode in ("float", "int"):
            try:
                run([SYSTEM_PYTHON, os.path.join(HERE, "write-onnx.py"), self.package, mode, self.onnx(mode)])
            except (Unavailable, FileNotFoundError):
                pass  # ONNX Runtime then says what it misses

    def onnx(self, mode):
        return self.path(mode + ".onnx")
