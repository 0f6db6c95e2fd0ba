// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.pad.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// pad_C1
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{pad_C1: dims are [2, 15], wanted 1 to 8 of 1..2147483647 that hold 32 values}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 15>, before = array<i64: 0, 0>, after = array<i64: 0, 0>, mode = #qsim<pad_mode edge>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// pad_C2: one number before
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{pad_C2: before is [0] and after [0, 0], wanted 2 numbers each, of a magnitude of at most 2147483647}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 16>, before = array<i64: 0>, after = array<i64: 0, 0>, mode = #qsim<pad_mode edge>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// pad_C2: nothing is left of 2 - 3 + 1
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{pad_C2: the result would have the dimensions [0, 16], wanted 1..2147483647 each and fewer than 2^31 values}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 16>, before = array<i64: -3, 0>, after = array<i64: 1, 0>, mode = #qsim<pad_mode edge>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// pad_C2: too large
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{pad_C2: the result would have the dimensions [2147483649, 16]}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 16>, before = array<i64: 2147483647, 0>, after = array<i64: 0, 0>, mode = #qsim<pad_mode edge>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// pad_C3: 3 * 16
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{pad_C3: the result has 32 elements, wanted 48}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 16>, before = array<i64: 1, 0>, after = array<i64: 0, 0>, mode = #qsim<pad_mode edge>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// pad_C4
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{pad_C4: the value is no number}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 16>, before = array<i64: 0, 0>, after = array<i64: 0, 0>, mode = #qsim<pad_mode constant>, value = 0x7FC00000 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// pad_C5
func.func @test(%x: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{pad_C5: result elements are}}
  %0 = qsim.pad %x {name = "a", index = 0 : i64, dims = array<i64: 2, 16>, before = array<i64: 0, 0>, after = array<i64: 0, 0>, mode = #qsim<pad_mode edge>} : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.25>>
  return
}
