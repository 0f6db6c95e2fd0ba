// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT on AVX-512 VNNI: 64 bytes of a row at a time.
//
// With stride 1 a row of outputs is one run of bytes, w * channels of them, and
// a tap is the same run of an input row, some pixels to the side: it does not
// matter where pixels begin. Then a chunk of 64 bytes meets the parameters in
// one of few phases, and pack.c has written them once for each. With other
// strides a chunk is 64 channels of one pixel.
//
// vpdpbusd wants four taps of a channel side by side: two rounds of unpacking
// interleave four loads. Vector j of the four that come out holds bytes 4j to
// 4j + 3 of every 128 bits, an order that packing the outputs undoes.
#include "opt/x86/finish_float32_avx512.h"

enum { CHUNK = QSIMRT_CHUNK, VECTORS = 4 };

typedef struct depthwise {
  const qsimrt_fast_call *call;
  const qsimrt_convolutional *conv;
  const qsimrt_packed_layer *packed;
  const char *weights, *lanes; // of phase 0
  qsimrt_finisher finisher;
  qsimrt_float32_constants constants;
  int32_t quads;                       // of taps
  int64_t taps[QSIMRT_DEPTHWISE_TAPS]; // where each lies, from the first one on
} depthwise;

static depthwise depthwise_of(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const qsimrt_pixels *in = &call->inputs[0];
  const char *base = (const char *)call->packed;
  depthwise out = {.call = call,
                   .conv = conv,
                   .packed = packed,
                   .weights = base + packed->weights,
                   .lanes = base + packed->lanes,
                   .finisher = qsimrt_finisher_of(call)};
  out.constants = qsimrt_float32_constants_of(&out.finisher);
  for (int32_t ky = 0; ky < conv->size; ++ky)
    for (int32_t kx = 0; kx < conv->size; ++kx)
      out.taps[ky * conv->size + kx] = ky * in->row + kx * in->channels;
  out.quads = qsimrt_quads(conv->size); // what is missing to a quad: tap 0
  return out;
}

// Four taps of 64 bytes, interleaved.
static inline void interleave(const uint8_t *first, const int64_t *taps,
                              __mmask64 there, __m512i *out) {
  __m512i in[4];
  for (int k = 0; k < 4; ++k)
    in[k] = _mm512_maskz_loadu_epi8(there, first + taps[k]);
  const __m512i low01 = _mm512_unpacklo_epi8(in[0], in[1]);
  const __m512i high01 = _mm512_unpackhi_epi8(in[0], in[1]);
  const __m512i low23 = _mm512_unpacklo_epi8(in[2], in[3]);
  const __m512i high23 = _mm512_unpackhi_epi8(in[2], in[3]);
  out[0] = _mm512_unpacklo_epi16(low01, low23);
  out[1] = _mm512_unpackhi_epi16(low01, low23);
  out[2] = _mm512_unpacklo_epi16(high01, high23);
  out[3] = _mm512_unpackhi_epi16(high01, high23);
}

static inline void sum_chunk(const depthwise *of, const uint8_t *first,
                             __mmask64 there, int32_t phase,
                             const qsimrt_depthwise_lanes *lanes,
                             __m512i *sums) {
  const char *weights = of->weights + (int64_t)phase * of->quads * VECTORS * 64;
  for (int n = 0; n < VECTORS; ++n)
    sums[n] = _mm512_loadu_si512(lanes->bias + QSIMRT_LANES * n);
  for (int32_t q = 0; q < of->quads; ++q) {
    __m512i x[VECTORS];
    interleave(first, of->taps + 4 * q, there, x);
    for (int n = 0; n < VECTORS; ++n, weights += 64)
      sums[n] = _mm512_dpbusd_epi32(sums[n], x[n], _mm512_loadu_si512(weights));
  }
}

// The exact way (N9), for the lanes that `near` names.
static __m512i requantize_exactly(const depthwise *of,
                                  const qsimrt_depthwise_lanes *lanes, int n,
                                  __m512i sums, __m512i q, __mmask16 near) {
  _Alignas(64) int32_t acc[QSIMRT_LANES], out[QSIMRT_LANES];
  _mm512_store_si512(acc, sums);
  _mm512_store_si512(out, q);
  for (int i = 0; i < QSIMRT_LANES; ++i) {
    if (!(near >> i & 1))
      continue;
    const int32_t o = lanes->filter[QSIMRT_LANES * n + i];
    const int is_negative = of->finisher.has_negative && acc[i] < 0;
    const qsimrt_multiplier by = is_negative && of->conv->negative
                                     ? of->conv->negative[o]
                                     : of->conv->positive[o];
    out[i] =
        (int32_t)qsimrt_requantize(acc[i], by, of->finisher.finish.rounding) +
        of->finisher.finish.target.zero_point + QSIMRT_PIXEL_OFFSET;
  }
  return _mm512_load_si512(out);
}

