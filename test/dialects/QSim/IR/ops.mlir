// SPDX-License-Identifier: Apache-2.0
// Every op, attribute and stage of a value survives printing and parsing, as text and as bytecode.
// RUN: qsim-opt %s | qsim-opt | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --emit-bytecode -o %t.mlirbc
// RUN: qsim-opt %t.mlirbc | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --mlir-print-op-generic | qsim-opt | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --verify-roundtrip -o /dev/null

// CHECK-LABEL: module @all
// CHECK-SAME: qsim.datapath = #qsim.datapath<rounding = half_even, overflow = wrap, overflow_check = per_add, leaky = n256, accumulator_bits = 24, wide_accumulator_bits = 40, bias_bits = 20, wide_bias_bits = 40, multiplier_bits = 16, wide_multiplier_bits = 12, max_shift = 31>
// CHECK-SAME: qsim.network = #qsim.network<name = "all/ops-1.0", arithmetic = alexeyab, resize = stretch, classes = ["disc", "ring"]>
module @all attributes {
    qsim.network = #qsim.network<name = "all/ops-1.0", arithmetic = alexeyab, resize = stretch, classes = ["disc", "ring"]>,
    qsim.datapath = #qsim.datapath<rounding = half_even, overflow = wrap, overflow_check = per_add, leaky = n256, accumulator_bits = 24, wide_accumulator_bits = 40, bias_bits = 20, wide_bias_bits = 40, multiplier_bits = 16, wide_multiplier_bits = 12, max_shift = 31>} {
  // CHECK-LABEL: func.func @imported
  // CHECK-SAME: (%[[IMAGE:.*]]: tensor<1x3x8x6xf32> {qsim.request = {bits = 8 : i64}})
  func.func @imported(%image: tensor<1x3x8x6xf32> {qsim.request = {bits = 8 : i64}}) -> tensor<1x14x8x6xf32> {
    // CHECK: %[[W:.*]] = qsim.parameter dense_resource<weights> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
    %w = qsim.parameter dense_resource<weights> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
    // The window is 3x3 with one zero around: the size stays.
    // CHECK: %[[CONV:.*]] = qsim.conv2d %[[IMAGE]], %[[W]] {groups = 1 : i64, index = 0 : i64, name = "conv_0", pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 1, 1>}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
        pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
        : (tensor<1x3x8x6xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x6xf32>
    // CHECK: %[[BN:.*]] = qsim.batch_norm %[[CONV]]
    %1 = qsim.batch_norm %0 {name = "conv_0/batch_norm", index = 0 : i64,
        scales = dense<1.0> : tensor<4xf32>, mean = dense<0.0> : tensor<4xf32>,
        variance = dense<1.0> : tensor<4xf32>, biases = dense<0.5> : tensor<4xf32>}
        : (tensor<1x4x8x6xf32>) -> tensor<1x4x8x6xf32>
    // CHECK: %[[ACT:.*]] = qsim.activation %[[BN]]
    // CHECK-SAME: kind = #qsim<activation leaky>
    %2 = qsim.activation %1 {name = "conv_0/activation", index = 0 : i64, kind = #qsim<activation leaky>}
        : (tensor<1x4x8x6xf32>) -> tensor<1x4x8x6xf32>
    // (8 + 1 - 2) / 2 + 1 = 4, (6 + 1 - 2) / 2 + 1 = 3
    // CHECK: %[[POOL:.*]] = qsim.max_pool2d %[[ACT]]
    // CHECK-SAME: -> tensor<1x4x4x3xf32>
    %3 = qsim.max_pool2d %2 {name = "maxpool_1", index = 1 : i64, kernel = array<i64: 2, 2>,
        strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, 1>}
        : (tensor<1x4x8x6xf32>) -> tensor<1x4x4x3xf32>
    // CHECK: %[[UP:.*]] = qsim.upsample %[[POOL]]
    // CHECK-SAME: ceiling = #qsim<mode hybrid>
    %4 = qsim.upsample %3 {name = "upsample_2", index = 2 : i64, factor = 2 : i64, ceiling = #qsim<mode hybrid>}
        : (tensor<1x4x4x3xf32>) -> tensor<1x4x8x6xf32>
    // 4 + 4 + 3 + 3 = 14 channels
    // CHECK: %[[CAT:.*]] = qsim.concat %[[UP]], %[[ACT]], %[[IMAGE]], %[[IMAGE]]
    // CHECK-SAME: request = {method = #qsim<method kl>}
    %5 = qsim.concat %4, %2, %image, %image {name = "route_3", index = 3 : i64, request = {method = #qsim<method kl>}}
        : (tensor<1x4x8x6xf32>, tensor<1x4x8x6xf32>, tensor<1x3x8x6xf32>, tensor<1x3x8x6xf32>) -> tensor<1x14x8x6xf32>
    // 2 masks * (5 + 2 classes) = 14 channels
    // CHECK: %[[HEAD:.*]] = qsim.yolo %[[CAT]]
    // CHECK-SAME: mask = array<i64: 2, 0>
    %6 = qsim.yolo %5 {name = "yolo_4", index = 4 : i64, classes = 2 : i64, mask = array<i64: 2, 0>,
        anchors = array<f32: 10.0, 14.0, 0.1, 27.0, 37.0, 58.0>}
        : (tensor<1x14x8x6xf32>) -> tensor<1x14x8x6xf32>
    // CHECK: return %[[HEAD]]
    return %6 : tensor<1x14x8x6xf32>
  }

  // The two later stages of a value; a scale is printed so that it reads back exactly.
  // CHECK-LABEL: func.func @quantized
  // CHECK-SAME: (%[[IMAGE:.*]]: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078740157186985015>>)
  func.func @quantized(%image: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078740157186985015>>) -> tensor<1x4x2x2x!quant.calibrated<f32<-5.0:5.0>>> {
    // CHECK: qsim.parameter dense<2.500000e-01> : tensor<4x1x3x3xf32> -> tensor<4x1x3x3x!quant.uniform<i8<-127:127>:f32:0, {1.000000e-01,2.000000e-01,4.000000e-01,8.000000e-01}>>
    %w = qsim.parameter dense<0.25> : tensor<4x1x3x3xf32>
        -> tensor<4x1x3x3x!quant.uniform<i8<-127:127>:f32:0, {0.1, 0.2, 0.4, 0.8}>>
    // (4 + 1 + 0 - 3) / 2 + 1 = 2
    // CHECK: qsim.conv2d
    // CHECK-SAME: bias_delta = dense<1.250000e-01> : tensor<4xf32>
    // CHECK-SAME: qsim.accumulator_range = array<i64: -1000, 1000>
    %0 = qsim.conv2d %image, %w {name = "conv_5", index = 5 : i64, strides = array<i64: 2, 2>,
        pads = array<i64: 1, 1, 0, 0>, groups = 2 : i64, activation = #qsim<activation leaky>,
        biases = dense<0.0> : tensor<4xf32>, scales = dense<1.0> : tensor<4xf32>,
        mean = dense<0.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>,
        bias_delta = dense<0.125> : tensor<4xf32>,
        qsim.accumulator_range = array<i64: -1000, 1000>}
        : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078740157186985015>>,
           tensor<4x1x3x3x!quant.uniform<i8<-127:127>:f32:0, {0.1, 0.2, 0.4, 0.8}>>)
        -> tensor<1x4x2x2x!quant.uniform<i16:f32, 0.5:3>>
    // CHECK: qsim.concat %{{.*}} {index = 6 : i64, name = "route_6"} : (tensor<1x4x2x2x!quant.uniform<i16:f32, 5.000000e-01:3>>) -> tensor<1x4x2x2x!quant.uniform<i16:f32, 5.000000e-01:3>>
    %1 = qsim.concat %0 {name = "route_6", index = 6 : i64}
        : (tensor<1x4x2x2x!quant.uniform<i16:f32, 0.5:3>>) -> tensor<1x4x2x2x!quant.uniform<i16:f32, 0.5:3>>
    // CHECK: qsim.activation {{.*}} -> tensor<1x4x2x2x!quant.calibrated<f32<-5.000000e+00:5.000000e+00>>>
    %2 = qsim.activation %1 {name = "a", index = 7 : i64, kind = #qsim<activation leaky>}
        : (tensor<1x4x2x2x!quant.uniform<i16:f32, 0.5:3>>) -> tensor<1x4x2x2x!quant.calibrated<f32<-5.0:5.0>>>
    return %2 : tensor<1x4x2x2x!quant.calibrated<f32<-5.0:5.0>>>
  }
}
