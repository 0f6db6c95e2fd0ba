// Zero points are chosen with the scales, but not of what host layers alone read.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=minmax activations=asymmetric calibration=%t/c.yaml" | FileCheck %s
// RUN: FileCheck %s --input-file=%t/c.yaml --check-prefix=YAML
// RUN: qsim-opt %t/calibrated.mlir --qsim-apply-overrides="file=%t/o.yaml" --qsim-choose-scales="method=percentile percentile=75 activations=asymmetric calibration=%t/c.yaml" | FileCheck %s --check-prefix=LAYER
// RUN: FileCheck %s --input-file=%t/c.yaml --check-prefix=LAYER-YAML

// The picture 0..1: 1 / 255 = 0.0039216, zero point -128. conv_0 reaches from
// -0.5 to 1: 1.5 / 255 = 0.0058824, zero point -128 + 85 = -43.
// CHECK: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.0039215{{[0-9]*}}:-128>>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, 0.0058823{{[0-9]*}}:-43>>
// CHECK: qsim.max_pool2d {{.*}} -> tensor<1x2x1x1x!quant.uniform<i8:f32, 0.0058823{{[0-9]*}}:-43>>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x6x1x1x!quant.uniform<i16:f32, 9.155{{[0-9]*}}E-6>>

// YAML: name: "conv_0"
// YAML: choice: {method: minmax, scale_kind: any, symmetry: asymmetric, width: 8, scale: 0.005882353, zero_point: -43,
// YAML: name: "maxpool_1"
// YAML: shares_with: "conv_0"
// YAML-NEXT: because: "keeps the scale of its input"

// The picture asked to be symmetric; conv_0 holds -0.5, -0.25, -0.125, 0 and 0,
// 0.25, 0.5, 1: an eighth on each side is one value, so -0.25..0.5 are kept (to
// the ends of their bins, 2^-11 wide): about 0.75 / 255.
// LAYER: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.00787401{{[0-9]*}}>>
// LAYER: qsim.conv2d {{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, 0.0029430{{[0-9]*}}:-43>>
// LAYER-YAML: name: "image"
// LAYER-YAML: choice: {method: minmax, scale_kind: any, width: 8,
// LAYER-YAML: name: "conv_0"
// LAYER-YAML: choice: {method: percentile, percentile: 75, scale_kind: any, symmetry: asymmetric, width: 8
// LAYER-YAML: name: "conv_0", method: percentile, percentile: 75, scale_kind: any, granularity: channel

//--- o.yaml
format: "1.0"
rules:
  - match: {name: image}
    activation: {symmetry: symmetric}
