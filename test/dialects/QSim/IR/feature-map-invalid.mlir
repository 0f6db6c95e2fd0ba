// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad feature map.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// batch of two
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be 1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<2x3x8x8xf32>
  return
}

// -----

// rank
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be 1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<3x8x8xf32>
  return
}

// -----

// elements
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be 1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf16>
  return
}

// -----

// unsigned
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be 1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8x!quant.uniform<u8:f32, 0.5>>
  return
}

// -----

// size
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be 1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x65537xf32>
  return
}

// -----

// dynamic
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{must be 1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements}}
  %0 = qsim.activation %x {name = "a", index = 0 : i64, kind = #qsim<activation leaky>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x?xf32>
  return
}
