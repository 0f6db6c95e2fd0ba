// SPDX-License-Identifier: Apache-2.0
// What folds away, and that layers do not.
// RUN: qsim-opt %s --canonicalize --cse | FileCheck %s -enable-var-scope

// CHECK-LABEL: func.func @linear
// CHECK-SAME: (%[[X:.*]]: tensor<1x2x4x4xf32>)
// CHECK-NEXT: %[[SUM:.*]] = qsim.add %[[X]], %[[X]]
// CHECK-NEXT: return %[[SUM]]
func.func @linear(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
  %s = qsim.add %x, %x {name = "s", index = 0 : i64} : (tensor<1x2x4x4xf32>, tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  %0 = qsim.activation %s {name = "a", index = 0 : i64, kind = #qsim<activation linear>}
      : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return %0 : tensor<1x2x4x4xf32>
}

// A part of which something is asked stays, and so does one that changes the type, or that has an index of its own.
// CHECK-LABEL: func.func @asked
// CHECK: qsim.activation
// CHECK: qsim.activation
// CHECK: qsim.activation
func.func @asked(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4x!quant.calibrated<f32<-1.0:1.0>>> {
  %s = qsim.activation %x {name = "s", index = 0 : i64, kind = #qsim<activation linear>}
      : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  %0 = qsim.activation %s {name = "a", index = 0 : i64, kind = #qsim<activation linear>, ceiling = #qsim<mode float>}
      : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  %1 = qsim.activation %0 {name = "b", index = 0 : i64, kind = #qsim<activation linear>}
      : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4x!quant.calibrated<f32<-1.0:1.0>>>
  return %1 : tensor<1x2x4x4x!quant.calibrated<f32<-1.0:1.0>>>
}

// Nobody reads the pool and both pools are equal: layers stay. Nobody reads the
// weights: they go.
// CHECK-LABEL: func.func @unused
// CHECK-NOT: qsim.parameter
// CHECK: qsim.max_pool2d
// CHECK: qsim.max_pool2d
func.func @unused(%x: tensor<1x2x4x4xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
  %0 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 1, 1>,
      strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  %1 = qsim.max_pool2d %x {name = "a", index = 0 : i64, kernel = array<i64: 1, 1>,
      strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}
