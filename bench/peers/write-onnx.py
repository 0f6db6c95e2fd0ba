#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Writes the network of a qsim package as ONNX: float32, or with the package's own integers as QDQ.
"""usage: bench/peers/write-onnx.py PACKAGE float|int OUT.onnx

float   float32; batch norm is folded into the weights, as exporters do.
int     QuantizeLinear/DequantizeLinear around every operator: 8-bit activations (unsigned, as
        x86 wants them), int8 weights with one scale a channel, the integers of the .qweights.
        What the heads read has 8 bits, where the package may have 16.

The network ends before its heads. Runs with Debian's python3-onnx."""
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

import package


class Writer:
    """Collects nodes and constants; `values` names what holds each layer's output."""

    def __init__(self, folder, is_int):
        self.network = package.read_network(folder)
        self.is_int = is_int
        self.reals = package.read_tensors(folder, "fweights")
        self.integers = package.read_tensors(folder, "qweights") if is_int else {}
        self.ranges = package.read_ranges(folder) if is_int else {}
        self.nodes, self.constants, self.values = [], [], {}

    def constant(self, name, array):
        self.constants.append(numpy_helper.from_array(numpy.array(array, order="C"), name))
        return name

    def node(self, operator, inputs, name, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def quantized(self, value, scale, zero):
        """The value after a trip through 8 bits; in float, the value itself."""
        if not self.is_int:
            return value
        step = [self.constant(value + ".scale", numpy.float32(scale)),
                self.constant(value + ".zero", numpy.uint8(zero))]
        self.node("QuantizeLinear", [value] + step, value + ".q")
        return self.node("DequantizeLinear", [value + ".q"] + step, value + ".dq")

    def output_grid(self, index):
        """Scale and zero point as an unsigned 8-bit quantization."""
        bits, scale, zero = self.network.quantization_of(index)
        # A wider tensor keeps its range: it loses the low bits.
        return scale * 2.0 ** (bits - 8), (zero >> (bits - 8)) + 128

    def activated(self, layer, value):
        activation = layer.keys["activation"]
        if activation == "linear":
            return value
        if self.is_int and activation == "leaky":
            # What leaky reads reaches ten times as far below zero as what it writes.
            least, largest = self.ranges[layer.index]
            low, high = min(10 * least, -1e-6), max(largest, 1e-6)
            wide = (high - low) / 255
            value = self.quantized(value, wide, round(-low / wide))
        name = layer.name + ".act"
        if activation == "leaky":
            return self.node("LeakyRelu", [value], name, alpha=0.1)
        if activation == "relu":
            return self.node("Relu", [value], name)
        sys.exit(f"write-onnx: {layer.name}: activation {activation} is not known here")

    def parameters(self, layer):
        """Names of weights and biases as float32 values."""
        name, network = layer.name, self.network
        if not self.is_int:
            weights, biases = self.reals[name + ".weights"], self.reals[name + ".biases"]
            if layer.number("batch_normalize"):
                variance = self.reals[name + ".variance"].astype("f8")
                deviation = numpy.sqrt(variance) + 1e-6 if network.arithmetic == "pjreddie" else numpy.sqrt(variance + 1e-5)
                gain = self.reals[name + ".scales"] / deviation
                weights = weights * gain[:, None, None, None]
                biases = biases - self.reals[name + ".mean"] * gain
            return [self.constant(name + ".w", weights.astype("f4")), self.constant(name + ".b", biases.astype("f4"))]
        weights = self.integers[name + ".q_weights"]
        _, scale, zero = network.quantization_of(layer.inputs[0])
        # The package's biases contain the zero point of the input (numerics N5).
        biases = self.integers[name + ".q_biases"] + zero * weights.sum(axis=(1, 2, 3), dtype="i8")
        scales = numpy.array([float(text) for text in layer.keys["weight_scales"].split(",")])
        if scales.size == 1:
            scales = numpy.repeat(scales, len(biases))
        names = []
        for suffix, values, steps in ((".w", weights, scales), (".b", biases.astype("i4"), scales * scale)):
            inputs = [self.constant(name + suffix, values), self.constant(name + suffix + ".scale", steps.astype("f4")),
                      self.constant(name + suffix + ".zero", numpy.zeros(len(steps), values.dtype))]
            names.append(self.node("DequantizeLinear", inputs, name + suffix + ".dq", axis=0))
        return names

    def reshaped(self, value, shape, name):
        return self.node("Reshape", [value, self.constant(name + ".shape", numpy.array(shape, "i8"))], name)

    def reorg(self, layer, value):
        """Darknet's order: the flat input read as [C/(s*s), H, s, W, s]."""
        channels, height, width = self.network.shape_of(layer.inputs[0])
        stride = layer.number("stride")
        if layer.keys["order"] != "darknet" or "extra" in layer.keys:
            sys.exit(f"write-onnx: {layer.name}: this order of a reorg is not known here")
        value = self.reshaped(value, [channels // stride**2, height, stride, width, stride], layer.name + ".split")
        value = self.node("Transpose", [value], layer.name + ".turned", perm=[2, 4, 0, 1, 3])
        return self.reshaped(value, (1,) + layer.shape, layer.name)

    def maxpool(self, layer, value):
        size, stride, padding = (layer.number(key) for key in ("size", "stride", "padding"))
        before = padding // 2
        pads = [before, before]
        for extent, out in zip(self.network.shape_of(layer.inputs[0])[1:], layer.shape[1:]):
            pads.append(max(0, (out - 1) * stride + size - extent - before))
        return self.node("MaxPool", [value], layer.name, kernel_shape=[size, size], strides=[stride, stride], pads=pads)

    def add(self, layer):
        inputs = [self.values[i] for i in layer.inputs]
        if layer.kind == "convolutional":
            size, stride, pad = (layer.number(key) for key in ("size", "stride", "pad"))
            value = self.node("Conv", inputs + self.parameters(layer), layer.name, kernel_shape=[size, size],
                              strides=[stride, stride], pads=[pad] * 4, group=layer.number("groups"))
            value = self.activated(layer, value)
        elif layer.kind == "maxpool":
            value = self.maxpool(layer, inputs[0])
        elif layer.kind == "avgpool":
            value = self.node("GlobalAveragePool", inputs, layer.name)
        elif layer.kind == "upsample":
            factor = float(layer.number("stride"))
            scales = self.constant(layer.name + ".factors", numpy.array([1, 1, factor, factor], "f4"))
            value = self.node("Resize", [inputs[0], "", scales], layer.name, mode="nearest",
                              coordinate_transformation_mode="asymmetric", nearest_mode="floor")
        elif layer.kind == "shortcut" and len(inputs) == 2:
            value = self.activated(layer, self.node("Add", inputs, layer.name))
        elif layer.kind == "reorg":
            value = self.reorg(layer, inputs[0])
        elif layer.kind == "route" and "groups" not in layer.keys:
            if len(inputs) == 1:
                return inputs[0]
            value = self.node("Concat", inputs, layer.name, axis=1)
        elif layer.kind == "dropout":
            return inputs[0]
        else:
            sys.exit(f"write-onnx: {layer.name}: not known here")
        return self.quantized(value, *self.output_grid(layer.index)) if self.is_int else value

    def write(self, path):
        shape = (1,) + self.network.shape
        picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, shape)
        self.values[-1] = self.quantized("picture", *self.output_grid(-1)) if self.is_int else "picture"
        for layer in self.network.layers:
            if layer.kind not in package.HEADS:
                self.values[layer.index] = self.add(layer)
        outputs = [helper.make_tensor_value_info(self.values[i], TensorProto.FLOAT, (1,) + self.network.shape_of(i))
                   for i in self.network.outputs()]
        graph = helper.make_graph(self.nodes, self.network.name, [picture], outputs, self.constants)
        model = helper.make_model(graph, producer_name="qsim bench", opset_imports=[helper.make_opsetid("", 13)])
        model.ir_version = 8
        onnx.save(model, path)


def main():
    if len(sys.argv) != 4 or sys.argv[2] not in ("float", "int"):
        sys.exit(__doc__)
    Writer(sys.argv[1], sys.argv[2] == "int").write(sys.argv[3])


main()
