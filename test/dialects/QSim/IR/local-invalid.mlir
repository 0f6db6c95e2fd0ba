// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.local.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// local_C1: the window
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x9xf32> -> tensor<16x2x3x9xf32>
  // expected-error@+1 {{local_C1: size is 11, stride is 2, pad is 1, wanted 1..65536 (pad from 0) and a window within the padded input of 8x8}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 11 : i64, stride = 2 : i64, pad = 1 : i64} : (tensor<1x3x8x8xf32>, tensor<16x2x3x9xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// local_C1: stride
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x9xf32> -> tensor<16x2x3x9xf32>
  // expected-error@+1 {{local_C1: size is 3, stride is 0, pad is 1}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 0 : i64, pad = 1 : i64} : (tensor<1x3x8x8xf32>, tensor<16x2x3x9xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// local_C1: pad
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x9xf32> -> tensor<16x2x3x9xf32>
  // expected-error@+1 {{local_C1: size is 3, stride is 2, pad is -1}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 2 : i64, pad = -1 : i64} : (tensor<1x3x8x8xf32>, tensor<16x2x3x9xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// local_C2: (8 + 2 - 3) / 2 + 1 = 4 rows and columns are 16 places
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<9x2x3x9xf32> -> tensor<9x2x3x9xf32>
  // expected-error@+1 {{local_C2: weights have shape 9x2x3x9, wanted 16x2x3x9}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 2 : i64, pad = 1 : i64} : (tensor<1x3x8x8xf32>, tensor<9x2x3x9xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// local_C2: a window of 3x3 in one dimension
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x8xf32> -> tensor<16x2x3x8xf32>
  // expected-error@+1 {{local_C2: weights have shape 16x2x3x8, wanted 16x2x3x9}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 2 : i64, pad = 1 : i64} : (tensor<1x3x8x8xf32>, tensor<16x2x3x8xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// local_C3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x9xf32> -> tensor<16x2x3x9xf32>
  // expected-error@+1 {{local_C3: result shape is 1x2x4x5, wanted 1x2x4x4}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 2 : i64, pad = 1 : i64} : (tensor<1x3x8x8xf32>, tensor<16x2x3x9xf32>) -> tensor<1x2x4x5xf32>
  return
}

// -----

// local_C4: for each filter and place
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x9xf32> -> tensor<16x2x3x9xf32>
  // expected-error@+1 {{local_C4: biases is 'tensor<2xf32>', wanted 'tensor<2x16xf32>'}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 2 : i64, pad = 1 : i64, biases = dense<0.0> : tensor<2xf32>} : (tensor<1x3x8x8xf32>, tensor<16x2x3x9xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// local_C4: bias correction
func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<16x2x3x9xf32> -> tensor<16x2x3x9xf32>
  // expected-error@+1 {{local_C4: bias_delta is 'tensor<16x2xf32>', wanted 'tensor<2x16xf32>'}}
  %0 = qsim.local %x, %w {name = "a", index = 0 : i64, size = 3 : i64, stride = 2 : i64, pad = 1 : i64, bias_delta = dense<0.0> : tensor<16x2xf32>} : (tensor<1x3x8x8xf32>, tensor<16x2x3x9xf32>) -> tensor<1x2x4x4xf32>
  return
}
