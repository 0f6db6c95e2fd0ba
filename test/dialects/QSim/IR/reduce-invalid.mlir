// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.reduce.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// reduce_C1
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{reduce_C1: dims are [2, 15], wanted 1 to 8 of 1..2147483647 that hold 32 values}}
  %0 = qsim.reduce %x {name = "a", index = 0 : i64, kind = #qsim<reduce_kind mean>, dims = array<i64: 2, 15>, axes = array<i64: 0, 1>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
  return
}

// -----

// reduce_C2: one axis
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{reduce_C2: axes are [0], wanted 2 of 0 and 1}}
  %0 = qsim.reduce %x {name = "a", index = 0 : i64, kind = #qsim<reduce_kind mean>, dims = array<i64: 2, 16>, axes = array<i64: 0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
  return
}

// -----

// reduce_C2: an index instead of a mark
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{reduce_C2: axes are [0, 2]}}
  %0 = qsim.reduce %x {name = "a", index = 0 : i64, kind = #qsim<reduce_kind mean>, dims = array<i64: 2, 16>, axes = array<i64: 0, 2>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
  return
}

// -----

// reduce_C3
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{reduce_C3: the result has 16 elements, wanted 2}}
  %0 = qsim.reduce %x {name = "a", index = 0 : i64, kind = #qsim<reduce_kind mean>, dims = array<i64: 2, 16>, axes = array<i64: 0, 1>} : (tensor<1x2x4x4xf32>) -> tensor<1x16x1x1xf32>
  return
}

// -----

// reduce_C4: 2^23 values
func.func @test(%x: tensor<1x2x2048x2048xf32>) {
  // expected-error@+1 {{reduce_C4: a sum is over 8388608 values, wanted at most 4194304}}
  %0 = qsim.reduce %x {name = "a", index = 0 : i64, kind = #qsim<reduce_kind sum>, dims = array<i64: 8388608>, axes = array<i64: 1>} : (tensor<1x2x2048x2048xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

// reduce_C5
func.func @test(%x: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{reduce_C5: result elements are}}
  %0 = qsim.reduce %x {name = "a", index = 0 : i64, kind = #qsim<reduce_kind max>, dims = array<i64: 2, 16>, axes = array<i64: 0, 1>} : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x1x1x!quant.uniform<i8:f32, 0.25>>
  return
}
