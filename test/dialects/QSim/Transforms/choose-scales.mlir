// Each kind of tensor gets its scale; every choice is a remark and is recorded.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=minmax granularity=tensor calibration=%t/c.yaml" --remark-format=emitRemark --remarks-filter=choose-scales --remark-policy=all -o %t/any.mlir 2> %t/remarks.txt
// RUN: FileCheck %s --input-file=%t/any.mlir
// RUN: FileCheck %s --input-file=%t/remarks.txt --check-prefix=REMARK
// RUN: FileCheck %s --input-file=%t/c.yaml --check-prefix=YAML
// RUN: qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=log2 calibration=%t/c.yaml" | FileCheck %s --check-prefix=LOG2
// RUN: qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=log2 log2-form=non-overflow activation-width=4 weight-width=6 head-width=8 calibration=%t/c.yaml" | FileCheck %s --check-prefix=WIDTHS

// The picture and conv_0 reach 1: 1 / 127 = 0.007874. The max pool shares it.
// The head has 16 bits and its whole range: 0.3 / 32767 = 9.1556e-6.
// Weights of conv_0 reach 1 as well, those of conv_2 too: 1 / 127.
// CHECK: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.00787401{{[0-9]*}}>>) -> tensor<1x6x1x1xf32>
// CHECK: qsim.parameter {{.*}} -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32, 0.00787401{{[0-9]*}}>>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, 0.00787401{{[0-9]*}}>>
// CHECK: qsim.max_pool2d {{.*}} -> tensor<1x2x1x1x!quant.uniform<i8:f32, 0.00787401{{[0-9]*}}>>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x6x1x1x!quant.uniform<i16:f32, 9.155{{[0-9]*}}E-6>>
// CHECK: qsim.yolo {{.*}} -> tensor<1x6x1x1xf32>

// REMARK-DAG: image: scale 0.007874016, 8 bits, minmax, KL {{.*}}, saturates 0.000 %
// REMARK-DAG: conv_0: scale 0.007874016, 8 bits, minmax, KL {{.*}}, saturates 0.000 %
// REMARK-DAG: conv_2: scale 9.15{{[0-9]*}}e-06, 16 bits, minmax
// REMARK-DAG: conv_0: weights: 8 bits per tensor, minmax, scales 0.007874016 to 0.007874016, saturates 0.000 %

// YAML: name: "conv_0"
// YAML: choice: {method: minmax, scale_kind: any, width: 8, scale: 0.007874016, zero_point: 0, threshold: 0.999999996{{[0-9]*}},
// YAML: name: "maxpool_1"
// YAML: shares_with: "conv_0"
// YAML: weights:
// YAML-NEXT: name: "conv_0", method: minmax, scale_kind: any, granularity: tensor, width: 8

// The picture: 1.0 saturates at 2^-7 = 0.0078125.
// 0.3 / 32767 = 2^-16.7, non-overflow because it is wide: 2^-16.
// LOG2: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i8:f32, 7.812500e-03>>)
// LOG2: qsim.parameter {{.*}} -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {{.*}}>>
// LOG2: qsim.conv2d {{.*}} -> tensor<1x6x1x1x!quant.uniform<i16:f32, 1.52587890625E-5>>

// 4 bits: picture 2^-3; conv_0 max(1 / 7, 0.5 / 8) = 0.143: 2^-2.
// 6 bits per channel, largest 1 / 31 = 0.032: 2^-4; 0.5 / 31 = 0.016: 2^-5.
// The head at 8 bits: 0.3 / 127 = 0.00236: 2^-8.
// WIDTHS: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.uniform<i4:f32, 1.250000e-01>>)
// WIDTHS: qsim.parameter {{.*}} -> tensor<2x1x1x1x!quant.uniform<i6<-31:31>:f32:0, {6.250000e-02,3.125000e-02}>>
// WIDTHS: qsim.conv2d {{.*}} -> tensor<1x2x2x2x!quant.uniform<i4:f32, 2.500000e-01>>
// WIDTHS: qsim.conv2d {{.*}} -> tensor<1x6x1x1x!quant.uniform<i8:f32, 3.906250e-03>>
