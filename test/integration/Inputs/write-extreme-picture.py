# SPDX-License-Identifier: Apache-2.0
# Writes a 1x3xSIZExSIZE float32 tensor with values that make sums overflow: write-extreme-picture.py FILE.npy SIZE.
import random
import struct
import sys

path, size = sys.argv[1], int(sys.argv[2])
header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, {size}, {size}), }}"
header += " " * (-(len(header) + 11) % 64) + "\n"
generator = random.Random(3)
rare = [1e4, -1e4, 3e38, -3e38, -0.0, 1e-40]
values = [generator.choice(rare) if generator.random() < 0.03 else generator.uniform(-2, 2) for _ in range(3 * size * size)]
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
    file.write(struct.pack(f"<{len(values)}f", *values))
