#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Measures what pictures cost in calibration, decoding included, and a whole compile; memory beside the number of pictures.
"""usage: bench/pictures.py [--bin build/release/bin] [--rounds 3] [--compile CFG] [--page FILE.md]

Pictures come from $QSIM_MODELS/images/coco (default ../shared/models); where that is missing they are drawn. Each program runs with
few and with many of them, in turns; what the additional ones take is what a picture costs. On a machine that does other things too:
chrt -f 20 bench/pictures.py (which then sleeps 5 % of the time where sched_rt_runtime_us is the kernel's own)."""
import argparse
import datetime
import glob
import os
import platform
import re
import subprocess
import sys
import tempfile
import time

MIB = 1 << 10  # ru_maxrss counts KiB
DEBIAN = "/usr/share/darknet/cfg"
FEW, MANY, COMPILED = 16, 128, 32
SIDE = 416


def timed(command, threads):
    """Wall seconds, processor seconds and peak MiB of a command on as many cores as threads."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MIB


def pictures(qsim_bin, work):
    """MANY pictures, and what they are; for programs that read lists of them."""
    models = os.environ.get("QSIM_MODELS") or "../shared/models"
    found = sorted(glob.glob(os.path.join(models, "images/coco/*.jpg")))[:MANY]
    if len(found) == MANY:
        return [os.path.abspath(path) for path in found], "JPEG photos of COCO, about 640x480"
    subprocess.run([os.path.join(qsim_bin, "qsim-scenes"), "--out", work, "--count", str(MANY), "--seed", "3", "--list", "drawn"],
                   check=True, stdout=subprocess.DEVNULL)
    return sorted(glob.glob(os.path.join(work, "drawn*.png"))), "drawn PNG pictures"


class Bench:
    def __init__(self, qsim_bin, work, rounds):
        self.qsim, self.work, self.rounds = os.path.join(qsim_bin, "qsim"), work, rounds
        self.pictures, self.kind = pictures(qsim_bin, work)
        for count in (FEW, COMPILED, MANY):
            with open(self.path(f"{count}.txt"), "w") as file:
                file.write("\n".join(self.pictures[:count]) + "\n")

    def path(self, name):
        return os.path.join(self.work, name)

    def seeded(self, cfg):
        weights = self.path(os.path.basename(cfg) + ".weights")
        subprocess.run([os.path.join(os.path.dirname(self.qsim), "seeded-weights"), cfg, "1", weights], check=True)
        return weights

    def at_side(self, cfg):
        """The cfg with pictures of SIDE x SIDE."""
        with open(cfg) as file:
            text = re.sub(r"(?m)^(width|height)\s*=.*$", rf"\1={SIDE}", file.read())
        changed = self.path(os.path.basename(cfg))
        with open(changed, "w") as file:
            file.write(text)
        return changed

    def per_picture(self, command_of, threads):
        """Cells: ms a picture, processor ms a picture, pictures a second, peak MiB with few and with many."""
        runs = {FEW: [], MANY: []}
        for _ in range(self.rounds):
            for count, seen in runs.items():
                seen.append(timed(command_of(self.path(f"{count}.txt"), threads), threads))
        best = {count: [min(column) for column in zip(*seen)] for count, seen in runs.items()}
        wall, cpu = ((best[MANY][i] - best[FEW][i]) / (MANY - FEW) for i in (0, 1))
        return [f"{1000 * wall:.1f}", f"{1000 * cpu:.1f}", f"{1 / wall:.1f}", f"{best[FEW][2]:.0f}", f"{best[MANY][2]:.0f}"]

    def rows(self, cfg):
        weights, module = self.seeded(cfg), self.path("m.mlirbc")
        subprocess.run([self.qsim, "import", cfg, "--weights", weights, "-o", module], check=True, stdout=subprocess.DEVNULL)

        def calibrate(images, threads):
            return [self.qsim, "calibrate", module, "--images", images, "--threads", str(threads),
                    "--calibration", self.path("c.yaml"), "-o", self.path("c.mlirbc")]

        for threads in sorted({1, min(2, len(os.sched_getaffinity(0)))}):
            yield [str(threads)] + self.per_picture(calibrate, threads)

    def compiled(self, cfg):
        weights = self.seeded(cfg)
        for threads in sorted({1, min(2, len(os.sched_getaffinity(0)))}):
            runs = [timed([self.qsim, "compile", cfg, "--weights", weights, "--images", self.path(f"{COMPILED}.txt"), "--threads",
                           str(threads), "-o", self.path("compiled")], threads) for _ in range(self.rounds)]
            wall, cpu, peak = (min(column) for column in zip(*runs))
            yield [str(threads), f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}"]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- " + "| ---: " * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def command():
    """How this program was started."""
    first = os.sched_getscheduler(0) == os.SCHED_FIFO
    return " ".join(([f"chrt -f {os.sched_getparam(0).sched_priority}"] if first else []) + sys.argv)


def name_of(cfg):
    return os.path.splitext(os.path.basename(cfg))[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/release/bin")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cfg", default=f"{DEBIAN}/yolov3-tiny.cfg", help="the network whose pictures are timed")
    parser.add_argument("--compile", default=f"{DEBIAN}/yolov3.cfg", help="the network that is compiled")
    parser.add_argument("--page", help="also write a page (Markdown)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(arguments.bin, work, arguments.rounds)
        pictures_table = table(["threads", "ms a picture", "processor ms", "pictures/s", f"MiB, {FEW} pictures", f"MiB, {MANY}"],
                               bench.rows(bench.at_side(arguments.cfg)))
        compile_table = table(["threads", "seconds", "processor seconds", "peak MiB"], bench.compiled(bench.at_side(arguments.compile)))
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    text = f"""# What pictures cost

Written by `{command()}` on {datetime.date.today()}, on {len(os.sched_getaffinity(0))} cores of {cpu}; {bench.kind}, seeded parameters.

Reading and decoding a picture, bringing it to the network's size, running the network and counting what its layers give: all of that is in the numbers. They are what {MANY - FEW} more pictures take,
the best of {arguments.rounds} runs each; what a program takes to start is not in them, but it is in the memory (the most that was resident, most of it pages of libMLIR and libLLVM).
Several threads take a picture each. Under `chrt -f` the kernel may keep a busy core idle for 5 % of the time: *processor ms* tells.

## `qsim calibrate` of {name_of(arguments.cfg)}, {SIDE}x{SIDE}

{pictures_table}
## `qsim compile` of {name_of(arguments.compile)}, {SIDE}x{SIDE}, {COMPILED} pictures, method kl

From the cfg and the weights to the written package.

{compile_table}"""
    print(text)
    if arguments.page:
        with open(arguments.page, "w") as file:
            file.write(text)


main()
