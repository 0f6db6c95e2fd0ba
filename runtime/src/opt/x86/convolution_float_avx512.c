// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT on AVX-512, bit for bit as the reference computes it
// (numerics.md N18): every output sees its taps in the order c, ky, kx,
// each product and each sum rounded on its own.
//
// A lane is an output of a row. A tile is up to 64 outputs of a row by 6
// filters: 24 vectors of sums, 4 of what a tap sees, 1 of a weight; of short
// rows it has more filters. A tap outside the input is left out of a lane by
// its mask.
#include "kernels/geometry.h"
#include "kernels/weights.h"
#include "opt/fast.h"
#include "opt/tiles.h"

#include <immintrin.h>

enum { VECTORS = 4, TILE_OUTPUTS = VECTORS * 16, FILTERS = 12, MOST_SIZE = 16 };

// Filters of a tile, by its vectors.
static const int32_t tile_filters[VECTORS] = {12, 12, 8, 6};

// The lanes of a tile that lie inside the row, and for every column of the
// filter those whose tap lies inside the input.
typedef struct lanes {
  __mmask16 there[VECTORS];
  __mmask16 inside[MOST_SIZE][VECTORS];
} lanes;

static __mmask16 mask_of(int32_t begin, int32_t end) {
  const uint32_t from = begin < 0 ? 0 : begin > 16 ? 16 : (uint32_t)begin;
  const uint32_t to = end < 0 ? 0 : end > 16 ? 16 : (uint32_t)end;
  const uint32_t below_to = (UINT32_C(1) << to) - 1;
  const uint32_t below_from = (UINT32_C(1) << from) - 1;
  return (__mmask16)(below_to & ~below_from);
}

static void find_lanes(const qsimrt_geometry *g, int32_t x0, int32_t count,
                       lanes *out) {
  qsimrt_span spans[MOST_SIZE];
  qsimrt_find_spans(g, x0, count, spans);
  for (int32_t v = 0; v < VECTORS; ++v) {
    out->there[v] = mask_of(0, count - 16 * v);
    for (int32_t kx = 0; kx < g->size; ++kx)
      out->inside[kx][v] =
          mask_of(spans[kx].begin - 16 * v, spans[kx].end - 16 * v);
  }
}

// What a tap sees in 16 neighbours; 0 where it lies outside.
static inline __m512 load_taps(const float *from, __mmask16 inside,
                               int32_t stride) {
  if (stride == 1)
    return _mm512_maskz_loadu_ps(inside, from);
  const __m512i index = _mm512_mullo_epi32(
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      _mm512_set1_epi32(stride));
  return _mm512_mask_i32gather_ps(_mm512_setzero_ps(), inside, index, from, 4);
}

// `filters` and `vectors` are constants wherever this is instantiated.
static inline __attribute__((always_inline)) void
sum_tile(const qsimrt_call *call, const qsimrt_geometry *g, int32_t o,
         int32_t y, int32_t x0, const lanes *in_lanes, const int filters,
         const int vectors, float (*sums)[TILE_OUTPUTS]) {
  const int64_t plane = (int64_t)g->in_h * g->in_w;
  const float *weights = call->layer->u.convolutional.weights + o * g->taps;
  const float *channel =
      (const float *)call->inputs[0].data + qsimrt_first_channel(g, o) * plane;
  __m512 acc[FILTERS][VECTORS];
  for (int f = 0; f < filters; ++f)
    for (int v = 0; v < vectors; ++v)
      acc[f][v] = _mm512_setzero_ps();
  for (int32_t c = 0; c < g->channels; ++c, channel += plane) {
    for (int32_t ky = 0; ky < g->size; ++ky, weights += g->size) {
      const int32_t row = y * g->stride + ky - g->pad;
      if (row < 0 || row >= g->in_h)
        continue;
      const float *from =
          channel + (int64_t)row * g->in_w + (int64_t)x0 * g->stride - g->pad;
      for (int32_t kx = 0; kx < g->size; ++kx) {
        __m512 x[VECTORS];
        for (int v = 0; v < vectors; ++v)
          x[v] = load_taps(from + kx + (int64_t)16 * v * g->stride,
                           in_lanes->inside[kx][v], g->stride);
        for (int f = 0; f < filters; ++f) {
          const __m512 w = _mm512_set1_ps(weights[f * g->taps + kx]);
          for (int v = 0; v < vectors; ++v)
            acc[f][v] = _mm512_mask_add_ps(acc[f][v], in_lanes->inside[kx][v],
                                           acc[f][v], _mm512_mul_ps(w, x[v]));
        }
      }
    }
  }
  for (int f = 0; f < filters; ++f)
    for (int v = 0; v < vectors; ++v)
      _mm512_storeu_ps(sums[f] + 16 * v, acc[f][v]);
}

typedef void (*tile_function)(const qsimrt_call *call, const qsimrt_geometry *g,
                              int32_t o, int32_t y, int32_t x0,
                              const lanes *in_lanes,
                              float (*sums)[TILE_OUTPUTS]);

