// SPDX-License-Identifier: Apache-2.0
// What networks from ONNX add to records: windows, parameters, runs.
// RUN: qsim-opt %s -convert-qsim-to-qnet | FileCheck %s --enable-var-scope

// CHECK: qnet.network @n arithmetic onnx
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = onnx, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x7x9xf32>) -> tensor<1x5x5x6xf32> {
    %w0 = qsim.parameter dense<0.5> : tensor<4x2x3x2xf32> -> tensor<4x2x3x2xf32>
    // Size and stride are those of the rows; defaults of the window are not printed.
    // CHECK: qnet.convolutional "conv_0" at 0 reads [-1] shape [4, 4, 7]
    // CHECK-SAME: alpha = 2.500000e-01 : f32
    // CHECK-SAME: epsilon = 1.000000e-03 : f32
    // CHECK-SAME: pad = 0 : i32
    // CHECK-SAME: size = 3 : i32, stride = 1 : i32
    // CHECK-SAME: window = #qnet.window<size_y = 3, size_x = 2, stride_y = 1, stride_x = 3, top = 1, right = 3, dilation_y = 2, input_dilation_x = 2>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 3>, pads = array<i64: 1, 0, 0, 3>,
        groups = 1 : i64, dilations = array<i64: 2, 1>, input_dilations = array<i64: 1, 2>, biases = dense<0.0> : tensor<4xf32>,
        scales = dense<1.0> : tensor<4xf32>, mean = dense<0.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>, epsilon = 1.0e-3 : f32,
        activation = #qsim<activation leaky_relu>, alpha = 0.25 : f32}
        : (tensor<1x2x7x9xf32>, tensor<4x2x3x2xf32>) -> tensor<1x4x4x7xf32>
    // CHECK: qnet.maxpool "maxpool_1" at 1 reads [0] shape [4, 2, 3]
    // CHECK-SAME: ceil, padding = 0 : i32
    // CHECK-SAME: window = #qnet.window<size_y = 3, size_x = 2, stride_y = 2, stride_x = 2, dilation_x = 2>
    %1 = qsim.max_pool2d %0 {name = "maxpool_1", index = 1 : i64, kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 0, 0>,
        dilations = array<i64: 1, 2>, ceil} : (tensor<1x4x4x7xf32>) -> tensor<1x4x2x3xf32>
    // CHECK: qnet.avgpool "avgpool_2" at 2 reads [1] shape [4, 2, 3] {count_pads, scale_group = 2 : i32,
    // CHECK-SAME: window = #qnet.window<size_y = 3, size_x = 3, stride_y = 1, stride_x = 1, top = 1, left = 1, bottom = 1, right = 1>
    %2 = qsim.avg_pool2d %1 {name = "avgpool_2", index = 2 : i64, kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>,
        pads = array<i64: 1, 1, 1, 1>, count_pads} : (tensor<1x4x2x3xf32>) -> tensor<1x4x2x3xf32>
    // CHECK: qnet.route "route_3" at 3 reads [2, -1] shape [5, 5, 6] {outer = 3 : i32
    %3 = qsim.concat %2, %image {name = "route_3", index = 3 : i64, outer = 3 : i64} : (tensor<1x4x2x3xf32>, tensor<1x2x7x9xf32>) -> tensor<1x5x5x6xf32>
    // CHECK: qnet.activation "clip_4" at 4 reads [3] shape [5, 5, 6] {activation = #qsim<activation clip>, alpha = 0xFF800000 : f32, beta = 6.000000e+00 : f32
    %4 = qsim.activation %3 {name = "clip_4", index = 4 : i64, kind = #qsim<activation clip>, alpha = 0xFF800000 : f32, beta = 6.0 : f32}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    // CHECK: qnet.softmax "softmax_5"
    // CHECK-SAME: inner = 6 : i32, log
    %5 = qsim.softmax %4 {name = "softmax_5", index = 5 : i64, groups = 5 : i64, inner = 6 : i64, log} : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    // A square window that one padding can say needs none.
    // CHECK: qnet.maxpool "maxpool_6"
    // CHECK-SAME: padding = 1 : i32
    // CHECK-NOT: window
    %6 = qsim.max_pool2d %5 {name = "maxpool_6", index = 6 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 1, 1>}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    // Before the input there is no such one.
    // CHECK: qnet.maxpool "maxpool_7"
    // CHECK-SAME: window = #qnet.window<size_y = 2, size_x = 2, stride_y = 1, stride_x = 1, top = 1, left = 1>
    %7 = qsim.max_pool2d %6 {name = "maxpool_7", index = 7 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 0, 0>}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    return %7 : tensor<1x5x5x6xf32>
  }
}
