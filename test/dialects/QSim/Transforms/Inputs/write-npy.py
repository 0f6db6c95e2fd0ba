# SPDX-License-Identifier: Apache-2.0
# Writes a float32 .npy tensor: write-npy.py FILE SHAPE VALUE..., e.g. x.npy 1,1,2,2 0 0.25 0.5 1.
import struct
import sys

path, shape, values = sys.argv[1], sys.argv[2], [float(v) for v in sys.argv[3:]]
header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape},), }}"
header += " " * (-(len(header) + 11) % 64) + "\n"
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
    file.write(struct.pack(f"<{len(values)}f", *values))
