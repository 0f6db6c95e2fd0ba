// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of the records of the host.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// yolo_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C1: reads 2 tensors, wanted 1}}
  qnet.yolo "y0" at 0 reads [-1, -1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C1: float32
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C1: has a quantized output, a host layer writes float32}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// yolo_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: classes is 0, wanted at least 1}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 0 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C2: pairs
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: has 1 anchor numbers, wanted pairs}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0>}
}

// -----

// yolo_C2: positive
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: an anchor is -4.000000e+00, wanted positive numbers}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, -4.0>}
}

// -----

// yolo_C2: empty mask
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: has an empty mask}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C2: mask
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: mask names anchor 1 of 1}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 1>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{yolo_C3: reads 3 channels, wanted 6}}
  qnet.yolo "y0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
}

// -----

// yolo_C2: no anchors
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C2: has 0 anchor numbers, wanted pairs}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32>}
}

// -----

// yolo_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C4: scale_x_y is 0.000000e+00, wanted a positive finite number}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>, scale_x_y = 0.0 : f32}
}

// -----

// yolo_C4
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{yolo_C4: beta_nms is -1.000000e+00, wanted a positive finite number}}
  qnet.yolo "y0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>, beta_nms = -1.0 : f32}
}

// -----

// region_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{region_C1: reads 2 tensors, wanted 1}}
  qnet.region "r0" at 0 reads [-1, -1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, softmax = true, anchors = array<f32: 1.0, 2.0>}
}

// -----

// region_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{region_C2: classes is 0, wanted at least 1}}
  qnet.region "r0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 0 : i32, softmax = true, anchors = array<f32: 1.0, 2.0>}
}

// -----

// region_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{region_C2: has 0 anchor numbers, wanted pairs}}
  qnet.region "r0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, softmax = true, anchors = array<f32>}
}

// -----

// region_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{region_C2: an anchor is 0.000000e+00, wanted positive numbers}}
  qnet.region "r0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 1 : i32, softmax = true, anchors = array<f32: 0.0, 1.0>}
}

// -----

// region_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
  // expected-error @below {{region_C3: reads 6 channels, wanted 7}}
  qnet.region "r0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, classes = 2 : i32, softmax = true, anchors = array<f32: 1.0, 2.0>}
}

// -----

// detection_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [24, 1, 1] {
  // expected-error @below {{detection_C1: reads 2 tensors, wanted 1}}
  qnet.detection "d0" at 0 reads [-1, -1] shape [24, 1, 1] {scale_group = 0 : i32, classes = 1 : i32, side = 2 : i32, num = 1 : i32, softmax = false, sqrt = false}
}

// -----

// detection_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [24, 1, 1] {
  // expected-error @below {{detection_C2: side is 0, wanted at least 1}}
  qnet.detection "d0" at 0 reads [-1] shape [24, 1, 1] {scale_group = 0 : i32, classes = 1 : i32, side = 0 : i32, num = 1 : i32, softmax = false, sqrt = false}
}

// -----

// detection_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [24, 1, 1] {
  // expected-error @below {{detection_C2: num is 0, wanted at least 1}}
  qnet.detection "d0" at 0 reads [-1] shape [24, 1, 1] {scale_group = 0 : i32, classes = 1 : i32, side = 2 : i32, num = 0 : i32, softmax = false, sqrt = false}
}

// -----

// detection_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [24, 1, 1] {
  // expected-error @below {{detection_C3: reads 24 values, wanted 2 x 2 x (2 + 1 x 5)}}
  qnet.detection "d0" at 0 reads [-1] shape [24, 1, 1] {scale_group = 0 : i32, classes = 2 : i32, side = 2 : i32, num = 1 : i32, softmax = false, sqrt = false}
}

// -----

// softmax_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{softmax_C1: reads 2 tensors, wanted 1}}
  qnet.softmax "s0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 1 : i32, temperature = 1.0 : f32}
}

// -----

// softmax_C1: float32
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{softmax_C1: has a quantized output, a host layer writes float32}}
  qnet.softmax "s0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 1 : i32, temperature = 1.0 : f32, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// softmax_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{softmax_C2: groups is 0, wanted at least 1}}
  qnet.softmax "s0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 0 : i32, temperature = 1.0 : f32}
}

// -----

// softmax_C2: divisor
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{softmax_C2: groups is 5, wanted a divisor of the 192 values}}
  qnet.softmax "s0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 5 : i32, temperature = 1.0 : f32}
}

// -----

// softmax_C2: temperature
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{softmax_C2: temperature is 0.000000e+00, wanted a positive finite number}}
  qnet.softmax "s0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 1 : i32, temperature = 0.0 : f32}
}

// -----

// cost_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{cost_C1: reads 2 tensors, wanted 1}}
  qnet.cost "c0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32}
}

// -----

// yolox_C1
qnet.network @n arithmetic onnx resize stretch classes [] shape [7, 2, 4] {
  // expected-error @below {{yolox_C1: reads 2 tensors, wanted 1}}
  qnet.yolox "y0" at 0 reads [-1, -1] shape [7, 2, 4] {scale_group = 0 : i32, classes = 2 : i32, strides = array<i32: 1>}
}

// -----

// yolox_C2: classes
qnet.network @n arithmetic onnx resize stretch classes [] shape [7, 2, 4] {
  // expected-error @below {{yolox_C2: classes is 0, wanted at least 1}}
  qnet.yolox "y0" at 0 reads [-1] shape [7, 2, 4] {scale_group = 0 : i32, classes = 0 : i32, strides = array<i32: 1>}
}

// -----

// yolox_C2: no strides
qnet.network @n arithmetic onnx resize stretch classes [] shape [7, 2, 4] {
  // expected-error @below {{yolox_C2: has no strides}}
  qnet.yolox "y0" at 0 reads [-1] shape [7, 2, 4] {scale_group = 0 : i32, classes = 2 : i32, strides = array<i32>}
}

// -----

// yolox_C2: a stride
qnet.network @n arithmetic onnx resize stretch classes [] shape [7, 2, 4] {
  // expected-error @below {{yolox_C2: a stride is 0, wanted at least 1}}
  qnet.yolox "y0" at 0 reads [-1] shape [7, 2, 4] {scale_group = 0 : i32, classes = 2 : i32, strides = array<i32: 0>}
}

// -----

// yolox_C2: a divisor of both sides
qnet.network @n arithmetic onnx resize stretch classes [] shape [7, 2, 4] {
  // expected-error @below {{yolox_C2: a stride is 4, wanted a divisor of 2 and 4}}
  qnet.yolox "y0" at 0 reads [-1] shape [7, 2, 4] {scale_group = 0 : i32, classes = 2 : i32, strides = array<i32: 4>}
}

// -----

// yolox_C3: 2 * 4 + 1 * 2 cells
qnet.network @n arithmetic onnx resize stretch classes [] shape [7, 2, 4] {
  // expected-error @below {{yolox_C3: reads 56 values, wanted 10 cells x 7}}
  qnet.yolox "y0" at 0 reads [-1] shape [7, 2, 4] {scale_group = 0 : i32, classes = 2 : i32, strides = array<i32: 1, 2>}
}
