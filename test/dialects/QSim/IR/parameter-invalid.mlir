// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.parameter.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// parameter_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{parameter_C1: the payload's shape is 2x1x1x1, wanted the result's, 1x2x1x1}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<1x2x1x1xf32>
  return
}

// -----

// parameter_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{parameter_C2: the payload's elements are 'f64', wanted f32}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf64> -> tensor<2x1x1x1xf32>
  return
}

// -----

// parameter_C3: signed
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{parameter_C3: result elements are}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!quant.uniform<u8:f32, 0.5>>
  return
}

// -----

// parameter_C3: narrow
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{wanted signed integers from -127 to 127 with zero point 0}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!quant.uniform<i8:f32, 0.5>>
  return
}

// -----

// parameter_C3: symmetric
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{wanted signed integers from -127 to 127 with zero point 0}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.5:1>>
  return
}

// -----

// parameter_C3: one zero point of two
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{wanted signed integers from -127 to 127 with zero point 0}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.5, 0.5:1}>>
  return
}

// -----

// parameter_C3: axis
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{parameter_C3: scales run along dimension 2, wanted 0 or 1}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:2, {0.5}>>
  return
}

// -----

// not a weight type
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be static tensor of f32 or quantized elements}}
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf16>
  return
}

// -----

// parameter_C3: a scale too many
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{parameter_C3: there are 2 scales, wanted one for each index of dimension 1 of 2x3x1x1}}
  %w = qsim.parameter dense<0.5> : tensor<2x3x1x1xf32> -> tensor<2x3x1x1x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.5}>>
  return
}

// -----

// parameter_C3: no such dimension
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{parameter_C3: there are 2 scales, wanted one for each index of dimension 1 of 2}}
  %w = qsim.parameter dense<0.5> : tensor<2xf32> -> tensor<2x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.5}>>
  return
}
