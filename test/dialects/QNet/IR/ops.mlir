// SPDX-License-Identifier: Apache-2.0
// Every record and attribute of qnet prints as it was read.
// RUN: qsim-opt %s | qsim-opt | FileCheck %s --enable-var-scope

// CHECK-LABEL: qnet.network @quantized arithmetic alexeyab resize letterbox
// CHECK-SAME: classes ["disc", "two words"] shape [3, 8, 8]
// CHECK-SAME: attributes {quantization = #qnet.quant<8, 7.812500e-03, 0>}
qnet.network @quantized arithmetic alexeyab resize letterbox classes ["disc", "two words"] shape [3, 8, 8]
    attributes {quantization = #qnet.quant<8, 0.0078125, 0>} {
  // CHECK: qnet.convolutional "conv_0" at 0 reads [-1] shape [2, 8, 8]
  // CHECK-SAME: activation = #qsim<activation leaky>
  // CHECK-SAME: ceiling = #qsim<mode hybrid>
  // 0.1 and 1/3 need more than six digits as float32.
  // CHECK-SAME: quantization = #qnet.quant<8, 1.000000e-01, -3>
  // CHECK-SAME: weight_bits = 8 : i32
  // CHECK-SAME: weight_scales = array<f32: 0.333333343, 5.000000e-01>
  qnet.convolutional "conv_0" at 0 reads [-1] shape [2, 8, 8] {
    quantization = #qnet.quant<8, 0.1, -3>, scale_group = 0 : i32, ceiling = #qsim<mode hybrid>,
    filters = 2 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 1 : i32,
    batch_normalize = true, activation = #qsim<activation leaky>, bias_correction = true,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.33333334, 0.5>,
    weights = dense<1.0> : tensor<2x3x1x1xf32>, biases = dense<0.0> : tensor<2xf32>,
    scales = dense<1.0> : tensor<2xf32>, mean = dense<0.0> : tensor<2xf32>,
    variance = dense<1.0> : tensor<2xf32>, bias_delta = dense<0.25> : tensor<2xf32>}
  // CHECK: qnet.maxpool "maxpool_1" at 1 reads [0] shape [2, 4, 4]
  qnet.maxpool "maxpool_1" at 1 reads [0] shape [2, 4, 4] {
    quantization = #qnet.quant<8, 0.1, -3>, scale_group = 0 : i32,
    size = 2 : i32, stride = 2 : i32, padding = 0 : i32}
  // CHECK: qnet.upsample "upsample_2" at 2 reads [1] shape [2, 8, 8]
  qnet.upsample "upsample_2" at 2 reads [1] shape [2, 8, 8] {
    quantization = #qnet.quant<8, 0.1, -3>, scale_group = 0 : i32, stride = 2 : i32}
  // CHECK: qnet.route "route_3" at 3 reads [2, -1, 0, 0] shape [9, 8, 8]
  // CHECK-SAME: #qnet.quant<16, 2.000000e-01, 0>
  qnet.route "route_3" at 3 reads [2, -1, 0, 0] shape [9, 8, 8] {
    quantization = #qnet.quant<16, 0.2, 0>, scale_group = 3 : i32}
  // CHECK: qnet.convolutional "conv_4"
  // CHECK-NOT: ceiling
  qnet.convolutional "conv_4" at 4 reads [3] shape [12, 8, 8] {
    quantization = #qnet.quant<16, 0.2, 0>, scale_group = 4 : i32,
    filters = 12 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 3 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false,
    weight_bits = 16 : i32, weight_scales = array<f32: 0.5>,
    weights = dense<1.0> : tensor<12x3x1x1xf32>, biases = dense<0.0> : tensor<12xf32>}
  // CHECK: qnet.yolo "yolo_5" at 5 reads [4] shape [12, 8, 8]
  // CHECK-SAME: anchors = array<f32: 3.000000e+00, 4.000000e+00, 5.500000e+00, 6.000000e+00>
  // CHECK-SAME: mask = array<i32: 1, 0>
  qnet.yolo "yolo_5" at 5 reads [4] shape [12, 8, 8] {
    scale_group = 5 : i32, classes = 1 : i32, mask = array<i32: 1, 0>,
    anchors = array<f32: 3.0, 4.0, 5.5, 6.0>}
}

// CHECK-LABEL: qnet.network @float_only
// CHECK-SAME: classes [] shape [3, 8, 8]
// CHECK-SAME: datapath = #qsim.datapath<rounding = half_even
qnet.network @float_only arithmetic pjreddie resize stretch classes [] shape [3, 8, 8]
    attributes {datapath = #qsim.datapath<rounding = half_even, overflow = wrap, overflow_check = per_add,
        leaky = shift, accumulator_bits = 24, wide_accumulator_bits = 40, bias_bits = 16, wide_bias_bits = 32,
        multiplier_bits = 15, wide_multiplier_bits = 15, max_shift = 31>} {
  // A picture that is not quantized owns the group of what keeps its scale.
  // CHECK: qnet.maxpool "pool/a.b-c" at 0 reads [-1] shape [3, 8, 8]
  // CHECK-SAME: scale_group = -1 : i32
  qnet.maxpool "pool/a.b-c" at 0 reads [-1] shape [3, 8, 8] {
    scale_group = -1 : i32, size = 2 : i32, stride = 1 : i32, padding = 1 : i32}
  // A network that was read from a .net alone has no parameters.
  // CHECK: qnet.convolutional "conv"
  // CHECK-NOT: weights
  qnet.convolutional "conv" at 1 reads [0] shape [4, 3, 3] {
    scale_group = 1 : i32, filters = 4 : i32, size = 3 : i32, stride = 2 : i32, pad = 0 : i32,
    groups = 1 : i32, batch_normalize = true, activation = #qsim<activation linear>, bias_correction = true}
}
