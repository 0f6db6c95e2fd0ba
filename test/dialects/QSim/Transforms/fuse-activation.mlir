// The kind of an activation becomes the convolution's; a linear one vanishes anywhere.
// RUN: qsim-opt %s --qsim-fuse-activation | FileCheck %s --enable-var-scope

// CHECK-LABEL: func.func @n
func.func @n(%image: tensor<1x1x2x2xf32>) -> tensor<1x2x2x2xf32> {
  %i = qsim.activation %image {name = "linear", index = 0 : i64, kind = #qsim<activation linear>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  %w = qsim.parameter dense<0.5> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
  // CHECK: %[[C:.*]] = qsim.conv2d %arg0,
  // CHECK-SAME: activation = #qsim<activation leaky>
  %0 = qsim.conv2d %i, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
  // CHECK-NOT: qsim.activation
  %1 = qsim.activation %0 {name = "conv_0/activation", index = 0 : i64, kind = #qsim<activation leaky>} : (tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  // CHECK: return %[[C]]
  return %1 : tensor<1x2x2x2xf32>
}

// A sum has one too.
// CHECK-LABEL: func.func @add
func.func @add(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
  // CHECK: qsim.add
  // CHECK-SAME: activation = #qsim<activation relu>
  %0 = qsim.add %image, %image {name = "shortcut_0", index = 0 : i64} : (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  // CHECK-NOT: qsim.activation
  %1 = qsim.activation %0 {name = "shortcut_0/activation", index = 0 : i64, kind = #qsim<activation relu>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  return %1 : tensor<1x1x2x2xf32>
}

// Parameters go along.
// CHECK-LABEL: func.func @clip
func.func @clip(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
  // CHECK: qsim.add
  // CHECK-SAME: activation = #qsim<activation clip>, alpha = -1.000000e+00 : f32, beta = 6.000000e+00 : f32
  %0 = qsim.add %image, %image {name = "shortcut_0", index = 0 : i64} : (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  // CHECK-NOT: qsim.activation
  %1 = qsim.activation %0 {name = "shortcut_0/activation", index = 0 : i64, kind = #qsim<activation clip>, alpha = -1.0 : f32, beta = 6.0 : f32}
      : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  return %1 : tensor<1x1x2x2xf32>
}

// With an index of its own it is a layer, even behind one that could take it.
// CHECK-LABEL: func.func @layer
func.func @layer(%image: tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32> {
  // CHECK: qsim.add %{{.*}}, %{{.*}} {index = 0 : i64, name = "add_0"}
  %0 = qsim.add %image, %image {name = "add_0", index = 0 : i64} : (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  // CHECK: qsim.activation %{{.*}} {index = 1 : i64, kind = #qsim<activation relu>, name = "relu_1"}
  %1 = qsim.activation %0 {name = "relu_1", index = 1 : i64, kind = #qsim<activation relu>} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
  return %1 : tensor<1x1x2x2xf32>
}
