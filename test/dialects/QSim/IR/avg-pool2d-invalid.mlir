// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.avg_pool2d.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// avg_pool_C1
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{avg_pool_C1: result shape is 1x3x2x1, wanted 1x3x1x1}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64} : (tensor<1x3x8x8xf32>) -> tensor<1x3x2x1xf32>
  return
}

// -----

// avg_pool_C2: 2^11 + 1 times 2^11
func.func @test(%x: tensor<1x1x2049x2048xf32>) {
  // expected-error@+1 {{avg_pool_C2: the map has 4196352 places, wanted at most 4194304}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64} : (tensor<1x1x2049x2048xf32>) -> tensor<1x1x1x1xf32>
  return
}
