// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.detection.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// detection_C1
func.func @test(%x: tensor<1x24x1x1xf32>) {
  // expected-error@+1 {{detection_C1: classes is 1, side is 2, num is 0, wanted 1..65536 each}}
  %0 = qsim.detection %x {name = "a", index = 0 : i64, classes = 1 : i64, side = 2 : i64, num = 0 : i64} : (tensor<1x24x1x1xf32>) -> tensor<1x24x1x1xf32>
  return
}

// -----

// detection_C2: 2 * 2 * (2 + 5)
func.func @test(%x: tensor<1x24x1x1xf32>) {
  // expected-error@+1 {{detection_C2: the input has 24 values, wanted 28 = 2 * 2 cells * (2 classes + 5 * 1 boxes)}}
  %0 = qsim.detection %x {name = "a", index = 0 : i64, classes = 2 : i64, side = 2 : i64, num = 1 : i64} : (tensor<1x24x1x1xf32>) -> tensor<1x24x1x1xf32>
  return
}

// -----

// detection_C3
func.func @test(%x: tensor<1x24x1x1xf32>) {
  // expected-error@+1 {{detection_C3: result is 'tensor<1x6x2x2xf32>', wanted 'tensor<1x24x1x1xf32>'}}
  %0 = qsim.detection %x {name = "a", index = 0 : i64, classes = 1 : i64, side = 2 : i64, num = 1 : i64} : (tensor<1x24x1x1xf32>) -> tensor<1x6x2x2xf32>
  return
}
