// SPDX-License-Identifier: Apache-2.0
// Every kind of layer that networks from graphs have, through all passes and into a package that runs in every mode.
// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/write-npy.py %t/x.npy 1,2,4,4 0 0.25 0.5 1 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1 0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 0.9 0.8 0.7 0.6 0.5 0.4 0.3 0.2
// RUN: qsim-opt %S/Inputs/graph.mlir --qsim-calibrate="images=%t/x.npy yaml=%t/c.yaml hist=%t/c.hist" -o %t/calibrated.mlir
// RUN: qsim-opt %t/calibrated.mlir --qsim-pipeline-quantize="method=minmax calibration=%t/c.yaml" -o %t/quantized.mlir
// RUN: FileCheck %s --input-file=%t/quantized.mlir -enable-var-scope
// RUN: qsim-opt %t/quantized.mlir --convert-qsim-to-qnet -o %t/qnet.mlir
// RUN: qsim-translate --export-package --package-dir=%t/package %t/qnet.mlir
// RUN: FileCheck %s --input-file=%t/package/graph.net --check-prefix=NET
// RUN: qsim-translate --import-net %t/package/graph.net | qsim-translate --export-package --package-dir=%t/again
// RUN: diff -r %t/package %t/again
// RUN: %qsim run %t/package --mode float %t/x.npy --dump %t/float
// RUN: %qsim run %t/package --mode hybrid %t/x.npy --dump %t/hybrid
// RUN: %qsim run %t/package --mode int %t/x.npy --dump %t/int
// RUN: FileCheck %s --input-file=%t/int/index.json --check-prefix=INT
// RUN: ls %t/int/outputs | FileCheck %s --check-prefix=OUTPUTS
// A dump is replaced, with the outputs in it.
// RUN: %qsim run %t/package --mode int %t/x.npy --dump %t/int
// RUN: %python %S/Inputs/show-npy.py %t/int/outputs/classes.npy %t/float/outputs/mean.npy | FileCheck %s --check-prefix=SHAPES
// RUN: %qsim info %t/package | FileCheck %s --check-prefix=INFO
// RUN: %qsim info %t/package --json | FileCheck %s --check-prefix=JSON
// RUN: %qsim compare %t/package --images %t/x.npy --json | FileCheck %s --check-prefix=COMPARE
// RUN: %qsim cross %t/package --images %t/x.npy --json > %t/cross.json
// RUN: %qsim vectors %t/package --layers 0..9 --image %t/x.npy -o %t/vectors
// RUN: FileCheck %s --input-file=%t/vectors/manifest.json --check-prefix=VECTORS
// RUN: printf 'run\nmode 1 float\nrun\nlist\n' > %t/steps
// RUN: %qsim step %t/package %t/x.npy < %t/steps | FileCheck %s --check-prefix=STEP

// The largest magnitude of the constant is 0.5: 0.5 / 127.
// CHECK: qsim.constant {{.*}} -> tensor<1x2x4x4x!quant.uniform<i8:f32, 0.00393700{{[0-9]*}}>>
// CHECK: qsim.binary {{.*}} -> tensor<1x2x4x4x!quant.uniform<i8:f32, [[S:[0-9.Ee-]*]]>>
// Views, and the largest of two, keep the scale.
// CHECK: qsim.strided {{.*}} -> tensor<1x2x4x4x!quant.uniform<i8:f32, [[S]]>>
// CHECK: qsim.pad {{.*}} -> tensor<1x2x6x4x!quant.uniform<i8:f32, [[S]]>>
// CHECK: qsim.resize {{.*}} -> tensor<1x2x12x8x!quant.uniform<i8:f32, [[S]]>>
// CHECK: qsim.resize {{.*}} -> tensor<1x2x3x5x!quant.uniform<i8:f32, [[S]]>>
// An output of the graph is wide, as what a host layer reads.
// CHECK: qsim.reduce {{.*}} -> tensor<1x2x1x1x!quant.uniform<i16:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.reduce {{.*}} -> tensor<1x1x4x4x!quant.uniform<i8:f32, [[S]]>>
// CHECK: qsim.binary {{.*}}kind = #qsim<binary_kind min>
// CHECK: qsim.binary {{.*}}preactivation = !quant.uniform<i12:f32, {{[0-9.Ee-]*}}>
// CHECK: qsim.binary {{.*}}kind = #qsim<binary_kind pow>{{.*}} -> tensor<1x2x4x4x!quant.uniform<i8:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.lrn {{.*}} -> tensor<1x2x4x4x!quant.uniform<i8:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.instance_norm {{.*}} -> tensor<1x2x4x4x!quant.uniform<i8:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.conv2d {{.*}} -> tensor<1x2x4x4x!quant.uniform<i16:f32, {{[0-9.Ee-]*}}>>
// CHECK: qsim.argmax {{.*}} -> tensor<1x1x4x4xf32>
// What follows the host stays in float.
// CHECK: qsim.softmax {{.*}} -> tensor<1x2x4x4xf32>
// CHECK: qsim.strided {{.*}}ceiling = #qsim<mode float>{{.*}} -> tensor<1x2x4x4xf32>
// CHECK: qsim.binary {{.*}}ceiling = #qsim<mode float>
// CHECK-NOT: preactivation
// CHECK-SAME: -> tensor<1x2x4x4xf32>
// CHECK: qsim.parameter {{.*}} -> tensor<2x32xf32>
// CHECK: qsim.connected {{.*}}ceiling = #qsim<mode float>{{.*}} -> tensor<1x2x1x1xf32>

// NET: input_name=images
// NET-NEXT: input_dims=1,2,4,4
// NET: [constant]
// NET-NEXT: index=0
// NET-NEXT: name=offsets
// NET-NEXT: inputs=none
// NET: [output]
// NET-NEXT: name=mean
// NET-NEXT: layer=6
// NET-NEXT: dims=1,2
// NET: [output]
// NET-NEXT: name=classes
// NET-NEXT: layer=14

// Powers and normalizations run in float, though they have a quantization.
// INT: "name": "offsets"
// INT: "mode": "int"
// INT: "name": "sub_9"
// INT: "mode": "int"
// INT: "name": "pow_10"
// INT: "mode": "float"
// INT: "name": "norm_12"
// INT: "mode": "float"
// INT: "name": "conv_13"
// INT: "mode": "int"
// INT: "name": "argmax_14"
// INT: "mode": "float"

// INT: "outputs": [
// INT: "name": "mean"
// INT-NEXT: "layer": 6
// INT-NEXT: "file": "mean.npy"
// OUTPUTS: answer.npy
// OUTPUTS-NEXT: classes.npy
// OUTPUTS-NEXT: features.npy
// OUTPUTS-NEXT: mean.npy
// SHAPES: <f4 (1, 4, 4)
// SHAPES-NEXT: <f4 (1, 2)

// INFO: offsets {{.*}} int
// INFO: pow_10 {{.*}} float
// INFO: input images: 1x2x4x4
// INFO-NEXT: output mean: 1x2, of mean_6
// JSON: "graph_input":{"name":"images","shape":[1,2,4,4]},"graph_outputs":[{"name":"mean","layer":6,"shape":[1,2]},

// STEP: offsets {{.*}} int
// STEP: sub_1 {{.*}} float

// COMPARE: offsets
// COMPARE: conv_13

// VECTORS: "kind": "constant"
// VECTORS: "q_values"
// VECTORS: "kind": "strided"
// VECTORS: "sizes"
// VECTORS: "kind": "reduce"
// VECTORS: "operation": "mean"
// VECTORS: "accumulators"
