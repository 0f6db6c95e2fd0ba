# SPDX-License-Identifier: Apache-2.0
# A tensor of numbers in -1..1, the same with every run: random-npy.py OUT.npy DIM...
import random
import struct
import sys

random.seed(5)
shape = tuple(int(word) for word in sys.argv[2:])
header = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }" % (shape,)
header += " " * (63 - (10 + len(header)) % 64) + "\n"
count = 1
for extent in shape:
    count *= extent
with open(sys.argv[1], "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
    file.write(struct.pack("<%df" % count, *(random.uniform(-1, 1) for _ in range(count))))
