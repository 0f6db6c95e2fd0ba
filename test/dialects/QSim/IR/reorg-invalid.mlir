// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.reorg.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// reorg_C1: height and width
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{reorg_C1: stride is 3, wanted a divisor of the height and the width, 8x8}}
  %0 = qsim.reorg %x {name = "a", index = 0 : i64, stride = 3 : i64, order = #qsim<reorg_order space_to_depth>} : (tensor<1x3x8x8xf32>) -> tensor<1x27x2x2xf32>
  return
}

// -----

// reorg_C1: from 1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{reorg_C1: stride is 0}}
  %0 = qsim.reorg %x {name = "a", index = 0 : i64, stride = 0 : i64, order = #qsim<reorg_order space_to_depth>} : (tensor<1x3x8x8xf32>) -> tensor<1x27x2x2xf32>
  return
}

// -----

// reorg_C1: the channels, in Darknet's order
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{reorg_C1: stride is 2, wanted one whose square divides the 3 channels}}
  %0 = qsim.reorg %x {name = "a", index = 0 : i64, stride = 2 : i64, order = #qsim<reorg_order darknet>} : (tensor<1x3x8x8xf32>) -> tensor<1x12x4x4xf32>
  return
}

// -----

// reorg_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{reorg_C2: result shape is 1x12x4x8, wanted 1x12x4x4}}
  %0 = qsim.reorg %x {name = "a", index = 0 : i64, stride = 2 : i64, order = #qsim<reorg_order space_to_depth>} : (tensor<1x3x8x8xf32>) -> tensor<1x12x4x8xf32>
  return
}

// -----

// reorg_C3
func.func @test(%x: tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{reorg_C3: result elements are}}
  %0 = qsim.reorg %x {name = "a", index = 0 : i64, stride = 2 : i64, order = #qsim<reorg_order space_to_depth>} : (tensor<1x3x8x8x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x12x4x4x!quant.uniform<i8:f32, 0.25>>
  return
}
