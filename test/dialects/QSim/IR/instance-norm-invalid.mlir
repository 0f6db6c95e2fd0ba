// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.instance_norm.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// instance_norm_C1
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{instance_norm_C1: result shape is 1x2x4x5, wanted 1x2x4x4}}
  %0 = qsim.instance_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<2xf32>, biases = dense<0.0> : tensor<2xf32>, epsilon = 1.0e-5 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x5xf32>
  return
}

// -----

// instance_norm_C2: scales
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{instance_norm_C2: scales is 'tensor<3xf32>', wanted 'tensor<2xf32>'}}
  %0 = qsim.instance_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3xf32>, biases = dense<0.0> : tensor<2xf32>, epsilon = 1.0e-5 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// instance_norm_C2: biases
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{instance_norm_C2: biases is 'tensor<2xf64>', wanted 'tensor<2xf32>'}}
  %0 = qsim.instance_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<2xf32>, biases = dense<0.0> : tensor<2xf64>, epsilon = 1.0e-5 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// instance_norm_C3
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{instance_norm_C3: epsilon is -1.000000e+00, wanted a finite number >= 0}}
  %0 = qsim.instance_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<2xf32>, biases = dense<0.0> : tensor<2xf32>, epsilon = -1.0 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}
