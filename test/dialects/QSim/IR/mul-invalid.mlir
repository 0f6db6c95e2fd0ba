// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.mul.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// mul_C1
func.func @test(%x: tensor<1x3x8x8xf32>, %g: tensor<1x3x1x1xf32>) {
  // expected-error@+1 {{mul_C1: result shape is 1x3x1x1, wanted 1x3x8x8}}
  %0 = qsim.mul %g, %x {name = "a", index = 0 : i64} : (tensor<1x3x1x1xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// mul_C2: channels
func.func @test(%x: tensor<1x3x8x8xf32>, %g: tensor<1x2x1x1xf32>) {
  // expected-error@+1 {{mul_C2: the first input has shape 1x2x1x1, wanted 1x3x8x8, 1x3x1x1 or 1x1x8x8}}
  %0 = qsim.mul %g, %x {name = "a", index = 0 : i64} : (tensor<1x2x1x1xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// mul_C2: one row
func.func @test(%x: tensor<1x3x8x8xf32>, %g: tensor<1x3x1x8xf32>) {
  // expected-error@+1 {{mul_C2: the first input has shape 1x3x1x8}}
  %0 = qsim.mul %g, %x {name = "a", index = 0 : i64} : (tensor<1x3x1x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}
