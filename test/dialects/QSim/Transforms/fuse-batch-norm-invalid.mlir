// Everything that a batch norm cannot be fused with.
// RUN: qsim-opt %s --qsim-fuse-batch-norm -split-input-file -verify-diagnostics

func.func @no_convolution(%image: tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32> {
  // expected-error @below {{layer "bn" does not read a layer that can have a batch norm; wanted a qsim.conv2d or qsim.connected before it}}
  %0 = qsim.batch_norm %image {name = "bn", index = 0 : i64, biases = dense<1.0> : tensor<2xf32>, scales = dense<2.0> : tensor<2xf32>, mean = dense<3.0> : tensor<2xf32>, variance = dense<4.0> : tensor<2xf32>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %0 : tensor<1x2x2x2xf32>
}

// -----

func.func @two_readers(%image: tensor<1x1x2x2xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x2x2x2xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
  // expected-error @below {{layer "bn": "conv_0" has 2 readers; wanted one}}
  %1 = qsim.batch_norm %0 {name = "bn", index = 0 : i64, biases = dense<1.0> : tensor<2xf32>, scales = dense<2.0> : tensor<2xf32>, mean = dense<3.0> : tensor<2xf32>, variance = dense<4.0> : tensor<2xf32>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %0, %1 : tensor<1x2x2x2xf32>, tensor<1x2x2x2xf32>
}

// -----

func.func @biases(%image: tensor<1x1x2x2xf32>) -> tensor<1x2x2x2xf32> {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<1.0> : tensor<2xf32>} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
  // expected-error @below {{layer "bn": "conv_0" already has biases, a batch norm or an activation; wanted a plain layer}}
  %1 = qsim.batch_norm %0 {name = "bn", index = 0 : i64, biases = dense<1.0> : tensor<2xf32>, scales = dense<2.0> : tensor<2xf32>, mean = dense<3.0> : tensor<2xf32>, variance = dense<4.0> : tensor<2xf32>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %1 : tensor<1x2x2x2xf32>
}
