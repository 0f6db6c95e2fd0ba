// SPDX-License-Identifier: Apache-2.0
// Requantization by float32 where float32 is sure, 64 channels of a pixel at a
// time; the usual end of a convolution with outputs of 8 bits.
#ifndef QSIMRT_OPT_X86_FINISH_FLOAT32_AVX512_H
#define QSIMRT_OPT_X86_FINISH_FLOAT32_AVX512_H

#include "opt/x86/bytes_avx512.h"
#include "opt/x86/lanes_avx512.h"

#include "opt/requantize_float32.h"

// The bytes of a clamped pixel.
typedef struct qsimrt_byte_constants {
  __m512i order, most;
} qsimrt_byte_constants;

static inline qsimrt_byte_constants
qsimrt_byte_constants_of(const qsimrt_finisher *finisher) {
  const qsimrt_byte_constants out = {
      qsimrt_byte_order(),
      _mm512_set1_epi8((char)(finisher->finish.most + QSIMRT_PIXEL_OFFSET))};
  return out;
}

// Pixels of up to 32 channels that fill their storage: 64 bytes at a time.
// Returns how many it did. The constants are as below.
static inline __attribute__((always_inline)) int32_t qsimrt_finish_narrow(
    qsimrt_finisher *finisher, const int32_t *sums, int32_t pixels, int32_t y,
    int32_t x, const int vectors, const int has_negative, const int has_ties,
    const qsimrt_float32_constants *constants,
    const qsimrt_byte_constants *bytes, const qsimrt_float32_factors *by) {
  const int32_t together = 4 / vectors;
  uint8_t *to = qsimrt_pixel(&finisher->call->output, y, x);
  uint64_t saturated = 0;
  int32_t p = 0;
  for (; p + together <= pixels; p += together, to += 64) {
    const int32_t *mine = sums + (int64_t)p * vectors * QSIMRT_LANES;
    __m512i q[4];
    __m512 far = _mm512_setzero_ps();
    for (int n = 0; n < 4; ++n)
      q[n] = qsimrt_by_float32(_mm512_load_si512(mine + QSIMRT_LANES * n),
                               &by[n % vectors], constants, &far, has_negative,
                               has_ties);
    if (floats_any_from(far, constants->middle)) {
      for (int n = 0; n < 4; ++n)
        qsimrt_finish_any(finisher, mine + QSIMRT_LANES * n, 0, 1,
                          n % vectors * QSIMRT_LANES, y, x + p + n / vectors);
      continue;
    }
    for (int n = 0; n < 4; ++n)
      saturated += qsimrt_outside_bytes(q[n]);
    _mm512_storeu_si512(to, qsimrt_to_bytes(q, bytes->order, bytes->most));
  }
  finisher->saturated_besides += saturated;
  return p;
}

// `vectors`, has_negative and has_ties are constants wherever this is called.
static inline __attribute__((always_inline)) void
qsimrt_finish_float32(qsimrt_finisher *finisher, const int32_t *sums,
                      int32_t pixels, int32_t block, int32_t y, int32_t x,
                      const int vectors, const int has_negative,
                      const int has_ties) {
  const int32_t group = block * (QSIMRT_BLOCK / QSIMRT_LANES);
  const int64_t step = finisher->call->output.channels;
  uint8_t *to =
      qsimrt_pixel(&finisher->call->output, y, x) + block * QSIMRT_BLOCK;
  const int64_t left = step - block * QSIMRT_BLOCK;
  const __mmask64 stored =
      left < QSIMRT_BLOCK ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0);
  const qsimrt_float32_constants constants =
      qsimrt_float32_constants_of(finisher);
  const qsimrt_byte_constants bytes = qsimrt_byte_constants_of(finisher);
  qsimrt_float32_factors by[4];
  for (int n = 0; n < vectors; ++n)
    by[n] = qsimrt_float32_factors_at(finisher, (group + n) * QSIMRT_LANES);
  int32_t done = 0;
  if ((vectors == 1 || vectors == 2) && step == vectors * QSIMRT_LANES)
    done = qsimrt_finish_narrow(finisher, sums, pixels, y, x, vectors,
                                has_negative, has_ties, &constants, &bytes, by);
  to += done * step;
  uint64_t saturated = 0;
  for (int32_t p = done; p < pixels; ++p, to += step) {
    const int32_t *mine = sums + (int64_t)p * vectors * QSIMRT_LANES;
    __m512i q[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(),
                    _mm512_setzero_si512(), _mm512_setzero_si512()};
    __m512 far = _mm512_setzero_ps();
    for (int n = 0; n < vectors; ++n)
      q[n] =
          qsimrt_by_float32(_mm512_load_si512(mine + QSIMRT_LANES * n), &by[n],
                            &constants, &far, has_negative, has_ties);
    if (floats_any_from(far, constants.middle)) {
      for (int n = 0; n < vectors; ++n)
        qsimrt_finish_any(finisher, mine + QSIMRT_LANES * n, 0, 1,
                          (group + n) * QSIMRT_LANES, y, x + p);
      continue;
    }
    for (int n = 0; n < vectors; ++n)
      saturated += qsimrt_outside_bytes(q[n]);
    _mm512_mask_storeu_epi8(to, stored,
                            qsimrt_to_bytes(q, bytes.order, bytes.most));
  }
  finisher->saturated_besides += saturated;
}

#define QSIMRT_FLOAT32_WAYS(VECTORS)                                           \
  if (finisher->has_negative && finisher->has_ties)                            \
    qsimrt_finish_float32(finisher, sums, pixels, block, y, x, VECTORS, 1, 1); \
  else if (finisher->has_negative)                                             \
    qsimrt_finish_float32(finisher, sums, pixels, block, y, x, VECTORS, 1, 0); \
  else                                                                         \
    qsimrt_finish_float32(finisher, sums, pixels, block, y, x, VECTORS, 0, 1)

static inline void qsimrt_finish_row_float32(qsimrt_finisher *finisher,
                                             const int32_t *sums,
                                             int32_t pixels, int32_t vectors,
                                             int32_t block, int32_t y,
                                             int32_t x) {
  if (vectors == 4) {
    QSIMRT_FLOAT32_WAYS(4);
  } else if (vectors == 3) {
    QSIMRT_FLOAT32_WAYS(3);
  } else if (vectors == 2) {
    QSIMRT_FLOAT32_WAYS(2);
  } else {
    QSIMRT_FLOAT32_WAYS(1);
  }
}

#endif // QSIMRT_OPT_X86_FINISH_FLOAT32_AVX512_H
