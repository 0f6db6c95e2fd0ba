// Unusual choices are remarks of their own, also as YAML for programs.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %s --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=log2 calibration=%t/c.yaml" --remark-format=yaml --remarks-output-file=%t/remarks.yaml --remarks-filter=choose-scales --remark-policy=all -o %t/quantized.mlir
// RUN: FileCheck %s --input-file=%t/remarks.yaml --check-prefix=REMARK
// RUN: FileCheck %s --input-file=%t/quantized.mlir

module @n attributes {qsim.network = #qsim.network<name = "n", arithmetic = pjreddie, resize = stretch, classes = []>,
    qsim.datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32, wide_accumulator_bits = 48, bias_bits = 16, wide_bias_bits = 48, multiplier_bits = 31, wide_multiplier_bits = 15, max_shift = 62>} {
  func.func @n(%image: tensor<1x1x2x2xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x1x2x2xf32>) {
    // Filter 0: 2^-20. Filter 1: 16 bits of bias with an eighth to spare hold
    // 28672 steps; 100 / (2^-7 * s) <= 28672 needs s >= 0.446: raised to 2^-1.
    // CHECK: qsim.parameter {{.*}} -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {9.5367431640625E-7,5.000000e-01}>>
    %w0 = qsim.parameter dense<[[[[0.0]]], [[[1.0]]]]> : tensor<2x1x1x1xf32> -> tensor<2x1x1x1xf32>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<[0.0, 100.0]> : tensor<2xf32>} : (tensor<1x1x2x2xf32>, tensor<2x1x1x1xf32>) -> tensor<1x2x2x2xf32>
    // Nothing but zeros: 2^-20 / 127.5 = 2^-26.99.
    %w1 = qsim.parameter dense<0.0> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
    // CHECK: qsim.conv2d {{.*}}name = "conv_1"{{.*}} -> tensor<1x1x2x2x!quant.uniform<i8:f32, 1.4901161193847656E-8>>
    %1 = qsim.conv2d %image, %w1 {name = "conv_1", index = 1 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<0.0> : tensor<1xf32>} : (tensor<1x1x2x2xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x2x2xf32>
    return %0, %1 : tensor<1x2x2x2xf32>, tensor<1x1x2x2xf32>
  }
}

// REMARK: Pass: {{.*}}choose-scales
// REMARK: Function: image
// REMARK: image: scale 2^-7, 8 bits, minmax
// REMARK: Function: conv_1
// REMARK: conv_1: only zeros were seen; the range is taken as +-2^-20
// REMARK: conv_1: scale 2^-26, 8 bits, log2
// REMARK: Function: conv_0
// REMARK: conv_0: 1 filters have only zero weights; their scale is 2^-20
// REMARK: conv_0: 1 weight scales were raised so that biases fit 16 bits
// REMARK: conv_0: weights: 8 bits per channel, log2
