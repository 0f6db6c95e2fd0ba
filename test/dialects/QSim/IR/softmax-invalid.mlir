// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.softmax.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// softmax_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{softmax_C1: groups is 5, wanted a divisor of 192 values}}
  %0 = qsim.softmax %x {name = "a", index = 0 : i64, groups = 5 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// softmax_C1: from 1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{softmax_C1: groups is 0}}
  %0 = qsim.softmax %x {name = "a", index = 0 : i64, groups = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// softmax_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{softmax_C2: temperature is 0}}
  %0 = qsim.softmax %x {name = "a", index = 0 : i64, temperature = 0.0 : f32} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// softmax_C2: finite
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{softmax_C2: temperature is INF}}
  %0 = qsim.softmax %x {name = "a", index = 0 : i64, temperature = 0x7F800000 : f32} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// softmax_C3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{softmax_C3: result is 'tensor<1x3x8x4xf32>', wanted 'tensor<1x3x8x8xf32>'}}
  %0 = qsim.softmax %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x4xf32>
  return
}

// -----

// softmax_C1: 192 / 2 = 96 values of a group
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{softmax_C1: inner is 5, wanted a divisor of 96 values of a group}}
  %0 = qsim.softmax %x {name = "a", index = 0 : i64, groups = 2 : i64, inner = 5 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}