// Writes the outputs of a chunk; has_negative and has_ties are constants
// wherever this is called.
static inline __attribute__((always_inline)) uint64_t
finish_chunk(const depthwise *of, const qsimrt_depthwise_lanes *lanes,
             const __m512i *sums, __mmask64 there, uint8_t *to,
             const int has_negative, const int has_ties) {
  // Bytes come in sixteens: the same lanes of every vector.
  const uint32_t lanes_there =
      (UINT32_C(1) << __builtin_popcountll(there) / VECTORS) - 1;
  const __mmask16 counted = (__mmask16)lanes_there;
  __m512i q[VECTORS];
  uint64_t saturated = 0;
  for (int n = 0; n < VECTORS; ++n) {
    const int at = QSIMRT_LANES * n;
    const qsimrt_float32_factors by = {
        _mm512_loadu_ps(lanes->positive + at),
        _mm512_loadu_ps(lanes->negative + at),
        _mm512_loadu_ps(lanes->positive_nudge + at),
        _mm512_loadu_ps(lanes->negative_nudge + at)};
    __m512 far = _mm512_setzero_ps();
    q[n] = qsimrt_by_float32(sums[n], &by, &of->constants, &far, has_negative,
                             has_ties);
    const __mmask16 near =
        _mm512_cmp_ps_mask(far, of->constants.middle, _CMP_GE_OQ) & counted;
    if (near)
      q[n] = requantize_exactly(of, lanes, n, sums[n], q[n], near);
    saturated += (uint64_t)__builtin_popcount(
        _mm512_mask_cmpgt_epu32_mask(counted, q[n], _mm512_set1_epi32(255)));
  }
  _mm512_mask_storeu_epi8(
      to, there,
      _mm512_min_epu8(_mm512_packus_epi16(_mm512_packs_epi32(q[0], q[1]),
                                          _mm512_packs_epi32(q[2], q[3])),
                      of->constants.most));
  return saturated;
}

// `count` chunks that lie side by side in the input and in the output, `bytes`
// of them in all, from phase 0 on.
static inline __attribute__((always_inline)) uint64_t
convolve_run(const depthwise *of, const uint8_t *first, uint8_t *to,
             int64_t bytes, const int has_negative, const int has_ties) {
  uint64_t saturated = 0;
  int32_t phase = 0;
  for (int64_t i = 0; i < bytes; i += CHUNK) {
    const __mmask64 there =
        bytes - i < CHUNK ? (UINT64_C(1) << (bytes - i)) - 1 : ~UINT64_C(0);
    const qsimrt_depthwise_lanes *lanes =
        (const qsimrt_depthwise_lanes *)(const void *)of->lanes + phase;
    __m512i sums[VECTORS];
    sum_chunk(of, first + i, there, phase, lanes, sums);
    saturated +=
        finish_chunk(of, lanes, sums, there, to + i, has_negative, has_ties);
    phase = phase + 1 == of->packed->phases ? 0 : phase + 1;
  }
  return saturated;
}

static inline __attribute__((always_inline)) uint64_t
convolve_rows(const depthwise *of, const int has_negative, const int has_ties) {
  const qsimrt_fast_call *call = of->call;
  const int32_t stride = of->conv->stride, pad = of->conv->pad;
  const int32_t width = call->layer->shape.w, channels = call->output.channels;
  uint64_t saturated = 0;
  for (int32_t y = call->begin; y < call->end; ++y) {
    const uint8_t *first =
        qsimrt_pixel(&call->inputs[0], y * stride - pad, -pad);
    uint8_t *to = qsimrt_pixel(&call->output, y, 0);
    if (stride == 1) {
      saturated += convolve_run(of, first, to, (int64_t)width * channels,
                                has_negative, has_ties);
      continue;
    }
    for (int32_t x = 0; x < width; ++x)
      saturated += convolve_run(of, first + (int64_t)x * stride * channels,
                                to + (int64_t)x * channels, channels,
                                has_negative, has_ties);
  }
  return saturated;
}

void qsimrt_vnni_depthwise(const qsimrt_fast_call *call) {
  const depthwise of = depthwise_of(call);
  uint64_t saturated;
  if (of.finisher.has_negative && of.finisher.has_ties)
    saturated = convolve_rows(&of, 1, 1);
  else if (of.finisher.has_negative)
    saturated = convolve_rows(&of, 1, 0);
  else
    saturated = convolve_rows(&of, 0, 1);
  *call->saturated_outputs += saturated;
}
