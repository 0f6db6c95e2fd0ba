// Options that contradict each other, and a calibration of another network.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-calibrate 2>&1 | FileCheck %s --check-prefix=NOTHING
// NOTHING: error: qsim-calibrate: wanted either images or from
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=HALF
// HALF: error: qsim-calibrate: wanted both yaml and hist
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-calibrate="from=%t/none.yaml" 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: error: {{.*}}none.yaml
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-calibrate="from=%t/bad.yaml" 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: bad.yaml:1:1: error: format is '7'; wanted one of 1.0

// A calibrated network is not calibrated again.
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/once.mlir
// RUN: not qsim-opt %t/once.mlir --qsim-calibrate="from=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: error: 'qsim.conv2d' op layer "conv_0" has elements '!quant.calibrated<f32<-5.000000e-01:1.000000e+00>>'; wanted f32: the network is calibrated already

// Layers that the calibration does not know.
// RUN: sed 's/conv_2/conv_9/' %S/Inputs/small.mlir > %t/other.mlir
// RUN: not qsim-opt %t/other.mlir --qsim-calibrate="from=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: error: {{.*}}c.yaml has no tensor "conv_9"; wanted a calibration of this network

//--- bad.yaml
format: "7"
