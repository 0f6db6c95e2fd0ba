// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad pre-activation, and of weights whose scales run along the wrong dimension.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// layer_C3: piecewise linear
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C3: the activation relu6 has a pre-activation, wanted one with table activations only}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, activation = #qsim<activation relu6>, preactivation = !quant.uniform<i8:f32, 0.5>} : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C3: linear
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C3: the activation linear has a pre-activation}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, preactivation = !quant.calibrated<f32<-1.0:1.0>>} : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C4: neither observed nor chosen
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C4: the pre-activation is 'f32', wanted a calibrated or a signed, full-range, per-tensor quantized f32}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, activation = #qsim<activation mish>, preactivation = f32} : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C4: narrow
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C4: the pre-activation is}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, activation = #qsim<activation mish>, preactivation = !quant.uniform<i8<-127:127>:f32, 0.5>} : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C4: unsigned
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C4: the pre-activation is}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, activation = #qsim<activation mish>, preactivation = !quant.uniform<u8:f32, 0.5>} : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C4: per axis
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{layer_C4: the pre-activation is}}
  %0 = qsim.add %x, %x {name = "a", index = 0 : i64, activation = #qsim<activation mish>, preactivation = !quant.uniform<i8:f32:0, {0.5, 0.25}>} : (tensor<1x3x8x8xf32>, tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// layer_C5: the outputs of a connected layer are dimension 0
func.func @test(%z: tensor<1x2x8x8xf32>) {
  %y = qsim.avg_pool2d %z {name = "b", index = 0 : i64} : (tensor<1x2x8x8xf32>) -> tensor<1x2x1x1xf32>
  %w = qsim.parameter dense<0.5> : tensor<2x2xf32> -> tensor<2x2x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25}>>
  // expected-error@+1 {{layer_C5: the scales of the weights run along dimension 1, wanted 0}}
  %0 = qsim.connected %y, %w {name = "a", index = 0 : i64} : (tensor<1x2x1x1xf32>, tensor<2x2x!quant.uniform<i8<-127:127>:f32:1, {0.5, 0.25}>>) -> tensor<1x2x1x1xf32>
  return
}

// -----

// layer_C5: the filters of a local layer are dimension 1
func.func @test(%z: tensor<1x2x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<1x2x2x64xf32> -> tensor<1x2x2x64x!quant.uniform<i8<-127:127>:f32:0, {0.5}>>
  // expected-error@+1 {{layer_C5: the scales of the weights run along dimension 0, wanted 1}}
  %0 = qsim.local %z, %w {name = "a", index = 0 : i64, size = 8 : i64, stride = 1 : i64, pad = 0 : i64} : (tensor<1x2x8x8xf32>, tensor<1x2x2x64x!quant.uniform<i8<-127:127>:f32:0, {0.5}>>) -> tensor<1x2x1x1xf32>
  return
}
