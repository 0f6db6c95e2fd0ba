// Rules become requests and ceilings; later rules replace single keys.
// RUN: rm -rf %t && mkdir %t && split-file %s %t
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides="file=%t/o.yaml" | FileCheck %s --enable-var-scope
// RUN: qsim-opt %S/Inputs/small.mlir --qsim-apply-overrides | FileCheck %s --check-prefix=NONE

// The origin is the last rule that set something: line 14 of o.yaml for the picture.
// CHECK: qsim.request = {activation = {origin = "{{[^ ]*}}o.yaml:14", width = 6 : i64, zero_point = -32 : i64}}
// CHECK: qsim.conv2d {{.*}} request = {activation = {method = "mse", origin = "{{[^ ]*}}o.yaml:6", width = 6 : i64}, weights = {granularity = "tensor", origin = "{{[^ ]*}}o.yaml:9", width = 4 : i64}}
// The max pool has no quantization of its own.
// CHECK: qsim.max_pool2d
// CHECK-NOT: request
// CHECK: qsim.conv2d {{.*}} ceiling = #qsim<mode hybrid>
// The scale replaces the method that the second rule had set.
// CHECK-SAME: request = {activation = {origin = "{{[^ ]*}}o.yaml:{{[0-9]+}}", scale = 2.500000e-01 : f32, width = 6 : i64}, weights = {granularity = "tensor", origin = "{{[^ ]*}}o.yaml:{{[0-9]+}}"}}
// CHECK: qsim.yolo
// CHECK-NOT: request
// NONE-NOT: request

//--- o.yaml
format: "1.0"
rules:
  - match: {name: "*"}
    activation: {width: 6}
  - match: {kind: convolutional}
    activation: {method: mse}
    weights: {granularity: tensor}
  - match: {index: 0..1}
    weights: {width: 4}
  - match: {name: "conv_?", index: 2}
    activation: {scale: 0.25}
    mode: hybrid
  - match: {index: -1}
    activation: {zero_point: -32}
