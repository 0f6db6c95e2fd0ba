// A network that keeps the contract passes unchanged.
// RUN: qsim-opt %s --qsim-check-quantized | FileCheck %s

!a = !quant.uniform<i8:f32, 0.5>
!w = !quant.uniform<i8<-127:127>:f32, 0.25>
// CHECK-LABEL: func.func @n
func.func @n(%image: tensor<1x1x2x2x!a>) -> tensor<1x2x2x2x!a> {
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!w>
  // CHECK: qsim.conv2d
  %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2x!a>, tensor<2x1x1x1x!w>) -> tensor<1x2x2x2x!a>
  return %0 : tensor<1x2x2x2x!a>
}
