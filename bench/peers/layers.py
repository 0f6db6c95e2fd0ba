# SPDX-License-Identifier: Apache-2.0
# Writes a network as the plain list of layers that onednn-peer reads.
import package


def line_of(network, layer):
    kind, shape, inputs = layer.kind, layer.shape, layer.inputs
    size = f"{shape[0]} {shape[1]} {shape[2]}"
    if kind == "convolutional":
        keys = " ".join(layer.keys[key] for key in ("size", "stride", "pad", "groups", "activation"))
        return f"convolutional {inputs[0]} {size} {keys}"
    if kind == "maxpool":
        return f"maxpool {inputs[0]} {size} {layer.keys['size']} {layer.keys['stride']} {layer.number('padding') // 2}"
    if kind == "route" and len(inputs) > 1:
        return f"route {len(inputs)} {' '.join(map(str, inputs))} {size}"
    if kind == "shortcut":
        return f"shortcut {inputs[0]} {inputs[1]} {size}"
    if kind in ("upsample", "reorg", "avgpool"):
        return f"{kind} {inputs[0]} {size}"
    if kind in ("route", "dropout") + package.HEADS:
        return f"same {inputs[0]}"
    raise ValueError(f"{layer.name}: onednn-peer knows no {kind}")


def write_layers(network, path):
    with open(path, "w") as file:
        file.write("picture %d %d %d\n" % network.shape)
        for layer in network.layers:
            file.write(line_of(network, layer) + "\n")
