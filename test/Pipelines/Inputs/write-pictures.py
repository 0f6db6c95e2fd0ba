# SPDX-License-Identifier: Apache-2.0
# Writes COUNT different 1x3x16x16 float32 tensors and their list.txt: write-pictures.py FOLDER COUNT.
import os
import random
import struct
import sys

folder, count = sys.argv[1], int(sys.argv[2])
header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 16, 16), }"
header += " " * (-(len(header) + 11) % 64) + "\n"
generator = random.Random(1)
with open(os.path.join(folder, "list.txt"), "w") as names:
    for i in range(count):
        values = [generator.random() for _ in range(3 * 16 * 16)]
        names.write(f"{i}.npy\n")
        with open(os.path.join(folder, f"{i}.npy"), "wb") as file:
            file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
            file.write(struct.pack(f"<{len(values)}f", *values))
