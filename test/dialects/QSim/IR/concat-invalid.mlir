// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.concat.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// concat_C1: no input
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{concat_C1: there are no inputs, wanted at least one}}
  %0 = "qsim.concat"() {name = "a", index = 0 : i64} : () -> tensor<1x3x8x8xf32>
  return
}

// -----

// concat_C1: heights
func.func @test(%x: tensor<1x3x8x8xf32>, %y: tensor<1x3x4x8xf32>) {
  // expected-error@+1 {{concat_C1: an input has shape 1x3x4x8, wanted the height and width of 1x3x8x8}}
  %0 = qsim.concat %x, %y {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>, tensor<1x3x4x8xf32>) -> tensor<1x6x8x8xf32>
  return
}

// -----

// concat_C2: 3 + 3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{concat_C2: result shape is 1x5x8x8, wanted 1x6x8x8}}
  %0 = qsim.concat %x, %x {name = "a", index = 0 : i64}
      : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x5x8x8xf32>
  return
}

// -----

// concat_C3
func.func @test(%x: tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{concat_C3: result elements are '!quant.uniform<i8:f32, 5.000000e-01:1>', wanted those of the input, '!quant.uniform<i8:f32, 5.000000e-01>'}}
  %0 = qsim.concat %x {name = "a", index = 0 : i64}
      : (tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5:1>>
  return
}
