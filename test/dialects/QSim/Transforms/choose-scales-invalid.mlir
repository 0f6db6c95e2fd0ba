// Contradictory options and requests, and networks that are not calibrated.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,1,2,2 0 0.25 0.5 1
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-choose-scales 2>&1 | FileCheck %s --check-prefix=UNNAMED
// UNNAMED: error: no calibration is named; wanted the option calibration=FILE.yaml
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-choose-scales="calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=EARLY
// EARLY: error: layer "image" has elements 'f32'; wanted !quant.calibrated: run qsim-calibrate first
// RUN: not qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=log2 scale=any calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=ANY
// ANY: error: qsim-choose-scales: method log2 with scale any; wanted scale log2 (powers of two)
// RUN: not qsim-opt %t/calibrated.mlir --qsim-choose-scales="scale=ten calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=SCALE
// SCALE: error: qsim-choose-scales: scale is 'ten'; wanted any or log2
// RUN: not qsim-opt %t/calibrated.mlir --qsim-choose-scales="head-width=17 calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=WIDTH
// WIDTH: error: qsim-choose-scales: head-width is 17; wanted 2..16
// RUN: not qsim-opt %t/calibrated.mlir --qsim-apply-overrides="file=%t/zero.yaml" --qsim-choose-scales="calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=ZERO
// ZERO: {{.*}}zero.yaml:4:1: error: layer "conv_0": zero point 9 with 4 bits; wanted one in -8..7
// RUN: not qsim-opt %t/calibrated.mlir --qsim-apply-overrides="file=%t/kl.yaml" --qsim-choose-scales="calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=KL
// KL: {{.*}}kl.yaml:4:1: error: layer "conv_0": zero point 1 with method kl; wanted method minmax or mse, or zero point 0
// RUN: not qsim-opt %t/calibrated.mlir --qsim-choose-scales="scale=log2 activations=asymmetric calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=ASYMMETRIC
// RUN: not qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=log2 activations=asymmetric calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=ASYMMETRIC
// ASYMMETRIC: error: qsim-choose-scales: asymmetric activations with powers of two; wanted scale any and another method than log2
// RUN: not qsim-opt %t/calibrated.mlir --qsim-choose-scales="method=percentile percentile=30 calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=PERCENTILE
// PERCENTILE: error: qsim-choose-scales: percentile is 30; wanted 50..100
// A layer asks for what the network's scale excludes.
// RUN: not qsim-opt %t/calibrated.mlir --qsim-apply-overrides="file=%t/symmetry.yaml" --qsim-choose-scales="scale=log2 calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=SYMMETRY
// SYMMETRY: {{.*}}symmetry.yaml:4:1: error: layer "conv_0": symmetry asymmetric with scale log2; wanted scale_kind any and another method than log2

// Requests that no override could have written.
// RUN: sed 's/index = 0 : i64,/index = 0 : i64, request = {activation = {width = 99 : i64}},/' %t/calibrated.mlir > %t/width.mlir
// RUN: not qsim-opt %t/width.mlir --qsim-choose-scales="calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=REQUEST
// REQUEST: error: layer "conv_0": request: width is 99 : i64; wanted an i64 from 2 to 16
// RUN: sed 's/index = 0 : i64,/index = 0 : i64, request = {colour = 1 : i64},/' %t/calibrated.mlir > %t/key.mlir
// RUN: not qsim-opt %t/key.mlir --qsim-choose-scales="calibration=%t/c.yaml" 2>&1 | FileCheck %s --check-prefix=KEY
// KEY: error: layer "conv_0": request: colour is 1 : i64; wanted activation = {...} or weights = {...}

//--- zero.yaml
format: "1.0"
rules:
  - match: {name: conv_0}
    activation: {width: 4, zero_point: 9}
//--- symmetry.yaml
format: "1.0"
rules:
  - match: {name: conv_0}
    activation: {symmetry: asymmetric}
//--- kl.yaml
format: "1.0"
rules:
  - match: {name: conv_0}
    activation: {zero_point: 1}
