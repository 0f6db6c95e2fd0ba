// Batch norm becomes vectors of the convolution; weights and names stay.
// RUN: qsim-opt %s --qsim-fuse-batch-norm | FileCheck %s --enable-var-scope

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
// CHECK-LABEL: func.func @n
func.func @n(%image: tensor<1x1x2x2xf32>) -> tensor<1x2x2x2xf32> {
  // CHECK: %[[W:.*]] = qsim.parameter dense<5.000000e-01>
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  // CHECK: %[[C:.*]] = qsim.conv2d %{{.*}}, %[[W]]
  // CHECK-SAME: biases = dense<1.000000e+00>
  // CHECK-SAME: mean = dense<3.000000e+00>
  // CHECK-SAME: name = "conv_0"
  // CHECK-SAME: scales = dense<2.000000e+00>
  // CHECK-SAME: variance = dense<4.000000e+00>
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
  // CHECK-NOT: qsim.batch_norm
  %1 = qsim.batch_norm %0 {name = "conv_0/batch_norm", index = 0 : i64, biases = dense<1.0> : tensor<2xf32>, scales = dense<2.0> : tensor<2xf32>, mean = dense<3.0> : tensor<2xf32>, variance = dense<4.0> : tensor<2xf32>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  // CHECK: return %[[C]]
  return %1 : tensor<1x2x2x2xf32>
}

// A connected layer has one too.
// CHECK-LABEL: func.func @connected
func.func @connected(%image: tensor<1x1x2x2xf32>) -> tensor<1x2x1x1xf32> {
  %w = qsim.parameter dense<0.5> : tensor<2x4xf32> -> tensor<2x4xf32>
  // CHECK: qsim.connected
  // CHECK-SAME: biases = dense<1.000000e+00>
  // CHECK-SAME: mean = dense<3.000000e+00>
  // CHECK-SAME: scales = dense<2.000000e+00>
  // CHECK-SAME: variance = dense<4.000000e+00>
  %0 = qsim.connected %image, %w {name = "connected_0", index = 0 : i64} : (tensor<1x1x2x2xf32>, tensor<2x4xf32>) -> tensor<1x2x1x1xf32>
  // CHECK-NOT: qsim.batch_norm
  %1 = qsim.batch_norm %0 {name = "connected_0/batch_norm", index = 0 : i64, biases = dense<1.0> : tensor<2xf32>, scales = dense<2.0> : tensor<2xf32>, mean = dense<3.0> : tensor<2xf32>, variance = dense<4.0> : tensor<2xf32>} : (tensor<1x2x1x1xf32>) -> tensor<1x2x1x1xf32>
  return %1 : tensor<1x2x1x1xf32>
}
}
