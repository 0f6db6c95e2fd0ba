// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.yolo.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// yolo_C1: 2 * (5 + 2)
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C1: the input has 12 channels, wanted 14 = 2 masks * (5 + 2 classes)}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 2 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C2: pairs
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C2: there are 3 anchor numbers, wanted pairs}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C2: no anchors
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C2: there are 0 anchor numbers, wanted pairs}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C2: positive
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C2: anchor number 0}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 0.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C2: mask
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C2: mask is 2, wanted an index of one of 2 anchors}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 2>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C2: mask below 0
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C2: mask is -1, wanted an index of one of 2 anchors}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: -1, 0>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C3: shape
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C3: result is 'tensor<1x12x2x1xf32>', wanted 'tensor<1x12x2x2xf32>'}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x1xf32>
  return
}

// -----

// yolo_C3: elements
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{wanted 'tensor<1x12x2x2xf32>'}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2x!quant.uniform<i8:f32, 0.5>>
  return
}

// -----

// yolo_C4: classes
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C4: there are 0 classes and 2 masks, wanted 1..65536 classes and at least one mask}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 0 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C4: masks
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C4: there are 1 classes and 0 masks}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>}
      : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C5: not a number
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C5: scale_x_y is nan}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>, scale_x_y = 0x7FC00000 : f32} : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}

// -----

// yolo_C5: beta_nms
func.func @test(%x: tensor<1x12x2x2xf32>) {
  // expected-error@+1 {{yolo_C5: scale_x_y is 1}}
  %0 = qsim.yolo %x {name = "a", index = 0 : i64, classes = 1 : i64, mask = array<i64: 0, 1>, anchors = array<f32: 1.0, 2.0, 3.0, 4.0>, beta_nms = 0.0 : f32} : (tensor<1x12x2x2xf32>) -> tensor<1x12x2x2xf32>
  return
}
