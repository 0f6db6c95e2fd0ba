// SPDX-License-Identifier: Apache-2.0
// Packed weights from 8 to 16 bits, for kernels that multiply no bytes.
#include "opt/pack.h"

#include <string.h>

// Of one step: 4 bytes a lane become 2 steps of 2 times 16 bits. `from` and
// `to` may overlap.
static void widen_step(const int8_t *from, int32_t lanes, int8_t *to) {
  int8_t bytes[4 * QSIMRT_BLOCK];
  memcpy(bytes, from, 4 * (size_t)lanes);
  for (int32_t lane = 0; lane < lanes; ++lane)
    for (int32_t k = 0; k < 4; ++k) {
      const int16_t wide = bytes[4 * lane + k];
      const int32_t at = (k / 2 * lanes + lane) * 2 + k % 2;
      memcpy(to + 2 * at, &wide, sizeof wide);
    }
}

// The last ones first: what is written lies behind what is still to be read.
void qsimrt_widen_weights(int32_t filters, int32_t steps, const int8_t *from,
                          int8_t *to) {
  for (int32_t block = qsimrt_blocks(filters) - 1; block >= 0; --block) {
    const int64_t begin = (int64_t)block * steps * 4 * QSIMRT_BLOCK;
    const int32_t lanes = qsimrt_block_vectors(filters, block) * QSIMRT_LANES;
    for (int32_t step = steps - 1; step >= 0; --step) {
      const int64_t at = begin + (int64_t)step * 4 * lanes;
      widen_step(from + at, lanes, to + 2 * at);
    }
  }
}
