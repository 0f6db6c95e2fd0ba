// SPDX-License-Identifier: Apache-2.0
// Test helper: a call of one kernel.
#ifndef QSIM_TEST_RUNTIME_KERNELCALL_H
#define QSIM_TEST_RUNTIME_KERNELCALL_H

#include "qsimrt/kernels.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace qsim::test {

using Reals = std::vector<float>;
using Bytes = std::vector<int8_t>;
using Words = std::vector<int16_t>;
using Multipliers = std::vector<qsimrt_multiplier>;

// The caller keeps what the layer and the inputs point to. Everything that is
// not set is 0: rounding half-up, saturating, judged per output, pjreddie.
struct KernelCall {
  qsimrt_layer layer = {};
  qsimrt_datapath datapath = {};
  qsimrt_arithmetic arithmetic = QSIMRT_PJREDDIE;
  std::vector<qsimrt_operand> inputs;
  uint64_t overflows = 0, saturated = 0;

  KernelCall() {
    layer.kind = QSIMRT_DROPOUT; // none that needs scratch memory
    datapath.accumulator_bits = 32;
    datapath.wide_accumulator_bits = 48;
  }

  template <typename T>
  void input(const std::vector<T> &values, qsimrt_shape shape,
             qsimrt_quant quant = {8, 1, 0}) {
    inputs.push_back({values.data(), shape, quant});
    layer.input_count = int32_t(inputs.size());
  }
  // In parts of `step` output channels.
  template <typename T>
  std::vector<T> run(qsimrt_kernel kernel, int step = 1000) {
    const qsimrt_shape s = layer.shape;
    std::vector<T> out(size_t(s.c) * s.h * s.w);
    overflows = saturated = 0;
    qsimrt_call call = {};
    call.layer = &layer;
    call.datapath = &datapath;
    call.arithmetic = arithmetic;
    call.inputs = inputs.data();
    call.output = out.data();
    call.accumulator_overflows = &overflows;
    call.saturated_outputs = &saturated;
    std::vector<std::max_align_t> scratch(
        qsimrt_scratch_size(&layer, QSIMRT_INT) / sizeof(std::max_align_t) + 1);
    call.scratch = scratch.data();
    for (; call.channel_begin < s.c; call.channel_begin = call.channel_end) {
      call.channel_end = std::min(call.channel_begin + step, s.c);
      kernel(&call);
    }
    return out;
  }
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIME_KERNELCALL_H
