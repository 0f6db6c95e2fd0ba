# SPDX-License-Identifier: Apache-2.0
# Compares the counters in a dump's index.json with those that the oracle
# prints: compare-counters.py ORACLE_OUTPUT DUMP_DIR. Exits 1 when they differ.
import json
import os
import re
import sys

with open(os.path.join(sys.argv[2], "index.json")) as stream:
    layers = {layer["index"]: layer for layer in json.load(stream)["layers"]}
differing = compared = 0
with open(sys.argv[1]) as stream:
    for match in re.finditer(r"^layer (\d+) .*: overflows (\d+), saturated (\d+)$", stream.read(), re.M):
        index, overflows, saturated = map(int, match.groups())
        got = layers[index]["accumulator_overflows"], layers[index]["saturated_outputs"]
        compared += 1
        if got != (overflows, saturated):
            differing += 1
            print(f"layer {index}: overflows and saturated outputs: expected {overflows}, {saturated}, got {got}")
print(f"{compared} pairs of counters, {differing} differing")
sys.exit(1 if differing else 0)
