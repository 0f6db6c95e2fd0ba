// Weights of convolutions with an input multiplier: one power of two, from the positive weights with their batch norm.
// RUN: qsim-opt %s --qsim-choose-weight-multipliers --qsim-check-quantized --remark-format=yaml --remarks-output-file=%t.yaml --remarks-filter=choose-weight-multipliers --remark-policy=all | FileCheck %s
// RUN: FileCheck %s --input-file=%t.yaml --check-prefix=REMARK
// RUN: qsim-opt %s --qsim-pipeline-quantize-yolo2-light | FileCheck %s

module attributes {qsim.network = #qsim.network<name = "n", arithmetic = yolo2_light, resize = stretch, classes = []>} {
  // CHECK: func.func @n(%{{.*}}: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
  func.func @n(%image: tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32> {
    // Without an input multiplier weights stay as they are.
    // CHECK: qsim.parameter {{.*}} -> tensor<2x2x1x1xf32>
    %w0 = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1xf32>
    // CHECK: qsim.conv2d {{.*}} -> tensor<1x2x4x4xf32>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64}
        : (tensor<1x2x4x4xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4xf32>
    // 0.5 is in octave 15, 2^-10 in octave 6: the first window that holds one
    // of them is 0 .. 7, and none holds both. -8 does not count, three times
    // over. mw = 2^16 / 4 = 2^14, scale 2^-14; 0.5 and -8 saturate.
    // CHECK: qsim.parameter {{.*}} -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 6.103515625E-5>>
    %w1 = qsim.parameter dense<[[[[0.5]], [[-8.0]]], [[[0.0009765625]], [[-8.0]]]]> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1xf32>
    // CHECK: qsim.conv2d {{.*}} input_multiplier = 1.550000e+01 : f32
    %1 = qsim.conv2d %0, %w1 {name = "conv_1", index = 1 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 15.5 : f32}
        : (tensor<1x2x4x4xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4xf32>
    // Gains -2 / (1 + 10^-6) and 2 / (4 + 10^-6): of the folded weights just
    // below 0.5, -128, just below 0.25, -32 two count, in octaves 14 and 13. The
    // first window that holds both is 7 .. 14: mw = 2^9 / 4 = 2^7. Without the
    // 10^-6 they would be in octaves 15 and 14, and mw 2^6.
    // CHECK: qsim.parameter {{.*}} -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32, 7.812500e-03>>
    %w2 = qsim.parameter dense<[[[[-0.25]], [[64.0]]], [[[0.5]], [[-64.0]]]]> : tensor<2x2x1x1xf32> -> tensor<2x2x1x1xf32>
    %2 = qsim.conv2d %1, %w2 {name = "conv_2", index = 2 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, input_multiplier = 40.0 : f32,
        biases = dense<0.0> : tensor<2xf32>, scales = dense<[-2.0, 2.0]> : tensor<2xf32>, mean = dense<0.0> : tensor<2xf32>, variance = dense<[1.0, 16.0]> : tensor<2xf32>}
        : (tensor<1x2x4x4xf32>, tensor<2x2x1x1xf32>) -> tensor<1x2x4x4xf32>
    return %2 : tensor<1x2x4x4xf32>
  }
}

// REMARK: Function: conv_1
// REMARK: conv_1: weights times 2^14, saturates 75.000 %; input times 15.5
// REMARK: Function: conv_2
// REMARK: conv_2: weights times 2^7, saturates 50.000 %; input times 40
