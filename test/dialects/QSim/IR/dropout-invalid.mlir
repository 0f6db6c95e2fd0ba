// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.dropout.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// dropout_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{dropout_C1: result shape is 1x3x8x7, wanted 1x3x8x8}}
  %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x7xf32>
  return
}

// -----

// dropout_C2
func.func @test(%x: tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{dropout_C2: result elements are}}
  %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x8x8x!quant.uniform<i8:f32, 0.25>>
  return
}
