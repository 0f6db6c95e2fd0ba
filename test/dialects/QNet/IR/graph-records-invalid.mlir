// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of the records that networks from graphs have.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// constant_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{constant_C1: reads 1 tensors, wanted none}}
  qnet.constant "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, values = dense<0.5> : tensor<2x4x4xf32>}
}

// -----

// constant_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{constant_C2: values is 'tensor<32xf32>', wanted 'tensor<2x4x4xf32>'}}
  qnet.constant "a" at 0 reads [] shape [2, 4, 4] {scale_group = 0 : i32, values = dense<0.5> : tensor<32xf32>}
}

// -----

// network_C4: no other record reads nothing
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{dropout_C1: reads 0 tensors, wanted 1}}
  qnet.dropout "a" at 0 reads [] shape [2, 4, 4] {scale_group = 0 : i32, ceiling = #qsim<mode int>}
}

// -----

// strided_C1: inputs
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C1: reads 2 tensors, wanted 1}}
  qnet.strided "a" at 0 reads [-1, -1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 32>, steps = array<i32: 1>, offset = 0 : i32}
}

// -----

// strided_C1: sizes
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C1: sizes are [32, 0], wanted 1 to 8 of 1 or more with fewer than 2^31 values}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 32, 0>, steps = array<i32: 1, 1>, offset = 0 : i32}
}

// -----

// strided_C1: nine sizes
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C1: sizes are}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 1, 1, 1, 1, 1, 1, 1, 1, 32>, steps = array<i32: 1, 1, 1, 1, 1, 1, 1, 1, 1>, offset = 0 : i32}
}

// -----

// strided_C1: 2^32 elements
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C1: sizes are}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 65536, 65536>, steps = array<i32: 0, 0>, offset = 0 : i32}
}

// -----

// strided_C1: steps
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C1: steps are [1], wanted 2 of a magnitude below 2^31}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 2, 16>, steps = array<i32: 1>, offset = 0 : i32}
}

// -----

// strided_C1: -2^31
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C1: steps are}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 32>, steps = array<i32: -2147483648>, offset = 0 : i32}
}

// -----

// strided_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C2: the output is 2x4x4, wanted 8 elements}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 2, 4>, steps = array<i32: 1, 1>, offset = 0 : i32}
}

// -----

// strided_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C3: reaches elements 1 to 32, wanted 0 to 31}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 2, 16>, steps = array<i32: 16, 1>, offset = 1 : i32}
}

// -----

// strided_C3: far below
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{strided_C3: reaches elements -34359738352 to 0, wanted 0 to 31}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, sizes = array<i32: 2, 16>, steps = array<i32: -2147483647, -2147483647>, offset = 0 : i32}
}

// -----

// pad_C1: inputs
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C1: reads 2 tensors, wanted 1}}
  qnet.pad "a" at 0 reads [-1, -1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32: 32>, before = array<i32: 0>, after = array<i32: 0>, mode = #qsim<pad_mode edge>}
}

// -----

// pad_C1: dims
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C1: dims are [], wanted 1 to 8}}
  qnet.pad "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32>, before = array<i32>, after = array<i32>, mode = #qsim<pad_mode edge>}
}

// -----

// pad_C1: values
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C1: dims are [31], wanted the values of 2x4x4}}
  qnet.pad "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32: 31>, before = array<i32: 0>, after = array<i32: 0>, mode = #qsim<pad_mode edge>}
}

// -----

// pad_C2: numbers
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C2: before is [0, 0] and after [0], wanted 2 numbers each, of a magnitude below 2^31}}
  qnet.pad "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32: 2, 16>, before = array<i32: 0, 0>, after = array<i32: 0>, mode = #qsim<pad_mode edge>}
}

// -----

// pad_C2: nothing left
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C2: the output would have the dimensions [0, 16], wanted 1 or more each and fewer than 2^31 values}}
  qnet.pad "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32: 2, 16>, before = array<i32: -2, 0>, after = array<i32: 0, 0>, mode = #qsim<pad_mode edge>}
}

// -----

// pad_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C3: the output is 2x4x4, wanted 48 elements}}
  qnet.pad "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32: 2, 16>, before = array<i32: 1, 0>, after = array<i32: 0, 0>, mode = #qsim<pad_mode edge>}
}

// -----

// pad_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{pad_C4: the value is no number}}
  qnet.pad "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, dims = array<i32: 32>, before = array<i32: 0>, after = array<i32: 0>, mode = #qsim<pad_mode edge>, value = 0x7FC00000 : f32}
}

// -----

// resize_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{resize_C1: scale_x is 0.000000e+00, wanted a positive finite number}}
  qnet.resize "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scale = 1.0 : f32, scale_x = 0.0 : f32}
}

// -----

// resize_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{resize_C2: the output has 3 channels, wanted 2}}
  qnet.resize "a" at 0 reads [-1] shape [3, 4, 4] {scale_group = -1 : i32, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scale = 1.0 : f32, scale_x = 1.0 : f32}
}

// -----

// resize_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{resize_C3: the roi is [], wanted four finite numbers with the coordinates tf_crop_and_resize and none with others}}
  qnet.resize "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates tf_crop_and_resize>, scale = 1.0 : f32, scale_x = 1.0 : f32}
}

// -----

// resize_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{resize_C4: cubic_a is}}
  qnet.resize "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = -1 : i32, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scale = 1.0 : f32, scale_x = 1.0 : f32, cubic_a = 0x7F800000 : f32}
}

// -----

// reduce_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{reduce_C1: dims are [2, 15], wanted the values of 2x4x4}}
  qnet.reduce "a" at 0 reads [-1] shape [2, 1, 1] {scale_group = -1 : i32, kind = #qsim<reduce_kind max>, dims = array<i32: 2, 15>, axes = array<i32: 0, 1>}
}

