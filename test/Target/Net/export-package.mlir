// SPDX-License-Identifier: Apache-2.0
// A package that is read back, with its .sys and .fweights beside the .net, and written again is the same.
// RUN: rm -rf %t && mkdir %t
// RUN: qsim-translate --export-package --package-dir=%t/first %s
// RUN: ls %t/first | FileCheck %s --check-prefix=FILES
// RUN: qsim-translate --import-net %t/first/tiny.net -o %t/tiny.mlir
// RUN: FileCheck %s --input-file=%t/tiny.mlir
// RUN: qsim-translate --export-package --package-dir=%t/second %t/tiny.mlir
// RUN: diff -r %t/first %t/second
// A folder with other things in it is not replaced.
// RUN: not qsim-translate --export-package --package-dir=%t %s 2>&1 | FileCheck %s --check-prefix=FOREIGN
// RUN: not qsim-translate --export-package %s 2>&1 | FileCheck %s --check-prefix=NOWHERE
// Without the .fweights there is nothing to derive integers from.
// RUN: mkdir %t/alone && cp %t/first/tiny.net %t/alone
// RUN: qsim-translate --import-net %t/alone/tiny.net -o %t/alone.mlir
// RUN: not qsim-translate --export-package --package-dir=%t/third %t/alone.mlir 2>&1 | FileCheck %s --check-prefix=ALONE
// RUN: not ls %t/third

// FILES: tiny.fweights
// FILES-NEXT: tiny.net
// FILES-NEXT: tiny.qweights
// FILES-NEXT: tiny.sys
// FOREIGN: error: {{.*}}not part of a package
// NOWHERE: error: --export-package needs --package-dir=DIR
// ALONE: error: layer 'conv_0' has no parameters; read the .net with its .fweights beside it

// CHECK-LABEL: qnet.network @tiny arithmetic pjreddie resize letterbox classes ["disc"]
// CHECK-SAME: rounding = half_even
// CHECK: qnet.convolutional "conv_0"
// CHECK-SAME: bias_delta = dense_resource<conv_0.bias_delta> : tensor<1xf32>
// CHECK-SAME: biases = dense_resource<conv_0.biases> : tensor<1xf32>
// CHECK-SAME: weights = dense_resource<conv_0.weights> : tensor<1x2x1x1xf32>
// 0.5 is 0x3f000000, 0.25 is 0x3e800000; blobs are aligned to 64.
// CHECK: conv_0.weights: "0x400000000000003F0000803E"
qnet.network @tiny arithmetic pjreddie resize letterbox classes ["disc"] shape [2, 4, 4]
    attributes {quantization = #qnet.quant<8, 0.0078125, 0>,
      datapath = #qsim.datapath<rounding = half_even, overflow = saturate, overflow_check = output, leaky = multiplier,
        accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 32, wide_bias_bits = 48,
        multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62>} {
  qnet.convolutional "conv_0" at 0 reads [-1] shape [1, 4, 4] {
    quantization = #qnet.quant<8, 0.1, -3>, scale_group = 0 : i32,
    filters = 1 : i32, size = 1 : i32, stride = 1 : i32, pad = 0 : i32, groups = 1 : i32,
    batch_normalize = false, activation = #qsim<activation leaky>, bias_correction = true,
    weight_bits = 8 : i32, weight_scales = array<f32: 0.01>,
    weights = dense<[[[[0.5]], [[0.25]]]]> : tensor<1x2x1x1xf32>, biases = dense<1.0> : tensor<1xf32>,
    bias_delta = dense<0.25> : tensor<1xf32>}
  qnet.route "route_1" at 1 reads [0, -1] shape [3, 4, 4] {
    quantization = #qnet.quant<8, 0.1, -3>, scale_group = 1 : i32}
}
