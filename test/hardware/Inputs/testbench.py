# SPDX-License-Identifier: Apache-2.0
# testbench.py VECTORS LAYER TESTBENCH.v: turns a layer of a hand-off pack into parameters.vh, compiles the testbench with iverilog
# and runs it. Exit status 0 where it says PASS.
import json
import os
import subprocess
import sys
import tempfile


def memory(folder, file, lanes):
    """A memory of a .hex file, and a function that takes one value out of its line."""
    name, bits = file["name"], file["bits"]
    # Names of files may be words of the language: output.
    return (f"reg [{4 * file['digits'] - 1}:0] lines_{name} [0:{file['lines'] - 1}];\n"
            f"function signed [63:0] {name}_at(input integer i);\n"
            f"  reg signed [{bits - 1}:0] value;\n"
            f"  begin value = lines_{name}[i / {lanes}][(i % {lanes}) * {bits} +: {bits}]; {name}_at = value; end\n"
            f"endfunction\n", f'  $readmemh("{folder}/{name}.hex", lines_{name});\n')


def parameters(manifest, layer, vectors):
    numbers = {key.upper(): layer[key] for key in ("size", "stride", "pad", "padding") if key in layer}
    for side, tensor in [("OUT", layer["output"])] + [(f"IN_{k}", t) for k, t in enumerate(layer["inputs"])]:
        assert tensor["bits"] == 8
        numbers |= dict(zip((f"{side}_C", f"{side}_H", f"{side}_W"), tensor["shape"]), **{f"{side}_ZERO": tensor["zero_point"]})
    text, reads = "".join(f"localparam signed {key} = {value};\n" for key, value in numbers.items()), ""
    for file in layer["files"]:
        declared, read = memory(os.path.join(os.path.abspath(vectors), layer["folder"]), file, manifest["lanes"])
        text, reads = text + declared, reads + read
    # Where negative accumulators have no multipliers of their own they take the others.
    if layer["kind"] == "convolutional" and not any(file["name"] == "negative_mult" for file in layer["files"]):
        for part in ("mult", "shift"):
            text += (f"function signed [63:0] negative_{part}_at(input integer i);\n"
                     f"  negative_{part}_at = positive_{part}_at(i);\nendfunction\n")
    return text + "task read_files;\nbegin\n" + reads + "end\nendtask\n"


def main():
    vectors, name, testbench = sys.argv[1:]
    with open(os.path.join(vectors, "manifest.json")) as file:
        manifest = json.load(file)
    layer = next(layer for layer in manifest["layers"] if layer["name"] == name)
    assert manifest["datapath"]["rounding"] == "half-up" and manifest["order"] == "chw"
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as work:
        with open(os.path.join(work, "parameters.vh"), "w") as file:
            file.write(parameters(manifest, layer, vectors))
        program = os.path.join(work, "program")
        subprocess.run(["iverilog", "-g2005-sv", "-Wall", "-Wno-timescale", "-I", work, "-I", here, "-s", "tb", "-o", program,
                        testbench, os.path.join(here, "requantize.v")], check=True)
        said = subprocess.run(["vvp", "-n", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    print(said, end="")
    sys.exit(0 if "PASS" in said and "WARNING" not in said else 1)


main()
