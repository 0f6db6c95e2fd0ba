// SPDX-License-Identifier: Apache-2.0
// Layers that networks from graphs have become records; the graph's input and outputs stand on the network.
// RUN: qsim-opt %S/../../dialects/QSim/Transforms/Inputs/graph.mlir --convert-qsim-to-qnet | FileCheck %s

// CHECK: qnet.network @graph
// CHECK-SAME: input = #qsim.input<name = "images", dims = [1, 2, 4, 4]>
// CHECK-SAME: outputs = [#qsim.output<name = "mean", layer = 6, dims = [1, 2]>,
// CHECK: qnet.constant "offsets" at 0 reads [] shape [2, 4, 4] {scale_group = 0 : i32, values = dense<
// CHECK: qnet.binary "sub_1" at 1 reads [-1, 0] shape [2, 4, 4] {activation = #qsim<activation leaky>, kind = #qsim<binary_kind sub>, scale_group = 1 : i32}
// CHECK: qnet.strided "transpose_2" at 2 reads [1] shape [2, 4, 4] {offset = 0 : i32, scale_group = 1 : i32, sizes = array<i32: 2, 4, 4>, steps = array<i32: 16, 1, 4>}
// CHECK: qnet.pad "pad_3" at 3 reads [2] shape [2, 6, 4] {after = array<i32: 0, 1, 1>, before = array<i32: 0, 1, -1>, dims = array<i32: 2, 4, 4>, mode = #qsim<pad_mode reflect>, scale_group = 1 : i32}
// CHECK: qnet.resize "resize_4" at 4 reads [3] shape [2, 12, 8] {coordinates = #qsim<coordinates half_pixel>, mode = #qsim<resize_mode linear>, scale = 2.000000e+00 : f32, scale_group = 1 : i32, scale_x = 2.000000e+00 : f32}
// CHECK: qnet.resize "resize_5" at 5 reads [2] shape [2, 3, 5] {coordinates = #qsim<coordinates tf_crop_and_resize>, exclude_outside = true, extrapolation = 5.000000e-01 : f32, mode = #qsim<resize_mode cubic>, roi = array<f32: 2.500000e-01, 1.000000e+00, -2.500000e-01, 1.250000e+00>, scale = 7.500000e-01 : f32, scale_group = 1 : i32, scale_x = 1.250000e+00 : f32}
// CHECK: qnet.reduce "mean_6" at 6 reads [1] shape [2, 1, 1] {axes = array<i32: 0, 1>, dims = array<i32: 2, 16>, kind = #qsim<reduce_kind mean>, scale_group = 6 : i32}
// CHECK: qnet.reduce "max_7" at 7 reads [2] shape [1, 4, 4] {axes = array<i32: 1, 0, 0>, dims = array<i32: 2, 4, 4>, kind = #qsim<reduce_kind max>, scale_group = 1 : i32}
// CHECK: qnet.lrn "lrn_11" at 11 reads [10] shape [2, 4, 4] {alpha = 9.99999974E-5 : f32, batch = 1 : i32, beta = 7.500000e-01 : f32, bias = 1.000000e+00 : f32, scale_group = 11 : i32, size = 3 : i32}
// CHECK: qnet.instance_norm "norm_12" at 12 reads [11] shape [2, 4, 4] {biases = dense<[0.000000e+00, 2.500000e-01]> : tensor<2xf32>, epsilon = 9.99999974E-6 : f32, scale_group = 12 : i32, scales = dense<[1.000000e+00, 5.000000e-01]> : tensor<2xf32>}
// CHECK: qnet.argmax "argmax_14" at 14 reads [13] shape [1, 4, 4] {inner = 16 : i32, last = true, outer = 1 : i32, scale_group = 14 : i32}
