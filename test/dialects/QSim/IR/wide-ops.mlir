// SPDX-License-Identifier: Apache-2.0
// The ops of networks beyond YOLOv3 survive printing and parsing, as text and as bytecode, at every stage.
// RUN: qsim-opt %s | qsim-opt | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --emit-bytecode -o %t.mlirbc
// RUN: qsim-opt %t.mlirbc | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --mlir-print-op-generic | qsim-opt | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --verify-roundtrip -o /dev/null

// CHECK-LABEL: module @wide
// CHECK-SAME: max_shift = 62, table_bits = 8>
// CHECK-SAME: arithmetic = yolo2_light, resize = center_crop
module @wide attributes {
    qsim.network = #qsim.network<name = "wide", arithmetic = yolo2_light, resize = center_crop, classes = []>,
    qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62, table_bits = 8>} {
  // CHECK-LABEL: func.func @float
  func.func @float(%image: tensor<1x8x8x8xf32>) {
    %w0 = qsim.parameter dense<0.5> : tensor<8x8x1x1xf32> -> tensor<8x8x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>
    // CHECK: qsim.conv2d {{.*}}input_multiplier = 1.275000e+01 : f32
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64, input_multiplier = 12.75 : f32}
        : (tensor<1x8x8x8xf32>, tensor<8x8x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>) -> tensor<1x8x8x8xf32>
    // Two rows of 4 places and 2 filters of 8 channels and 9 taps: (8 + 2 - 3) / 2 + 1 = 4 = (8 + 2 - 3) / 2 + 1.
    %w1 = qsim.parameter dense<0.5> : tensor<16x2x8x9xf32> -> tensor<16x2x8x9xf32>
    // CHECK: qsim.local %{{.*}}, %{{.*}}{activation = #qsim<activation leaky>, bias_delta = dense<1.000000e+00> : tensor<2x16xf32>, biases = dense<0.000000e+00> : tensor<2x16xf32>, index = 1 : i64, name = "local_1", pad = 1 : i64, size = 3 : i64, stride = 2 : i64}
    %1 = qsim.local %0, %w1 {name = "local_1", index = 1 : i64, size = 3 : i64, stride = 2 : i64, pad = 1 : i64,
        biases = dense<0.0> : tensor<2x16xf32>, bias_delta = dense<1.0> : tensor<2x16xf32>, activation = #qsim<activation leaky>}
        : (tensor<1x8x8x8xf32>, tensor<16x2x8x9xf32>) -> tensor<1x2x4x4xf32>
    // Batch norm and activation stand behind a connected layer as behind a convolution.
    %w2 = qsim.parameter dense<0.5> : tensor<6x32xf32> -> tensor<6x32xf32>
    // CHECK: qsim.connected %{{.*}}, %{{.*}}{index = 2 : i64, name = "connected_2"}
    %2 = qsim.connected %1, %w2 {name = "connected_2", index = 2 : i64} : (tensor<1x2x4x4xf32>, tensor<6x32xf32>) -> tensor<1x6x1x1xf32>
    %3 = qsim.batch_norm %2 {name = "connected_2/batch_norm", index = 2 : i64, scales = dense<1.0> : tensor<6xf32>,
        mean = dense<0.0> : tensor<6xf32>, variance = dense<1.0> : tensor<6xf32>, biases = dense<0.5> : tensor<6xf32>}
        : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qsim.activation {{.*}}kind = #qsim<activation hard_mish>
    %4 = qsim.activation %3 {name = "connected_2/activation", index = 2 : i64, kind = #qsim<activation hard_mish>}
        : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // Defaults are not printed.
    // CHECK: qsim.softmax %{{.*}}{index = 3 : i64, name = "softmax_3"}
    %5 = qsim.softmax %4 {name = "softmax_3", index = 3 : i64, groups = 1 : i64, temperature = 1.0 : f32}
        : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qsim.softmax {{.*}}groups = 2 : i64, {{.*}}temperature = 5.000000e-01 : f32
    %6 = qsim.softmax %5 {name = "softmax_4", index = 4 : i64, groups = 2 : i64, temperature = 0.5 : f32}
        : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // CHECK: qsim.cost
    %7 = qsim.cost %6 {name = "cost_5", index = 5 : i64} : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    // The second and third inputs are twice as large and half as large, with other numbers of channels.
    // CHECK: %[[HALF:.*]] = qsim.max_pool2d
    %8 = qsim.max_pool2d %1 {name = "maxpool_6", index = 6 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>,
        pads = array<i64: 0, 0, 0, 0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x2x2xf32>
    // CHECK: %[[SUM:.*]] = qsim.add %{{.*}}, %{{.*}}, %[[HALF]] {activation = #qsim<activation ramp>, index = 7 : i64, name = "shortcut_7"}
    %9 = qsim.add %1, %0, %8 {name = "shortcut_7", index = 7 : i64, activation = #qsim<activation ramp>}
        : (tensor<1x2x4x4xf32>, tensor<1x8x8x8xf32>, tensor<1x2x2x2xf32>) -> tensor<1x2x4x4xf32>
    // CHECK: %[[MEAN:.*]] = qsim.avg_pool2d %[[SUM]]
    %10 = qsim.avg_pool2d %9 {name = "avgpool_8", index = 8 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
    // CHECK: qsim.mul %[[MEAN]], %[[SUM]]
    %11 = qsim.mul %10, %9 {name = "scale_channels_9", index = 9 : i64}
        : (tensor<1x2x1x1xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    // One channel as gate, and all of them.
    // CHECK: %[[ONE:.*]] = qsim.concat %{{.*}}{group_id = 1 : i64, groups = 2 : i64, index = 10 : i64, name = "route_10"}
    %12 = qsim.concat %11 {name = "route_10", index = 10 : i64, groups = 2 : i64, group_id = 1 : i64}
        : (tensor<1x2x4x4xf32>) -> tensor<1x1x4x4xf32>
    // CHECK: qsim.mul %[[ONE]]
    %13 = qsim.mul %12, %11 {name = "sam_11", index = 11 : i64} : (tensor<1x1x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    // CHECK: qsim.mul
    %14 = qsim.mul %13, %11 {name = "sam_12", index = 12 : i64} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    // CHECK: qsim.reorg {{.*}}order = #qsim<reorg_order space_to_depth>, stride = 2 : i64
    %15 = qsim.reorg %14 {name = "reorg_13", index = 13 : i64, stride = 2 : i64, order = #qsim<reorg_order space_to_depth>}
        : (tensor<1x2x4x4xf32>) -> tensor<1x8x2x2xf32>
    // CHECK: qsim.reorg {{.*}}order = #qsim<reorg_order darknet>
    %16 = qsim.reorg %image {name = "reorg_14", index = 14 : i64, stride = 2 : i64, order = #qsim<reorg_order darknet>}
        : (tensor<1x8x8x8xf32>) -> tensor<1x32x4x4xf32>
    // CHECK: qsim.crop %{{.*}}{index = 15 : i64, name = "crop_15", noadjust}
    %17 = qsim.crop %image {name = "crop_15", index = 15 : i64, noadjust} : (tensor<1x8x8x8xf32>) -> tensor<1x8x5x6xf32>
    // CHECK: qsim.dropout
    %18 = qsim.dropout %17 {name = "dropout_16", index = 16 : i64} : (tensor<1x8x5x6xf32>) -> tensor<1x8x5x6xf32>
    // 1 anchor * (5 + 3 classes) = 8 channels
    // CHECK: qsim.region {{.*}}anchors = array<f32: 1.500000e+00, 2.000000e+00>, classes = 3 : i64, {{.*}}softmax}
    %19 = qsim.region %15 {name = "region_17", index = 17 : i64, classes = 3 : i64, softmax, anchors = array<f32: 1.5, 2.0>}
        : (tensor<1x8x2x2xf32>) -> tensor<1x8x2x2xf32>
    // 2 * 2 * (3 + 5) = 32 values
    // CHECK: qsim.detection {{.*}}num = 1 : i64, side = 2 : i64, sqrt}
    %20 = qsim.detection %15 {name = "detection_18", index = 18 : i64, classes = 3 : i64, side = 2 : i64, num = 1 : i64, sqrt}
        : (tensor<1x8x2x2xf32>) -> tensor<1x8x2x2xf32>
    // CHECK: qsim.yolo {{.*}}beta_nms = 8.000000e-01 : f32, {{.*}}new_coords, nms_kind = #qsim<nms_kind diounms>, scale_x_y = 1.250000e+00 : f32
    %21 = qsim.yolo %15 {name = "yolo_19", index = 19 : i64, classes = 3 : i64, mask = array<i64: 0>, anchors = array<f32: 10.0, 14.0>,
        scale_x_y = 1.25 : f32, new_coords, nms_kind = #qsim<nms_kind diounms>, beta_nms = 0.8 : f32}
        : (tensor<1x8x2x2xf32>) -> tensor<1x8x2x2xf32>
    return
  }

  // Networks from ONNX.
  // CHECK-LABEL: func.func @general
  func.func @general(%image: tensor<1x2x7x9xf32>) {
    // Rows (7 + 1 + 0 - (2 * 2 + 1)) / 1 + 1 = 4, columns (9 * 2 - 1 + 0 + 3 - 2) / 3 + 1 = 7.
    %w0 = qsim.parameter dense<0.5> : tensor<4x2x3x2xf32> -> tensor<4x2x3x2xf32>
    // CHECK: qsim.conv2d {{.*}}dilations = array<i64: 2, 1>, epsilon = 1.000000e-03 : f32, groups = 1 : i64, index = 0 : i64, input_dilations = array<i64: 1, 2>
    %0 = qsim.conv2d %image, %w0 {name = "general/conv_0", index = 0 : i64, strides = array<i64: 1, 3>, pads = array<i64: 1, 0, 0, 3>,
        groups = 1 : i64, dilations = array<i64: 2, 1>, input_dilations = array<i64: 1, 2>, biases = dense<0.0> : tensor<4xf32>,
        scales = dense<1.0> : tensor<4xf32>, mean = dense<0.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>, epsilon = 1.0e-3 : f32,
        activation = #qsim<activation leaky_relu>, alpha = 0.25 : f32}
        : (tensor<1x2x7x9xf32>, tensor<4x2x3x2xf32>) -> tensor<1x4x4x7xf32>
    // CHECK: qsim.max_pool2d {{.*}}{ceil, dilations = array<i64: 1, 2>
    %1 = qsim.max_pool2d %0 {name = "general/maxpool_1", index = 1 : i64, kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 0, 0>,
        dilations = array<i64: 1, 2>, ceil} : (tensor<1x4x4x7xf32>) -> tensor<1x4x2x3xf32>
    // CHECK: qsim.avg_pool2d {{.*}}{count_pads, index = 2 : i64, kernel = array<i64: 3, 3>, name = "general/avgpool_2", pads = array<i64: 1, 1, 1, 1>}
    %2 = qsim.avg_pool2d %1 {name = "general/avgpool_2", index = 2 : i64, kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>,
        pads = array<i64: 1, 1, 1, 1>, count_pads} : (tensor<1x4x2x3xf32>) -> tensor<1x4x2x3xf32>
    // CHECK: qsim.concat {{.*}}outer = 3 : i64
    %3 = qsim.concat %2, %image {name = "general/route_3", index = 3 : i64, outer = 3 : i64} : (tensor<1x4x2x3xf32>, tensor<1x2x7x9xf32>) -> tensor<1x5x5x6xf32>
    // CHECK: qsim.activation {{.*}}alpha = 0xFF800000 : f32, beta = 6.000000e+00 : f32, index = 4 : i64, kind = #qsim<activation clip>
    %4 = qsim.activation %3 {name = "general/clip_4", index = 4 : i64, kind = #qsim<activation clip>, alpha = 0xFF800000 : f32, beta = 6.0 : f32}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    // CHECK: qsim.activation {{.*}}preactivation = !quant.calibrated
    %5 = qsim.activation %4 {name = "general/selu_5", index = 5 : i64, kind = #qsim<activation selu>, preactivation = !quant.calibrated<f32<-1.0:3.0>>}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    // CHECK: qsim.softmax {{.*}}inner = 6 : i64, log
    %6 = qsim.softmax %5 {name = "general/softmax_6", index = 6 : i64, groups = 5 : i64, inner = 6 : i64, log} : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    return
  }

  // CHECK-LABEL: func.func @quantized
  func.func @quantized(%image: tensor<1x2x2x2x!quant.uniform<i8:f32, 0.5>>) {
    // Observed, then chosen.
    // CHECK: qsim.add {{.*}}activation = #qsim<activation mish>, {{.*}}preactivation = !quant.calibrated<f32<-1.000000e+00:3.000000e+00>>
    %0 = qsim.add %image, %image {name = "shortcut_0", index = 0 : i64, activation = #qsim<activation mish>,
        preactivation = !quant.calibrated<f32<-1.0:3.0>>}
        : (tensor<1x2x2x2x!quant.uniform<i8:f32, 0.5>>, tensor<1x2x2x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x2x2x!quant.uniform<i8:f32, 1.0>>
    // CHECK: qsim.mul {{.*}}activation = #qsim<activation logistic>, {{.*}}preactivation = !quant.uniform<i10:f32, 1.250000e-01:-5>
    %1 = qsim.mul %0, %0 {name = "sam_1", index = 1 : i64, activation = #qsim<activation logistic>,
        preactivation = !quant.uniform<i10:f32, 0.125:-5>}
        : (tensor<1x2x2x2x!quant.uniform<i8:f32, 1.0>>, tensor<1x2x2x2x!quant.uniform<i8:f32, 1.0>>) -> tensor<1x2x2x2x!quant.uniform<i8:f32, 1.0>>
    // One scale for each filter of a local layer: dimension 1.
    // CHECK: qsim.parameter {{.*}}-> tensor<1x2x2x4x!quant.uniform<i8<-127:127>:f32:1, {5.000000e-01,2.500000e-01}>>
    %w2 = qsim.parameter dense<0.5> : tensor<1x2x2x4xf32> -> tensor<1x2x2x4x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25}>>
    // CHECK: qsim.local {{.*}}qsim.accumulator_range = array<i64: -9, 9>
    %2 = qsim.local %1, %w2 {name = "local_2", index = 2 : i64, size = 2 : i64, stride = 1 : i64, pad = 0 : i64,
        qsim.accumulator_range = array<i64: -9, 9>}
        : (tensor<1x2x2x2x!quant.uniform<i8:f32, 1.0>>, tensor<1x2x2x4x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25}>>)
        -> tensor<1x2x1x1x!quant.uniform<i8:f32, 0.5>>
    // A crop that adjusts has a scale of its own, one that does not has its input's.
    // CHECK: qsim.crop %{{.*}}{index = 3 : i64, name = "crop_3"} : {{.*}}-> tensor<1x2x1x1x!quant.uniform<i8:f32, 2.500000e-01>>
    %3 = qsim.crop %image {name = "crop_3", index = 3 : i64}
        : (tensor<1x2x2x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x1x1x!quant.uniform<i8:f32, 0.25>>
    return
  }
}
