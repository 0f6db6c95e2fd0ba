// What networks from ONNX add, through all passes to a package that comes back.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/onnx.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: FileCheck %s --input-file=%t/calibrated.mlir --check-prefix=CALIBRATED
// RUN: qsim-opt %t/calibrated.mlir --qsim-pipeline-quantize="method=minmax calibration=%t/c.yaml" -o %t/quantized.mlir
// RUN: FileCheck %s --input-file=%t/quantized.mlir
// RUN: qsim-opt %t/quantized.mlir -convert-qsim-to-qnet -o %t/records.mlir
// RUN: qsim-translate --export-package %t/records.mlir --package-dir=%t/package
// RUN: qsim-translate --export-net %t/records.mlir | diff - %t/package/onnx.net
// RUN: qsim-translate --import-net %t/package/onnx.net | qsim-translate --export-net | diff - %t/package/onnx.net

// A place and the one at its right: 0.25, 0.25, 1.5 and 1. sqrt(0 + 0.25) = 0.5 doubles them.
// CALIBRATED: qsim.conv2d {{.*}} -> tensor<1x1x2x2x!quant.calibrated<f32<5.000000e-01:3.000000e+00>>>
// CALIBRATED: qsim.activation {{.*}} -> tensor<1x1x2x2x!quant.calibrated<f32<5.000000e-01:2.500000e+00>>>
// The first place alone, divided by 4.
// CALIBRATED: qsim.avg_pool2d {{.*}} -> tensor<1x1x1x1x!quant.calibrated<f32<-9.5367431640625E-7:1.250000e-01>>>
// CALIBRATED: qsim.concat {{.*}} -> tensor<1x2x2x2x!quant.calibrated<f32<5.000000e-01:2.500000e+00>>>
// e^0.5 = 1.6487, e^2.5 = 12.1825
// CALIBRATED: qsim.activation {{.*}}preactivation = !quant.calibrated<f32<5.000000e-01:2.500000e+00>>{{.*}} -> tensor<1x2x2x2x!quant.calibrated<f32<1.648{{[0-9]*}}:12.182{{[0-9]*}}>>>

// 3 / 127, 2.5 / 127, 0.125 / 127; the pre-activation 2.5 / 2047; what the softmax alone reads has 16 bits.
// CHECK: qsim.conv2d {{.*}} -> tensor<1x1x2x2x!quant.uniform<i8:f32, 0.023622{{[0-9]*}}>>
// CHECK: qsim.activation {{.*}} -> tensor<1x1x2x2x!quant.uniform<i8:f32, [[S:0.019685[0-9]*]]>>
// CHECK: qsim.avg_pool2d {{.*}} -> tensor<1x1x1x1x!quant.uniform<i8:f32, 9.84{{[0-9]*}}E-4>>
// CHECK: qsim.concat {{.*}} -> tensor<1x2x2x2x!quant.uniform<i8:f32, [[S]]>>
// CHECK: qsim.activation {{.*}}preactivation = !quant.uniform<i12:f32, 0.00122{{[0-9]*}}>{{.*}} -> tensor<1x2x2x2x!quant.uniform<i16:f32, 3.7{{[0-9]*}}E-4>>
// CHECK: qsim.softmax {{.*}} -> tensor<1x2x2x2xf32>