// -----

// reduce_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{reduce_C2: axes are [0, 2], wanted 2 of 0 and 1}}
  qnet.reduce "a" at 0 reads [-1] shape [2, 1, 1] {scale_group = -1 : i32, kind = #qsim<reduce_kind max>, dims = array<i32: 2, 16>, axes = array<i32: 0, 2>}
}

// -----

// reduce_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{reduce_C3: the output is 2x1x1, wanted 16 elements}}
  qnet.reduce "a" at 0 reads [-1] shape [2, 1, 1] {scale_group = -1 : i32, kind = #qsim<reduce_kind max>, dims = array<i32: 2, 16>, axes = array<i32: 1, 0>}
}

// -----

// reduce_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 2048, 2048] {
  // expected-error @below {{reduce_C4: a sum of 8388608 values, wanted at most 2^22}}
  qnet.reduce "a" at 0 reads [-1] shape [1, 1, 1] {scale_group = 0 : i32, kind = #qsim<reduce_kind sum>, dims = array<i32: 8388608>, axes = array<i32: 1>}
}

// -----

// binary_C1: one input
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{binary_C1: reads 1 tensors, wanted 2}}
  qnet.binary "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, kind = #qsim<binary_kind max>, activation = #qsim<activation linear>}
}

// -----

// binary_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{binary_C2: the activation is relu behind max, wanted linear}}
  qnet.binary "a" at 0 reads [-1, -1] shape [2, 4, 4] {scale_group = 0 : i32, kind = #qsim<binary_kind max>, activation = #qsim<activation relu>}
}

// -----

// binary_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{binary_C3: activation relu takes no preactivation here}}
  qnet.binary "a" at 0 reads [-1, -1] shape [2, 4, 4] {scale_group = 0 : i32, preactivation = #qnet.quant<8, 0.5, 0>, kind = #qsim<binary_kind sub>, activation = #qsim<activation relu>}
}

// -----

// argmax_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{argmax_C1: has a quantized output, a host layer writes float32}}
  qnet.argmax "a" at 0 reads [-1] shape [1, 4, 4] {scale_group = 0 : i32, outer = 1 : i32, inner = 16 : i32, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// argmax_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{argmax_C2: outer is 3 and inner 1, wanted a product that divides 32 values}}
  qnet.argmax "a" at 0 reads [-1] shape [3, 1, 1] {scale_group = 0 : i32, outer = 3 : i32, inner = 1 : i32}
}

// -----

// argmax_C2: 0
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{argmax_C2: outer is 0, wanted at least 1}}
  qnet.argmax "a" at 0 reads [-1] shape [3, 1, 1] {scale_group = 0 : i32, outer = 0 : i32, inner = 1 : i32}
}

// -----

// argmax_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{argmax_C3: the output is 1x4x4, wanted 8 elements}}
  qnet.argmax "a" at 0 reads [-1] shape [1, 4, 4] {scale_group = 0 : i32, outer = 1 : i32, inner = 8 : i32}
}

// -----

// lrn_C1: batch
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{lrn_C1: batch is 3, wanted a divisor of 2 channels}}
  qnet.lrn "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, batch = 3 : i32, size = 3 : i32, alpha = 1.0 : f32, beta = 1.0 : f32, bias = 1.0 : f32}
}

// -----

// lrn_C1: size
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{lrn_C1: size is 65536, wanted 1 to 65535}}
  qnet.lrn "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, batch = 1 : i32, size = 65536 : i32, alpha = 1.0 : f32, beta = 1.0 : f32, bias = 1.0 : f32}
}

// -----

// lrn_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{lrn_C2: alpha is}}
  qnet.lrn "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, batch = 1 : i32, size = 3 : i32, alpha = 1.0 : f32, beta = 0x7F800000 : f32, bias = 1.0 : f32}
}

// -----

// instance_norm_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{instance_norm_C1: epsilon is -1.000000e+00, wanted a finite number >= 0}}
  qnet.instance_norm "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, epsilon = -1.0 : f32}
}

// -----

// instance_norm_C2: alone
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{instance_norm_C2: scales and biases are given together or not at all}}
  qnet.instance_norm "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, epsilon = 1.0 : f32, scales = dense<1.0> : tensor<2xf32>}
}

// -----

// instance_norm_C2: shape
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  // expected-error @below {{instance_norm_C2: biases is 'tensor<3xf32>', wanted 'tensor<2xf32>'}}
  qnet.instance_norm "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, epsilon = 1.0 : f32, scales = dense<1.0> : tensor<2xf32>, biases = dense<1.0> : tensor<3xf32>}
}

// -----

// binary_C1: shapes
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] {
  qnet.avgpool "p" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32}
  // expected-error @below {{binary_C1: reads 2x1x1 and 2x4x4, wanted one shape}}
  qnet.binary "b" at 1 reads [0, -1] shape [2, 4, 4] {scale_group = 1 : i32, kind = #qsim<binary_kind max>, activation = #qsim<activation linear>}
}

// -----

// network_C9
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C9: quantization is #qnet.quant<8, 2.500000e-01, 0>, wanted that of its input}}
  qnet.strided "a" at 0 reads [-1] shape [2, 4, 4] {scale_group = 0 : i32, quantization = #qnet.quant<8, 0.25, 0>, sizes = array<i32: 32>, steps = array<i32: 1>, offset = 0 : i32}
}

// -----

// network_C7: a constant is quantized where the picture is
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2, 4, 4] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{network_C7: is not quantized and the picture is}}
  qnet.constant "a" at 0 reads [] shape [2, 4, 4] {scale_group = 0 : i32}
}