#define DEFINE_TILE(NUMBER, WIDTH)                                             \
  static void tile_##NUMBER##_##WIDTH(                                         \
      const qsimrt_call *call, const qsimrt_geometry *g, int32_t o, int32_t y, \
      int32_t x0, const lanes *in_lanes, float(*sums)[TILE_OUTPUTS]) {         \
    sum_tile(call, g, o, y, x0, in_lanes, NUMBER, WIDTH, sums);                \
  }
QSIMRT_TILES_12(DEFINE_TILE, 1)
QSIMRT_TILES_12(DEFINE_TILE, 2)
QSIMRT_TILES_8(DEFINE_TILE, 3)
QSIMRT_TILES_6(DEFINE_TILE, 4)

static const tile_function tiles[VECTORS][FILTERS] = {
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 1)},
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 2)},
    {QSIMRT_TILES_8(QSIMRT_TILE_NAME, 3)},
    {QSIMRT_TILES_6(QSIMRT_TILE_NAME, 4)}};

// Filters from o on that are summed together: of one group, before `end`.
static int32_t filters_at(const qsimrt_geometry *g, int32_t o, int32_t end,
                          int32_t vectors) {
  const int32_t in_group = g->filters_per_group - o % g->filters_per_group;
  const int32_t most = tile_filters[vectors - 1];
  const int32_t count = end - o < in_group ? end - o : in_group;
  return count < most ? count : most;
}

// ---- from the sum to the output (N18): as qsimrt_finish_float --------------

static __m512 through_doubles(__m512d low, __m512d high) {
  return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(low)),
                            _mm512_cvtpd_ps(high), 1);
}

static __m512d low_doubles(__m512 x) {
  return _mm512_cvtps_pd(_mm512_castps512_ps256(x));
}

static __m512d high_doubles(__m512 x) {
  return _mm512_cvtps_pd(_mm512_extractf32x8_ps(x, 1));
}

static __m512 normalize(__m512 x, const qsimrt_norm *norm) {
  const __m512d deviation = _mm512_set1_pd(norm->deviation);
  const __m512 centred = _mm512_sub_ps(x, _mm512_set1_ps(norm->mean));
  const __m512 divided =
      through_doubles(_mm512_div_pd(low_doubles(centred), deviation),
                      _mm512_div_pd(high_doubles(centred), deviation));
  return _mm512_mul_ps(divided, _mm512_set1_ps(norm->scale));
}

static __m512 leak(__m512 x, qsimrt_arithmetic arithmetic) {
  const __mmask16 below =
      _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_NGT_UQ);
  if (arithmetic != QSIMRT_PJREDDIE)
    return _mm512_mask_mul_ps(x, below, x, _mm512_set1_ps(0.1f));
  const __m512d tenth = _mm512_set1_pd(0.1);
  return _mm512_mask_mov_ps(
      x, below,
      through_doubles(_mm512_mul_pd(tenth, low_doubles(x)),
                      _mm512_mul_pd(tenth, high_doubles(x))));
}

static void finish_row(const qsimrt_call *call, const qsimrt_norm *norm,
                       const lanes *in_lanes, int32_t vectors,
                       const float *sums, float *out) {
  const int is_leaky = call->layer->u.convolutional.activation == QSIMRT_LEAKY;
  for (int32_t v = 0; v < vectors; ++v) {
    __m512 x = _mm512_loadu_ps(sums + 16 * v);
    if (norm->divides)
      x = normalize(x, norm);
    x = _mm512_add_ps(x, _mm512_set1_ps(norm->bias));
    if (is_leaky)
      x = leak(x, call->arithmetic);
    _mm512_mask_storeu_ps(out + 16 * v, in_lanes->there[v], x);
  }
}

void qsimrt_avx512_convolution_float(const qsimrt_call *call) {
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  // yolo2_light multiplies every weight by a gain first.
  if (g.size > MOST_SIZE || call->arithmetic == QSIMRT_YOLO2_LIGHT ||
      call->layer->u.convolutional.window.size_y != 0) {
    qsimrt_convolutional_float(call);
    return;
  }
  const int64_t plane = (int64_t)g.out_h * g.out_w;
  lanes in_lanes;
  float sums[FILTERS][TILE_OUTPUTS];
  for (int32_t x = 0; x < g.out_w; x += TILE_OUTPUTS) {
    const int32_t left = g.out_w - x;
    const int32_t count = left < TILE_OUTPUTS ? left : TILE_OUTPUTS;
    const int32_t vectors = (count + 15) / 16;
    find_lanes(&g, x, count, &in_lanes);
    for (int32_t o = call->channel_begin; o < call->channel_end;) {
      const int32_t filters = filters_at(&g, o, call->channel_end, vectors);
      qsimrt_norm norms[FILTERS];
      for (int32_t f = 0; f < filters; ++f)
        norms[f] = qsimrt_norm_of(call, o + f);
      for (int32_t y = 0; y < g.out_h; ++y) {
        tiles[vectors - 1][filters - 1](call, &g, o, y, x, &in_lanes, sums);
        for (int32_t f = 0; f < filters; ++f)
          finish_row(call, &norms[f], &in_lanes, vectors, sums[f],
                     (float *)call->output + (o + f) * plane +
                         (int64_t)y * g.out_w + x);
      }
      o += filters;
    }
  }
}
