// SPDX-License-Identifier: Apache-2.0
// What the verifier says of a bad qsim.input and of bad qsim.outputs.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// input_C1
// expected-error@+1 {{input_C1: qsim.input must be a #qsim.input on a module}}
module attributes {qsim.input = "images"} {}

// -----

// input_C2: 2 * 4 * 5
// expected-error@+1 {{input_C2: the input "images" has the dimensions [2, 4, 5], wanted the 32 values of the picture}}
module attributes {qsim.input = #qsim.input<name = "images", dims = [2, 4, 5]>} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// input_C3
// expected-error@+1 {{input_C3: the name is "a b"}}
module attributes {qsim.input = #qsim.input<name = "a b", dims = [2, 4, 5]>} {}

// -----

// input_C4
// expected-error@+1 {{input_C4: the dimensions are [2, 0], wanted at most 8 of 1..2147483647 that hold fewer than 2^31 values}}
module attributes {qsim.input = #qsim.input<name = "a", dims = [2, 0]>} {}

// -----

// outputs_C1: one output is no array
// expected-error@+1 {{outputs_C1: qsim.outputs must be an array of #qsim.output, not empty, on a module}}
module attributes {qsim.outputs = #qsim.output<name = "a", layer = 0, dims = [32]>} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// outputs_C1: empty
// expected-error@+1 {{outputs_C1: qsim.outputs must be}}
module attributes {qsim.outputs = []} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// outputs_C2
// expected-error@+1 {{outputs_C2: two outputs are named "a", wanted unique names}}
module attributes {qsim.outputs = [#qsim.output<name = "a", layer = 0, dims = [32]>, #qsim.output<name = "a", layer = -1, dims = [32]>]} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// outputs_C3
// expected-error@+1 {{outputs_C3: the output "a" is of layer 1, wanted a layer of the network, or -1}}
module attributes {qsim.outputs = [#qsim.output<name = "a", layer = 1, dims = [32]>]} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// outputs_C4
// expected-error@+1 {{outputs_C4: the output "a" has the dimensions [33], wanted the 32 values of layer 0}}
module attributes {qsim.outputs = [#qsim.output<name = "a", layer = 0, dims = [33]>]} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// outputs_C4: no dimensions, one value
// expected-error@+1 {{outputs_C4: the output "a" has the dimensions [], wanted the 32 values of layer -1}}
module attributes {qsim.outputs = [#qsim.output<name = "a", layer = -1, dims = []>]} {
  func.func @test(%x: tensor<1x2x4x4xf32>) {
    %0 = qsim.dropout %x {name = "a", index = 0 : i64} : (tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return
  }
}

// -----

// output_C3
// expected-error@+1 {{output_C3: the name is ""}}
module attributes {qsim.outputs = [#qsim.output<name = "", layer = 0, dims = [32]>]} {}

// -----

// output_C4
// expected-error@+1 {{output_C4: the layer is -2, wanted -1 or more}}
module attributes {qsim.outputs = [#qsim.output<name = "a", layer = -2, dims = [32]>]} {}

// -----

// output_C5
// expected-error@+1 {{output_C5: the dimensions are [65536, 65536]}}
module attributes {qsim.outputs = [#qsim.output<name = "a", layer = 0, dims = [65536, 65536]>]} {}
