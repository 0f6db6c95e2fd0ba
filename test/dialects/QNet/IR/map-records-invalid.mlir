// SPDX-License-Identifier: Apache-2.0
// One violation of each numbered constraint of the records without weights.
// RUN: qsim-opt %s -split-input-file -verify-diagnostics

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: reads 2 tensors, wanted 1}}
  qnet.maxpool "p0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: size is 0, wanted at least 1}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 0 : i32, stride = 1 : i32, padding = 0 : i32}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: stride is 0, wanted at least 1}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 0 : i32, padding = 0 : i32}
}

// -----

// maxpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C1: padding is -1, wanted at least 0}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 1 : i32, stride = 1 : i32, padding = -1 : i32}
}

// -----

// maxpool_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{maxpool_C2: a window of 11 does not fit into 8 + padding 2}}
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32, size = 11 : i32, stride = 1 : i32, padding = 2 : i32}
}

// -----

// route_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 4, 4] {scale_group = -1 : i32, size = 1 : i32, stride = 2 : i32, padding = 0 : i32}
  // expected-error @below {{route_C1: reads tensors of 4x4 and 8x8, wanted one height and width}}
  qnet.route "r1" at 1 reads [0, -1] shape [3, 8, 8] {scale_group = 1 : i32}
}

// -----

// upsample_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{upsample_C1: reads 2 tensors, wanted 1}}
  qnet.upsample "u0" at 0 reads [-1, -1] shape [3, 16, 16] {scale_group = -1 : i32, stride = 2 : i32}
}

// -----

// upsample_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{upsample_C1: stride is 0, wanted at least 1}}
  qnet.upsample "u0" at 0 reads [-1] shape [3, 16, 16] {scale_group = -1 : i32, stride = 0 : i32}
}

// -----

// route_C2: groups
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{route_C2: groups is 0, wanted at least 1}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 0 : i32}
}

// -----

// route_C2: group_id
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{route_C2: group_id is 3, wanted 0 to 2}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 3 : i32, group_id = 3 : i32}
}

// -----

// route_C2: divisor
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{route_C2: groups is 2, wanted a divisor of 3 input channels}}
  qnet.route "r0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, groups = 2 : i32}
}

// -----

// network_C5: too many channels
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [60000, 1, 1] {
  // expected-error @below {{network_C5: the inputs have 120000 channels, wanted at most 65536}}
  qnet.route "r0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32}
}

// -----

// avgpool_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{avgpool_C1: reads 2 tensors, wanted 1}}
  qnet.avgpool "a0" at 0 reads [-1, -1] shape [3, 1, 1] {scale_group = 0 : i32}
}

// -----

// avgpool_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 4096, 1025] {
  // expected-error @below {{avgpool_C2: reads maps of 4096x1025, wanted at most 2^22 places}}
  qnet.avgpool "a0" at 0 reads [-1] shape [3, 1, 1] {scale_group = 0 : i32}
}

// -----

// shortcut_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{shortcut_C1: reads 1 tensors, wanted 2 or more}}
  qnet.shortcut "s0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32, activation = #qsim<activation linear>}
}

// -----

// shortcut_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.crop "c0" at 0 reads [-1] shape [3, 4, 8] {scale_group = -1 : i32, noadjust = true}
  // expected-error @below {{shortcut_C2: a map of 4x8 is not to one of 8x8 in height as in width}}
  qnet.shortcut "s1" at 1 reads [-1, 0] shape [3, 8, 8] {scale_group = 1 : i32, activation = #qsim<activation linear>}
}

// -----

// shortcut_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] attributes {quantization = #qnet.quant<8, 0.5, 0>} {
  // expected-error @below {{shortcut_C3: activation tanh with a quantized output needs a preactivation}}
  qnet.shortcut "s0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32, activation = #qsim<activation tanh>, quantization = #qnet.quant<8, 0.5, 0>}
}

// -----

// multiply_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{multiply_C1: reads 3 tensors, wanted 2}}
  qnet.multiply "s0" at 0 reads [-1, -1, -1] shape [3, 8, 8] {scale_group = 0 : i32, activation = #qsim<activation linear>}
}

// -----

// multiply_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  qnet.maxpool "p0" at 0 reads [-1] shape [3, 4, 4] {scale_group = -1 : i32, size = 2 : i32, stride = 2 : i32, padding = 0 : i32}
  // expected-error @below {{multiply_C2: the first input is 3x4x4, wanted 3x8x8, or 1x1 maps, or 1 channel of it}}
  qnet.multiply "s1" at 1 reads [0, -1] shape [3, 8, 8] {scale_group = 1 : i32, activation = #qsim<activation linear>}
}

// -----

// multiply_C3
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{multiply_C3: activation linear takes no preactivation here}}
  qnet.multiply "s0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32, activation = #qsim<activation linear>, preactivation = #qnet.quant<8, 0.5, 0>}
}

// -----

// reorg_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{reorg_C1: reads 2 tensors, wanted 1}}
  qnet.reorg "r0" at 0 reads [-1, -1] shape [12, 4, 4] {scale_group = -1 : i32, stride = 2 : i32, order = #qsim<reorg_order darknet>}
}

// -----

// reorg_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{reorg_C1: stride is 0, wanted at least 1}}
  qnet.reorg "r0" at 0 reads [-1] shape [12, 4, 4] {scale_group = -1 : i32, stride = 0 : i32, order = #qsim<reorg_order darknet>}
}

// -----

// reorg_C2: map
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{reorg_C2: stride is 3, wanted a divisor of the map's 8x8}}
  qnet.reorg "r0" at 0 reads [-1] shape [12, 4, 4] {scale_group = -1 : i32, stride = 3 : i32, order = #qsim<reorg_order space_to_depth>}
}

// -----

// reorg_C2: channels
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{reorg_C2: stride is 2, with the order darknet its square must divide the 3 channels}}
  qnet.reorg "r0" at 0 reads [-1] shape [12, 4, 4] {scale_group = -1 : i32, stride = 2 : i32, order = #qsim<reorg_order darknet>}
}

// -----

// network_C5: too many channels
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [2048, 8, 8] {
  // expected-error @below {{network_C5: stride 8 makes more channels of 2048 than 65536}}
  qnet.reorg "r0" at 0 reads [-1] shape [12, 4, 4] {scale_group = -1 : i32, stride = 8 : i32, order = #qsim<reorg_order darknet>}
}

// -----

// crop_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{crop_C1: reads 2 tensors, wanted 1}}
  qnet.crop "c0" at 0 reads [-1, -1] shape [3, 4, 4] {scale_group = -1 : i32, noadjust = true}
}

// -----

// crop_C2
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{crop_C2: the output is 8x9, wanted at most 8x8}}
  qnet.crop "c0" at 0 reads [-1] shape [3, 8, 9] {scale_group = -1 : i32, noadjust = true}
}

// -----

// dropout_C1
qnet.network @n arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
  // expected-error @below {{dropout_C1: reads 2 tensors, wanted 1}}
  qnet.dropout "d0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = -1 : i32}
}
