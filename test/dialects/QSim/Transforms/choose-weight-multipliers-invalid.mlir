// What the pass and the contract of yolo2_light refuse.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics --qsim-choose-weight-multipliers --qsim-check-quantized

// expected-error @below {{the network's arithmetic is alexeyab; wanted yolo2_light: no other has weight multipliers}}
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = alexeyab, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64}
        : (tensor<1x1x2x2xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x2x2xf32>
    return %0 : tensor<1x1x2x2xf32>
  }
}

// -----

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = yolo2_light, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
    // expected-error @below {{layer "conv_0" shares its weights with another layer; wanted weights of its own}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 40.0 : f32}
        : (tensor<1x1x2x2xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x2x2xf32>
    %1 = qsim.conv2d %0, %w {name = "conv_1", index = 1 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 40.0 : f32}
        : (tensor<1x1x2x2xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x2x2xf32>
    return %1 : tensor<1x1x2x2xf32>
  }
}

// -----

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = yolo2_light, resize = stretch, classes = []>} {
  // expected-error @below {{quantized_C6: layer "image" has elements '!quant.calibrated<f32<0.000000e+00:1.000000e+00>>'; wanted f32: no tensor of the arithmetic yolo2_light is quantized}}
  func.func @n(%image: tensor<1x1x2x2x!quant.calibrated<f32<0.0:1.0>>>) -> tensor<1x1x2x2xf32> {
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>
    // expected-error @below {{quantized_C6: layer "conv_0" has weights of '!quant.uniform<i8<-127:127>:f32, 2.500000e-01>'; wanted f32, as it has no input multiplier}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64}
        : (tensor<1x1x2x2x!quant.calibrated<f32<0.0:1.0>>>, tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.25>>) -> tensor<1x1x2x2xf32>
    return %0 : tensor<1x1x2x2xf32>
  }
}
