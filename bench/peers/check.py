#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Shows that what ONNX Runtime is given is the network that qsim runs: outputs side by side.
"""usage: bench/peers/check.py [--bin build/release/bin] [--work build/bench] [NETWORK...]

Runs each network on noise and prints the signal to noise ratio of ONNX Runtime's outputs (what the heads read) against qsim's
FLOAT. In FLOAT it must reach 90 dB. In INT it may be 6 dB below that of qsim's INT: ONNX Runtime rounds before each activation,
too, and has 8 bits where the package has 16 for the heads."""
import argparse
import array
import math
import os
import shutil
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import prepare


def noise(count):
    """The values of peer.h."""
    state, values = 1, array.array("f")
    for _ in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values.append((state >> 8) / 16777216)
    return values


def write_npy(path, shape, values):
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + values.tobytes())


def read_npy(path, quantization):
    """A dump as real numbers."""
    with open(path, "rb") as file:
        data = file.read()
    end = 10 + int.from_bytes(data[8:10], "little")
    header = data[10:end].decode()
    code = next(code for name, code in (("<f4", "f"), ("|i1", "b"), ("<i2", "h")) if name in header)
    values = array.array(code, data[end:])
    if code == "f":
        return values
    _, scale, zero = quantization
    return [scale * (value - zero) for value in values]


def decibels(expected, seen):
    signal = sum(x * x for x in expected)
    error = sum((x - y) ** 2 for x, y in zip(expected, seen, strict=True))
    return math.inf if error == 0 else 10 * math.log10(signal / error) if signal else -math.inf


class Check:
    def __init__(self, arguments, name, work):
        self.arguments, self.work = arguments, work
        self.prepared = prepare.Prepared(name, arguments.bin, arguments.work)
        shape = self.prepared.network.shape
        self.picture = os.path.join(work, "picture.npy")
        write_npy(self.picture, (1,) + shape, noise(math.prod(shape)))

    def of_qsim(self, mode):
        """What the heads read, one tensor after the other."""
        dumps = os.path.join(self.work, "dumps")
        shutil.rmtree(dumps, ignore_errors=True)
        prepare.run([os.path.join(self.arguments.bin, "qsim"), "run", self.prepared.package, "--mode", mode, self.picture,
                     "--thresh", "1", "--dump", dumps])
        network, values = self.prepared.network, []
        for index in network.outputs():
            values.extend(read_npy(os.path.join(dumps, f"{index}.npy"), network.quantization_of(index)))
        return values

    def of_onnxruntime(self, mode):
        outputs = os.path.join(self.work, "outputs")
        prepare.run(["node", os.path.join(prepare.HERE, "onnxruntime-peer.js"), "1", self.prepared.onnx(mode), outputs])
        with open(outputs, "rb") as file:
            return array.array("f", file.read())

    def run(self):
        """What is wrong, or nothing."""
        expected = self.of_qsim("float")
        real = decibels(expected, self.of_onnxruntime("float"))
        integer = decibels(expected, self.of_onnxruntime("int"))
        ours = decibels(expected, self.of_qsim("int"))
        print(f"{self.prepared.name}: FLOAT {real:.1f} dB, INT {integer:.1f} dB (qsim's INT {ours:.1f} dB)", flush=True)
        return [] if real >= 90 and integer >= ours - 6 else [self.prepared.name]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--work", default="build/bench")
    parser.add_argument("networks", nargs="*", default=list(prepare.NETWORKS), metavar="NETWORK")
    arguments = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory() as work:
        for name in arguments.networks:
            failed += Check(arguments, name, work).run()
    if failed:
        sys.exit("check: another network, or computed otherwise: " + ", ".join(failed))


main()
