// What networks from ONNX add, small enough to compute by hand.
module @onnx attributes {qsim.network = #qsim.network<name = "onnx", arithmetic = onnx, resize = stretch, classes = []>} {
  func.func @onnx(%image: tensor<1x1x2x2xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x1x1x1xf32>) {
    %w0 = qsim.parameter dense<1.0> : tensor<1x1x1x2xf32> -> tensor<1x1x1x2xf32>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 1>, groups = 1 : i64,
        biases = dense<0.0> : tensor<1xf32>, scales = dense<1.0> : tensor<1xf32>, mean = dense<0.0> : tensor<1xf32>,
        variance = dense<0.0> : tensor<1xf32>, epsilon = 0.25 : f32, activation = #qsim<activation leaky_relu>, alpha = 0.25 : f32}
        : (tensor<1x1x2x2xf32>, tensor<1x1x1x2xf32>) -> tensor<1x1x2x2xf32>
    %1 = qsim.activation %0 {name = "clip_1", index = 1 : i64, kind = #qsim<activation clip>, alpha = -1.0 : f32, beta = 2.5 : f32}
        : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %2 = qsim.avg_pool2d %1 {name = "avg_2", index = 2 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 1, 1, 0, 0>,
        count_pads} : (tensor<1x1x2x2xf32>) -> tensor<1x1x1x1xf32>
    %3 = qsim.concat %1, %1 {name = "concat_3", index = 3 : i64, outer = 2 : i64} : (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x2x2x2xf32>
    %4 = qsim.activation %3 {name = "exp_4", index = 4 : i64, kind = #qsim<activation exp>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
    %5 = qsim.softmax %4 {name = "softmax_5", index = 5 : i64, inner = 4 : i64, log} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
    return %5, %2 : tensor<1x2x2x2xf32>, tensor<1x1x1x1xf32>
  }
}
