#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Measures qsim beside its peers on whole networks, in turns within one run.
"""qsim beside its peers: the same seeded networks, in interleaved rounds, each engine in a process of its own.

Ratios to ONNX Runtime and shares of the measured peak hold on other machines, milliseconds alone do not: the clock of a
virtual machine drifts. A block is one network in one mode; a round gives every engine of the block one turn."""
import argparse
import json
import os
import platform
import sys
import time

sys.dont_write_bytecode = True
import chart
import engines
import prepare
import report

EXAMPLES = """examples:
  scripts/bench --peers                                              everything, about 8 minutes
  scripts/bench --peers --quick --networks yolov3-tiny --modes int   under a minute
  scripts/bench --peers --json out.json --svg out.svg                for other programs and for a page
  scripts/bench --peers --page docs/performance.md                   writes that page and its figure
"""
# From this share of the machine on, what others did shows in the medians.
DISTURBED = 0.03


class Progress:
    """One line on a terminal that says where the run is; silent elsewhere."""

    def __init__(self, blocks, seconds):
        self.shown = sys.stderr.isatty()
        self.blocks, self.done, self.seconds, self.began = blocks, 0, seconds, time.monotonic()

    def show(self, text):
        if self.shown:
            spent = time.monotonic() - self.began
            each = spent / self.done if self.done else self.seconds + 5
            left = max(0, each * self.blocks - spent)
            sys.stderr.write(f"\r\033[K[{self.done + 1}/{self.blocks}] {text}, about {left / 60:.0f} min {left % 60:.0f} s left")
            sys.stderr.flush()

    def say(self, text):
        """A line that stays."""
        self.clear()
        print(text, file=sys.stderr, flush=True)

    def clear(self):
        if self.shown:
            sys.stderr.write("\r\033[K")


class Run:
    def __init__(self, arguments):
        self.arguments = arguments
        self.progress = Progress(len(arguments.networks) * len(arguments.modes), arguments.seconds)
        self.absent = engines.missing(arguments.peers)
        self.left_out = [f"{name}: {reason}" for name, reason in self.absent.items()]
        self.rows, self.peaks, self.disturbed = [], [], []

    def leave_out(self, line):
        self.left_out.append(line)
        self.progress.say("left out: " + line)

    def start_engines(self, prepared, mode):
        started = []
        for threads in self.arguments.threads:
            for name, command, environment in engines.commands(prepared, self.arguments.bin, self.arguments.peers, mode, threads):
                if name.split(",")[0] in self.absent:
                    continue
                self.progress.show(f"{prepared.name} {mode}: loading {name}")
                try:
                    started.append(engines.Engine(name, command, threads, environment))
                except prepare.Unavailable as reason:
                    self.leave_out(f"{name} on {prepared.name}, {mode}, {threads} threads: {reason}")
        return started

    def block(self, name, mode):
        prepared = prepare.Prepared(name, self.arguments.bin, self.arguments.work)
        peaks = [engines.Peak(self.arguments.peers, mode, threads) for threads in self.arguments.threads]
        started = self.start_engines(prepared, mode)
        machine = engines.Machine(started + [peak.engine for peak in peaks])
        deadline, rounds = time.monotonic() + self.arguments.seconds, 0
        while rounds < 3 or time.monotonic() < deadline:
            self.progress.show(f"{name} {mode}: round {rounds + 1}")
            for peak in peaks:
                peak.measure()
            # Another one begins each round: who follows whom must not matter.
            turn = rounds % max(1, len(started))
            for engine in list(started[turn:] + started[:turn]):
                if len(engine.times) < 3 or engine.best() < 1000:
                    try:
                        engine.measure(self.arguments.turn)
                    except prepare.Unavailable as reason:
                        self.leave_out(f"{engine.name} on {name}, {mode}, {engine.threads} threads: {reason}")
                        started.remove(engine)
            rounds += 1
        foreign = machine.foreign_share()
        if foreign > DISTURBED:
            self.disturbed.append(f"{name} {mode}: other processes took {100 * foreign:.0f} % of the machine")
            self.progress.say("warning: " + self.disturbed[-1])
        for engine in started + [peak.engine for peak in peaks]:
            engine.stop()
        self.take(prepared, mode, started, peaks, foreign)

    def take(self, prepared, mode, started, peaks, foreign):
        gop = prepared.network.operations() / 1e9
        reference = {engine.threads: engine.median() for engine in started if engine.name.startswith("ONNX Runtime")}
        for peak in peaks:
            self.peaks.append({"network": prepared.name, "mode": mode, "threads": peak.engine.threads,
                               "instruction": peak.instruction, "gops": peak.gops()})
        for engine in started:
            peak = next(peak.gops() for peak in peaks if peak.engine.threads == engine.threads)
            median = engine.median()
            self.rows.append({
                "network": prepared.name, "input": list(prepared.network.shape), "gop": gop, "mode": mode,
                "engine": engine.name, "threads": engine.threads, "median_ms": median, "best_ms": engine.best(),
                "pictures": len(engine.times), "times_onnxruntime": reference.get(engine.threads, 0) / median or None,
                "gops": 1000 * gop / median, "peak_percent": 100 * 1000 * gop / median / peak,
                "rss_mib": engine.peak_kib / 1024, "program_mib": engine.base_kib / 1024, "load_ms": engine.load_ms,
                "foreign_percent": 100 * foreign})

    def result(self):
        return {"date": time.strftime("%Y-%m-%d"), "cpu": cpu_name(), "cores": os.cpu_count(), "system": platform.platform(),
                "command": self.arguments.command, "rows": self.rows, "peaks": self.peaks, "left_out": self.left_out,
                "disturbed": self.disturbed}


