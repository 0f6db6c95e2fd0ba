# SPDX-License-Identifier: Apache-2.0
# Reads what a qsim package says about its network (docs/spec/net.md), for programs that know nothing of qsim.
import glob
import os
import re
import struct

HEADS = ("yolo", "region", "detection", "softmax", "cost")


class Layer:
    """A section of a .net: its keys as text, the common ones also parsed."""

    def __init__(self, kind, keys):
        self.kind, self.keys = kind, keys
        self.index = int(keys["index"])
        self.name = keys["name"]
        self.inputs = [int(i) for i in keys["inputs"].split(",")]
        self.shape = tuple(int(i) for i in keys["shape"].split(","))
        self.quantization = quantization_of(keys["quantization"])

    def number(self, key):
        return int(self.keys[key])


class Network:
    def __init__(self, head, layers):
        self.name, self.arithmetic = head["name"], head["arithmetic"]
        self.shape = tuple(int(head[key]) for key in ("channels", "height", "width"))
        self.quantization = quantization_of(head["quantization"])
        self.layers = layers

    def shape_of(self, index):
        return self.shape if index < 0 else self.layers[index].shape

    def quantization_of(self, index):
        return self.quantization if index < 0 else self.layers[index].quantization

    def outputs(self):
        """The tensors that the heads read; of a network without heads, the last one."""
        read = [i for layer in self.layers if layer.kind in HEADS and layer.kind != "cost" for i in layer.inputs]
        return read or [len(self.layers) - 1]

    def operations(self):
        """Of the convolutions, for one picture; a multiplication and an addition are two."""
        total = 0
        for layer in self.layers:
            if layer.kind == "convolutional":
                channels = self.shape_of(layer.inputs[0])[0] // layer.number("groups")
                filters, height, width = layer.shape
                total += 2 * filters * height * width * channels * layer.number("size") ** 2
        return total


def quantization_of(text):
    """(bits, scale, zero point), or None."""
    if text == "none":
        return None
    bits, scale, zero = text.split(":")
    return int(bits), float(scale), int(zero)


def read_network(package):
    sections = []
    with open(glob.glob(os.path.join(package, "*.net"))[0]) as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("["):
                sections.append((line.strip("[]"), {}))
            elif "=" in line and not line.startswith("#"):
                key, value = line.split("=", 1)
                sections[-1][1][key] = value
    return Network(sections[0][1], [Layer(kind, keys) for kind, keys in sections[1:]])


def read_ranges(package):
    """Index -> (least, largest) value that calibration has seen of the tensor."""
    with open(os.path.join(package, "calibration.yaml")) as file:
        found = re.findall(r"index: (-?\d+)\n(?:    \w+: \d+\n)*    range: \[(\S+), (\S+)\]", file.read())
    return {int(index): (float(least), float(largest)) for index, least, largest in found}


TYPES = {1: "<f4", 2: "<i1", 3: "<i2", 4: "<i4", 5: "<i8", 6: "<i4"}


def read_tensors(package, suffix):
    """Name -> array of the package's .fweights or .qweights (docs/spec/weights-container.md)."""
    import numpy

    data = numpy.memmap(glob.glob(os.path.join(package, "*." + suffix))[0], dtype="u1", mode="r")
    tensors = {}
    for i in range(struct.unpack_from("<I", data, 12)[0]):
        fields = struct.unpack_from("<4I4q2Q", data, 64 + 80 * i)
        name = bytes(data[fields[0] : fields[0] + fields[1]]).decode()
        shape = fields[4 : 4 + fields[3]] + ((2,) if fields[2] == 6 else ())
        payload = data[fields[8] : fields[8] + fields[9]]
        tensors[name] = payload.view(TYPES[fields[2]]).reshape(shape)
    return tensors
