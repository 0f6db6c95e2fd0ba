// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.argmax.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// argmax_C1: 3 divides nothing
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{argmax_C1: outer is 3 and inner 1, wanted numbers >= 1 whose product divides 32 values}}
  %0 = qsim.argmax %x {name = "a", index = 0 : i64, outer = 3 : i64, inner = 1 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// argmax_C1: 0
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{argmax_C1: outer is 0 and inner 1}}
  %0 = qsim.argmax %x {name = "a", index = 0 : i64, outer = 0 : i64, inner = 1 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// argmax_C1: a product of 2^62
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{argmax_C1: outer is 2147483647}}
  %0 = qsim.argmax %x {name = "a", index = 0 : i64, outer = 2147483647 : i64, inner = 2147483647 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// argmax_C2
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{argmax_C2: the result has 2 elements, wanted 8}}
  %0 = qsim.argmax %x {name = "a", index = 0 : i64, outer = 2 : i64, inner = 4 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
  return
}

// -----

// argmax_C2: integers
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{argmax_C2: the result has elements}}
  %0 = qsim.argmax %x {name = "a", index = 0 : i64, outer = 2 : i64, inner = 4 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x8x1x1x!quant.uniform<i8:f32, 0.25>>
  return
}
