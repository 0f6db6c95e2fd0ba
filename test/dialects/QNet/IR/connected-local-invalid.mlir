// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of the records with weights that are no convolutions.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// connected_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{connected_C1: reads 2 tensors, wanted 1}}
  qnet.connected "c0" at 0 reads [-1, -1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// connected_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{connected_C1: outputs is 0, wanted at least 1}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 0 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// connected_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [65536, 256, 256] {
  // expected-error @below {{connected_C2: has 2^31 weights or more}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// connected_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{connected_C3: has 3 weight scales, wanted 1 or 2, the number of outputs}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5, 0.5, 0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// connected_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{connected_C4: weights are quantized exactly if the output is}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// connected_C5
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{connected_C5: variance is missing}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = true, activation = #qsim<activation linear>, bias_correction = false, weights = dense<1.0> : tensor<2x192xf32>, biases = dense<0.0> : tensor<2xf32>,
    scales = dense<1.0> : tensor<2xf32>, mean = dense<0.0> : tensor<2xf32>}
}

// -----

// connected_C6
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{connected_C6: weights are 'tensor<2x3xf32>', wanted 'tensor<2x192xf32>'}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, weights = dense<1.0> : tensor<2x3xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// connected_C7
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{connected_C7: activation logistic with a quantized output needs a preactivation}}
  qnet.connected "c0" at 0 reads [-1] shape [2, 1, 1] {scale_group = 0 : i32, outputs = 2 : i32,
    batch_normalize = false, activation = #qsim<activation logistic>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// local_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C1: reads 2 tensors, wanted 1}}
  qnet.local "l0" at 0 reads [-1, -1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// local_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C1: filters is 0, wanted at least 1}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 0 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// local_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C1: pad is -1, wanted at least 0}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = -1 : i32, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// local_C2: window
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C2: a window of 9 does not fit into 8 + padding 0}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 9 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// local_C2: count
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [32768, 1, 32768] {
  // expected-error @below {{local_C2: has 2^31 weights or more}}
  qnet.local "l0" at 0 reads [-1] shape [2, 1, 32768] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// local_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{local_C3: weight_bits is 1, wanted 2 to 16}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false, weight_bits = 1 : i32, weight_scales = array<f32: 0.5>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// local_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C4: weights are quantized exactly if the output is}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false, weight_bits = 8 : i32, weight_scales = array<f32: 0.5>}
}

// -----

// local_C5
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C5: bias_delta is missing}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = true, weights = dense<1.0> : tensor<64x2x3x1xf32>, biases = dense<0.0> : tensor<2x64xf32>}
}

// -----

// local_C6: weights
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C6: weights are 'tensor<2x3x1xf32>', wanted 'tensor<64x2x3x1xf32>'}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false, weights = dense<1.0> : tensor<2x3x1xf32>, biases = dense<0.0> : tensor<2x64xf32>}
}

// -----

// local_C6: a bias for each place
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C6: biases is 'tensor<2xf32>', wanted 'tensor<2x64xf32>'}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation linear>, bias_correction = false, weights = dense<1.0> : tensor<64x2x3x1xf32>, biases = dense<0.0> : tensor<2xf32>}
}

// -----

// local_C7
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{local_C7: activation relu takes no preactivation here}}
  qnet.local "l0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32,
    stride = 1 : i32, pad = 0 : i32, activation = #qsim<activation relu>, bias_correction = false, preactivation = #qnet.quant<8, 0.5, 0>}
}
