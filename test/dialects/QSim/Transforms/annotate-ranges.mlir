// Bounds of the accumulator from the derived integers; a narrow one is warned about.
// RUN: qsim-opt %s --qsim-annotate-ranges -split-input-file -verify-diagnostics | FileCheck %s

// Scales .5 (input) and .25 (weights): weights 1 and -0.5 are 4 and -2, the
// biases 1 and -1 are 8 and -8.
// filter 0: 8 + 4 * (-128..127) = -504..516
// filter 1: -8 + -2 * (-128..127) = -262..248
// CHECK-LABEL: func.func @bounds
// CHECK: qsim.accumulator_range = array<i64: -504, 516>
!a = !quant.uniform<i8:f32, 0.5>
!w = !quant.uniform<i8<-127:127>:f32, 0.25>
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @bounds(%image: tensor<1x1x2x2x!a>) -> tensor<1x2x2x2x!a> {
    %w = qsim.parameter dense<[[[[1.0]]], [[[-0.5]]]]> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!w>
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<[1.0, -1.0]> : tensor<2xf32>} : (tensor<1x1x2x2x!a>, tensor<2x1x1x1x!w>) -> tensor<1x2x2x2x!a>
    return %0 : tensor<1x2x2x2x!a>
  }
}

// -----

// CHECK-LABEL: func.func @narrow
// CHECK: qsim.accumulator_range = array<i64: -504, 516>
!a = !quant.uniform<i8:f32, 0.5>
!w = !quant.uniform<i8<-127:127>:f32, 0.25>
module attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>,
    qsim.datapath = #qsim.datapath<rounding = half_up, overflow = wrap, overflow_check = output, leaky = multiplier, accumulator_bits = 10, wide_accumulator_bits = 48, bias_bits = 10, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62>} {
  func.func @narrow(%image: tensor<1x1x2x2x!a>) -> tensor<1x2x2x2x!a> {
    %w = qsim.parameter dense<[[[[1.0]]], [[[-0.5]]]]> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1x!w>
    // expected-warning @below {{layer "conv_0": the accumulator can reach -504..516; its 10 bits hold -512..511 (overflow: wrap)}}
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<[1.0, -1.0]> : tensor<2xf32>} : (tensor<1x1x2x2x!a>, tensor<2x1x1x1x!w>) -> tensor<1x2x2x2x!a>
    return %0 : tensor<1x2x2x2x!a>
  }
}