def cpu_name():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def words(known):
    def parse(text):
        chosen = text.split(",")
        for word in chosen:
            if word not in known:
                raise argparse.ArgumentTypeError(f"'{word}' is none of {', '.join(known)}")
        return chosen
    return parse


def parse_arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench --peers", description=__doc__, epilog=EXAMPLES,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=words(list(prepare.NETWORKS)), default=list(prepare.NETWORKS),
                        help=f"some of {','.join(prepare.NETWORKS)} (default: all)")
    parser.add_argument("--modes", type=words(engines.MODES), default=list(engines.MODES), help="some of int,hybrid,float (default: all)")
    parser.add_argument("--threads", type=lambda text: [int(word) for word in text.split(",")], default=[1, 2],
                        help="numbers of threads (default: 1,2)")
    parser.add_argument("--seconds", type=float, default=18, help="of each network and mode, besides loading (default: %(default)s)")
    parser.add_argument("--turn", type=float, default=60, help="milliseconds of an engine's turn (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="3 seconds each: for a look, not for a page")
    parser.add_argument("--json", help="also write every number to this file")
    parser.add_argument("--svg", help="also draw bars: shares of the peak")
    parser.add_argument("--page", help="also write a page (Markdown), with its figure in figures/ beside it")
    parser.add_argument("--bin", default="build/release/bin", help="where qsim is (default: %(default)s)")
    parser.add_argument("--peers", default="build/peers", help="where the peers are (default: %(default)s)")
    parser.add_argument("--work", default="build/bench", help="where networks are kept (default: %(default)s)")
    arguments = parser.parse_args()
    arguments.command = " ".join(["scripts/bench --peers"] + sys.argv[1:])
    if arguments.quick:
        arguments.seconds = 3
    return arguments


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path + ".tmp", "w") as file:
        file.write(text)
    os.replace(path + ".tmp", path)


def main():
    arguments = parse_arguments()
    for program in (os.path.join(arguments.bin, "qsim"), os.path.join(arguments.peers, "peak-peer")):
        if not os.path.exists(program):
            sys.exit(f"bench: {program} is not there; scripts/bench --peers builds it")
    run = Run(arguments)
    for line in run.left_out:
        run.progress.say("left out: " + line)
    for name in arguments.networks:
        for mode in arguments.modes:
            try:
                run.block(name, mode)
            except prepare.Unavailable as reason:
                run.leave_out(f"{name}, {mode}: {reason}")
            run.progress.done += 1
    run.progress.clear()
    result = run.result()
    print(report.as_text(result))
    if arguments.json:
        write(arguments.json, json.dumps(result, indent=1) + "\n")
    if arguments.svg:
        write(arguments.svg, chart.draw(result))
    if arguments.page:
        figure = os.path.join("figures", os.path.splitext(os.path.basename(arguments.page))[0] + ".svg")
        write(os.path.join(os.path.dirname(arguments.page), figure), chart.draw(result))
        write(arguments.page, report.as_page(result, figure))


try:
    main()
except KeyboardInterrupt:  # the engines end when their pipes close
    sys.exit(130)
