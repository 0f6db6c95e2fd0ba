// SPDX-License-Identifier: Apache-2.0
// Elements of integer tensors: int8_t up to 8 bits, else int16_t.
#ifndef QSIMRT_KERNELS_INTEGERS_H
#define QSIMRT_KERNELS_INTEGERS_H

#include "qsimrt/kernels.h"

static inline size_t qsimrt_element_size(int32_t bits) {
  return bits <= 8 ? sizeof(int8_t) : sizeof(int16_t);
}

static inline int32_t qsimrt_integer_at(const void *integers, int32_t bits,
                                        int64_t index) {
  return bits <= 8 ? ((const int8_t *)integers)[index]
                   : ((const int16_t *)integers)[index];
}

static inline void qsimrt_integer_store(void *integers, int32_t bits,
                                        int64_t index, int32_t value) {
  if (bits <= 8)
    ((int8_t *)integers)[index] = (int8_t)value;
  else
    ((int16_t *)integers)[index] = (int16_t)value;
}

// What a look at the accumulators sees.
static inline void qsimrt_keep_accumulator(const qsimrt_call *call,
                                           int64_t index, int64_t acc) {
  if (call->accumulators)
    call->accumulators[index] = acc;
}

#endif // QSIMRT_KERNELS_INTEGERS_H
