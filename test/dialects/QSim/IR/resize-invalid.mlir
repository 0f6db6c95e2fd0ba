// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.resize.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// resize_C1
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C1: the result has 3 channels, wanted 2}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 2.0>} : (tensor<1x2x4x4xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// resize_C2: one scale
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C2: the scales are [2.000000e+00], wanted two finite numbers > 0}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// resize_C2: a scale of 0
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C2: the scales are}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 0.0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// resize_C3: no roi
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C3: the roi is [] with the coordinates tf_crop_and_resize, wanted four finite numbers for tf_crop_and_resize and none for others}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates tf_crop_and_resize>, scales = array<f32: 2.0, 2.0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// resize_C3: a roi for other coordinates
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C3: the roi is}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates asymmetric>, scales = array<f32: 2.0, 2.0>, roi = array<f32: 0.0, 1.0, 0.0, 1.0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// resize_C4
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C4: cubic_a is}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 2.0>, cubic_a = 0x7F800000 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// resize_C4: extrapolation
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{resize_C4: cubic_a is}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 2.0>, extrapolation = 0x7FC00000 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// resize_C5
func.func @test(%x: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{resize_C5: result elements are}}
  %0 = qsim.resize %x {name = "a", index = 0 : i64, mode = #qsim<resize_mode linear>, coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 2.0>} : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x8x8x!quant.uniform<i8:f32, 0.25>>
  return
}
