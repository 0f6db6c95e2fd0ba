// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.add.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// add_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{add_C1: there are 1 inputs, wanted two or more}}
  %0 = qsim.add %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// add_C2: the shape of the first, not of the largest
func.func @test(%x: tensor<1x3x4x4xf32>, %y: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{add_C2: result shape is 1x3x8x8, wanted 1x3x4x4}}
  %0 = qsim.add %x, %y {name = "a", index = 0 : i64} : (tensor<1x3x4x4xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// add_C3: as high, but half as wide
func.func @test(%x: tensor<1x3x8x8xf32>, %y: tensor<1x3x8x4xf32>) {
  // expected-error@+1 {{add_C3: an input has shape 1x3x8x4, wanted height and width in the same whole ratio to those of 1x3x8x8}}
  %0 = qsim.add %x, %y {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>, tensor<1x3x8x4xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// add_C3: as high, but twice as wide
func.func @test(%x: tensor<1x3x8x8xf32>, %y: tensor<1x3x8x4xf32>) {
  // expected-error@+1 {{add_C3: an input has shape 1x3x8x8}}
  %0 = qsim.add %y, %x {name = "a", index = 0 : i64} : (tensor<1x3x8x4xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x4xf32>
  return
}
