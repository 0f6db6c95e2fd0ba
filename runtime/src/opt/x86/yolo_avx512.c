// SPDX-License-Identifier: Apache-2.0
// The yolo head (numerics.md N20) on AVX-512: eight logistics at a time, each
// with the operations of qsimrt_exp in their order, so that results are the
// reference's to the bit.
#include "elementary.h"
#include "qsimrt/kernels.h"

#include <immintrin.h>
#include <string.h>

static __m512d constant(double x) { return _mm512_set1_pd(x); }

// qsimrt_exp for |x| <= 700, where 2^k is a normal number.
static __m512d exp_normal(__m512d x) {
  // Next to 1.5 * 2^52 the last bit counts units: adding rounds to the nearest
  // integer and leaves it in the low bits.
  const __m512d units = constant(0x1.8p52);
  const __m512d shifted =
      _mm512_add_pd(_mm512_mul_pd(x, constant(0x1.71547652b82fep+0)), units);
  const __m512d k = _mm512_sub_pd(shifted, units);
  const __m512d high =
      _mm512_sub_pd(x, _mm512_mul_pd(k, constant(0x1.62e42feep-1)));
  const __m512d low = _mm512_mul_pd(k, constant(0x1.a39ef35793c76p-33));
  const __m512d r = _mm512_sub_pd(high, low);
  static const double factorials[] = {
      479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0,
      5040.0,      720.0,      120.0,     24.0,     6.0};
  __m512d p = constant(1.0 / 6227020800.0);
  for (int i = 0; i < 10; ++i)
    p = _mm512_add_pd(_mm512_mul_pd(p, r), constant(1.0 / factorials[i]));
  p = _mm512_add_pd(_mm512_mul_pd(p, r), constant(0.5));
  p = _mm512_mul_pd(_mm512_mul_pd(p, r), r);
  const __m512d small = _mm512_sub_pd(p, low);
  const __m512d sum = _mm512_add_pd(high, small);
  const __m512d lost = _mm512_add_pd(_mm512_sub_pd(high, sum), small);
  const __m512d one = constant(1.0);
  __m512d y = _mm512_add_pd(one, sum);
  y = _mm512_add_pd(
      y, _mm512_add_pd(_mm512_add_pd(_mm512_sub_pd(one, y), sum), lost));
  const __m512i exponent = _mm512_slli_epi64(
      _mm512_add_epi64(_mm512_castpd_si512(shifted), _mm512_set1_epi64(1023)),
      52);
  return _mm512_mul_pd(y, _mm512_castsi512_pd(exponent));
}

static void logistic_row(const float *in, float *out, int64_t count) {
  int64_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const __m512d x = _mm512_cvtps_pd(_mm256_loadu_ps(in + i));
    const __mmask8 usual = _mm512_cmp_pd_mask(_mm512_abs_pd(x), constant(700),
                                              _CMP_LE_OQ); // and not NaN
    if (usual != 0xff) {
      for (int k = 0; k < 8; ++k)
        out[i + k] = qsimrt_logistic(in[i + k]);
      continue;
    }
    const __m512d e = exp_normal(_mm512_sub_pd(_mm512_setzero_pd(), x));
    const __m512d one = constant(1.0);
    _mm256_storeu_ps(
        out + i, _mm512_cvtpd_ps(_mm512_div_pd(one, _mm512_add_pd(one, e))));
  }
  for (; i < count; ++i)
    out[i] = qsimrt_logistic(in[i]);
}

void qsimrt_avx512_yolo(const qsimrt_call *call) {
  const qsimrt_yolo *yolo = &call->layer->u.yolo;
  const int32_t entries = 5 + yolo->classes;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  const float shift = -0.5f * (yolo->scale_x_y - 1);
  for (int32_t c = 0; c < shape.c; ++c) {
    const float *in = (const float *)call->inputs[0].data + c * plane;
    float *out = (float *)call->output + c * plane;
    const int32_t entry = c % entries;
    if (entry == 2 || entry == 3 || yolo->new_coords)
      memcpy(out, in, (size_t)plane * sizeof *out);
    else
      logistic_row(in, out, plane);
    if (entry < 2 && yolo->scale_x_y != 1)
      for (int64_t i = 0; i < plane; ++i) {
        const float scaled = out[i] * yolo->scale_x_y;
        out[i] = scaled + shift;
      }
  }
}
