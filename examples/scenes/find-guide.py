#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Searches the test pictures for the story that the browser's guided path tells, and writes it to guide.json.
"""usage: find-guide.py [--check] BIN_DIR PICTURES_DIR

The story: in FLOAT the network finds its objects; quantized with powers of two
as scales one of them is lost in INT; one layer adds more noise than any other,
and its output saturates; with the method kl for that layer alone the object is
found again. Every quantization that may be told is compiled, every picture is
run, and for every picture that loses just one box every layer is given the
other method; what that costs another box is told too. Nothing about the
network is changed. Of the stories that hold, the one wins whose layer adds the
most noise, and then saturates most.
PICTURES_DIR is what make-data.sh made. --check looks only whether the story of
guide.json still holds, and exits with 1 where not.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
THRESHOLD = 0.25  # what a person sees as a box
METHODS = [{"method": "log2", "log2Form": form} for form in ("min-error", "non-overflow")] + [
    {"method": "octav", "scale": "log2"}, {"method": "mse", "scale": "log2"},
    {"method": "percentile", "percentile": 99.9, "scale": "log2"}, {"method": "percentile", "percentile": 99.0, "scale": "log2"}]
VARIANTS = [{**method, "granularity": granularity, "activationWidth": width}
            for width in (8, 7, 6) for method in METHODS for granularity in ("channel", "tensor")]
FLAGS = {"method": "--method", "log2Form": "--log2-form", "scale": "--scale", "percentile": "--percentile",
         "granularity": "--granularity", "activationWidth": "--activation-width"}


def qsim(bin_dir, *arguments):
    done = subprocess.run([os.path.join(bin_dir, "qsim"), *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def boxes(bin_dir, package, mode, pictures):
    """What is found on each picture."""
    document = json.loads(qsim(bin_dir, "run", package, "--mode", mode, "--thresh", str(THRESHOLD), "--json", *pictures))
    return [one["detections"] for one in document["inputs"]]


def overlap(a, b):
    def side(center, size):
        return a[center] - a[size] / 2, a[center] + a[size] / 2, b[center] - b[size] / 2, b[center] + b[size] / 2

    shared = 1.0
    for center, size in (("x", "w"), ("y", "h")):
        low, high, other_low, other_high = side(center, size)
        shared *= max(0.0, min(high, other_high) - max(low, other_low))
    return shared / (a["w"] * a["h"] + b["w"] * b["h"] - shared)


def partner(box, found):
    """What was found in the place of the box; None where nothing was."""
    return next((other for other in found if other["class"] == box["class"] and overlap(box, other) >= 0.5), None)


def lost(reference, found):
    """Boxes of the reference that nothing found matches."""
    rest, missing = list(found), []
    for box in reference:
        match = partner(box, rest)
        if match is None:
            missing.append(box)
        else:
            rest.remove(match)
    return missing, rest


def weaker(reference, before, after):
    """Of the boxes that were found all along, the one whose score the other method costs most, if it costs any."""
    pairs = [(partner(box, before), partner(box, after)) for box in reference]
    falls = [(one, other) for one, other in pairs if one and other and other["score"] < one["score"]]
    if not falls:
        return {}
    one, other = max(falls, key=lambda pair: pair[0]["score"] - pair[1]["score"])
    return {"weaker": {"class": one["name"], "before": round(one["score"], 4), "after": round(other["score"], 4)}}


def compile_variant(bin_dir, variant, pictures, package):
    qsim(bin_dir, "compile", os.path.join(HERE, "scenes.cfg"), "--weights", os.path.join(HERE, "scenes.weights"),
         "--names", os.path.join(HERE, "scenes.names"), "--images", os.path.join(pictures, "calib.txt"),
         *(word for key, value in variant.items() for word in (FLAGS[key], str(value))),
         "-o", package)


def with_kl(bin_dir, package, layer, work):
    """The package with the method kl for the activation of one layer; None where it has none."""
    rules, changed = os.path.join(work, "rule.yaml"), os.path.join(work, f"kl-{layer}.qsim")
    with open(rules, "w") as stream:
        stream.write(f'format: "1.0"\nrules:\n  - match: {{index: {layer}}}\n    activation: {{method: kl}}\n')
    done = subprocess.run([os.path.join(bin_dir, "qsim"), "recompile", package, "--overrides", rules, "-o", changed],
                          capture_output=True, text=True)
    return changed if done.returncode == 0 else None


def stories(bin_dir, pictures, work, variants):
    with open(os.path.join(pictures, "test.txt")) as stream:
        names = stream.read().split()
    paths = [os.path.join(pictures, name) for name in names]
    for number, variant in enumerate(variants):
        folder = os.path.join(work, str(number))
        os.makedirs(folder, exist_ok=True)
        package = os.path.join(folder, "log2.qsim")
        compile_variant(bin_dir, variant, pictures, package)
        reference, found = (boxes(bin_dir, package, mode, paths) for mode in ("float", "int"))
        losses = [(i, *lost(reference[i], found[i])) for i in range(len(paths))]
        candidates = [(i, missing[0]) for i, missing, new in losses if len(missing) == 1 and not new]
        print(f"{variant}: {len(candidates)} pictures lose one box", file=sys.stderr)
        if not candidates:
            continue
        layers = json.loads(qsim(bin_dir, "info", package, "--json"))["layers"]
        for layer in range(len(layers)):
            changed = with_kl(bin_dir, package, layer, folder)
            if changed is None:
                continue
            again = boxes(bin_dir, changed, "int", [paths[i] for i, _ in candidates])
            for (i, box), seen in zip(candidates, again):
                missing, new = lost(reference[i], seen)
                if missing or new:
                    continue
                noise = json.loads(qsim(bin_dir, "compare", package, "--images", paths[i], "--json"))["layers"]
                own = sorted((one for one in noise if one["own"].get("sqnr_db") is not None),
                             key=lambda one: one["own"]["sqnr_db"])
                rank = next((r for r, one in enumerate(own) if one["index"] == layer), len(own))
                of_layer = next(one for one in noise if one["index"] == layer)
                if of_layer["own"].get("sqnr_db") is None:
                    continue
                yield {"experiment": "log2 scales", "rank": rank, "options": variant, "picture": "test/" + names[i], "boxes": len(reference[i]),
                       "class": box["name"], "score": round(box["score"], 4), "layer": layer, "name": of_layer["name"],
                       "sqnr": round(of_layer["own"]["sqnr_db"], 1), "saturation": of_layer["accumulated"]["saturation"],
                       "method": "kl", **weaker(reference[i], found[i], seen)}


def main():
    arguments = sys.argv[1:]
    check = arguments[:1] == ["--check"]
    if len(arguments) != 2 + check:
        sys.exit(__doc__)
    bin_dir, pictures = arguments[check:]
    path = os.path.join(HERE, "guide.json")
    told = None
    if check:
        with open(path) as stream:
            told = json.load(stream)
    with tempfile.TemporaryDirectory(prefix="qsim-guide-") as work:
        found = sorted(stories(bin_dir, pictures, work, [told["options"]] if check else VARIANTS),
                       key=lambda one: (one["rank"], -one["saturation"]))
    if check:
        if told not in found:
            sys.exit(f"the story of {path} is not true any more: {told}")
        print("the story holds")
        return
    if not found:
        sys.exit("no story holds")
    with open(path, "w") as stream:
        json.dump(found[0], stream, indent=2)
        stream.write("\n")
    print(f"{len(found)} stories hold; written: {path}")


if __name__ == "__main__":
    main()
