// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.batch_norm.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// batch_norm_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{batch_norm_C1: result shape is 1x3x8x7, wanted 1x3x8x8}}
  %0 = qsim.batch_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3xf32>,
      mean = dense<1.0> : tensor<3xf32>,
      variance = dense<1.0> : tensor<3xf32>,
      biases = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x7xf32>
  return
}

// -----

// batch_norm_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{batch_norm_C2: scales is 'tensor<3x1xf32>', wanted 'tensor<3xf32>'}}
  %0 = qsim.batch_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3x1xf32>,
      mean = dense<1.0> : tensor<3xf32>,
      variance = dense<1.0> : tensor<3xf32>,
      biases = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// batch_norm_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{batch_norm_C2: mean is 'tensor<3x1xf32>', wanted 'tensor<3xf32>'}}
  %0 = qsim.batch_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3xf32>,
      mean = dense<1.0> : tensor<3x1xf32>,
      variance = dense<1.0> : tensor<3xf32>,
      biases = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// batch_norm_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{batch_norm_C2: variance is 'tensor<3x1xf32>', wanted 'tensor<3xf32>'}}
  %0 = qsim.batch_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3xf32>,
      mean = dense<1.0> : tensor<3xf32>,
      variance = dense<1.0> : tensor<3x1xf32>,
      biases = dense<1.0> : tensor<3xf32>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// batch_norm_C2
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{batch_norm_C2: biases is 'tensor<3x1xf32>', wanted 'tensor<3xf32>'}}
  %0 = qsim.batch_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3xf32>,
      mean = dense<1.0> : tensor<3xf32>,
      variance = dense<1.0> : tensor<3xf32>,
      biases = dense<1.0> : tensor<3x1xf32>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// batch_norm_C3
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{batch_norm_C3: epsilon is -1.000000e-03}}
  %0 = qsim.batch_norm %x {name = "a", index = 0 : i64, scales = dense<1.0> : tensor<3xf32>, mean = dense<0.0> : tensor<3xf32>,
      variance = dense<1.0> : tensor<3xf32>, biases = dense<0.0> : tensor<3xf32>, epsilon = -1.0e-3 : f32}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}
