// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.avg_pool2d.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// avg_pool_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{avg_pool_C1: result shape is 1x3x2x1, wanted 1x3x1x1}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x2x1xf32>
  return
}

// -----

// avg_pool_C2: 2^11 + 1 times 2^11
func.func @test(%x: tensor<1x1x2049x2048xf32>) {
  // expected-error@+1 {{avg_pool_C2: the map has 4196352 places, wanted at most 4194304}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64} : (tensor<1x1x2049x2048xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

// avg_pool_C1: parts of a window without one
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{avg_pool_C1: there is a window without kernel, wanted no strides, pads, dilations, ceil or count_pads}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64, strides = array<i64: 2, 2>} : (tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// avg_pool_C2
func.func @test(%x: tensor<1x1x2049x2048xf32>) {
  // expected-error@+1 {{avg_pool_C2: the kernel has 4196352 places, wanted at most 4194304}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2049, 2048>} : (tensor<1x1x2049x2048xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

// avg_pool_C3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{avg_pool_C3: kernel is [2], strides are [1, 1], pads are [0, 0, 0, 0], dilations are [1, 1]}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 2>} : (tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// avg_pool_C4: (8 + 1 + 0 - 3) / 2 + 1 = 4 rows, (8 - 3) + 1 = 6 columns
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{avg_pool_C4: result shape is 1x3x1x1, wanted 1x3x4x6}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 3, 3>, strides = array<i64: 2, 1>, pads = array<i64: 1, 0, 0, 0>,
      count_pads} : (tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// avg_pool_C5
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{avg_pool_C5: the window is 9x3, wanted at most the padded input, 8x8}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 3, 3>, dilations = array<i64: 4, 1>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
  return
}
