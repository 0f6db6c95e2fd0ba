// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.upsample.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// upsample_C1: factor
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{upsample_C1: factor is 0, wanted 1..65536}}
  %0 = qsim.upsample %x {name = "a", index = 0 : i64, factor = 0 : i64}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// upsample_C1: 8 * 2 = 16
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{upsample_C1: result shape is 1x3x8x8, wanted 1x3x16x16}}
  %0 = qsim.upsample %x {name = "a", index = 0 : i64, factor = 2 : i64}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// upsample_C2
func.func @test(%x: tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{upsample_C2: result elements are '!quant.uniform<i8:f32, 2.500000e-01>'}}
  %0 = qsim.upsample %x {name = "a", index = 0 : i64, factor = 1 : i64}
      : (tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x8x8x!quant.uniform<i8:f32, 0.25>>
  return
}
