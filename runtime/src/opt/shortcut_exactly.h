// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT, a vector at a time. Included after the lanes of
// an instruction set.
#ifndef QSIMRT_OPT_SHORTCUT_EXACTLY_H
#define QSIMRT_OPT_SHORTCUT_EXACTLY_H

#include "opt/shortcut.h"

typedef struct sums {
  terms with;
  lanes clamped;
} sums;

static void add_run(void *context, const uint8_t *first, const uint8_t *second,
                    uint8_t *to, int32_t count) {
  sums *of = context;
  for (int32_t i = 0; i < count; i += LANES)
    add_exactly(&of->with, first + i, second + i, to + i, count - i,
                &of->clamped);
}

static inline void add_inputs(const qsimrt_fast_call *call) {
  const qsimrt_finish finish = finish_of_sum(call);
  sums of = {terms_of(call, &finish), lanes_set(0)};
  add_rows(call, add_run, &of);
  *call->saturated_outputs += lanes_sum(of.clamped);
}

#endif // QSIMRT_OPT_SHORTCUT_EXACTLY_H
