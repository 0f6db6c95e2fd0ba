// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.lrn.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// lrn_C1
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{lrn_C1: result shape is 1x2x4x5, wanted 1x2x4x4}}
  %0 = qsim.lrn %x {name = "a", index = 0 : i64, size = 3 : i64, alpha = 1.0 : f32, beta = 0.5 : f32, bias = 1.0 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x5xf32>
  return
}

// -----

// lrn_C2: batch
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{lrn_C2: batch is 3 and size 3, wanted a divisor of 2 channels and 1..65536}}
  %0 = qsim.lrn %x {name = "a", index = 0 : i64, batch = 3 : i64, size = 3 : i64, alpha = 1.0 : f32, beta = 0.5 : f32, bias = 1.0 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// lrn_C2: size
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{lrn_C2: batch is 1 and size 0}}
  %0 = qsim.lrn %x {name = "a", index = 0 : i64, size = 0 : i64, alpha = 1.0 : f32, beta = 0.5 : f32, bias = 1.0 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}

// -----

// lrn_C3
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{lrn_C3: alpha is}}
  %0 = qsim.lrn %x {name = "a", index = 0 : i64, size = 3 : i64, alpha = 1.0 : f32, beta = 0x7FC00000 : f32, bias = 1.0 : f32} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  return
}
