// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.max_pool2d.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// max_pool_C1: kernel
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{max_pool_C1: kernel is [2, 0], strides are [2, 2], pads are [0, 0, 1, 1], dilations are [1, 1], wanted two, two and two in 1..65536 and four in 0..65536}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 0>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, 1>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// max_pool_C1: strides
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{max_pool_C1: kernel is [2, 2], strides are [2]}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2>, pads = array<i64: 0, 0, 1, 1>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// max_pool_C1: pads
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{pads are [0, 0, 1, -1]}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, -1>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// max_pool_C2: (8 + 0 + 1 - 2) / 2 + 1 = 4
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{max_pool_C2: result shape is 1x3x8x8, wanted 1x3x4x4}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, 1>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// max_pool_C3
func.func @test(%x: tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{max_pool_C3: result elements are '!quant.uniform<i8:f32, 2.500000e-01>', wanted those of the input, '!quant.uniform<i8:f32, 5.000000e-01>'}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, 1>}
      : (tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x3x4x4x!quant.uniform<i8:f32, 0.25>>
  return
}

// -----

// max_pool_C4: 8 + 0 + 1 = 9
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{max_pool_C4: the window is 10x2, wanted at most the padded input, 9x9}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 10, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, 1>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// max_pool_C1: dilations
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{dilations are [1, 0]}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, pads = array<i64: 0, 0, 1, 1>,
      dilations = array<i64: 1, 0>} : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// max_pool_C2: rows ceil((7 - 3) / 3) + 1 = 3, and the last begins at 6 < 7; columns (7 - 3) / 3 + 1 = 2 without ceil, 3 with it.
func.func @test(%x: tensor<1x3x7x7xf32>) {
  // expected-error@+1 {{max_pool_C2: result shape is 1x3x2x2, wanted 1x3x3x3}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 3, 3>, pads = array<i64: 0, 0, 0, 0>,
      dilations = array<i64: 2, 2>, ceil} : (tensor<1x3x7x7xf32>) -> tensor<1x3x2x2xf32>
  return
}

// -----

// max_pool_C2: ceil((4 + 1 + 1 - 1) / 5) + 1 = 2, but the second would begin at 5 = 4 + 1: left out.
func.func @test(%x: tensor<1x3x4x4xf32>) {
  // expected-error@+1 {{max_pool_C2: result shape is 1x3x2x2, wanted 1x3x1x1}}
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 1, 1>, strides = array<i64: 5, 5>, pads = array<i64: 1, 1, 1, 1>,
      ceil} : (tensor<1x3x4x4xf32>) -> tensor<1x3x2x2xf32>
  return
}
