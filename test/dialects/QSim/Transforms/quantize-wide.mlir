// Every kind of layer that has something of its own to quantize, through all passes.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/wide.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: FileCheck %s --input-file=%t/calibrated.mlir --check-prefix=CALIBRATED
// RUN: qsim-opt %t/calibrated.mlir --qsim-pipeline-quantize="method=minmax calibration=%t/c.yaml" -o %t/quantized.mlir
// RUN: FileCheck %s --input-file=%t/quantized.mlir
// RUN: FileCheck %s --input-file=%t/c.yaml --check-prefix=YAML
// RUN: qsim-opt %t/calibrated.mlir --qsim-pipeline-quantize="method=mse activations=asymmetric calibration=%t/c.yaml" | FileCheck %s --check-prefix=ASYMMETRIC
// RUN: qsim-opt %t/calibrated.mlir --qsim-pipeline-quantize="method=log2 granularity=tensor calibration=%t/c.yaml" | FileCheck %s --check-prefix=LOG2

// local_0 gives 0, 0.125, 0.125 and -0.634; conv_1's first filter 16 x + 8 of
// that: -2.144 .. 10, and the logistic function of it.
// CALIBRATED: qsim.conv2d {{.*}}preactivation = !quant.calibrated<f32<-2.144{{[0-9]*}}:1.000000e+01>>

// The filter of local_0 has one scale for all places, 1.27 / 127, along
// dimension 1. -0.634 becomes -63 steps: the error 0.004 times the picture's
// mean 0.4375 is taken off at place 3, in steps of 0.01 / 127: rint(-22.2).
// CHECK: qsim.parameter {{.*}} -> tensor<4x1x1x1x!quant.uniform<i8<-127:127>:f32:1, {0.00999999977{{[0-9]*}}}>>
// Place 0 has 127 steps: -128 * 127 .. 127 * 127. 0.634 / 128 = 0.0049531.
// CHECK: qsim.local {{.*}}bias_delta = dense<{{\[\[}}{{.*}}, -0.00175{{[0-9]*}}]]> : tensor<1x4xf32>{{.*}}qsim.accumulator_range = array<i64: -16256, 16129>{{.*}} -> tensor<1x1x2x2x!quant.uniform<i8:f32, 0.00495312{{[0-9]*}}>>
// 12 bits: 10 / 2047 = 0.0048852. Its result reaches 0.99995 / 127 = 0.0078737.
// CHECK: qsim.conv2d {{.*}}preactivation = !quant.uniform<i12:f32, 0.00488519{{[0-9]*}}>{{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, 0.007873{{[0-9]*}}>>
// CHECK: qsim.avg_pool2d {{.*}} -> tensor<1x2x1x1x!quant.uniform<i8:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.mul {{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.add {{.*}}preactivation = !quant.uniform<i12:f32, {{[0-9.Ee-]*}}>{{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, [[S:[0-9.Ee-]*]]>>
// CHECK: qsim.dropout {{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, [[S]]>>
// CHECK: qsim.parameter {{.*}} -> tensor<3x8x!quant.uniform<i8<-127:127>:f32:0, {0.00999999977{{[0-9]*}},9.5367431640625E-7,0.00999999977{{[0-9]*}}}>>
// The two weights 0.104 become 10 steps, each 0.004 too little, of channel 1,
// whose mean is 0.6341: 0.008 times that is added.
// CHECK: qsim.connected {{.*}}bias_delta = dense<[0.00507{{[0-9]*}}, {{.*}}]> : tensor<3xf32>{{.*}}qsim.accumulator_range = {{.*}} -> tensor<1x3x1x1x!quant.uniform<i16:f32, {{.*}}>>
// CHECK: qsim.softmax {{.*}} -> tensor<1x3x1x1xf32>

// YAML: name: "conv_1/preactivation"
// YAML-NEXT: index: 1
// YAML: range: [-2.144{{[0-9]*}}, 10]
// YAML-NEXT: choice: {method: minmax, scale_kind: any, width: 12,
// YAML: name: "dropout_5"
// YAML: shares_with: "shortcut_4"
// YAML-NEXT: because: "keeps the scale of its input"
// YAML: name: "local_0", method: minmax, scale_kind: any, granularity: channel, width: 8

// The logistic function gives nothing below zero; the head stays symmetric.
// ASYMMETRIC: qsim.conv2d {{.*}}preactivation = !quant.uniform<i12:f32, {{[0-9.Ee-]*}}:-1{{[0-9]*}}>{{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, {{[0-9.Ee-]*}}:-128>>
// ASYMMETRIC: qsim.connected {{.*}} -> tensor<1x3x1x1x!quant.uniform<i16:f32, {{[0-9.Ee-]*}}>>

// One power of two for all filters: 1.27 / 127.5 = 0.00996, 2^-6 = 0.015625. The
// pre-activation is wide and keeps its whole range: 0.0048852, 2^-7.
// LOG2: qsim.conv2d {{.*}}preactivation = !quant.uniform<i12:f32, 7.812500e-03>
// LOG2: qsim.parameter {{.*}} -> tensor<3x8x!quant.uniform<i8<-127:127>:f32, 1.562500e-02>>
