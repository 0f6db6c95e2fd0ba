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
