// Each rule of the contract, broken.
// RUN: qsim-opt %s --qsim-check-quantized -split-input-file -verify-diagnostics

!a = !quant.uniform<i8:f32, 0.5>
!w = !quant.uniform<i8<-127:127>:f32, 0.25>
// expected-error @below {{quantized_C1: layer "image" has elements 'f32'; wanted !quant.uniform of 2..16 bits}}
func.func @picture(%image: tensor<1x1x2x2xf32>) -> tensor<1x2x2x2x!a> {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!w>
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1x!w>) -> tensor<1x2x2x2x!a>
  return %0 : tensor<1x2x2x2x!a>
}

// -----

!a = !quant.uniform<i8:f32, 0.5>
func.func @weights(%image: tensor<1x1x2x2x!a>) -> tensor<1x2x2x2x!a> {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  // expected-error @below {{quantized_C2: layer "conv_0" has weights of 'f32'; wanted symmetric !quant.uniform of 2..16 bits}}
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2x!a>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2x!a>
  return %0 : tensor<1x2x2x2x!a>
}

// -----

!a = !quant.uniform<i8:f32, 0.5>
!c = !quant.calibrated<f32<-1.0:1.0>>
func.func @group(%image: tensor<1x1x2x2x!a>) -> tensor<1x1x1x1x!c> {
  // expected-error @below {{quantized_C1: layer "maxpool_0" has elements '!quant.calibrated<f32<-1.000000e+00:1.000000e+00>>'; wanted !quant.uniform of 2..16 bits}}
  %0 = qsim.max_pool2d %image {name = "maxpool_0", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 0, 0>} : (tensor<1x1x2x2x!a>) -> tensor<1x1x1x1x!c>
  return %0 : tensor<1x1x1x1x!c>
}

// -----

!a = !quant.uniform<i8:f32, 0.1>
// expected-error @below {{quantized_C3: layer "image" has scale 0.1; wanted a positive float32 such as 0.10000000149011612}}
func.func @scale(%image: tensor<1x1x2x2x!a>) -> tensor<1x1x2x2x!a> {
  return %image : tensor<1x1x2x2x!a>
}

// -----

!a = !quant.uniform<i8:f32, 0.5>
!w = !quant.uniform<i8<-127:127>:f32:0, {0.25, 0.3}>
func.func @weight_scale(%image: tensor<1x1x2x2x!a>) -> tensor<1x2x2x2x!a> {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!w>
  // expected-error @below {{quantized_C3: layer "conv_0" has scale 0.3; wanted a positive float32 such as 0.30000001192092896}}
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2x!a>, tensor<2x1x1x1x!w>) -> tensor<1x2x2x2x!a>
  return %0 : tensor<1x2x2x2x!a>
}

// -----

!a = !quant.uniform<i8:f32, 0.5>
func.func @alone(%image: tensor<1x1x2x2x!a>) -> tensor<1x1x2x2x!a> {
  // expected-error @below {{quantized_C4: layer "norm" is a qsim.batch_norm; wanted it fused into the layer before it}}
  %0 = qsim.batch_norm %image {name = "norm", index = 0 : i64, scales = dense<1.0> : tensor<1xf32>, mean = dense<0.0> : tensor<1xf32>,
      variance = dense<1.0> : tensor<1xf32>, biases = dense<0.5> : tensor<1xf32>} : (tensor<1x1x2x2x!a>) -> tensor<1x1x2x2x!a>
  return %0 : tensor<1x1x2x2x!a>
}

// -----

// A crop that adjusts is a table over its input: 14 bits are more than table_bits, 12.
!a = !quant.uniform<i14:f32, 0.5>
!b = !quant.uniform<i8:f32, 0.5>
func.func @crop(%image: tensor<1x1x2x2x!a>) -> tensor<1x1x1x1x!b> {
  // expected-error @below {{layer "crop_0" is a crop that adjusts, a table over its input of 14 bits; wanted at most 12: give "image" a width of at most 12 in an override (activation: {width: 12}), or raise table_bits to 14 in the .sys}}
  %0 = qsim.crop %image {name = "crop_0", index = 0 : i64} : (tensor<1x1x2x2x!a>) -> tensor<1x1x1x1x!b>
  return %0 : tensor<1x1x1x1x!b>
}
