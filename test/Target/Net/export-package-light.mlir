// SPDX-License-Identifier: Apache-2.0
// The arithmetic yolo2_light has integer weights although no tensor is quantized.
// RUN: rm -rf %t && mkdir %t
// RUN: qsim-translate --export-package --package-dir=%t/first %s
// RUN: ls %t/first | FileCheck %s --check-prefix=FILES
// RUN: qsim-translate --import-net %t/first/light.net -o %t/light.mlir
// RUN: qsim-translate --export-package --package-dir=%t/second %t/light.mlir
// RUN: diff -r %t/first %t/second

// FILES: light.fweights
// FILES-NEXT: light.net
// FILES-NEXT: light.qweights
// FILES-NEXT: light.sys
qnet.network @light arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] {
  qnet.convolutional "conv_0" at 0 reads [-1] shape [2, 8, 8] {
    scale_group = 0 : i32, filters = 2 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 1 : i32,
    batch_normalize = false, activation = #qsim<activation leaky>, bias_correction = false,
    weights = dense<0.5> : tensor<2x3x1x1xf32>, biases = dense<1.0> : tensor<2xf32>}
  qnet.convolutional "conv_1" at 1 reads [0] shape [2, 8, 8] {
    scale_group = 1 : i32, filters = 2 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 1 : i32,
    batch_normalize = false, activation = #qsim<activation leaky>, bias_correction = false,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.0078125>, input_multiplier = 16.0 : f32,
    weights = dense<0.5> : tensor<2x2x1x1xf32>, biases = dense<1.0> : tensor<2xf32>}
}
