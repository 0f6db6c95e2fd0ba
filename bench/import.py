#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Measures what importing a large network costs: seconds and peak memory, next to the size of its weights.
"""usage: bench/import.py [--bin build/release/bin] [MODEL.cfg]...   (default: Debian's yolov3.cfg and yolov3-tiny.cfg)"""
import argparse
import os
import subprocess
import tempfile
import time

MIB = 1 << 20


def peak_and_seconds(command):
    """Peak resident memory in bytes and wall time of a command."""
    began = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return 1024 * usage.ru_maxrss, time.time() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("cfg", nargs="*", default=["/usr/share/darknet/cfg/yolov3.cfg", "/usr/share/darknet/cfg/yolov3-tiny.cfg"])
    arguments = parser.parse_args()
    qsim = os.path.join(arguments.bin, "qsim")
    start, _ = peak_and_seconds([qsim, "--help"])
    print(f"qsim --help: peak {start / MIB:.1f} MiB (mostly pages of libMLIR and libLLVM)")
    print(f"{'network':16} {'weights MiB':>12} {'seconds':>8} {'peak MiB':>9} {'peak / weights':>15}")
    for cfg in arguments.cfg:
        with tempfile.TemporaryDirectory() as work:
            weights = os.path.join(work, "seeded.weights")
            subprocess.run([os.path.join(arguments.bin, "seeded-weights"), cfg, "1", weights], check=True)
            peak, seconds = peak_and_seconds([qsim, "import", cfg, "--weights", weights, "-o", os.path.join(work, "m.mlirbc")])
            size = os.path.getsize(weights)
            name = os.path.splitext(os.path.basename(cfg))[0]
            print(f"{name:16} {size / MIB:12.1f} {seconds:8.2f} {peak / MIB:9.1f} {peak / size:15.2f}")


main()
