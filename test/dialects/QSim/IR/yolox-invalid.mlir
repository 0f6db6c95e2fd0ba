// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.yolox.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// yolox_C1
func.func @test(%x: tensor<1x7x2x4xf32>) {
  // expected-error@+1 {{yolox_C1: there are 0 classes, wanted 1..65536}}
  %0 = qsim.yolox %x {name = "a", index = 0 : i64, classes = 0 : i64, strides = array<i64: 1>} : (tensor<1x7x2x4xf32>) -> tensor<1x7x2x4xf32>
  return
}

// -----

// yolox_C2: none
func.func @test(%x: tensor<1x7x2x4xf32>) {
  // expected-error@+1 {{yolox_C2: there are no strides, wanted at least one}}
  %0 = qsim.yolox %x {name = "a", index = 0 : i64, classes = 2 : i64, strides = array<i64>} : (tensor<1x7x2x4xf32>) -> tensor<1x7x2x4xf32>
  return
}

// -----

// yolox_C2: 4 does not divide 2
func.func @test(%x: tensor<1x7x2x4xf32>) {
  // expected-error@+1 {{yolox_C2: a stride is 4, wanted a divisor of the picture's height 2 and width 4}}
  %0 = qsim.yolox %x {name = "a", index = 0 : i64, classes = 2 : i64, strides = array<i64: 1, 4>} : (tensor<1x7x2x4xf32>) -> tensor<1x7x2x4xf32>
  return
}

// -----

// yolox_C3: 2 * 4 + 1 * 2 = 10 cells of 7 values; 56 are there
func.func @test(%x: tensor<1x7x2x4xf32>) {
  // expected-error@+1 {{yolox_C3: the input has 56 values, wanted 10 cells * (5 + 2 classes)}}
  %0 = qsim.yolox %x {name = "a", index = 0 : i64, classes = 2 : i64, strides = array<i64: 1, 2>} : (tensor<1x7x2x4xf32>) -> tensor<1x7x2x4xf32>
  return
}

// -----

// yolox_C4
func.func @test(%x: tensor<1x7x2x4xf32>) {
  // expected-error@+1 {{yolox_C4: result is 'tensor<1x7x4x2xf32>', wanted 'tensor<1x7x2x4xf32>'}}
  %0 = qsim.yolox %x {name = "a", index = 0 : i64, classes = 2 : i64, strides = array<i64: 1>} : (tensor<1x7x2x4xf32>) -> tensor<1x7x4x2xf32>
  return
}
