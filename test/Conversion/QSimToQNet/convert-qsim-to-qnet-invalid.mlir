// SPDX-License-Identifier: Apache-2.0
// What no record can hold is an error that names the layer.
// RUN: qsim-opt %s -split-input-file -convert-qsim-to-qnet -verify-diagnostics

// Batch norm that was not fused.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
    // expected-error @below {{layer 'conv_0/batch_norm' has no record of its own; run qsim-fuse-batch-norm first}}
    %0 = qsim.batch_norm %image {name = "conv_0/batch_norm", index = 0 : i64, scales = dense<1.0> : tensor<2xf32>,
        mean = dense<0.0> : tensor<2xf32>, variance = dense<1.0> : tensor<2xf32>, biases = dense<0.0> : tensor<2xf32>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return %0 : tensor<1x2x4x4xf32>
  }
}

// -----

// Quantized input and weights, float output.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x4x4xf32> {
    %w = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>
    // expected-error @below {{layer 'conv_0': its output is not quantized and the picture is; a network is quantized throughout or not at all}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64} : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>, tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>) -> tensor<1x2x4x4xf32>
    return %0 : tensor<1x2x4x4xf32>
  }
}

// -----

// Only the picture is not quantized.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>> {
    %w = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>
    // expected-error @below {{layer 'conv_0': its output is quantized and the picture is not}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64} : (tensor<1x2x4x4xf32>, tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
    return %0 : tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
  }
}

// -----

// Float weights in a quantized network.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>> {
    %w = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1xf32>
    // expected-error @below {{layer 'conv_0': its weights are not quantized and its output is}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64} : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
    return %0 : tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
  }
}

// -----

// Quantized weights in a float-only network.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
    %w = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>
    // expected-error @below {{layer 'conv_0': its weights are quantized and its output is not}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64} : (tensor<1x2x4x4xf32>, tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>) -> tensor<1x2x4x4xf32>
    return %0 : tensor<1x2x4x4xf32>
  }
}

// -----

// An index that is missing.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
    // expected-error @below {{layer 'route_3' has index 3, wanted its position among the layers, 0}}
    %0 = qsim.concat %image {name = "route_3", index = 3 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return %0 : tensor<1x2x4x4xf32>
  }
}

// -----

// An op that is no layer.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
    // expected-error @below {{has no record in a .net}}
    %0 = builtin.unrealized_conversion_cast %image : tensor<1x2x4x4xf32> to tensor<1x2x4x4xf32>
    return %0 : tensor<1x2x4x4xf32>
  }
}

// -----

// A table needs to know what its index means.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>> {
    // expected-error @below {{layer 'shortcut_0' has a quantized output and the activation mish, wanted a quantized pre-activation as well}}
    %0 = qsim.add %image, %image {name = "shortcut_0", index = 0 : i64, activation = #qsim<activation mish>,
        preactivation = !quant.calibrated<f32<-1.0:1.0>>}
        : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>, tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
    return %0 : tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
  }
}

// -----

// Larger than a .net holds.
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x1x4xf32> {
    // expected-error @below {{has 65536 in its window, more than a .net holds, 65535}}
    %0 = qsim.max_pool2d %image {name = "maxpool_0", index = 0 : i64, kernel = array<i64: 1, 1>, strides = array<i64: 65536, 1>, pads = array<i64: 0, 0, 0, 0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x4xf32>
    return %0 : tensor<1x2x1x4xf32>
  }
}
