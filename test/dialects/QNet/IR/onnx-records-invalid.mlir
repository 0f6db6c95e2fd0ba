// SPDX-License-Identifier: Apache-2.0
// One violation of each constraint that networks from ONNX brought to records.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// window_C1
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @+2 {{window_C1: a size, stride or dilation is 0, wanted 1 to 65535}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, window = #qnet.window<size_y = 3, size_x = 0, stride_y = 1, stride_x = 1>}
}

// -----

// window_C1
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @+2 {{window_C1: a pad is -1, wanted 0 to 65535}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, window = #qnet.window<size_y = 3, size_x = 1, stride_y = 1, stride_x = 1, left = -1>}
}

// -----

// convolutional_C9
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{convolutional_C9: size is 3, stride 1 and padding 1, wanted those of the window's rows, 3 and 1, and 0}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, window = #qnet.window<size_y = 3, size_x = 2, stride_y = 1, stride_x = 1>}
}

// -----

// convolutional_C2: 6 input rows and no padding
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{convolutional_C2: a window of 7 does not fit into 6 + padding 0}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 0 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, window = #qnet.window<size_y = 3, size_x = 2, stride_y = 1, stride_x = 1, dilation_y = 3>}
}

// -----

// network_C5: (6 - 1) * 2 + 1 = 11 columns, 10 of them
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{network_C5: shape is 2x6x6, wanted 2x4x10}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 0 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, window = #qnet.window<size_y = 3, size_x = 2, stride_y = 1, stride_x = 1, input_dilation_x = 2>}
}

// -----

// convolutional_C10
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{convolutional_C10: the activation clip is given alpha, wanted alpha and beta}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation clip>, bias_correction = false, alpha = 1.0 : f32}
}

// -----

// convolutional_C11
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{convolutional_C11: epsilon is 1.000000e-03, wanted a finite number >= 0, with batch_normalize only}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false, epsilon = 1.0e-3 : f32}
}

// -----

// network_C17
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{network_C17: has a batch norm and no epsilon, and the arithmetic is onnx}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = true, activation = #qsim<activation linear>, bias_correction = false}
}

// -----

// network_C17
qnet.network @n arithmetic alexeyab resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{network_C17: has an epsilon and the arithmetic is not onnx}}
  qnet.convolutional "c0" at 0 reads [-1] shape [2, 6, 6] {scale_group = 0 : i32, filters = 2 : i32, size = 3 : i32, stride = 1 : i32,
      pad = 1 : i32, groups = 1 : i32, batch_normalize = true, activation = #qsim<activation linear>, bias_correction = false, epsilon = 1.0e-3 : f32}
}

// -----

// maxpool_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{maxpool_C3: the window dilates its input, wanted none that does}}
  qnet.maxpool "p0" at 0 reads [-1] shape [4, 6, 6] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32, window = #qnet.window<size_y = 1, size_x = 1, stride_y = 1, stride_x = 1, input_dilation_y = 2>}
}

// -----

// avgpool_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{avgpool_C3: there is ceil or count_pads and no window}}
  qnet.avgpool "p0" at 0 reads [-1] shape [4, 1, 1] {scale_group = 0 : i32, count_pads}
}

// -----

// avgpool_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{avgpool_C3: a window of 7 does not fit into 6 + padding 0}}
  qnet.avgpool "p0" at 0 reads [-1] shape [4, 1, 1] {scale_group = 0 : i32, window = #qnet.window<size_y = 7, size_x = 1, stride_y = 1, stride_x = 1>}
}

// -----

// avgpool_C2
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{avgpool_C2: a window of 4096x4096, wanted at most 2^22 places}}
  qnet.avgpool "p0" at 0 reads [-1] shape [4, 1, 1] {scale_group = 0 : i32, window = #qnet.window<size_y = 4096, size_x = 4096, stride_y = 1, stride_x = 1>}
}

// -----

// route_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{route_C3: outer is 5, wanted a divisor of the 144 values of an input}}
  qnet.route "r0" at 0 reads [-1] shape [4, 6, 6] {scale_group = 0 : i32, outer = 5 : i32}
}

// -----

// route_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{route_C3: the output has 144 values, wanted those of all inputs, 288}}
  qnet.route "r0" at 0 reads [-1, -1] shape [4, 6, 6] {scale_group = 0 : i32, outer = 2 : i32}
}

// -----

// route_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{route_C3: groups is 2 beside outer, wanted 1}}
  qnet.route "r0" at 0 reads [-1] shape [4, 6, 6] {scale_group = 0 : i32, outer = 2 : i32, groups = 2 : i32}
}

// -----

// activation_C1
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{activation_C1: reads 2 tensors, wanted 1}}
  qnet.activation "a0" at 0 reads [-1, -1] shape [4, 6, 6] {scale_group = 0 : i32, activation = #qsim<activation exp>}
}

// -----

// activation_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{activation_C3: the activation exp is given alpha, wanted neither alpha nor beta}}
  qnet.activation "a0" at 0 reads [-1] shape [4, 6, 6] {scale_group = 0 : i32, activation = #qsim<activation exp>, alpha = 1.0 : f32}
}

// -----

// activation_C2
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{activation_C2: activation exp takes no preactivation here}}
  qnet.activation "a0" at 0 reads [-1] shape [4, 6, 6] {scale_group = 0 : i32, activation = #qsim<activation exp>, preactivation = #qnet.quant<8, 0.5, 0>}
}

// -----

// network_C5
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{network_C5: shape is 4x6x5, wanted 4x6x6}}
  qnet.activation "a0" at 0 reads [-1] shape [4, 6, 5] {scale_group = 0 : i32, activation = #qsim<activation exp>}
}

// -----

// softmax_C3
qnet.network @n arithmetic onnx resize stretch classes [] shape [4, 6, 6] {
  // expected-error @below {{softmax_C3: inner is 7, wanted a divisor of the 72 values of a group}}
  qnet.softmax "s0" at 0 reads [-1] shape [4, 6, 6] {scale_group = 0 : i32, groups = 2 : i32, temperature = 1.0 : f32, inner = 7 : i32}
}
