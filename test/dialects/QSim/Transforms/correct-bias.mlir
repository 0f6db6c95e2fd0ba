// The mean error of quantized weights moves into bias_delta.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" --qsim-choose-scales="method=minmax calibration=%t/c.yaml" --qsim-correct-bias="calibration=%t/c.yaml" | FileCheck %s
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-correct-bias 2>&1 | FileCheck %s --check-prefix=UNNAMED
// UNNAMED: error: no calibration is named; wanted the option calibration=FILE.yaml

// conv_2, any filter: scale 1 / 127, the weight 0.3 is 38 steps = 0.299213, the
// error -0.000787 times the mean 1 of the max pool's channel 0; the weight 1 is
// exact to 1.5e-8 and its channel's mean is 0.
// CHECK: qsim.conv2d {{.*}}bias_delta = dense<7.874{{[0-9]*}}E-4>{{.*}}name = "conv_2"
