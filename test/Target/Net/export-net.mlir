// SPDX-License-Identifier: Apache-2.0
// A quantized module becomes the canonical .net and .sys; the .net comes back byte by byte.
// RUN: qsim-opt %s -convert-qsim-to-qnet -o %t.mlir
// RUN: qsim-translate --export-net %t.mlir -o %t.net
// RUN: FileCheck %s --match-full-lines --strict-whitespace --check-prefix=NET --input-file=%t.net
// RUN: qsim-translate --export-sys %t.mlir | FileCheck %s --match-full-lines --strict-whitespace --check-prefix=SYS
// RUN: qsim-translate --import-net %t.net | qsim-translate --export-net | diff - %t.net

module attributes {qsim.network = #qsim.network<name = "tiny", arithmetic = alexeyab, resize = letterbox, classes = ["disc", "two words"]>,
    qsim.datapath = #qsim.datapath<rounding = half_away, overflow = wrap, overflow_check = per_add,
        leaky = n256, accumulator_bits = 24, wide_accumulator_bits = 40, bias_bits = 16, wide_bias_bits = 32,
        multiplier_bits = 15, wide_multiplier_bits = 14, max_shift = 31>} {
  func.func @tiny(%image: tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078125>>) -> tensor<1x6x8x8xf32> {
    %w0 = qsim.parameter dense<0.5> : tensor<2x2x3x3xf32>
        -> tensor<2x2x3x3x!quant.uniform<i8<-127:127>:f32:0, {0.3333333432674408, 9.99999971718068537e-10}>>
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 1, 1>,
        groups = 1 : i64, biases = dense<1.0> : tensor<2xf32>, scales = dense<1.0> : tensor<2xf32>, mean = dense<1.0> : tensor<2xf32>,
        variance = dense<1.0> : tensor<2xf32>, bias_delta = dense<0.25> : tensor<2xf32>, activation = #qsim<activation leaky>}
        : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078125>>, tensor<2x2x3x3x!quant.uniform<i8<-127:127>:f32:0, {0.3333333432674408, 9.99999971718068537e-10}>>)
        -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5:-5>>
    %1 = qsim.upsample %0 {name = "upsample_1", index = 1 : i64, factor = 2 : i64, ceiling = #qsim<mode float>}
        : (tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5:-5>>) -> tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>
    %2 = qsim.max_pool2d %1 {name = "maxpool_2", index = 2 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>,
        pads = array<i64: 0, 0, 1, 1>} : (tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>) -> tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>
    %3 = qsim.concat %2, %1 {name = "route_3", index = 3 : i64}
        : (tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>, tensor<1x2x8x8x!quant.uniform<i8:f32, 0.5:-5>>)
        -> tensor<1x4x8x8x!quant.uniform<i8:f32, 1.0>>
    %w4 = qsim.parameter dense<0.5> : tensor<6x4x1x1xf32> -> tensor<6x4x1x1x!quant.uniform<i16<-32767:32767>:f32, 0.25>>
    %4 = qsim.conv2d %3, %w4 {name = "conv_4", index = 4 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64, biases = dense<1.0> : tensor<6xf32>, ceiling = #qsim<mode hybrid>}
        : (tensor<1x4x8x8x!quant.uniform<i8:f32, 1.0>>, tensor<6x4x1x1x!quant.uniform<i16<-32767:32767>:f32, 0.25>>)
        -> tensor<1x6x8x8x!quant.uniform<i16:f32, 0.5>>
    %5 = qsim.yolo %4 {name = "yolo_5", index = 5 : i64, classes = 1 : i64, mask = array<i64: 1>, anchors = array<f32: 10.0, 14.0, 23.5, 1.0e+07>}
        : (tensor<1x6x8x8x!quant.uniform<i16:f32, 0.5>>) -> tensor<1x6x8x8xf32>
    return %5 : tensor<1x6x8x8xf32>
  }
}

//      NET:[net]
// NET-NEXT:format=1.2
// NET-NEXT:name=tiny
// NET-NEXT:arithmetic=alexeyab
// NET-NEXT:channels=2
// NET-NEXT:height=4
// NET-NEXT:width=4
// NET-NEXT:quantization=8:0.0078125:0
// NET-EMPTY:
// NET-NEXT:[convolutional]
// NET-NEXT:index=0
// NET-NEXT:name=conv_0
// NET-NEXT:inputs=-1
// NET-NEXT:shape=2,4,4
// NET-NEXT:quantization=8:0.5:-5
// NET-NEXT:scale_group=0
// NET-NEXT:ceiling=int
// NET-NEXT:filters=2
// NET-NEXT:size=3
// NET-NEXT:stride=1
// NET-NEXT:pad=1
// NET-NEXT:groups=1
// NET-NEXT:batch_normalize=1
// NET-NEXT:activation=leaky
// NET-NEXT:weight_bits=8
// The shortest decimals that read back as the same float32.
// NET-NEXT:weight_scales=0.33333334,1e-09
// NET-NEXT:bias_correction=1
// NET-EMPTY:
// NET-NEXT:[upsample]
// NET-NEXT:index=1
// NET-NEXT:name=upsample_1
// NET-NEXT:inputs=0
// NET-NEXT:shape=2,8,8
// NET-NEXT:quantization=8:0.5:-5
// NET-NEXT:scale_group=0
// NET-NEXT:ceiling=float
// NET-NEXT:stride=2
// NET-EMPTY:
// NET-NEXT:[maxpool]
// NET-NEXT:index=2
// NET-NEXT:name=maxpool_2
// NET-NEXT:inputs=1
// NET-NEXT:shape=2,8,8
// NET-NEXT:quantization=8:0.5:-5
// NET-NEXT:scale_group=0
// NET-NEXT:ceiling=int
// NET-NEXT:size=2
// NET-NEXT:stride=1
// NET-NEXT:padding=1
// NET-EMPTY:
// NET-NEXT:[route]
// NET-NEXT:index=3
// NET-NEXT:name=route_3
// NET-NEXT:inputs=2,1
// NET-NEXT:shape=4,8,8
// NET-NEXT:quantization=8:1:0
// NET-NEXT:scale_group=3
// NET-NEXT:ceiling=int
// NET-EMPTY:
// NET-NEXT:[convolutional]
// NET-NEXT:index=4
// NET-NEXT:name=conv_4
// NET-NEXT:inputs=3
// NET-NEXT:shape=6,8,8
// NET-NEXT:quantization=16:0.5:0
// NET-NEXT:scale_group=4
// NET-NEXT:ceiling=hybrid
// NET-NEXT:filters=6
// NET-NEXT:size=1
// NET-NEXT:stride=1
// NET-NEXT:pad=0
// NET-NEXT:groups=1
// NET-NEXT:batch_normalize=0
// NET-NEXT:activation=linear
// NET-NEXT:weight_bits=16
// NET-NEXT:weight_scales=0.25
// NET-NEXT:bias_correction=0
// NET-EMPTY:
// NET-NEXT:[yolo]
// NET-NEXT:index=5
// NET-NEXT:name=yolo_5
// NET-NEXT:inputs=4
// NET-NEXT:shape=6,8,8
// NET-NEXT:quantization=none
// NET-NEXT:scale_group=5
// NET-NEXT:ceiling=int
// NET-NEXT:classes=1
// NET-NEXT:mask=1
// NET-NEXT:anchors=10,14,23.5,1e+07
// NET-NOT:{{.}}

//      SYS:[qsim]
// SYS-NEXT:format=1.2
// SYS-NEXT:numerics=1.2
// SYS-EMPTY:
// SYS-NEXT:[datapath]
// SYS-NEXT:rounding=half-away
// SYS-NEXT:overflow=wrap
// SYS-NEXT:overflow_check=per-add
// SYS-NEXT:leaky=n256
// SYS-NEXT:accumulator_bits=24
// SYS-NEXT:wide_accumulator_bits=40
// SYS-NEXT:bias_bits=16
// SYS-NEXT:wide_bias_bits=32
// SYS-NEXT:multiplier_bits=15
// SYS-NEXT:wide_multiplier_bits=14
// SYS-NEXT:max_shift=31
// SYS-NEXT:table_bits=12
// SYS-EMPTY:
// SYS-NEXT:[preprocess]
// SYS-NEXT:resize=letterbox
// SYS-EMPTY:
// SYS-NEXT:[classes]
// SYS-NEXT:0=disc
// SYS-NEXT:1=two words
// SYS-NOT:{{.}}
