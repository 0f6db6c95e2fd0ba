// One layer of each kind that has something of its own to quantize.
module @wide attributes {qsim.network = #qsim.network<name = "wide", arithmetic = alexeyab, resize = stretch, classes = []>} {
  func.func @wide(%image: tensor<1x1x2x2xf32>) -> tensor<1x3x1x1xf32> {
    %w0 = qsim.parameter dense<[[[[1.27]]], [[[0.5]]], [[[0.25]]], [[[-0.634]]]]> : tensor<4x1x1x1xf32> -> tensor<4x1x1x1xf32>
    %0 = qsim.local %image, %w0 {name = "local_0", index = 0 : i64, size = 1 : i64, stride = 1 : i64, pad = 0 : i64} : (tensor<1x1x2x2xf32>, tensor<4x1x1x1xf32>) -> tensor<1x1x2x2xf32>
    %w1 = qsim.parameter dense<[[[[16.0]]], [[[-0.5]]]]> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
    %1 = qsim.conv2d %0, %w1 {name = "conv_1", index = 1 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<[8.0, 0.0]> : tensor<2xf32>, activation = #qsim<activation logistic>} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
    %2 = qsim.avg_pool2d %1 {name = "avg_2", index = 2 : i64} : (tensor<1x2x2x2xf32>) -> tensor<1x2x1x1xf32>
    %3 = qsim.mul %2, %1 {name = "scale_3", index = 3 : i64} : (tensor<1x2x1x1xf32>, tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
    %4 = qsim.add %3, %1 {name = "shortcut_4", index = 4 : i64, activation = #qsim<activation mish>} : (tensor<1x2x2x2xf32>, tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
    %5 = qsim.dropout %4 {name = "dropout_5", index = 5 : i64} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
    %w6 = qsim.parameter dense<[[1.27, 0.0, 0.0, 0.0, 0.104, 0.104, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [-1.27, 0.01, 0.02, 0.03, 0.0, 0.0, 0.0, 0.0]]> : tensor<3x8xf32> -> tensor<3x8xf32>
    %6 = qsim.connected %5, %w6 {name = "connected_6", index = 6 : i64, biases = dense<0.0> : tensor<3xf32>} : (tensor<1x2x2x2xf32>, tensor<3x8xf32>) -> tensor<1x3x1x1xf32>
    %7 = qsim.softmax %6 {name = "softmax_7", index = 7 : i64} : (tensor<1x3x1x1xf32>) -> tensor<1x3x1x1xf32>
    return %7 : tensor<1x3x1x1xf32>
  }
}
