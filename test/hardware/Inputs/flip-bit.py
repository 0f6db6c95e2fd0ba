# SPDX-License-Identifier: Apache-2.0
# flip-bit.py FILE.hex LINE: flips the second lowest bit of a line (from 0).
import sys

path, at = sys.argv[1], int(sys.argv[2])
with open(path) as file:
    lines = file.read().splitlines()
lines[at] = lines[at][:-1] + format(int(lines[at][-1], 16) ^ 2, "x")
with open(path, "w") as file:
    file.write("\n".join(lines) + "\n")
