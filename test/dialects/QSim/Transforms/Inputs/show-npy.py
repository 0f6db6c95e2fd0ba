# SPDX-License-Identifier: Apache-2.0
# Prints element type and shape of .npy files: show-npy.py FILE...
import ast
import sys

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        data = file.read()
    header = ast.literal_eval(data[10:data.index(b"\n")].decode())
    print(header["descr"], header["shape"])
