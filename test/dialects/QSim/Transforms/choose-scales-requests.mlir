// What a layer asks for goes before the defaults.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: qsim-opt %t/calibrated.mlir --qsim-apply-overrides="file=%t/o.yaml" --qsim-choose-scales="method=minmax calibration=%t/c.yaml" | FileCheck %s

// The picture with zero point -128: 1 / 255 = 0.0039216.
// CHECK: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.0039215{{[0-9]*}}:-128>>
// One given scale for all weights of conv_0.
// CHECK: qsim.parameter {{.*}} -> tensor<2x1x1x1x!quant.uniform<i4<-7:7>:f32, 2.500000e-01>>
// conv_0 with 6 bits, as a power of two: 1 / 31 = 0.032: 2^-4.
// CHECK: qsim.conv2d {{.*}} -> tensor<1x2x2x2x!quant.uniform<i6:f32, 6.250000e-02>>
// The head at 8 bits, a given scale.
// CHECK: qsim.conv2d {{.*}} -> tensor<1x6x1x1x!quant.uniform<i8:f32, 5.000000e-01:3>>

//--- o.yaml
format: "1.0"
rules:
  - match: {name: image}
    activation: {zero_point: -128}
  - match: {name: conv_0}
    activation: {width: 6, method: minmax, scale_kind: log2}
    weights: {width: 4, scale: 0.25}
  - match: {name: conv_2}
    activation: {width: 8, scale: 0.5, zero_point: 3}
