// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.cost.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// cost_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{cost_C1: result is 'tensor<1x3x4x8xf32>', wanted 'tensor<1x3x8x8xf32>'}}
  %0 = qsim.cost %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x8xf32>
  return
}

// -----

// cost_C1: the host gives f32
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{cost_C1: result is}}
  %0 = qsim.cost %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>
  return
}
