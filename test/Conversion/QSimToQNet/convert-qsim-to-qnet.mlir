// SPDX-License-Identifier: Apache-2.0
// A float-only network and a quantized one become records; parameters are handed on as they are.
// RUN: qsim-opt %s -split-input-file -convert-qsim-to-qnet | FileCheck %s --enable-var-scope

// CHECK-NOT: qsim.network
// CHECK-LABEL: qnet.network @float_only arithmetic pjreddie resize letterbox
// CHECK-SAME: classes ["disc"] shape [3, 8, 8]
// The datapath is explicit, with the defaults of the .sys.
// CHECK-SAME: datapath = #qsim.datapath<rounding = half_up, overflow = saturate, overflow_check = output, leaky = multiplier, accumulator_bits = 32
module @float_only attributes {qsim.network = #qsim.network<name = "float_only", arithmetic = pjreddie, resize = letterbox, classes = ["disc"]>} {
  // CHECK-NOT: func.func
  func.func @float_only(%image: tensor<1x3x8x8xf32>) -> tensor<1x6x8x8xf32> {
    // CHECK-NOT: quantization
    %w0 = qsim.parameter dense<0.25> : tensor<4x3x3x3xf32> -> tensor<4x3x3x3xf32>
    // CHECK: qnet.convolutional "conv_0" at 0 reads [-1] shape [4, 8, 8]
    // CHECK-SAME: activation = #qsim<activation leaky>
    // CHECK-SAME: batch_normalize = true
    // CHECK-SAME: bias_correction = false
    // CHECK-SAME: biases = dense_resource<conv_0.biases> : tensor<4xf32>
    // CHECK-SAME: filters = 4 : i32, groups = 1 : i32
    // CHECK-SAME: mean = dense<0.000000e+00>
    // CHECK-SAME: pad = 1 : i32, scale_group = 0 : i32
    // CHECK-SAME: size = 3 : i32, stride = 1 : i32
    // CHECK-SAME: weights = dense<2.500000e-01> : tensor<4x3x3x3xf32>
    // CHECK-NOT: weight_bits
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 1, 1>,
        groups = 1 : i64, biases = dense_resource<conv_0.biases> : tensor<4xf32>, scales = dense<1.0> : tensor<4xf32>,
        mean = dense<0.0> : tensor<4xf32>, variance = dense<1.0> : tensor<4xf32>, activation = #qsim<activation leaky>}
        : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
    // Total padding 1: nothing at top and left, one row and column at bottom and right.
    // CHECK: qnet.maxpool "maxpool_1" at 1 reads [0] shape [4, 8, 8]
    // CHECK-SAME: padding = 1 : i32, scale_group = 0 : i32, size = 2 : i32, stride = 1 : i32
    %1 = qsim.max_pool2d %0 {name = "maxpool_1", index = 1 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>,
        pads = array<i64: 0, 0, 1, 1>} : (tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32>
    // One input is an alias: the same scale group.
    // CHECK: qnet.route "route_2" at 2 reads [1] shape [4, 8, 8]
    // CHECK-SAME: scale_group = 0 : i32
    %2 = qsim.concat %1 {name = "route_2", index = 2 : i64} : (tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32>
    // Without biases the record has zeros.
    // CHECK: qnet.convolutional "conv_3" at 3 reads [2] shape [6, 8, 8]
    // CHECK-SAME: activation = #qsim<activation linear>, batch_normalize = false
    // CHECK-SAME: biases = dense<0.000000e+00> : tensor<6xf32>
    %w3 = qsim.parameter dense<0.5> : tensor<6x2x1x1xf32> -> tensor<6x2x1x1xf32>
    %3 = qsim.conv2d %2, %w3 {name = "conv_3", index = 3 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 2 : i64} : (tensor<1x4x8x8xf32>, tensor<6x2x1x1xf32>) -> tensor<1x6x8x8xf32>
    // CHECK: qnet.yolo "yolo_4" at 4 reads [3] shape [6, 8, 8]
    // CHECK-SAME: anchors = array<f32: 3.000000e+00, 4.000000e+00>, classes = 1 : i32, mask = array<i32: 0>, scale_group = 4 : i32
    %4 = qsim.yolo %3 {name = "yolo_4", index = 4 : i64, classes = 1 : i64, mask = array<i64: 0>, anchors = array<f32: 3.0, 4.0>}
        : (tensor<1x6x8x8xf32>) -> tensor<1x6x8x8xf32>
    return %4 : tensor<1x6x8x8xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      conv_0.biases: "0x040000000000803f000000400000404000008040"
    }
  }
#-}

// -----

// CHECK-LABEL: qnet.network @quantized arithmetic alexeyab resize stretch
// CHECK-SAME: classes [] shape [2, 4, 4]
// CHECK-SAME: datapath = #qsim.datapath<rounding = floor
// CHECK-SAME: quantization = #qnet.quant<8, 7.812500e-03, 0>
module attributes {qsim.network = #qsim.network<name = "quantized", arithmetic = alexeyab, resize = stretch, classes = []>,
    qsim.datapath = #qsim.datapath<rounding = floor, overflow = wrap, overflow_check = per_add,
        leaky = shift, accumulator_bits = 24, wide_accumulator_bits = 40, bias_bits = 16, wide_bias_bits = 32,
        multiplier_bits = 15, wide_multiplier_bits = 15, max_shift = 31>} {
  func.func @quantized(%image: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078125>>) -> tensor<1x6x8x8x!quant.uniform<i16:f32, 0.5>> {
    // The picture owns the group of what keeps its scale.
    // CHECK: qnet.upsample "upsample_0" at 0 reads [-1] shape [2, 8, 8]
    // CHECK-SAME: quantization = #qnet.quant<8, 7.812500e-03, 0>, scale_group = -1 : i32, stride = 2 : i32
    %0 = qsim.upsample %image {name = "upsample_0", index = 0 : i64, factor = 2 : i64}
        : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078125>>) -> tensor<1x2x8x8x!quant.uniform<i8:f32, 0.0078125>>
    %w1 = qsim.parameter dense<0.5> : tensor<2x2x1x1xf32>
        -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.25, 0.125}>>
    // CHECK: qnet.convolutional "conv_1" at 1 reads [0] shape [2, 8, 8]
    // CHECK-SAME: bias_correction = true
    // CHECK-SAME: bias_delta = dense<2.500000e-01> : tensor<2xf32>
    // CHECK-SAME: ceiling = #qsim<mode hybrid>
    // CHECK-SAME: quantization = #qnet.quant<8, 5.000000e-01, -5>
    // CHECK-SAME: weight_bits = 8 : i32, weight_scales = array<f32: 2.500000e-01, 1.250000e-01>
    %1 = qsim.conv2d %0, %w1 {name = "conv_1", index = 1 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64, biases = dense<1.0> : tensor<2xf32>, bias_delta = dense<0.25> : tensor<2xf32>, ceiling = #qsim<mode hybrid>}
        : (tensor<1x2x8x8x!quant.uniform<i8:f32, 0.0078125>>, tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.25, 0.125}>>)
        -> tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>
    // CHECK: qnet.route "route_2" at 2 reads [1, 0] shape [4, 8, 8]
    // CHECK-SAME: quantization = #qnet.quant<8, 5.000000e-01, 0>, scale_group = 2 : i32
    %2 = qsim.concat %1, %0 {name = "route_2", index = 2 : i64}
        : (tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>, tensor<1x2x8x8x!quant.uniform<i8:f32, 0.0078125>>)
        -> tensor<1x4x8x8x!quant.uniform<i8:f32, 0.5>>
    %w3 = qsim.parameter dense<0.5> : tensor<6x4x1x1xf32> -> tensor<6x4x1x1x!quant.uniform<i16<-32767:32767>:f32, 0.25>>
    // CHECK: qnet.convolutional "conv_3" at 3 reads [2] shape [6, 8, 8]
    // CHECK-SAME: quantization = #qnet.quant<16, 5.000000e-01, 0>
    // CHECK-SAME: weight_bits = 16 : i32, weight_scales = array<f32: 2.500000e-01>
    %3 = qsim.conv2d %2, %w3 {name = "conv_3", index = 3 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64, biases = dense<1.0> : tensor<6xf32>}
        : (tensor<1x4x8x8x!quant.uniform<i8:f32, 0.5>>, tensor<6x4x1x1x!quant.uniform<i16<-32767:32767>:f32, 0.25>>)
        -> tensor<1x6x8x8x!quant.uniform<i16:f32, 0.5>>
    return %3 : tensor<1x6x8x8x!quant.uniform<i16:f32, 0.5>>
  }
}

// -----

// Calibrated tensors are not quantized yet: the network is float-only.
// CHECK-LABEL: qnet.network @calibrated
// CHECK-NOT: quantization
module attributes {qsim.network = #qsim.network<name = "calibrated", arithmetic = pjreddie, resize = stretch, classes = []>} {
  func.func @calibrated(%image: tensor<1x2x4x4x!quant.calibrated<f32<0.0:1.0>>>) -> tensor<1x2x8x8x!quant.calibrated<f32<0.0:1.0>>> {
    // CHECK: qnet.upsample "upsample_0"
    %0 = qsim.upsample %image {name = "upsample_0", index = 0 : i64, factor = 2 : i64}
        : (tensor<1x2x4x4x!quant.calibrated<f32<0.0:1.0>>>) -> tensor<1x2x8x8x!quant.calibrated<f32<0.0:1.0>>>
    return %0 : tensor<1x2x8x8x!quant.calibrated<f32<0.0:1.0>>>
  }
}
