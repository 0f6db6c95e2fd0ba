// Everything that an activation cannot be fused with.
// RUN: qsim-opt %s --qsim-fuse-activation -split-input-file -verify-diagnostics

func.func @no_convolution(%image: tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32> {
  // An index that no other layer has would make it a layer.
  %d = qsim.dropout %image {name = "dropout", index = 0 : i64} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  // expected-error @below {{layer "act" does not read a layer that can have an activation; wanted one with weights, a qsim.add or a qsim.mul before it}}
  %0 = qsim.activation %d {name = "act", index = 0 : i64, kind = #qsim<activation leaky>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %0 : tensor<1x2x2x2xf32>
}

// -----

func.func @two_readers(%image: tensor<1x1x2x2xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x2x2x2xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
  // expected-error @below {{layer "act": "conv_0" has 2 readers; wanted one}}
  %1 = qsim.activation %0 {name = "act", index = 0 : i64, kind = #qsim<activation leaky>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %0, %1 : tensor<1x2x2x2xf32>, tensor<1x2x2x2xf32>
}

// -----

func.func @twice(%image: tensor<1x1x2x2xf32>) -> tensor<1x2x2x2xf32> {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, activation = #qsim<activation leaky>} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
  // expected-error @below {{layer "act": "conv_0" already has activation leaky; wanted linear}}
  %1 = qsim.activation %0 {name = "act", index = 0 : i64, kind = #qsim<activation leaky>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %1 : tensor<1x2x2x2xf32>
}
