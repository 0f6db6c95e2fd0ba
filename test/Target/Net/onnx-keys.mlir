// SPDX-License-Identifier: Apache-2.0
// The keys of format 1.2 in their order; the .net comes back byte by byte, and with its parameters.
// RUN: qsim-opt %s -convert-qsim-to-qnet -o %t.mlir
// RUN: qsim-translate --export-net %t.mlir -o %t.net
// RUN: FileCheck %s --match-full-lines --strict-whitespace --input-file=%t.net
// RUN: qsim-translate --import-net %t.net | qsim-translate --export-net | diff - %t.net
// RUN: qsim-translate --export-package %t.mlir --package-dir=%t.package
// RUN: qsim-translate --import-net %t.package/n.net | qsim-translate --export-net | diff - %t.net

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = onnx, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x7x9xf32>) -> tensor<1x5x5x6xf32> {
    %w0 = qsim.parameter dense<0.5> : tensor<4x2x3x2xf32> -> tensor<4x2x3x2xf32>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 3>, pads = array<i64: 1, 0, 0, 3>,
        groups = 1 : i64, dilations = array<i64: 2, 1>, input_dilations = array<i64: 1, 2>, biases = dense<0.0> : tensor<4xf32>,
        scales = dense<1.0> : tensor<4xf32>, mean = dense<0.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>, epsilon = 1.0e-3 : f32,
        activation = #qsim<activation leaky_relu>, alpha = 0.25 : f32}
        : (tensor<1x2x7x9xf32>, tensor<4x2x3x2xf32>) -> tensor<1x4x4x7xf32>
    %1 = qsim.max_pool2d %0 {name = "maxpool_1", index = 1 : i64, kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 0, 0>,
        dilations = array<i64: 1, 2>, ceil} : (tensor<1x4x4x7xf32>) -> tensor<1x4x2x3xf32>
    %2 = qsim.avg_pool2d %1 {name = "avgpool_2", index = 2 : i64, kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>,
        pads = array<i64: 1, 1, 1, 1>, count_pads} : (tensor<1x4x2x3xf32>) -> tensor<1x4x2x3xf32>
    %3 = qsim.concat %2, %image {name = "route_3", index = 3 : i64, outer = 3 : i64} : (tensor<1x4x2x3xf32>, tensor<1x2x7x9xf32>) -> tensor<1x5x5x6xf32>
    %4 = qsim.activation %3 {name = "clip_4", index = 4 : i64, kind = #qsim<activation clip>, alpha = 0xFF800000 : f32, beta = 6.0 : f32}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    %5 = qsim.softmax %4 {name = "softmax_5", index = 5 : i64, groups = 5 : i64, inner = 6 : i64, log} : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    %6 = qsim.max_pool2d %5 {name = "maxpool_6", index = 6 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 1, 1>}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    %7 = qsim.max_pool2d %6 {name = "maxpool_7", index = 7 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 0, 0>}
        : (tensor<1x5x5x6xf32>) -> tensor<1x5x5x6xf32>
    return %7 : tensor<1x5x5x6xf32>
  }
}

//      CHECK:arithmetic=onnx
//      CHECK:[convolutional]
//      CHECK:shape=4,4,7
//      CHECK:size=3
// CHECK-NEXT:stride=1
// CHECK-NEXT:pad=0
// CHECK-NEXT:groups=1
// CHECK-NEXT:batch_normalize=1
// CHECK-NEXT:activation=leaky_relu
// CHECK-NEXT:weight_bits=none
// CHECK-NEXT:weight_scales=none
// CHECK-NEXT:bias_correction=0
// CHECK-NEXT:size_x=2
// CHECK-NEXT:stride_x=3
// CHECK-NEXT:pads=1,0,0,3
// CHECK-NEXT:dilation=2
// CHECK-NEXT:dilation_x=1
// CHECK-NEXT:input_dilation_x=2
// CHECK-NEXT:epsilon=0.001
// CHECK-NEXT:alpha=0.25
// CHECK-EMPTY:
// CHECK-NEXT:[maxpool]
//      CHECK:padding=0
// CHECK-NEXT:size_x=2
// CHECK-NEXT:pads=0,0,0,0
// CHECK-NEXT:dilation_x=2
// CHECK-NEXT:ceil=1
// CHECK-EMPTY:
// CHECK-NEXT:[avgpool]
//      CHECK:ceiling=int
// CHECK-NEXT:size=3
// CHECK-NEXT:pads=1,1,1,1
// CHECK-NEXT:count_pads=1
// CHECK-EMPTY:
// CHECK-NEXT:[route]
//      CHECK:outer=3
// CHECK-EMPTY:
// CHECK-NEXT:[activation]
//      CHECK:activation=clip
// CHECK-NEXT:alpha=-inf
// CHECK-NEXT:beta=6
// CHECK-EMPTY:
// CHECK-NEXT:[softmax]
//      CHECK:temperature=1
// CHECK-NEXT:inner=6
// CHECK-NEXT:log=1
// CHECK-EMPTY:
// CHECK-NEXT:[maxpool]
//      CHECK:padding=1
// CHECK-EMPTY:
// CHECK-NEXT:[maxpool]
//      CHECK:padding=0
// CHECK-NEXT:pads=1,1,0,0
