// SPDX-License-Identifier: Apache-2.0
// The ops of networks from graphs survive printing and parsing, as text and as bytecode.
// RUN: qsim-opt %s | qsim-opt | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --emit-bytecode -o %t.mlirbc
// RUN: qsim-opt %t.mlirbc | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --mlir-print-op-generic | qsim-opt | FileCheck %s -enable-var-scope
// RUN: qsim-opt %s --verify-roundtrip -o /dev/null

// CHECK-LABEL: module @graph
// CHECK-SAME: qsim.input = #qsim.input<name = "images", dims = [1, 4, 6, 6]>
// CHECK-SAME: qsim.outputs = [#qsim.output<name = "mean", layer = 4, dims = [1, 4]>, #qsim.output<name = "image", layer = -1, dims = [144]>]
module @graph attributes {
    qsim.input = #qsim.input<name = "images", dims = [1, 4, 6, 6]>,
    qsim.outputs = [#qsim.output<name = "mean", layer = 4, dims = [1, 4]>, #qsim.output<name = "image", layer = -1, dims = [144]>]} {
  func.func @graph(%image: tensor<1x4x6x6xf32>) {
    // CHECK: %[[VALUES:.*]] = qsim.constant {index = 0 : i64, name = "offsets", values = dense<5.000000e-01> : tensor<4x6x6xf32>} -> tensor<1x4x6x6xf32>
    %0 = qsim.constant {name = "offsets", index = 0 : i64, values = dense<0.5> : tensor<4x6x6xf32>} -> tensor<1x4x6x6xf32>
    // CHECK: qsim.binary %{{.*}}, %[[VALUES]] {activation = #qsim<activation leaky>, index = 1 : i64, kind = #qsim<binary_kind sub>, name = "sub_1"}
    %1 = qsim.binary %image, %0 {name = "sub_1", index = 1 : i64, kind = #qsim<binary_kind sub>, activation = #qsim<activation leaky>}
        : (tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
    // Every other row, backwards: 4 * 3 * 6 elements from the last row of the first channel on.
    // CHECK: qsim.strided %{{.*}} {index = 2 : i64, name = "slice_2", offset = 30 : i64, sizes = array<i64: 4, 3, 6>, steps = array<i64: 36, -12, 1>}
    %2 = qsim.strided %1 {name = "slice_2", index = 2 : i64, sizes = array<i64: 4, 3, 6>, steps = array<i64: 36, -12, 1>, offset = 30 : i64}
        : (tensor<1x4x6x6xf32>) -> tensor<1x4x3x6xf32>
    // CHECK: qsim.pad %{{.*}} {after = array<i64: 0, -1>, before = array<i64: 1, 1>, dims = array<i64: 12, 6>, index = 3 : i64, mode = #qsim<pad_mode reflect>, name = "pad_3"}
    %3 = qsim.pad %2 {name = "pad_3", index = 3 : i64, dims = array<i64: 12, 6>, before = array<i64: 1, 1>, after = array<i64: 0, -1>,
        mode = #qsim<pad_mode reflect>} : (tensor<1x4x3x6xf32>) -> tensor<1x1x13x6xf32>
    // CHECK: qsim.reduce %{{.*}} {axes = array<i64: 0, 1>, dims = array<i64: 4, 36>, index = 4 : i64, kind = #qsim<reduce_kind mean>, name = "mean_4"}
    %4 = qsim.reduce %1 {name = "mean_4", index = 4 : i64, kind = #qsim<reduce_kind mean>, dims = array<i64: 4, 36>, axes = array<i64: 0, 1>}
        : (tensor<1x4x6x6xf32>) -> tensor<1x4x1x1xf32>
    // CHECK: qsim.resize %{{.*}} {coordinates = #qsim<coordinates tf_crop_and_resize>, extrapolation = 1.000000e+00 : f32, index = 5 : i64, mode = #qsim<resize_mode cubic>, name = "resize_5", roi = array<f32: 0.000000e+00, 1.000000e+00, 2.500000e-01, 7.500000e-01>, scales = array<f32: 2.000000e+00, 5.000000e-01>}
    %5 = qsim.resize %1 {name = "resize_5", index = 5 : i64, mode = #qsim<resize_mode cubic>, coordinates = #qsim<coordinates tf_crop_and_resize>,
        scales = array<f32: 2.0, 0.5>, roi = array<f32: 0.0, 1.0, 0.25, 0.75>, extrapolation = 1.0 : f32, cubic_a = -0.75 : f32,
        rounding = #qsim<nearest_rounding round_prefer_floor>} : (tensor<1x4x6x6xf32>) -> tensor<1x4x12x3xf32>
    // CHECK: qsim.argmax %{{.*}} {index = 6 : i64, inner = 36 : i64, last, name = "argmax_6", outer = 1 : i64}
    %6 = qsim.argmax %1 {name = "argmax_6", index = 6 : i64, outer = 1 : i64, inner = 36 : i64, last} : (tensor<1x4x6x6xf32>) -> tensor<1x1x6x6xf32>
    // CHECK: qsim.lrn %{{.*}} {alpha = 9.99999974E-5 : f32, beta = 7.500000e-01 : f32, bias = 1.000000e+00 : f32, index = 7 : i64, name = "lrn_7", size = 3 : i64}
    %7 = qsim.lrn %1 {name = "lrn_7", index = 7 : i64, size = 3 : i64, alpha = 1.0e-4 : f32, beta = 0.75 : f32, bias = 1.0 : f32}
        : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
    // CHECK: qsim.instance_norm %{{.*}} {biases = dense<0.000000e+00> : tensor<4xf32>, epsilon = 9.99999974E-6 : f32, index = 8 : i64, name = "norm_8", scales = dense<1.000000e+00> : tensor<4xf32>}
    %8 = qsim.instance_norm %7 {name = "norm_8", index = 8 : i64, scales = dense<1.0> : tensor<4xf32>, biases = dense<0.0> : tensor<4xf32>,
        epsilon = 1.0e-5 : f32} : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
    return
  }
}

// A graph's tensor of rank 0 has no dimensions.
// CHECK: t.scalar = #qsim.output<name = "loss", layer = 3, dims = []>
module attributes {t.scalar = #qsim.output<name = "loss", layer = 3, dims = []>} {}
