// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.constant.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// constant_C1: shape
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{constant_C1: values is 'tensor<32xf32>', wanted 'tensor<2x4x4xf32>'}}
  %0 = qsim.constant {name = "a", index = 0 : i64, values = dense<0.5> : tensor<32xf32>} -> tensor<1x2x4x4xf32>
  return
}

// -----

// constant_C1: elements
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{constant_C1: values is 'tensor<2x4x4xf16>', wanted 'tensor<2x4x4xf32>'}}
  %0 = qsim.constant {name = "a", index = 0 : i64, values = dense<0.5> : tensor<2x4x4xf16>} -> tensor<1x2x4x4xf32>
  return
}
