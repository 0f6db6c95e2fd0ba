// A picture of 2x2, two filters, a max pool over everything, a head.
module @small attributes {qsim.network = #qsim.network<name = "small", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @small(%image: tensor<1x1x2x2xf32>) -> tensor<1x6x1x1xf32> {
    %w0 = qsim.parameter dense<[[[[1.0]]], [[[-0.5]]]]> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<0.0> : tensor<2xf32>} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
    %1 = qsim.max_pool2d %0 {name = "maxpool_1", index = 1 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 0, 0>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x1x1xf32>
    %w2 = qsim.parameter dense<[[[[0.3]], [[1.0]]], [[[0.3]], [[1.0]]], [[[0.3]], [[1.0]]], [[[0.3]], [[1.0]]], [[[0.3]], [[1.0]]], [[[0.3]], [[1.0]]]]> : tensor<6x2x1x1xf32> -> tensor<6x2x1x1xf32>
    %2 = qsim.conv2d %1, %w2 {name = "conv_2", index = 2 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<0.0> : tensor<6xf32>} : (tensor<1x2x1x1xf32>, tensor<6x2x1x1xf32>) -> tensor<1x6x1x1xf32>
    %3 = qsim.yolo %2 {name = "yolo_3", index = 3 : i64, classes = 1 : i64, mask = array<i64: 0>, anchors = array<f32: 1.0, 1.0>} : (tensor<1x6x1x1xf32>) -> tensor<1x6x1x1xf32>
    return %3 : tensor<1x6x1x1xf32>
  }
}
