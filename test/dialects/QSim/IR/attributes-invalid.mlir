// SPDX-License-Identifier: Apache-2.0
// What the verifier says of bad attributes of the dialect.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// expected-error@+1 {{network_C1: qsim.network must be a #qsim.network on a module}}
module attributes {qsim.network = "scenes"} {}

// -----

// expected-error@+1 {{network_C1: qsim.network must be a #qsim.network on a module}}
func.func @test() attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = []>} {
  return
}

// -----

module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @test(%x: tensor<1x3x8x8xf32>) {
    // expected-note@+1 {{the first layer of that name}}
    %0 = qsim.activation %x {name = "twice", index = 0 : i64, kind = #qsim<activation leaky>}
        : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
    // expected-error@+1 {{network_C2: the name "twice" is taken, wanted a unique one}}
    %1 = qsim.activation %x {name = "twice", index = 1 : i64, kind = #qsim<activation leaky>}
        : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
    return
  }
}

// -----

// expected-error@+1 {{network_C3: the network is named "a b", wanted letters, digits, '_', '.', '-' or '/'}}
module attributes {qsim.network = #qsim.network<name = "a b", arithmetic = pjreddie, resize = stretch, classes = []>} {}

// -----

// expected-error@+1 {{network_C4: class 7 : i64 is not a string}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = ["x", 7]>} {}

// -----

// expected-error@+1 {{datapath_C1: qsim.datapath must be a #qsim.datapath on a module}}
module attributes {qsim.datapath = 32} {}

// -----

// expected-error@+1 {{datapath_C2: accumulator_bits is 49, wanted 2..48}}
module attributes {qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 49, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 2, wide_multiplier_bits = 15, max_shift = 62>} {}

// -----

// expected-error@+1 {{datapath_C3: wide_bias_bits is 48, wanted 2..40}}
module attributes {qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 40, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62>} {}

// -----

// 63 - 48 = 15
// expected-error@+1 {{datapath_C4: wide_multiplier_bits is 16, wanted 2..15 with an accumulator of 48 bits}}
module attributes {qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 16, max_shift = 62>} {}

// -----

// expected-error@+1 {{datapath_C5: max_shift is 63, wanted 1..62}}
module attributes {qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 63>} {}

// -----

// expected-error@+1 {{datapath_C6: table_bits is 17, wanted 2..16}}
module attributes {qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62, table_bits = 17>} {}

// -----

// expected-error@+1 {{request_C1: qsim.request is 8 : i64, wanted a dictionary}}
func.func @test(%x: tensor<1x3x8x8xf32> {qsim.request = 8 : i64}) {
  return
}

// -----

// expected-error@+1 {{accumulator_range_C1: qsim.accumulator_range is array<i64: 1, 2>, wanted array<i64: lo, hi> with lo <= hi on a layer with weights}}
func.func @test() attributes {qsim.accumulator_range = array<i64: 1, 2>} {
  return
}

// -----

func.func @test(%x: tensor<1x3x8x8xf32>) {
  %w = qsim.parameter dense<0.5> : tensor<4x3x1x1xf32> -> tensor<4x3x1x1xf32>
  // expected-error@+1 {{accumulator_range_C1: qsim.accumulator_range is array<i64: 2, 1>}}
  %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
      pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, qsim.accumulator_range = array<i64: 2, 1>}
      : (tensor<1x3x8x8xf32>, tensor<4x3x1x1xf32>) -> tensor<1x4x8x8xf32>
  return
}

// -----

// Weights have an accumulator, a pool has none.
func.func @test(%x: tensor<1x3x8x8xf32>) {
  // expected-error@+1 {{accumulator_range_C1: qsim.accumulator_range is array<i64: 1, 2>}}
  %0 = qsim.avg_pool2d %x {name = "a", index = 0 : i64, qsim.accumulator_range = array<i64: 1, 2>}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
  return
}

// -----

// expected-error@+1 {{network_C5: crop_side is 0 with the resize crop, wanted one above 0 with crop only}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = crop, classes = []>} {}

// -----

// expected-error@+1 {{network_C5: crop_side is 8 with the resize stretch, wanted one above 0 with crop only}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = [], preprocess = #qsim.preprocess<crop_side = 8>>} {}

// -----

// expected-error@+1 {{preprocess_C1: crop_side is -1, wanted 0..65536}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = crop, classes = [], preprocess = #qsim.preprocess<crop_side = -1>>} {}

// -----

// expected-error@+1 {{preprocess_C2: scale is 256, wanted 255 or 1}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = [], preprocess = #qsim.preprocess<scale = 256>>} {}

// -----

// expected-error@+1 {{preprocess_C3: mean is array<f32: 1.000000e+00>, wanted three finite numbers}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = [], preprocess = #qsim.preprocess<mean = array<f32: 1.0>>>} {}

// -----

// expected-error@+1 {{preprocess_C3: std is array<f32: 1.000000e+00, 0.000000e+00, 1.000000e+00>, wanted three numbers above 0}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = [], preprocess = #qsim.preprocess<std = array<f32: 1.0, 0.0, 1.0>>>} {}

// -----

// expected-error@+1 {{preprocess_C4: pad_value is 2.560000e+02 : f32, wanted an f32 of 0..255}}
module attributes {qsim.network = #qsim.network<name = "a", arithmetic = pjreddie, resize = stretch, classes = [], preprocess = #qsim.preprocess<pad_value = 256.0 : f32>>} {}
