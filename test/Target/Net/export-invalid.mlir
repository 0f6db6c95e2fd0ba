// SPDX-License-Identifier: Apache-2.0
// Integers that do not fit the datapath are errors at the layer they belong to.
// RUN: rm -rf %t && split-file %s %t
// RUN: not qsim-translate --export-package --package-dir=%t/package %t/bias.mlir 2>&1 | FileCheck %s --check-prefix=BIAS
// RUN: not ls %t/package
// RUN: not qsim-translate --export-net %t/none.mlir 2>&1 | FileCheck %s --check-prefix=NETWORKS

// BIAS: bias.mlir:6:3: error: {{.*}}conv_0
// NETWORKS: error: the module has 0 qnet.network ops, wanted 1; convert-qsim-to-qnet makes one

//--- bias.mlir
qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [1, 4, 4]
    attributes {quantization = #qnet.quant<8, 0.0078125, 0>,
      datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier,
        accumulator_bits = 16, wide_accumulator_bits = 48, bias_bits = 8, wide_bias_bits = 48,
        multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62>} {
  qnet.convolutional "conv_0" at 0 reads [-1] shape [1, 4, 4] {
    quantization = #qnet.quant<8, 0.1, 0>, scale_group = 0 : i32,
    filters = 1 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 1 : i32,
    batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.0078125>,
    // 1 / (2^-7 * 2^-7) = 2^14, more than a bias of 8 bits holds.
    weights = dense<0.5> : tensor<1x1x1x1xf32>, biases = dense<1.0> : tensor<1xf32>}
}
//--- none.mlir
module {}
