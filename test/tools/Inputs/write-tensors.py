# SPDX-License-Identifier: Apache-2.0
# Writes the tensors of qsim-tensor-inputs.test: six samples of 2x3x3, values 0..5/4, once more as a batch in
# several forms, and files that are to be refused.
import struct

count, size = 6, 18
values = [((i * 7) % 23 % 6) / 4 for i in range(count * size)]


def npy(path, descr, code, shape, numbers):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(struct.pack(f"<{len(numbers)}{code}", *numbers))


def varint(number):
    text = b""
    while number >= 128:
        text, number = text + bytes([number % 128 + 128]), number // 128
    return text + bytes([number])


def pb(path, kind, dims, data, field=9):
    message = b"".join(b"\x08" + varint(extent) for extent in dims) + b"\x10" + varint(kind)
    with open(path, "wb") as file:
        file.write(message + varint(field * 8 + 2) + varint(len(data)) + data)


npy("batch.npy", "<f4", "f", (count, 2, 3, 3), values)
npy("double.npy", "<f8", "d", (count, 2, 3, 3), values)
pb("batch.pb", 1, (count, 2, 3, 3), struct.pack(f"<{len(values)}f", *values))
pb("floats.pb", 1, (count, 2, 3, 3), struct.pack(f"<{len(values)}f", *values), field=4)
npy("quarters.npy", "|u1", "B", (count, 2, 3, 3), [int(4 * v) for v in values])
with open("list.txt", "w") as names:
    for i in range(count):
        part = values[i * size:(i + 1) * size]
        npy(f"{i}.npy", "<f4", "f", (1, 2, 3, 3), part)
        names.write(f"{i}.npy\n")
npy("wrong.npy", "<f4", "f", (1, 3, 3, 2), values[:size])
npy("complex.npy", "<c8", "f", (1, 2, 3, 3), values[:2 * size])
npy("inexact.npy", "<f8", "d", (1, 2, 3, 3), [0.1] * size)
npy("short.npy", "<f4", "f", (1, 2, 3, 3), values[:size - 1])
pb("text.pb", 8, (1, 2, 3, 3), b"")
with open("batch.pb", "rb") as whole, open("cut.pb", "wb") as file:
    file.write(whole.read(100))
