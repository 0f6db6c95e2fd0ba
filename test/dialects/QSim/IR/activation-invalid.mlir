// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.activation.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// activation_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{activation_C1: result shape is 1x3x4x8, wanted 1x3x8x8}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation clip is given alpha, wanted alpha and beta}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation clip>, alpha = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation leaky_relu is given neither alpha nor beta, wanted alpha}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky_relu>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation pow is given beta, wanted alpha}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation pow>, beta = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation relu is given alpha, wanted neither alpha nor beta}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation relu>, alpha = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation selu is given alpha, wanted alpha and beta or neither of them}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation selu>, alpha = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation elu is given alpha and beta, wanted alpha or neither of them}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation elu>, alpha = 1.0 : f32, beta = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: a parameter of the activation leaky_relu is -0.5, wanted a finite number >= 0}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky_relu>, alpha = -0.5 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: a parameter of the activation clip is NaN, wanted a number}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation clip>, alpha = 0x7FC00000 : f32, beta = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: a parameter of the activation affine is +Inf, wanted a finite number}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation affine>, alpha = 0x7F800000 : f32, beta = 1.0 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C6
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C6: the activation hard_sigmoid is given neither alpha nor beta, wanted alpha and beta}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, activation = #qsim<activation hard_sigmoid>}
      : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}
