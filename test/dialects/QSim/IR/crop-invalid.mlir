// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.crop.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// crop_C1: higher
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{crop_C1: result shape is 1x3x9x8, wanted the channels of the input, 1x3x8x8, and at most its height and width}}
  %0 = qsim.crop %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x9x8xf32>
  return
}

// -----

// crop_C1: channels
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{crop_C1: result shape is 1x2x8x8}}
  %0 = qsim.crop %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// crop_C2
func.func @test(%x: tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{crop_C2: result elements are}}
  %0 = qsim.crop %x {name = "a", index = 0 : i64, noadjust} : (tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x4x4x!quant.uniform<i8:f32, 0.25>>
  return
}
