// SPDX-License-Identifier: Apache-2.0
// Layers that keep the scale of their input but write values that it does not reach: the scale holds them, unless they stand for an infinity.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 1 0 1
// RUN: qsim-opt %t/pads.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/pads-calibrated.mlir
// RUN: qsim-opt %t/pads-calibrated.mlir --qsim-choose-scales="method=minmax head-width=8 calibration=%t/c.yaml" | FileCheck %s --check-prefix=PADS
// RUN: qsim-opt %t/cubic.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/d.yaml hist=%t/d.hist" -o %t/cubic-calibrated.mlir
// RUN: qsim-opt %t/cubic-calibrated.mlir --qsim-choose-scales="method=minmax head-width=8 calibration=%t/d.yaml" | FileCheck %s --check-prefix=CUBIC
// RUN: qsim-opt %t/cubic-calibrated.mlir --qsim-choose-scales="method=minmax activations=asymmetric calibration=%t/d.yaml" | FileCheck %s --check-prefix=ZERO

// The picture reaches 1, the first pad 4, the activation behind it -8: 4/127 for both, 8/128.
// PADS: func.func @pads(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.0314960{{[0-9]*}}>>
// PADS: qsim.pad {{.*}} -> tensor<1x1x2x3x!quant.uniform<i8:f32, 0.0314960{{[0-9]*}}>>
// PADS: qsim.activation {{.*}} -> tensor<1x1x2x3x!quant.uniform<i8:f32, 6.250000e-02>>
// 65 is more than 8 times 8.
// PADS: qsim.pad {{.*}} -> tensor<1x1x2x4x!quant.uniform<i8:f32, 6.250000e-02>>

// A row of 0 and 1 at twice its width: x = (i + 0.5) / 2 - 0.5. At x = 1.25 the taps are 0, 1, 1, 1 (indices limited); the first one is 1.25 away and
// has the weight -0.10546875 (a = -0.75), all sum to 1: the result is 1.10546875. At x = -0.25 it is -0.10546875.
// 1.10546875 / 127 = 0.0087044
// CUBIC: func.func @cubic(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.0087044{{[0-9]*}}>>
// CUBIC: qsim.resize {{.*}} -> tensor<1x1x2x4x!quant.uniform<i8:f32, 0.0087044{{[0-9]*}}>>
// From -0.10546875 to 1.10546875: (1.2109375) / 255 = 0.00474877, zero point rint(-128 + 22.21) = -106.
// ZERO: func.func @cubic(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.00474877{{[0-9]*}}:-106>>

//--- pads.mlir
module @pads attributes {qsim.network = #qsim.network<name = "pads", arithmetic = onnx, resize = stretch, classes = []>} {
  func.func @pads(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x4xf32> {
    %0 = qsim.pad %image {name = "pad_0", index = 0 : i64, dims = array<i64: 1, 2, 2>, before = array<i64: 0, 0, 0>, after = array<i64: 0, 0, 1>,
        mode = #qsim<pad_mode constant>, value = 4.0 : f32} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x3xf32>
    %1 = qsim.activation %0 {name = "twice_1", index = 1 : i64, kind = #qsim<activation affine>, alpha = -2.0 : f32, beta = 0.0 : f32}
        : (tensor<1x1x2x3xf32>) -> tensor<1x1x2x3xf32>
    %2 = qsim.pad %1 {name = "pad_2", index = 2 : i64, dims = array<i64: 1, 2, 3>, before = array<i64: 0, 0, 0>, after = array<i64: 0, 0, 1>,
        mode = #qsim<pad_mode constant>, value = -65.0 : f32} : (tensor<1x1x2x3xf32>) -> tensor<1x1x2x4xf32>
    return %2 : tensor<1x1x2x4xf32>
  }
}
//--- cubic.mlir
module @cubic attributes {qsim.network = #qsim.network<name = "cubic", arithmetic = onnx, resize = stretch, classes = []>} {
  func.func @cubic(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x4xf32> {
    %0 = qsim.resize %image {name = "resize_0", index = 0 : i64, mode = #qsim<resize_mode cubic>, coordinates = #qsim<coordinates half_pixel>,
        scales = array<f32: 1.0, 2.0>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x4xf32>
    return %0 : tensor<1x1x2x4xf32>
  }
}
