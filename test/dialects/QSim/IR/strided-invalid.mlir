// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.strided.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// strided_C1: no size
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C1: sizes are [] and steps are [], wanted 1 to 8 sizes of 1..2147483647, as many steps, and fewer than 2^31 elements}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64>, steps = array<i64>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

// strided_C1: nine sizes
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C1: sizes are}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 1, 1, 1, 1, 1, 1, 1, 1, 1>, steps = array<i64: 1, 1, 1, 1, 1, 1, 1, 1, 1>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

// strided_C1: a size of 0
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C1: sizes are}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 0, 4>, steps = array<i64: 1, 1>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x4xf32>
  return
}

// -----

// strided_C1: a step too few
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C1: sizes are}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 2, 4>, steps = array<i64: 1>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x2x4xf32>
  return
}

// -----

// strided_C1: the product of the sizes is 2^32
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C1: sizes are}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 65536, 65536>, steps = array<i64: 0, 0>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x65536x65536xf32>
  return
}

// -----

// strided_C1: a step of 2^31
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C1: sizes are}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 1, 4>, steps = array<i64: 2147483648, 1>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x4xf32>
  return
}

// -----

// strided_C2
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C2: the result has 4 elements, wanted 8}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 2, 4>, steps = array<i64: 4, 1>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x4xf32>
  return
}

// -----

// strided_C3: the last index is 25 + 1 * 4 + 3 = 32
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C3: with offset 25, sizes [2, 4] and steps [4, 1] an index lies outside the input, wanted 0..31}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 2, 4>, steps = array<i64: 4, 1>, offset = 25 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x2x4xf32>
  return
}

// -----

// strided_C3: the first index is 2 - 3
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C3: with offset 2}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 4>, steps = array<i64: -1>, offset = 2 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x4xf32>
  return
}

// -----

// strided_C3: a negative offset, though all steps go up
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C3: with offset -1}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 4>, steps = array<i64: 1>, offset = -1 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x1x4xf32>
  return
}

// -----

// strided_C3: the last index is near 2^61
func.func @test(%x: tensor<1x2x4x4xf32>) {
  // expected-error@+1 {{strided_C3: with offset 0}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 1073741824>, steps = array<i64: 2147483647>, offset = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x1x16384x65536xf32>
  return
}

// -----

// strided_C4
func.func @test(%x: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) {
  // expected-error@+1 {{strided_C4: result elements are}}
  %0 = qsim.strided %x {name = "a", index = 0 : i64, sizes = array<i64: 32>, steps = array<i64: 1>, offset = 0 : i64} : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.25>>
  return
}
