// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.region.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// region_C1: 2 * (5 + 3)
func.func @test(%x: tensor<1x14x2x2xf32>) {
  // expected-error@+1 {{region_C1: the input has 14 channels, wanted 16 = 2 anchors * (5 + 3 classes)}}
  %0 = qsim.region %x {name = "a", index = 0 : i64, classes = 3 : i64, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>} : (tensor<1x14x2x2xf32>) -> tensor<1x14x2x2xf32>
  return
}

// -----

// region_C2: pairs
func.func @test(%x: tensor<1x14x2x2xf32>) {
  // expected-error@+1 {{region_C2: there are 3 anchor numbers, wanted pairs}}
  %0 = qsim.region %x {name = "a", index = 0 : i64, classes = 2 : i64, anchors = array<f32: 1.0, 2.0, 3.0>} : (tensor<1x14x2x2xf32>) -> tensor<1x14x2x2xf32>
  return
}

// -----

// region_C2: positive
func.func @test(%x: tensor<1x14x2x2xf32>) {
  // expected-error@+1 {{region_C2: anchor number -2}}
  %0 = qsim.region %x {name = "a", index = 0 : i64, classes = 2 : i64, anchors = array<f32: 1.0, -2.0>} : (tensor<1x14x2x2xf32>) -> tensor<1x14x2x2xf32>
  return
}

// -----

// region_C3
func.func @test(%x: tensor<1x14x2x2xf32>) {
  // expected-error@+1 {{region_C3: result is 'tensor<1x14x2x1xf32>', wanted 'tensor<1x14x2x2xf32>'}}
  %0 = qsim.region %x {name = "a", index = 0 : i64, classes = 2 : i64, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>} : (tensor<1x14x2x2xf32>) -> tensor<1x14x2x1xf32>
  return
}

// -----

// region_C4
func.func @test(%x: tensor<1x14x2x2xf32>) {
  // expected-error@+1 {{region_C4: there are 0 classes, wanted 1..65536}}
  %0 = qsim.region %x {name = "a", index = 0 : i64, classes = 0 : i64, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>} : (tensor<1x14x2x2xf32>) -> tensor<1x14x2x2xf32>
  return
}
