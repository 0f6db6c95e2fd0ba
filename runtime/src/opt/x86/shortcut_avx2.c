// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT on AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/x86/shortcut.h"

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

void qsimrt_avx2_shortcut(const qsimrt_fast_call *call) {
  const qsimrt_finish finish = finish_of_sum(call);
  sums of = {terms_of(call, &finish), lanes_set(0)};
  add_rows(call, add_run, &of);
  *call->saturated_outputs += lanes_sum(of.clamped);
}
