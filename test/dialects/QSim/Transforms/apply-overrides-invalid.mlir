// Rules without effect and damaged files, each with file and line.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/unmatched.yaml" 2>&1 | FileCheck %s --check-prefix=UNMATCHED
// UNMATCHED: unmatched.yaml:5:1: error: the rule for name 'conv_99' matches no layer; wanted at least one
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/shared.yaml" 2>&1 | FileCheck %s --check-prefix=SHARED
// SHARED: shared.yaml:4:1: error: activation applies to no layer of index 1; wanted a layer with a quantization of its own (maxpool_1 takes that of conv_0)
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/host.yaml" 2>&1 | FileCheck %s --check-prefix=HOST
// HOST: host.yaml:4:1: error: activation applies to no layer of kind yolo; wanted a layer with a quantization of its own (yolo_3 runs on the host)
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/weights.yaml" 2>&1 | FileCheck %s --check-prefix=WEIGHTS
// WEIGHTS: weights.yaml:4:1: error: weights applies to no layer of kind maxpool; wanted a layer with weights
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/mode.yaml" 2>&1 | FileCheck %s --check-prefix=MODE
// MODE: mode.yaml:4:1: error: mode applies to no layer of name 'image'; wanted a layer that can run in integers
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/width.yaml" 2>&1 | FileCheck %s --check-prefix=WIDTH
// WIDTH: width.yaml:4:1: error: width is '17'; wanted an integer from 2 to 16
// RUN: not qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/none.yaml" 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: error: {{.*}}none.yaml

//--- unmatched.yaml
format: "1.0"
rules:
  - match: {index: 0}
    mode: int
  - match: {name: conv_99}
    mode: int
//--- shared.yaml
format: "1.0"
rules:
  - match: {index: 1}
    activation: {width: 6}
//--- host.yaml
format: "1.0"
rules:
  - match: {kind: yolo}
    activation: {width: 6}
//--- weights.yaml
format: "1.0"
rules:
  - match: {kind: maxpool}
    weights: {width: 6}
//--- mode.yaml
format: "1.0"
rules:
  - match: {name: image}
    mode: float
//--- width.yaml
format: "1.0"
rules:
  - match: {index: 0}
    activation: {width: 17}
