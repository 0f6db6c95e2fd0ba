// What is never 0 in float but 0 in integers, read by a quotient, a logarithm, a reciprocal or a negative power, is told; with
// steps that are fine enough it is not. (What is 0 in float as well is refused when calibrated: the result is infinite.)
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/far.npy 1,1,2,2 1 10 100 1000
// RUN: %python %S/Inputs/write-npy.py %t/near.npy 1,1,2,2 500 600 700 1000
// RUN: qsim-opt %s --qsim-calibrate="images=%t/far.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/far.mlir
// RUN: qsim-opt %t/far.mlir --qsim-choose-scales="method=minmax calibration=%t/c.yaml" -o %t/far-out.mlir 2>&1 | FileCheck %s
// RUN: qsim-opt %t/far.mlir --qsim-choose-scales="method=minmax activation-width=12 calibration=%t/c.yaml" -o %t/far-out.mlir 2>&1 | count 0
// RUN: qsim-opt %s --qsim-calibrate="images=%t/near.npy yaml=%t/d.yaml hist=%t/d.hist" -o %t/near.mlir
// RUN: qsim-opt %t/near.mlir --qsim-choose-scales="method=minmax calibration=%t/d.yaml" -o %t/near-out.mlir 2>&1 | count 0

// 1000 / 127 = 7.87: 1 is the integer 0. With 12 bits the step is 0.4885.
// CHECK: warning: layer "div_1": its divisor "divisor_0" comes as near to zero as 1, which is 0 in integers of step 7.87{{[0-9]*}}: there the result is one end of its scale; wanted more bits
// CHECK: warning: layer "log_2": what its log reads comes as near to zero as 1, which is 0 in integers of step 7.87
// CHECK: warning: layer "reciprocal_3": what its reciprocal reads comes as near
// CHECK: warning: layer "rsqrt_4": what its pow reads comes as near
// CHECK-NOT: warning

module @zeros attributes {qsim.network = #qsim.network<name = "zeros", arithmetic = onnx, resize = stretch, classes = []>} {
  func.func @zeros(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
    %0 = qsim.activation %image {name = "divisor_0", index = 0 : i64, kind = #qsim<activation affine>, alpha = 1.0 : f32, beta = 0.0 : f32}
        : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %1 = qsim.binary %image, %0 {name = "div_1", index = 1 : i64, kind = #qsim<binary_kind div>}
        : (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %2 = qsim.activation %0 {name = "log_2", index = 2 : i64, kind = #qsim<activation log>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %3 = qsim.activation %0 {name = "reciprocal_3", index = 3 : i64, kind = #qsim<activation reciprocal>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %4 = qsim.activation %0 {name = "rsqrt_4", index = 4 : i64, kind = #qsim<activation pow>, alpha = -0.5 : f32}
        : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    %5 = qsim.activation %0 {name = "sqrt_5", index = 5 : i64, kind = #qsim<activation pow>, alpha = 0.5 : f32}
        : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
    return %5 : tensor<1x1x2x2xf32>
  }
}
