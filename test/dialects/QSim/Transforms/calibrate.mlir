// A run over one tensor records ranges in the types, and the same again from the file.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist threads=1" -o %t/run.mlir
// RUN: FileCheck %s --input-file=%t/run.mlir
// RUN: FileCheck %s --input-file=%t/c.yaml --check-prefix=YAML
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="from=%t/c.yaml" -o %t/again.mlir
// RUN: diff %t/run.mlir %t/again.mlir

// conv_0: 1 * x and -0.5 * x; the max pool keeps the largest of each, 1 and 0;
// conv_2: 0.3 * 1 + 1 * 0, a single value; the type needs a range and gets one
// that contains 0 and a little more.
// CHECK: func.func @small(%{{.*}}: tensor<1x1x2x2x!quant.calibrated<f32<0.000000e+00:1.000000e+00>>>) -> tensor<1x6x1x1xf32>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x2x2x2x!quant.calibrated<f32<-5.000000e-01:1.000000e+00>>>
// CHECK: qsim.max_pool2d {{.*}} -> tensor<1x2x1x1x!quant.calibrated<f32<0.000000e+00:1.000000e+00>>>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x6x1x1x!quant.calibrated<f32<-9.5367431640625E-7:0.3{{[0-9]+}}>>>
// CHECK: qsim.yolo {{.*}} -> tensor<1x6x1x1xf32>

// YAML: network: "small"
// YAML: samples: 1
// YAML: histograms: "c.hist"
// YAML: name: "image"
// YAML-NEXT: index: -1
// YAML-NEXT: values: 4
// YAML-NEXT: zeros: 1
// YAML-NEXT: range: [0, 1]
// YAML: name: "conv_0"
// YAML-NEXT: index: 0
// YAML-NEXT: values: 8
// YAML-NEXT: zeros: 2
// YAML-NEXT: range: [-0.5, 1]
