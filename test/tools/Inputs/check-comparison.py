# SPDX-License-Identifier: Apache-2.0
# check-comparison.py FILE [CHECK...]: the members of a comparison's JSON, and
#   silent=NAME        the layer has no noise of its own and none isolated
#   ordered            worst own noise first, layers without any last
#   indexed            by index
#   alone=NAME,OTHER   NAME's isolated numbers equal its accumulated ones in OTHER
#   dumps=FLOAT,MODE   accumulated numbers equal those of two dumps of one picture
import array
import json
import math
import sys

MEASURES = ["cosine", "sqnr_db", "mse", "max_abs", "saturation"]


def fail(*words):
    sys.exit(" ".join(map(str, words)))


def load(file):
    with open(file) as stream:
        return json.load(stream)["layers"]


def named(layers, name):
    return next(layer for layer in layers if layer["name"] == name)


def check_members(layers):
    for layer in layers:
        for key in ["index", "name", "kind", "isolated", "accumulated", "own"]:
            if key not in layer:
                fail("without", key, layer)
        for measured in layer["isolated"], layer["accumulated"]:
            if not set(MEASURES) <= set(measured):
                fail("measures", layer)
            if not (-1 <= measured["cosine"] <= 1 and 0 <= measured["saturation"] <= 1):
                fail("range", layer)
            if (measured["sqnr_db"] is None) != (measured["mse"] == 0):
                fail("no noise is null", layer)
            if measured["mse"] > measured["max_abs"] ** 2 * (1 + 1e-9):
                fail("the mean is above the largest", layer)
        first = not layer["index"] and layer["isolated"] != layer["accumulated"]
        if first:
            fail("the first layer reads the picture in both", layer)


def read_dump(folder, entry):
    with open(f"{folder}/{entry['index']}.npy", "rb") as stream:
        bytes_ = stream.read()
    header = int.from_bytes(bytes_[8:10], "little")
    code = {"float32": "f", "int8": "b", "int16": "h"}[entry["dtype"]]
    values = array.array(code, bytes_[10 + header:])
    if entry["bits"] is None:
        return values
    return array.array("f", [entry["scale"] * (q - entry["zero_point"]) for q in values])


def near(a, b):
    return a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9))


def check_dumps(layers, float_folder, mode_folder):
    with open(f"{float_folder}/index.json") as stream:
        expected = json.load(stream)["layers"]
    with open(f"{mode_folder}/index.json") as stream:
        got = json.load(stream)["layers"]
    for layer in layers:
        i = layer["index"]
        x, y = read_dump(float_folder, expected[i]), read_dump(mode_folder, got[i])
        errors = [b - a for a, b in zip(x, y)]
        noise, signal = math.fsum(e * e for e in errors), math.fsum(a * a for a in x)
        power = math.fsum(b * b for b in y)
        product = math.fsum(a * b for a, b in zip(x, y))
        wanted = {
            "cosine": product / math.sqrt(signal * power),
            "sqnr_db": 10 * math.log10(signal / noise) if noise else None,
            "mse": noise / len(x),
            "max_abs": max(map(abs, errors)),
            "saturation": got[i]["saturated_outputs"] / len(x),
        }
        for key, value in wanted.items():
            if not near(layer["accumulated"][key], value):
                fail("layer", i, key, layer["accumulated"][key], "wanted", value)


layers = load(sys.argv[1])
check_members(layers)
for check in sys.argv[2:]:
    name, _, rest = check.partition("=")
    if name == "silent":
        layer = named(layers, rest)
        if layer["isolated"]["mse"] or layer["own"]["mse"]:
            fail("noise in", rest, layer)
    elif name == "ordered":
        own = [layer["own"]["sqnr_db"] for layer in layers]
        own = [math.inf if value is None else value for value in own]
        if own != sorted(own) or own[-1] != math.inf:
            fail("order", own)
    elif name == "indexed":
        if [layer["index"] for layer in layers] != list(range(len(layers))):
            fail("not by index")
    elif name == "alone":
        layer, other = rest.split(",")
        if named(layers, layer)["isolated"] != named(load(other), layer)["accumulated"]:
            fail(named(layers, layer), "differs from", named(load(other), layer))
    elif name == "dumps":
        check_dumps(layers, *rest.split(","))
    else:
        fail("unknown check", check)
