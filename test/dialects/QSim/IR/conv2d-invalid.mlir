// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.conv2d.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// conv_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3xf32> -> tensor<4x3x3xf32>
  // expected-error@+1 {{conv_C1: weights have rank 3, wanted 4}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x0x3x3xf32> -> tensor<4x0x3x3xf32>
  // expected-error@+1 {{conv_C1: weights have shape 4x0x3x3, wanted 1..65536 each}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x0x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C2: no groups
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C2: groups is 0, wanted a divisor of 3 input channels and 4 filters}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 0 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C2: 3 channels, but 4 filters
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x1x3x3xf32> -> tensor<4x1x3x3xf32>
  // expected-error@+1 {{conv_C2: groups is 3, wanted a divisor of 3 input channels and 4 filters}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 3 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x1x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x2x3x3xf32> -> tensor<4x2x3x3xf32>
  // expected-error@+1 {{conv_C3: weights have 2 channels, wanted 3 = 3 input channels / 1 groups}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x2x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C4: strides
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C4: strides are [1, 0], wanted two in 1..65536}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 0>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C4: how many strides
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C4: strides are [1], wanted two in 1..65536}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C4: pads
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C4: pads are [1, -1, 1, 1], wanted four in 0..65536}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, -1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C4: how many pads
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C4: pads are [1, 1], wanted four in 0..65536}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C5: (8 + 1 + 1 - 3) / 2 + 1 = 4
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C5: result shape is 1x4x8x8, wanted 1x4x4x4}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 2>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C5: as many channels as filters
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C5: result shape is 1x5x8x8, wanted 1x4x8x8}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x5x8x8xf32>
  return
}

// -----

// conv_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C6: biases is 'tensor<3xf32>', wanted 'tensor<4xf32>'}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      biases = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C6: scales is 'tensor<3xf32>', wanted 'tensor<4xf32>'}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      scales = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C6: mean is 'tensor<3xf32>', wanted 'tensor<4xf32>'}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      mean = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C6: variance is 'tensor<3xf32>', wanted 'tensor<4xf32>'}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      variance = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C6: bias_delta is 'tensor<3xf32>', wanted 'tensor<4xf32>'}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      bias_delta = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C6: elements
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C6: biases is 'tensor<4xf64>', wanted 'tensor<4xf32>'}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      biases = dense<1.0> : tensor<4xf64>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C7: not all three
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C7: 1 of scales, mean and variance are given with biases, wanted all three with biases or none}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      biases = dense<1.0> : tensor<4xf32>, scales = dense<1.0> : tensor<4xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C7: without biases
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{conv_C7: 3 of scales, mean and variance are given without biases, wanted all three with biases or none}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
      scales = dense<1.0> : tensor<4xf32>, mean = dense<1.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C8: 8 + 0 + 0 = 8
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x9x9xf32> -> tensor<4x3x9x9xf32>
  // expected-error@+1 {{conv_C8: the window is 9x9, wanted at most the padded input, 8x8}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x9x9xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// layer_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{layer_C1: the layer is named "a b", wanted letters, digits, '_', '.', '-' or '/'}}
  %0 = qsim.conv2d %x, %w {name = "a b", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// layer_C1: empty
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{layer_C1: the layer is named ""}}
  %0 = qsim.conv2d %x, %w {name = "", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// layer_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
  // expected-error@+1 {{layer_C2: index is -1, wanted >= 0}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = -1 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C9
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x1x1xf32> -> tensor<4x3x1x1xf32>
  // expected-error@+1 {{conv_C9: input_multiplier is 0}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 0.0 : f32}
      : (tensor<1x3x8x8xf32>, tensor<4x3x1x1xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C9
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x1x1xf32> -> tensor<4x3x1x1xf32>
  // expected-error@+1 {{conv_C9: input_multiplier is 0x7F800000}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 0x7F800000 : f32}
      : (tensor<1x3x8x8xf32>, tensor<4x3x1x1xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C4: dilations
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x2xf32> -> tensor<4x3x3x2xf32>
  // expected-error@+1 {{conv_C4: dilations are [1] and input dilations [1, 1], wanted two in 1..65536}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 1>,
      pads = array<i64: 1, 0, 0, 1>, groups = 1 : i64, dilations = array<i64: 1>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x2xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C4: input dilations
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x2xf32> -> tensor<4x3x3x2xf32>
  // expected-error@+1 {{conv_C4: dilations are [1, 1] and input dilations [1, 0], wanted two in 1..65536}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 1>,
      pads = array<i64: 1, 0, 0, 1>, groups = 1 : i64, input_dilations = array<i64: 1, 0>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x2xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C5: (8 + 1 + 0 - 5) / 2 + 1 = 3 rows, (15 + 0 + 1 - 2) + 1 = 15 columns
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x2xf32> -> tensor<4x3x3x2xf32>
  // expected-error@+1 {{conv_C5: result shape is 1x4x8x8, wanted 1x4x3x15}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 1>,
      pads = array<i64: 1, 0, 0, 1>, groups = 1 : i64, dilations = array<i64: 2, 1>, input_dilations = array<i64: 1, 2>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x2xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C8: (3 - 1) * 5 + 1 = 11 > 8 + 1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x2xf32> -> tensor<4x3x3x2xf32>
  // expected-error@+1 {{conv_C8: the window is 11x2, wanted at most the padded input, 9x9}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 1>,
      pads = array<i64: 1, 0, 0, 1>, groups = 1 : i64, dilations = array<i64: 5, 1>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x2xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// conv_C10: no batch norm
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x2xf32> -> tensor<4x3x3x2xf32>
  // expected-error@+1 {{conv_C10: epsilon is 1.000000e-03 and batch norm is not given, wanted a finite number >= 0 with batch norm}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 1>,
      pads = array<i64: 1, 0, 0, 1>, groups = 1 : i64, epsilon = 1.0e-3 : f32}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x2xf32>) -> tensor<1x4x4x8xf32>
  return
}

// -----

// conv_C10: finite
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x3x2xf32> -> tensor<4x3x3x2xf32>
  // expected-error@+1 {{conv_C10: epsilon is}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 2, 1>,
      pads = array<i64: 1, 0, 0, 1>, groups = 1 : i64, epsilon = 0x7F800000 : f32, biases = dense<0.0> : tensor<4xf32>,
      scales = dense<1.0> : tensor<4xf32>, mean = dense<0.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x3x2xf32>) -> tensor<1x4x4x8xf32>
  return
}
