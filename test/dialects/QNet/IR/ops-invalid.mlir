// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of qnet.
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

// convolutional_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C1: reads 2 tensors, wanted 1}}
  qnet.convolutional "c0" at 0 reads [-1, -1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C1: filters is 0, wanted at least 1}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 0 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C1: size is 0, wanted at least 1}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 0 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C1: stride is 0, wanted at least 1}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 0 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C1: pad is -1, wanted at least 0}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = -1 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C1: groups is 0, wanted at least 1}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 0 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C2: groups
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C2: groups is 2, wanted a divisor of 3 input channels and 2 filters}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 2 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C2: window
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C2: a window of 11 does not fit into 8 + padding 2}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 11 : i32,
    stride = 1 : i32, pad = 1 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C3: together
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C3: weight_bits and weight_scales are given together}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C3: width
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C3: weight_bits is 17, wanted 2 to 16}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 17 : i32, weight_scales = array<f32: 0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C3: count
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C3: has 3 weight scales, wanted 1 or 2}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5, 0.5, 0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C3: positive
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C3: a weight scale is -5.000000e-01, wanted positive finite numbers}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: -0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C4: weights are quantized exactly if the output is}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C5: biases
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C5: biases is missing}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x1x1xf32>}
}

// -----

// convolutional_C5: weights
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C5: weights is missing}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, biases = dense<1.0> : tensor<2xf32>}
}

// -----

// convolutional_C5: batch norm
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C5: scales is missing}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = true,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C5: no batch norm
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C5: mean is given}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<2xf32>, mean = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C5: bias correction
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C5: bias_delta is missing}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = true,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C6: weights
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C6: weights are 'tensor<2x3x3x3xf32>', wanted an f32 tensor of 2 x channels / groups x 1 x 1}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x3x3xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C6: channels
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C6: weights have 4 channels, wanted 3}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x4x1x1xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C6: vector
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C6: biases is 'tensor<3xf32>', wanted tensor<2xf32>}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<3xf32>}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: reads 2 tensors, wanted 1}}
  qnet.maxpool "p0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: size is 0, wanted at least 1}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 0 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: stride is 0, wanted at least 1}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 0 : i32, padding = 0 : i32}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: padding is -1, wanted at least 0}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = -1 : i32}
}

// -----

// maxpool_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C2: a window of 11 does not fit into 8 + padding 2}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 11 : i32, stride = 1 : i32, padding = 2 : i32}
}

// -----

// route_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 4, 4] {scale_group = -1 : i32, size = 1 : i32, stride = 2 : i32, padding = 0 : i32}
  // expected-error @below {{route_C1: reads tensors of 4x4 and 8x8, wanted one height and width}}
  qnet.route "r1" at 1 reads [0, -1] shape [3, 8, 8] {scale_group = 1 : i32}
}

// -----

// upsample_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{upsample_C1: reads 2 tensors, wanted 1}}
  qnet.upsample "u0" at 0 reads [-1, -1] shape [3, 16, 16] {scale_group = -1 : i32, stride = 2 : i32}
}

// -----

// upsample_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{upsample_C1: stride is 0, wanted at least 1}}
  qnet.upsample "u0" at 0 reads [-1] shape [3, 16, 16] {scale_group = -1 : i32, stride = 0 : i32}
}

// -----

// yolo_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C1: reads 2 tensors, wanted 1}}
  qnet.yolo "y0" at 0 reads [-1, -1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C1: float32
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C1: has a quantized output, a host head writes float32}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// yolo_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: classes is 0, wanted at least 1}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 0 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C2: pairs
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: has 1 anchor numbers, wanted pairs}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0>}
}

// -----

// yolo_C2: positive
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: an anchor is -4.000000e+00, wanted positive numbers}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, -4.0>}
}

// -----

// yolo_C2: empty mask
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: has an empty mask}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C2: mask
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: mask names anchor 1 of 1}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 1>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{yolo_C3: reads 3 channels, wanted 6}}
  qnet.yolo "y0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
}
