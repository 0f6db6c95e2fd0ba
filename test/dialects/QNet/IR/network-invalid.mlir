// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of the network and of attributes.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// quant_C1
// expected-error @below {{quant_C1: width is 17 bits, wanted 2 to 16}}
module attributes {t.a = #qnet.quant<17, 0.5, 0>} {}

// -----

// quant_C1
// expected-error @below {{quant_C1: width is 1 bits}}
module attributes {t.a = #qnet.quant<1, 0.5, 0>} {}

// -----

// quant_C2
// expected-error @below {{quant_C2: scale is 0.000000e+00, wanted a positive finite number}}
module attributes {t.a = #qnet.quant<8, 0.0, 0>} {}

// -----

// quant_C2
// expected-error @below {{quant_C2: scale is -5.000000e-01}}
module attributes {t.a = #qnet.quant<8, -0.5, 0>} {}

// -----

// quant_C3
// expected-error @below {{quant_C3: zero point is 128, wanted -128 to 127 for 8 bits}}
module attributes {t.a = #qnet.quant<8, 0.5, 128>} {}

// -----

// network_C1
// expected-error @below {{network_C1: shape is 3x8, wanted channels, height, width of 1 to 65536}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C1
// expected-error @below {{network_C1: shape is 3x8x65537}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 65537] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C2: no record
// expected-error @below {{network_C2: has no records}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {

}

// -----

// network_C2: not a record
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C2: is not a record of a network}}
  builtin.module {}
}

// -----

// network_C2: index
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C2: has index 1, wanted its position 0}}
  qnet.maxpool "p1" at 1 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C3: name of the network
// expected-error @below {{network_C3: name 'a/b' is no file name}}
qnet.network @"a/b" arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C3: letters
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C3: name 'a b' has other characters}}
  qnet.maxpool "a b" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C3: twice
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.maxpool "p" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
  // expected-error @below {{network_C3: has the name of record 0, 'p'}}
  qnet.maxpool "p" at 1 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C4: nothing
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C4: reads nothing}}
  qnet.route "r0" at 0 reads [] shape [3, 8, 8] {scale_group = 0 : i32}
}

// -----

// network_C4: itself
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C4: reads record 0, wanted -1 to -1}}
  qnet.route "r0" at 0 reads [0] shape [3, 8, 8] {scale_group = 0 : i32}
}

// -----

// network_C5
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C5: shape is 3x4x4, wanted 3x8x8}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 4, 4] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C5: not three extents
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C5: shape is 3x0x4, wanted channels, height, width}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 0, 4] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C5: too large
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C5: stride 65536 makes a map of 8x8 larger than 65536}}
  qnet.upsample "u0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, stride = 65536 : i32}
}

// -----

// network_C6: a later record
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C6: scale_group is 1, wanted -1 to 0}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 1 : i32}
}

// -----

// network_C6: not an owner
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
  // expected-error @below {{network_C6: scale_group is 0, itself a member of group -1}}
  qnet.maxpool "p1" at 1 reads [0] shape [3, 8, 8] {scale_group = 0 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C6: another quantization
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C6: quantization is #qnet.quant<8, 2.500000e-01, 0>, wanted that of group -1, #qnet.quant<8, 5.000000e-01, 0>}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, quantization = #qnet.quant<8, 0.25, 0>}
}

// -----

// network_C7
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C7: is quantized and the picture is not}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// network_C7
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C7: is not quantized and the picture is}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32}
}

// -----

// network_C8
// expected-error @below {{network_C8: class name " disc" is not a single line}}
qnet.network @n arithmetic pjreddie resize stretch classes [" disc"] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C8
// expected-error @below {{is not a single line without blanks around it}}
qnet.network @n arithmetic pjreddie resize stretch classes ["a\0Ab"] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C9
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C9: quantization is #qnet.quant<8, 2.500000e-01, 0>, wanted that of its input}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32, quantization = #qnet.quant<8, 0.25, 0>}
}

// -----

// network_C10
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<2xf32>}
  // expected-error @below {{network_C10: has no parameters and a record before it has}}
  qnet.convolutional "c1" at 1 reads [-1] shape [2, 8, 8] {scale_group = 1 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// A record stands in a network.
// expected-error @below {{expects parent op 'qnet.network'}}
qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}

// -----

// network_C9: a crop that adjusts nothing
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C9: quantization is #qnet.quant<8, 2.500000e-01, 0>, wanted that of its input}}
  qnet.crop "c0" at 0 reads [-1] shape [3, 4, 4] {scale_group = 0 : i32, noadjust = true, quantization = #qnet.quant<8, 0.25, 0>}
}

// -----

// network_C11: a picture
qnet.network @n arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C11: is, or reads a picture that is, quantized; with the arithmetic yolo2_light no tensor is}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32}
}

// -----

// network_C11: an input multiplier
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C11: has an input multiplier; only the arithmetic yolo2_light has them}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>, input_multiplier = 16.0 : f32}
}

// -----

// network_C11: a bias correction
qnet.network @n arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{network_C11: has a bias correction; the arithmetic yolo2_light knows none}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = true}
}

// -----

// network_C12
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  qnet.cost "cost" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32}
  // expected-error @below {{network_C12: is quantized and reads a tensor that is not}}
  qnet.shortcut "s1" at 1 reads [-1, 0] shape [3, 8, 8] {scale_group = 1 : i32, activation = #qsim<activation linear>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// network_C13: a pre-activation
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C13: a table is indexed by 13 bits, wanted at most table_bits = 12}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation swish>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>, quantization = #qnet.quant<8, 0.5, 0>, preactivation = #qnet.quant<13, 0.5, 0>}
}

// -----

// network_C13: the input of a crop
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<16, 0.5, 0>} {
  // expected-error @below {{network_C13: a table is indexed by 16 bits, wanted at most table_bits = 12}}
  qnet.crop "c0" at 0 reads [-1] shape [3, 4, 4] {scale_group = 0 : i32, noadjust = false, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// network_C14
// expected-error @below {{network_C14: crop_side is 0 with the resize crop, wanted one above 0 with crop only}}
qnet.network @n arithmetic pjreddie resize crop classes [] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// network_C15
// expected-error @below {{network_C15: the input "x" has the dimensions [31], wanted the 32 values of the picture}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {input = #qsim.input<name = "x", dims = [31]>} {
  qnet.dropout "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32}
}

// -----

// network_C16: none
// expected-error @below {{network_C16: there are no outputs}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {outputs = []} {
  qnet.dropout "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32}
}

// -----

// network_C16: another attribute
// expected-error @below {{network_C16: "x" is no #qsim.output}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {outputs = ["x"]} {
  qnet.dropout "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32}
}

// -----

// network_C16: names
// expected-error @below {{network_C16: two outputs are named "x"}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {outputs = [#qsim.output<name = "x", layer = 0, dims = [32]>, #qsim.output<name = "x", layer = -1, dims = [32]>]} {
  qnet.dropout "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32}
}

// -----

// network_C16: records
// expected-error @below {{network_C16: the output "x" is of record 1, wanted -1 to 0}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {outputs = [#qsim.output<name = "x", layer = 1, dims = [32]>]} {
  qnet.dropout "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32}
}

// -----

// network_C16: values
// expected-error @below {{network_C16: the output "x" has the dimensions [], wanted 32 values}}
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {outputs = [#qsim.output<name = "x", layer = 0, dims = []>]} {
  qnet.dropout "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32}
}
