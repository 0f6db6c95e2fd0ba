// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.activation.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// activation_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{activation_C1: result shape is 1x3x4x8, wanted 1x3x8x8}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x8xf32>
  return
}
