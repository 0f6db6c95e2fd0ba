// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.binary.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// binary_C1
func.func @test(%x: tensor<1x2x4x4xf32>, %y: tensor<1x2x1x1xf32>) {
  // expected-error@+1 {{binary_C1: an input has shape 1x2x1x1, wanted 1x2x4x4}}
  %0 = qsim.binary %x, %y {name = "a", index = 0 : i64, kind = #qsim<binary_kind max>}
      : (tensor<1x2x4x4xf32>, tensor<1x2x1x1xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// binary_C2
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{binary_C2: the activation is relu behind max, wanted linear}}
  %0 = qsim.binary %x, %x {name = "a", index = 0 : i64, kind = #qsim<binary_kind max>, activation = #qsim<activation relu>}
      : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}
