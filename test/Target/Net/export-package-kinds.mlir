// SPDX-License-Identifier: Apache-2.0
// Parameters and derived integers of every kind of record: a package that is read back and written again is the same.
// RUN: rm -rf %t && mkdir %t
// RUN: qsim-translate --export-package --package-dir=%t/first %s
// RUN: qsim-translate --import-net %t/first/wide.net -o %t/wide.mlir
// RUN: FileCheck %s --input-file=%t/wide.mlir
// RUN: qsim-translate --export-package --package-dir=%t/second %t/wide.mlir
// RUN: diff -r %t/first %t/second

// CHECK: qnet.local "local_0"
// CHECK-SAME: bias_delta = dense_resource<local_0.bias_delta> : tensor<2x4xf32>
// CHECK-SAME: biases = dense_resource<local_0.biases> : tensor<2x4xf32>
// CHECK-SAME: weights = dense_resource<local_0.weights> : tensor<4x2x4x1xf32>
// CHECK: qnet.connected "connected_8"
// CHECK-SAME: variance = dense_resource<connected_8.variance> : tensor<3xf32>
// CHECK-SAME: weights = dense_resource<connected_8.weights> : tensor<3x8xf32>
qnet.network @wide arithmetic alexeyab resize stretch classes [] shape [4, 2, 2]
    attributes {quantization = #qnet.quant<8, 0.0078125, 0>} {
  qnet.local "local_0" at 0 reads [-1] shape [2, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 0 : i32,
    filters = 2 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32,
    activation = #qsim<activation mish>, preactivation = #qnet.quant<10, 0.5, 3>, bias_correction = true,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.5, 0.25>,
    weights = dense<0.5> : tensor<4x2x4x1xf32>, biases = dense<1.0> : tensor<2x4xf32>,
    bias_delta = dense<0.25> : tensor<2x4xf32>}
  qnet.reorg "reorg_1" at 1 reads [0] shape [8, 1, 1] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 0 : i32, stride = 2 : i32,
    order = #qsim<reorg_order space_to_depth>}
  qnet.crop "crop_2" at 2 reads [0] shape [2, 1, 1] {
    quantization = #qnet.quant<8, 0.5, 1>, scale_group = 2 : i32, noadjust = false}
  qnet.avgpool "avgpool_3" at 3 reads [0] shape [2, 1, 1] {
    quantization = #qnet.quant<8, 0.125, 0>, scale_group = 3 : i32}
  qnet.shortcut "shortcut_4" at 4 reads [0, 0] shape [2, 2, 2] {
    quantization = #qnet.quant<8, 0.5, 0>, scale_group = 4 : i32, activation = #qsim<activation leaky>}
  qnet.multiply "multiply_5" at 5 reads [3, 4] shape [2, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 5 : i32, activation = #qsim<activation logistic>,
    preactivation = #qnet.quant<8, 0.5, 0>}
  qnet.route "route_6" at 6 reads [5, 4] shape [2, 2, 2] {
    quantization = #qnet.quant<8, 0.5, 0>, scale_group = 6 : i32, groups = 2 : i32, group_id = 1 : i32}
  qnet.convolutional "conv_7" at 7 reads [6] shape [2, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 7 : i32,
    filters = 2 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 2 : i32,
    batch_normalize = false, activation = #qsim<activation relu6>, bias_correction = false,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.125>,
    weights = dense<-0.5> : tensor<2x1x1x1xf32>, biases = dense<1.0> : tensor<2xf32>}
  qnet.connected "connected_8" at 8 reads [7] shape [3, 1, 1] {
    quantization = #qnet.quant<16, 0.25, 0>, scale_group = 8 : i32, outputs = 3 : i32,
    batch_normalize = true, activation = #qsim<activation relie>, bias_correction = false,
    weight_bits = 16 : i32, weight_scales = array<f32: 0.5>,
    weights = dense<0.5> : tensor<3x8xf32>, biases = dense<1.0> : tensor<3xf32>, scales = dense<1.0> : tensor<3xf32>,
    mean = dense<0.5> : tensor<3xf32>, variance = dense<1.0> : tensor<3xf32>}
  qnet.softmax "softmax_9" at 9 reads [8] shape [3, 1, 1] {
    scale_group = 9 : i32, groups = 1 : i32, temperature = 1.0 : f32}
}
