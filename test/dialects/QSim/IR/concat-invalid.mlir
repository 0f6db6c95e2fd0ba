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

// -----

// concat_C2: a third of the channels
func.func @test(%x: tensor<1x6x8x8xf32>) {
  // expected-error@+1 {{concat_C2: result shape is 1x3x8x8, wanted 1x2x8x8}}
  %0 = qsim.concat %x {name = "a", index = 0 : i64, groups = 3 : i64, group_id = 1 : i64} : (tensor<1x6x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// concat_C4: no divisor
func.func @test(%x: tensor<1x6x8x8xf32>) {
  // expected-error@+1 {{concat_C4: groups is 4 and group_id 0, wanted a divisor of 6 channels and 0..groups - 1}}
  %0 = qsim.concat %x {name = "a", index = 0 : i64, groups = 4 : i64} : (tensor<1x6x8x8xf32>) -> tensor<1x1x8x8xf32>
  return
}

// -----

// concat_C4: no such group
func.func @test(%x: tensor<1x6x8x8xf32>) {
  // expected-error@+1 {{concat_C4: groups is 2 and group_id 2}}
  %0 = qsim.concat %x {name = "a", index = 0 : i64, groups = 2 : i64, group_id = 2 : i64} : (tensor<1x6x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// concat_C4: from 1
func.func @test(%x: tensor<1x6x8x8xf32>) {
  // expected-error@+1 {{concat_C4: groups is 0}}
  %0 = qsim.concat %x {name = "a", index = 0 : i64, groups = 0 : i64} : (tensor<1x6x8x8xf32>) -> tensor<1x6x8x8xf32>
  return
}

// -----

// concat_C5: from 1
func.func @test(%x: tensor<1x6x2x2xf32>, %y: tensor<1x2x3x2xf32>) {
  // expected-error@+1 {{concat_C5: outer is 0, groups is 1 and group_id 0, wanted outer >= 1, and above 1 no groups}}
  %0 = qsim.concat %x, %y {name = "a", index = 0 : i64, outer = 0 : i64} : (tensor<1x6x2x2xf32>, tensor<1x2x3x2xf32>) -> tensor<1x6x3x2xf32>
  return
}

// -----

// concat_C5: no groups beside it
func.func @test(%x: tensor<1x6x2x2xf32>, %y: tensor<1x2x3x2xf32>) {
  // expected-error@+1 {{concat_C5: outer is 2, groups is 2 and group_id 0}}
  %0 = qsim.concat %x, %y {name = "a", index = 0 : i64, outer = 2 : i64, groups = 2 : i64} : (tensor<1x6x2x2xf32>, tensor<1x2x3x2xf32>) -> tensor<1x6x3x2xf32>
  return
}

// -----

// concat_C5: 8 divides 24, not 12
func.func @test(%x: tensor<1x6x2x2xf32>, %y: tensor<1x2x3x2xf32>) {
  // expected-error@+1 {{concat_C5: outer is 8, wanted a divisor of the 12 values of an input}}
  %0 = qsim.concat %x, %y {name = "a", index = 0 : i64, outer = 8 : i64} : (tensor<1x6x2x2xf32>, tensor<1x2x3x2xf32>) -> tensor<1x6x3x2xf32>
  return
}

// -----

// concat_C5: 24 + 12 values
func.func @test(%x: tensor<1x6x2x2xf32>, %y: tensor<1x2x3x2xf32>) {
  // expected-error@+1 {{concat_C5: the result has 30 values, wanted 36, those of all inputs}}
  %0 = qsim.concat %x, %y {name = "a", index = 0 : i64, outer = 2 : i64} : (tensor<1x6x2x2xf32>, tensor<1x2x3x2xf32>) -> tensor<1x5x3x2xf32>
  return
}
