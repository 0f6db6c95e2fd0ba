// The contract of yolo2_light where no pass has kept it.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics --qsim-check-quantized

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = yolo2_light, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
    // expected-error @below {{quantized_C6: layer "conv_0" has weights of 'f32'; wanted symmetric !quant.uniform of 8 bits with one power of two, as it has an input multiplier}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 40.0 : f32}
        : (tensor<1x1x2x2xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x2x2xf32>
    return %0 : tensor<1x1x2x2xf32>
  }
}

// -----

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = yolo2_light, resize = stretch, classes = []>} {
  func.func @n(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.3>>
    // expected-error @below {{quantized_C6: layer "conv_0" has weights of '!quant.uniform<i8<-127:127>:f32, 3.000000e-01>'; wanted symmetric !quant.uniform of 8 bits with one power of two, as it has an input multiplier}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 40.0 : f32}
        : (tensor<1x1x2x2xf32>, tensor<1x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.3>>) -> tensor<1x1x2x2xf32>
    // expected-error @below {{quantized_C4: layer "norm" is a qsim.batch_norm; wanted it fused into the layer before it}}
    %1 = qsim.batch_norm %0 {name = "norm", index = 0 : i64, scales = dense<1.0> : tensor<1xf32>, mean = dense<0.0> : tensor<1xf32>,
        variance = dense<1.0> : tensor<1xf32>, biases = dense<0.5> : tensor<1xf32>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    return %1 : tensor<1x1x2x2xf32>
  }
}
