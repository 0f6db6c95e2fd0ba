// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of the convolutional record.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

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
  // expected-error @below {{convolutional_C3: has 3 weight scales, wanted 1 or 2, the number of filters}}
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
  // expected-error @below {{convolutional_C6: weights are 'tensor<2x3x3x3xf32>', wanted 'tensor<2x3x1x1xf32>'}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x3x3xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C6: input channels
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C6: weights are 'tensor<2x4x1x1xf32>', wanted 'tensor<2x3x1x1xf32>'}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x4x1x1xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// convolutional_C6: vector
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C6: biases is 'tensor<3xf32>', wanted 'tensor<2xf32>'}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<3xf32>}
}

// -----

// convolutional_C2: count
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [32768, 1, 1] {
  // expected-error @below {{convolutional_C2: has 2^31 weights or more}}
  qnet.convolutional "c0" at 0 reads [-1] shape [65536, 1, 1] {scale_group = 0 : i32, filters = 65536 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// convolutional_C7: missing
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C7: activation mish with a quantized output needs a preactivation}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation mish>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C7: not a table
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{convolutional_C7: activation leaky takes no preactivation here}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation leaky>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>, quantization = #qnet.quant<8, 0.5, 0>, preactivation = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C7: not quantized
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C7: activation mish takes no preactivation here}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation mish>, bias_correction = false, preactivation = #qnet.quant<8, 0.5, 0>}
}

// -----

// convolutional_C8: positive
qnet.network @n arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C8: input_multiplier is 0.000000e+00, wanted a positive finite number}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>, input_multiplier = 0.0 : f32}
}

// -----

// convolutional_C8: width
qnet.network @n arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C8: an input multiplier comes with weights of 8 bits and one scale}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 7 : i32, weight_scales = array<f32: 0.5>, input_multiplier = 16.0 : f32}
}

// -----

// convolutional_C8: power of two
qnet.network @n arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{convolutional_C8: the weight scale beside an input multiplier is 7.500000e-01, wanted a power of two}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, groups = 1 : i32, batch_normalize = false,
    activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.75>, input_multiplier = 16.0 : f32}
}
