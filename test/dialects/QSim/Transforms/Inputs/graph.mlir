// One layer of each kind that networks from graphs have.
module @graph attributes {qsim.network = #qsim.network<name = "graph", arithmetic = alexeyab, resize = stretch, classes = []>,
    qsim.input = #qsim.input<name = "images", dims = [1, 2, 4, 4]>,
    qsim.outputs = [#qsim.output<name = "mean", layer = 6, dims = [1, 2]>, #qsim.output<name = "classes", layer = 14, dims = [1, 4, 4]>, #qsim.output<name = "features", layer = 13, dims = [2, 16]>, #qsim.output<name = "answer", layer = 18, dims = [2]>]} {
  func.func @graph(%image: tensor<1x2x4x4xf32>) {
    %0 = qsim.constant {name = "offsets", index = 0 : i64, values = dense<[[[0.25, 0.5, -0.25, 0.0], [0.1, 0.2, 0.3, 0.4], [0.5, -0.5, 0.25, 0.125], [0.0, 0.0, 0.0, 0.0]], [[0.25, 0.5, -0.25, 0.0], [0.1, 0.2, 0.3, 0.4], [0.5, -0.5, 0.25, 0.125], [0.0, 0.0, 0.0, 0.0]]]> : tensor<2x4x4xf32>} -> tensor<1x2x4x4xf32>
    %1 = qsim.binary %image, %0 {name = "sub_1", index = 1 : i64, kind = #qsim<binary_kind sub>, activation = #qsim<activation leaky>} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %2 = qsim.strided %1 {name = "transpose_2", index = 2 : i64, sizes = array<i64: 2, 4, 4>, steps = array<i64: 16, 1, 4>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %3 = qsim.pad %2 {name = "pad_3", index = 3 : i64, dims = array<i64: 2, 4, 4>, before = array<i64: 0, 1, -1>, after = array<i64: 0, 1, 1>, mode = #qsim<pad_mode reflect>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x6x4xf32>
    %4 = qsim.resize %3 {name = "resize_4", index = 4 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 2.0>} : (tensor<1x2x6x4xf32>) -> tensor<1x2x12x8xf32>
    %5 = qsim.resize %2 {name = "resize_5", index = 5 : i64, mode = #qsim<resize_mode cubic>, coordinates = #qsim<coordinates tf_crop_and_resize>, scales = array<f32: 0.75, 1.25>, roi = array<f32: 0.25, 1.0, -0.25, 1.25>, extrapolation = 0.5 : f32, exclude_outside} : (tensor<1x2x4x4xf32>) -> tensor<1x2x3x5xf32>
    %6 = qsim.reduce %1 {name = "mean_6", index = 6 : i64, kind = #qsim<reduce_kind mean>, dims = array<i64: 2, 16>, axes = array<i64: 0, 1>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
    %7 = qsim.reduce %2 {name = "max_7", index = 7 : i64, kind = #qsim<reduce_kind max>, dims = array<i64: 2, 4, 4>, axes = array<i64: 1, 0, 0>} : (tensor<1x2x4x4xf32>) -> tensor<1x1x4x4xf32>
    %8 = qsim.binary %1, %image {name = "min_8", index = 8 : i64, kind = #qsim<binary_kind min>} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %9 = qsim.binary %1, %8 {name = "sub_9", index = 9 : i64, kind = #qsim<binary_kind sub>, activation = #qsim<activation logistic>} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %10 = qsim.binary %image, %9 {name = "pow_10", index = 10 : i64, kind = #qsim<binary_kind pow>} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %11 = qsim.lrn %10 {name = "lrn_11", index = 11 : i64, size = 3 : i64, alpha = 1.0e-4 : f32, beta = 0.75 : f32, bias = 1.0 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %12 = qsim.instance_norm %11 {name = "norm_12", index = 12 : i64, scales = dense<[1.0, 0.5]> : tensor<2xf32>, biases = dense<[0.0, 0.25]> : tensor<2xf32>, epsilon = 1.0e-5 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %w = qsim.parameter dense<[[[[1.0]], [[-0.5]]], [[[0.25]], [[0.125]]]]> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1xf32>
    %13 = qsim.conv2d %12, %w {name = "conv_13", index = 13 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<0.0> : tensor<2xf32>} : (tensor<1x2x4x4xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4xf32>
    %14 = qsim.argmax %13 {name = "argmax_14", index = 14 : i64, outer = 1 : i64, inner = 16 : i64, last} : (tensor<1x2x4x4xf32>) -> tensor<1x1x4x4xf32>
    // Behind the host.
    %15 = qsim.softmax %13 {name = "softmax_15", index = 15 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %16 = qsim.strided %15 {name = "transpose_16", index = 16 : i64, sizes = array<i64: 2, 4, 4>, steps = array<i64: 16, 1, 4>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %17 = qsim.binary %16, %image {name = "sub_17", index = 17 : i64, kind = #qsim<binary_kind sub>, activation = #qsim<activation logistic>} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    %w18 = qsim.parameter dense<0.5> : tensor<2x32xf32> -> tensor<2x32xf32>
    %18 = qsim.connected %17, %w18 {name = "connected_18", index = 18 : i64} : (tensor<1x2x4x4xf32>, tensor<2x32xf32>) -> tensor<1x2x1x1xf32>
    return
  }
}
