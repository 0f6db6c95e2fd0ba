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

// CHECK-LABEL: qnet.network @wide
// CHECK-SAME: table_bits = 10
qnet.network @wide arithmetic alexeyab resize center_crop classes [] shape [4, 8, 8]
    attributes {quantization = #qnet.quant<8, 0.5, 0>,
      datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier,
        accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48,
        multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62, table_bits = 10>} {
  // CHECK: qnet.crop "crop_0" at 0
  // CHECK-SAME: noadjust = false
  qnet.crop "crop_0" at 0 reads [-1] shape [4, 6, 6] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 0 : i32, noadjust = false}
  // CHECK: qnet.crop "crop_1" at 1
  // CHECK-SAME: noadjust = true
  qnet.crop "crop_1" at 1 reads [0] shape [4, 4, 4] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 0 : i32, noadjust = true}
  // CHECK: qnet.local "local_2"
  // CHECK-SAME: activation = #qsim<activation mish>
  // CHECK-SAME: preactivation = #qnet.quant<10, 5.000000e-01, 3>
  qnet.local "local_2" at 2 reads [1] shape [4, 4, 4] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 2 : i32,
    filters = 4 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32,
    activation = #qsim<activation mish>, preactivation = #qnet.quant<10, 0.5, 3>, bias_correction = false,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.5>}
  // CHECK: qnet.reorg "reorg_3"
  // CHECK-SAME: order = #qsim<reorg_order darknet>
  qnet.reorg "reorg_3" at 3 reads [2] shape [16, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 2 : i32, stride = 2 : i32,
    order = #qsim<reorg_order darknet>}
  // CHECK: qnet.shortcut "shortcut_4" at 4 reads [3, 3, 2]
  qnet.shortcut "shortcut_4" at 4 reads [3, 3, 2] shape [16, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 4 : i32, activation = #qsim<activation leaky>}
  // CHECK: qnet.avgpool "avgpool_5"
  qnet.avgpool "avgpool_5" at 5 reads [4] shape [16, 1, 1] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 5 : i32}
  // CHECK: qnet.multiply "multiply_6" at 6 reads [5, 4]
  // CHECK-SAME: preactivation = #qnet.quant<8, 5.000000e-01, 0>
  qnet.multiply "multiply_6" at 6 reads [5, 4] shape [16, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 6 : i32, activation = #qsim<activation logistic>,
    preactivation = #qnet.quant<8, 0.5, 0>}
  // CHECK: qnet.route "route_7"
  // CHECK-SAME: group_id = 1 : i32, groups = 2 : i32
  qnet.route "route_7" at 7 reads [6] shape [8, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 6 : i32, groups = 2 : i32, group_id = 1 : i32}
  // CHECK: qnet.dropout "dropout_8"
  qnet.dropout "dropout_8" at 8 reads [7] shape [8, 2, 2] {
    quantization = #qnet.quant<8, 0.25, 0>, scale_group = 6 : i32}
  // CHECK: qnet.connected "connected_9"
  // CHECK-SAME: weight_scales = array<f32: 5.000000e-01>
  qnet.connected "connected_9" at 9 reads [8] shape [28, 1, 1] {
    quantization = #qnet.quant<16, 0.25, 0>, scale_group = 9 : i32, outputs = 28 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.5>}
  // CHECK: qnet.softmax "softmax_10"
  // CHECK-SAME: groups = 2 : i32
  // CHECK-SAME: temperature = 1.500000e+00 : f32
  qnet.softmax "softmax_10" at 10 reads [9] shape [28, 1, 1] {
    scale_group = 10 : i32, groups = 2 : i32, temperature = 1.5 : f32}
  // What reads the host's float32 is not quantized.
  // CHECK: qnet.dropout "dropout_11"
  qnet.dropout "dropout_11" at 11 reads [10] shape [28, 1, 1] {scale_group = 10 : i32}
  // CHECK: qnet.cost "cost_12"
  qnet.cost "cost_12" at 12 reads [11] shape [28, 1, 1] {scale_group = 12 : i32}
  // CHECK: qnet.detection "detection_13"
  // CHECK-SAME: sqrt = true
  qnet.detection "detection_13" at 13 reads [9] shape [28, 1, 1] {
    scale_group = 13 : i32, classes = 2 : i32, side = 2 : i32, num = 1 : i32, softmax = false, sqrt = true}
  // CHECK: qnet.region "region_14"
  // CHECK-SAME: softmax = true
  qnet.region "region_14" at 14 reads [9] shape [28, 1, 1] {
    scale_group = 14 : i32, classes = 2 : i32, softmax = true,
    anchors = array<f32: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0>}
  // CHECK: qnet.yolo "yolo_15"
  // CHECK-SAME: beta_nms = 5.000000e-01 : f32
  // CHECK-SAME: new_coords = true
  // CHECK-SAME: nms_kind = #qsim<nms_kind greedynms>
  // CHECK-SAME: scale_x_y = 2.000000e+00 : f32
  qnet.yolo "yolo_15" at 15 reads [9] shape [28, 1, 1] {
    scale_group = 15 : i32, classes = 2 : i32, mask = array<i32: 0, 0, 0, 0>, anchors = array<f32: 1.0, 2.0>,
    scale_x_y = 2.0 : f32, new_coords = true, nms_kind = #qsim<nms_kind greedynms>, beta_nms = 0.5 : f32}
}

// CHECK-LABEL: qnet.network @light arithmetic yolo2_light
qnet.network @light arithmetic yolo2_light resize stretch classes [] shape [3, 8, 8] {
  // Weights are quantized although no tensor is.
  // CHECK: qnet.convolutional "conv_0"
  // CHECK-SAME: input_multiplier = 1.600000e+01 : f32
  qnet.convolutional "conv_0" at 0 reads [-1] shape [4, 8, 8] {
    scale_group = 0 : i32, filters = 4 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 1 : i32,
    batch_normalize = true, activation = #qsim<activation leaky>, bias_correction = false,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.0078125>, input_multiplier = 16.0 : f32}
}
