// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.connected.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// connected_C1: 3 * 8 * 8
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x191xf32> -> tensor<5x191xf32>
  // expected-error@+1 {{connected_C1: weights have shape 5x191, wanted [outputs, 192]}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>, tensor<5x191xf32>) -> tensor<1x5x1x1xf32>
  return
}

// -----

// connected_C1: rank
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x3x8x8xf32> -> tensor<5x3x8x8xf32>
  // expected-error@+1 {{connected_C1: weights have shape 5x3x8x8, wanted [outputs, 192]}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>, tensor<5x3x8x8xf32>) -> tensor<1x5x1x1xf32>
  return
}

// -----

// connected_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x192xf32> -> tensor<5x192xf32>
  // expected-error@+1 {{connected_C2: result shape is 1x5x1x2, wanted 1x5x1x1}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>, tensor<5x192xf32>) -> tensor<1x5x1x2xf32>
  return
}

// -----

// connected_C3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x192xf32> -> tensor<5x192xf32>
  // expected-error@+1 {{connected_C3: biases is 'tensor<4xf32>', wanted 'tensor<5xf32>'}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64, biases = dense<0.0> : tensor<4xf32>} : (tensor<1x3x8x8xf32>, tensor<5x192xf32>) -> tensor<1x5x1x1xf32>
  return
}

// -----

// connected_C3: bias correction
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x192xf32> -> tensor<5x192xf32>
  // expected-error@+1 {{connected_C3: bias_delta is 'tensor<5xf64>', wanted 'tensor<5xf32>'}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64, bias_delta = dense<0.0> : tensor<5xf64>} : (tensor<1x3x8x8xf32>, tensor<5x192xf32>) -> tensor<1x5x1x1xf32>
  return
}

// -----

// connected_C4
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x192xf32> -> tensor<5x192xf32>
  // expected-error@+1 {{connected_C4: 1 of scales, mean and variance are given with biases, wanted all three with biases or none}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64, biases = dense<0.0> : tensor<5xf32>, mean = dense<0.0> : tensor<5xf32>} : (tensor<1x3x8x8xf32>, tensor<5x192xf32>) -> tensor<1x5x1x1xf32>
  return
}

// -----

// connected_C5
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<5x192xf32> -> tensor<5x192xf32>
  // expected-error@+1 {{connected_C5: epsilon is 1.000000e-03 and batch norm is not given}}
  %0 = qsim.connected %x, %w {name = "a", index = 0 : i64, epsilon = 1.0e-3 : f32} : (tensor<1x3x8x8xf32>, tensor<5x192xf32>) -> tensor<1x5x1x1xf32>
  return
}
