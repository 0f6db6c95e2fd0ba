// SPDX-License-Identifier: Apache-2.0
// The layers of networks beyond YOLOv3 become records: float-only, quantized, and in the arithmetic yolo2_light.
// RUN: qsim-opt %s -split-input-file -convert-qsim-to-qnet | FileCheck %s --enable-var-scope

// CHECK-LABEL: qnet.network @float_only arithmetic alexeyab resize center_crop
// CHECK-NOT: quantization
module attributes {qsim.network = #qsim.network<name = "float_only", arithmetic = alexeyab, resize = center_crop, classes = []>} {
  func.func @float_only(%image: tensor<1x8x4x4xf32>) {
    // Biases of a local layer: one for each of 2 filters and 4 places.
    // CHECK: qnet.local "local_0" at 0 reads [-1] shape [2, 2, 2]
    // CHECK-SAME: activation = #qsim<activation relu>, bias_correction = false, biases = dense<0.000000e+00> : tensor<2x4xf32>
    // CHECK-SAME: filters = 2 : i32, pad = 0 : i32, scale_group = 0 : i32, size = 2 : i32, stride = 2 : i32, weights = dense<5.000000e-01> : tensor<4x2x8x4xf32>
    %w0 = qsim.parameter dense<0.5> : tensor<4x2x8x4xf32> -> tensor<4x2x8x4xf32>
    %0 = qsim.local %image, %w0 {name = "local_0", index = 0 : i64, size = 2 : i64, stride = 2 : i64, pad = 0 : i64,
        activation = #qsim<activation relu>} : (tensor<1x8x4x4xf32>, tensor<4x2x8x4xf32>) -> tensor<1x2x2x2xf32>
    // What was observed before a table activation is not written.
    // CHECK: qnet.connected "connected_1" at 1 reads [0] shape [6, 1, 1]
    // CHECK-SAME: activation = #qsim<activation elu>, batch_normalize = true, bias_correction = true
    // CHECK-SAME: bias_delta = dense<2.500000e-01> : tensor<6xf32>
    // CHECK-SAME: outputs = 6 : i32
    // CHECK-NOT: preactivation
    %w1 = qsim.parameter dense<0.5> : tensor<6x8xf32> -> tensor<6x8xf32>
    %1 = qsim.connected %0, %w1 {name = "connected_1", index = 1 : i64, scales = dense<1.0> : tensor<6xf32>,
        mean = dense<0.0> : tensor<6xf32>, variance = dense<1.0> : tensor<6xf32>, biases = dense<0.5> : tensor<6xf32>,
        bias_delta = dense<0.25> : tensor<6xf32>, activation = #qsim<activation elu>, preactivation = !quant.calibrated<f32<-1.0:1.0>>}
        : (tensor<1x2x2x2xf32>, tensor<6x8xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qnet.dropout "dropout_2" at 2 reads [1] shape [6, 1, 1] {scale_group = 1 : i32}
    %2 = qsim.dropout %1 {name = "dropout_2", index = 2 : i64} : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qnet.softmax "softmax_3" at 3 reads [2] shape [6, 1, 1] {groups = 2 : i32, scale_group = 3 : i32, temperature = 5.000000e-01 : f32}
    %3 = qsim.softmax %2 {name = "softmax_3", index = 3 : i64, groups = 2 : i64, temperature = 0.5 : f32} : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qnet.cost "cost_4" at 4 reads [3] shape [6, 1, 1]
    %4 = qsim.cost %3 {name = "cost_4", index = 4 : i64} : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qnet.region "region_5" at 5 reads [-1] shape [8, 4, 4] {anchors = array<f32: 1.500000e+00, 2.000000e+00>, classes = 3 : i32, scale_group = 5 : i32, softmax = true}
    %5 = qsim.region %image {name = "region_5", index = 5 : i64, classes = 3 : i64, softmax, anchors = array<f32: 1.5, 2.0>}
        : (tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    // CHECK: qnet.detection "detection_6" at 6 reads [-1] shape [8, 4, 4] {classes = 3 : i32, num = 1 : i32, scale_group = 6 : i32, side = 4 : i32, softmax = false, sqrt = true}
    %6 = qsim.detection %image {name = "detection_6", index = 6 : i64, classes = 3 : i64, side = 4 : i64, num = 1 : i64, sqrt}
        : (tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    // CHECK: qnet.yolo "yolo_7" at 7 reads [-1] shape [8, 4, 4]
    // CHECK-SAME: beta_nms = 8.000000e-01 : f32
    // CHECK-SAME: new_coords = true, nms_kind = #qsim<nms_kind greedynms>, scale_group = 7 : i32, scale_x_y = 1.250000e+00 : f32
    %7 = qsim.yolo %image {name = "yolo_7", index = 7 : i64, classes = 3 : i64, mask = array<i64: 0>, anchors = array<f32: 10.0, 14.0>,
        scale_x_y = 1.25 : f32, new_coords, nms_kind = #qsim<nms_kind greedynms>, beta_nms = 0.8 : f32}
        : (tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    // CHECK: qnet.yolox "yolox_8" at 8 reads [-1] shape [8, 4, 4] {classes = 3 : i32, scale_group = 8 : i32, strides = array<i32: 1>}
    %8 = qsim.yolox %image {name = "yolox_8", index = 8 : i64, classes = 3 : i64, strides = array<i64: 1>}
        : (tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    return
  }
}

// -----

// CHECK-LABEL: qnet.network @quantized
// CHECK-SAME: table_bits = 10>
!image = !quant.uniform<i8:f32, 0.5>
!q = !quant.uniform<i8:f32, 1.0>
module attributes {qsim.network = #qsim.network<name = "quantized", arithmetic = pjreddie, resize = stretch, classes = []>,
    qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62, table_bits = 10>} {
  func.func @quantized(%image: tensor<1x4x4x4x!image>) {
    // The picture owns the scale of what keeps it.
    // CHECK: qnet.crop "crop_0" at 0 reads [-1] shape [4, 2, 2] {noadjust = true, quantization = #qnet.quant<8, 5.000000e-01, 0>, scale_group = -1 : i32}
    %0 = qsim.crop %image {name = "crop_0", index = 0 : i64, noadjust} : (tensor<1x4x4x4x!image>) -> tensor<1x4x2x2x!image>
    // CHECK: qnet.crop "crop_1" at 1 reads [-1] shape [4, 2, 2] {noadjust = false, quantization = #qnet.quant<8, 1.000000e+00, 0>, scale_group = 1 : i32}
    %1 = qsim.crop %image {name = "crop_1", index = 1 : i64} : (tensor<1x4x4x4x!image>) -> tensor<1x4x2x2x!q>
    // CHECK: qnet.reorg "reorg_2" at 2 reads [1] shape [16, 1, 1] {order = #qsim<reorg_order darknet>, quantization = #qnet.quant<8, 1.000000e+00, 0>, scale_group = 1 : i32, stride = 2 : i32}
    %2 = qsim.reorg %1 {name = "reorg_2", index = 2 : i64, stride = 2 : i64, order = #qsim<reorg_order darknet>}
        : (tensor<1x4x2x2x!q>) -> tensor<1x16x1x1x!q>
    // CHECK: qnet.connected "connected_3" at 3 reads [2] shape [2, 1, 1]
    // CHECK-SAME: activation = #qsim<activation mish>
    // CHECK-SAME: preactivation = #qnet.quant<10, 1.250000e-01, -5>
    // CHECK-SAME: weight_bits = 4 : i32, weight_scales = array<f32: 5.000000e-01, 2.500000e-01>
    %w3 = qsim.parameter dense<0.5> : tensor<2x16xf32> -> tensor<2x16x!quant.uniform<i4<-7:7>:f32:0, {0.5, 0.25}>>
    %3 = qsim.connected %2, %w3 {name = "connected_3", index = 3 : i64, activation = #qsim<activation mish>,
        preactivation = !quant.uniform<i10:f32, 0.125:-5>}
        : (tensor<1x16x1x1x!q>, tensor<2x16x!quant.uniform<i4<-7:7>:f32:0, {0.5, 0.25}>>) -> tensor<1x2x1x1x!q>
    // Scales along dimension 1.
    // CHECK: qnet.local "local_4" at 4 reads [1] shape [2, 1, 1]
    // CHECK-SAME: weight_scales = array<f32: 5.000000e-01, 2.500000e-01>
    %w4 = qsim.parameter dense<0.5> : tensor<1x2x4x4xf32> -> tensor<1x2x4x4x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25}>>
    %4 = qsim.local %1, %w4 {name = "local_4", index = 4 : i64, size = 2 : i64, stride = 1 : i64, pad = 0 : i64}
        : (tensor<1x4x2x2x!q>, tensor<1x2x4x4x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25}>>) -> tensor<1x2x1x1x!q>
    // CHECK: qnet.shortcut "shortcut_5" at 5 reads [4, 3, 4] shape [2, 1, 1] {activation = #qsim<activation leaky>, quantization = #qnet.quant<8, 1.000000e+00, 0>, scale_group = 5 : i32}
    %5 = qsim.add %4, %3, %4 {name = "shortcut_5", index = 5 : i64, activation = #qsim<activation leaky>}
        : (tensor<1x2x1x1x!q>, tensor<1x2x1x1x!q>, tensor<1x2x1x1x!q>) -> tensor<1x2x1x1x!q>
    // CHECK: qnet.avgpool "avgpool_6" at 6 reads [1] shape [4, 1, 1] {quantization = #qnet.quant<8, 1.000000e+00, 0>, scale_group = 6 : i32}
    %6 = qsim.avg_pool2d %1 {name = "avgpool_6", index = 6 : i64} : (tensor<1x4x2x2x!q>) -> tensor<1x4x1x1x!q>
    // The gate stands first.
    // CHECK: qnet.multiply "scale_channels_7" at 7 reads [6, 1] shape [4, 2, 2] {activation = #qsim<activation logistic>, preactivation = #qnet.quant<8, 5.000000e-01, 0>, quantization = #qnet.quant<8, 1.000000e+00, 0>, scale_group = 7 : i32}
    %7 = qsim.mul %6, %1 {name = "scale_channels_7", index = 7 : i64, activation = #qsim<activation logistic>,
        preactivation = !quant.uniform<i8:f32, 0.5>} : (tensor<1x4x1x1x!q>, tensor<1x4x2x2x!q>) -> tensor<1x4x2x2x!q>
    // CHECK: qnet.route "route_8" at 8 reads [7] shape [2, 2, 2] {group_id = 1 : i32, groups = 2 : i32, quantization = #qnet.quant<8, 1.000000e+00, 0>, scale_group = 7 : i32}
    %8 = qsim.concat %7 {name = "route_8", index = 8 : i64, groups = 2 : i64, group_id = 1 : i64}
        : (tensor<1x4x2x2x!q>) -> tensor<1x2x2x2x!q>
    // Behind the host all is float.
    // CHECK: qnet.softmax "softmax_9"
    %9 = qsim.softmax %8 {name = "softmax_9", index = 9 : i64} : (tensor<1x2x2x2x!q>) -> tensor<1x2x2x2xf32>
    // CHECK: qnet.dropout "dropout_10" at 10 reads [9] shape [2, 2, 2] {scale_group = 9 : i32}
    %10 = qsim.dropout %9 {name = "dropout_10", index = 10 : i64} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
    return
  }
}

// -----

// CHECK-LABEL: qnet.network @yolo2_light arithmetic yolo2_light
module attributes {qsim.network = #qsim.network<name = "yolo2_light", arithmetic = yolo2_light, resize = stretch, classes = []>} {
  func.func @yolo2_light(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
    // Without an input multiplier a layer runs in float.
    // CHECK: qnet.convolutional "conv_0"
    // CHECK-NOT: weight_bits
    // CHECK-NOT: input_multiplier
    %w0 = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1xf32>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64}
        : (tensor<1x2x4x4xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4xf32>
    // CHECK: qnet.convolutional "conv_1"
    // CHECK-NOT: quantization
    // CHECK-SAME: input_multiplier = 1.275000e+01 : f32
    // CHECK-SAME: weight_bits = 8 : i32, weight_scales = array<f32: 2.500000e-01>
    %w1 = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>
    %1 = qsim.conv2d %0, %w1 {name = "conv_1", index = 1 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64,
        input_multiplier = 12.75 : f32}
        : (tensor<1x2x4x4xf32>, tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>) -> tensor<1x2x4x4xf32>
    // Before its weight scale is known the layer runs in float as well.
    // CHECK: qnet.convolutional "conv_2"
    // CHECK-NOT: input_multiplier
    %2 = qsim.conv2d %1, %w0 {name = "conv_2", index = 2 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64,
        input_multiplier = 12.75 : f32} : (tensor<1x2x4x4xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4xf32>
    return %2 : tensor<1x2x4x4xf32>
  }
}
