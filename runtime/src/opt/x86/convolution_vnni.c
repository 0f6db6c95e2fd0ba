// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on AVX-512 VNNI.
//
// Sums: vpdpbusd adds four products of an unsigned by a signed byte to each of
// 16 int32. Activations are stored as q + 128, and the packed biases hold
// bias - 128 * sum of weights: modulo 2^32 the sum is the accumulator of N10,
// which pack.c has shown to need no more than 32 bits, and never to overflow.
//
// A tile is up to 6 pixels by 64 output channels: 24 vectors of sums, 4 of
// weights and 1 that holds 4 channels of one pixel in every lane. With fewer
// channels it is wider. Neighbouring
// taps of a row lie side by side in memory, so that a row of the filter is one
// run over the input wherever channels fill their storage.
#include "opt/x86/finish_avx512.h"
#include "opt/x86/tiles.h"

enum { MOST_PIXELS = 12, MOST_VECTORS = QSIMRT_BLOCK / QSIMRT_LANES };

// Pixels of a tile, by its vectors.
static const int32_t tile_pixels[MOST_VECTORS] = {12, 12, 8, 6};

// What one pass over a tile reads.
typedef struct source {
  const uint8_t *in; // the first tap of the first pixel
  int64_t row;       // bytes to the next row of taps
  int64_t run;       // bytes to the next run in a row
  int64_t pixel;     // bytes to the next pixel of the tile
  int32_t rows, runs, steps;
  const int8_t *weights;
} source;

static inline __m512i four_channels(const uint8_t *in) {
  int32_t bytes;
  memcpy(&bytes, in, sizeof bytes);
  return _mm512_set1_epi32(bytes);
}

// Adds to the sums. `pixels` and `vectors` are constants wherever this is
// instantiated: the compiler keeps the sums in registers.
static inline __attribute__((always_inline)) void
add_to_tile(const source *from, const int pixels, const int vectors,
            int32_t (*sums)[QSIMRT_BLOCK]) {
  __m512i acc[MOST_PIXELS][MOST_VECTORS];
  for (int p = 0; p < pixels; ++p)
    for (int n = 0; n < vectors; ++n)
      acc[p][n] = _mm512_load_si512(sums[p] + QSIMRT_LANES * n);
  const int8_t *weights = from->weights;
  for (int32_t r = 0; r < from->rows; ++r) {
    for (int32_t u = 0; u < from->runs; ++u) {
      const uint8_t *in = from->in + r * from->row + u * from->run;
      for (int32_t s = 0; s < from->steps; ++s, in += 4) {
        __m512i w[MOST_VECTORS];
        for (int n = 0; n < vectors; ++n, weights += 64)
          w[n] = _mm512_loadu_si512(weights);
        for (int p = 0; p < pixels; ++p) {
          const __m512i x = four_channels(in + p * from->pixel);
          for (int n = 0; n < vectors; ++n)
            acc[p][n] = _mm512_dpbusd_epi32(acc[p][n], x, w[n]);
        }
      }
    }
  }
  for (int p = 0; p < pixels; ++p)
    for (int n = 0; n < vectors; ++n)
      _mm512_store_si512(sums[p] + QSIMRT_LANES * n, acc[p][n]);
}

typedef void (*tile_function)(const source *from,
                              int32_t (*sums)[QSIMRT_BLOCK]);

#define DEFINE_TILE(PIXELS, VECTORS)                                           \
  static void tile_##PIXELS##_##VECTORS(const source *from,                    \
                                        int32_t(*sums)[QSIMRT_BLOCK]) {        \
    add_to_tile(from, PIXELS, VECTORS, sums);                                  \
  }
QSIMRT_TILES_12(DEFINE_TILE, 1)
QSIMRT_TILES_12(DEFINE_TILE, 2)
QSIMRT_TILES_8(DEFINE_TILE, 3)
QSIMRT_TILES_6(DEFINE_TILE, 4)

static const tile_function tiles[MOST_VECTORS][MOST_PIXELS] = {
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 1)},
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 2)},
    {QSIMRT_TILES_8(QSIMRT_TILE_NAME, 3)},
    {QSIMRT_TILES_6(QSIMRT_TILE_NAME, 4)}};

// ---- passes ----------------------------------------------------------------

// The weights that a pass reads stay in the first cache while it goes over the
// pixels: steps of a pass, each 64 bytes for a vector of sums. A filter of up
// to 3/2 as many is read in one pass.
enum { STEPS_OF_PASS = 112, PIXELS_OF_PASS = QSIMRT_FAST_SCRATCH / 256 };

// A part of the outputs of one block of channels: some columns of some rows.
typedef struct strip {
  const qsimrt_fast_call *call;
  int32_t block, vectors;
  int32_t y, rows, x, columns;
  const int8_t *weights;
  const int32_t *biases;
} strip;

// Tiles as equal as can be: 13 = 5 + 4 + 4.
static int32_t tile_width(int32_t columns, int32_t most, int32_t done,
                          int32_t tile) {
  const int32_t count = (columns + most - 1) / most;
  return (columns - done + count - tile - 1) / (count - tile);
}

static void begin_sums(const strip *of, int32_t (*sums)[QSIMRT_BLOCK]) {
  const int32_t pixels = of->rows * of->columns;
  for (int32_t n = 0; n < of->vectors; ++n) {
    const __m512i bias = _mm512_loadu_si512(of->biases + QSIMRT_LANES * n);
    for (int32_t p = 0; p < pixels; ++p)
      _mm512_store_si512(sums[p] + QSIMRT_LANES * n, bias);
  }
}

// Adds what the pass `part` reads, for every tile of the strip. part->in is the
// first tap of the pixel (0, 0) of the output.
static void add_pass(const strip *of, const source *part,
                     int32_t (*sums)[QSIMRT_BLOCK]) {
  const int32_t stride = of->call->layer->u.convolutional.stride;
  source from = *part;
  for (int32_t y = of->y; y < of->y + of->rows; ++y) {
    for (int32_t done = 0, tile = 0; done < of->columns; ++tile) {
      const int32_t pixels =
          tile_width(of->columns, tile_pixels[of->vectors - 1], done, tile);
      from.in =
          part->in + y * stride * part->row + (of->x + done) * part->pixel;
      tiles[of->vectors - 1][pixels - 1](&from, sums);
      sums += pixels;
      done += pixels;
    }
  }
}

// All passes over the input, in parts of a row of the filter.
static void sum_strip(const strip *of, int32_t (*sums)[QSIMRT_BLOCK]) {
  const qsimrt_convolutional *conv = &of->call->layer->u.convolutional;
  const qsimrt_pixels *in = &of->call->inputs[0];
  const int32_t steps = qsimrt_steps(in->shape.c);
  const int is_whole = steps * 4 == in->channels;
  const int32_t runs = is_whole ? 1 : conv->size;
  const int32_t run_steps = is_whole ? conv->size * steps : steps;
  const uint8_t *first = qsimrt_pixel(in, -conv->pad, -conv->pad);
  source part = {
      first,      in->row, in->channels, (int64_t)conv->stride * in->channels,
      conv->size, runs,    run_steps,    of->weights};
  begin_sums(of, sums);
  if (conv->size * runs * run_steps <= STEPS_OF_PASS * 3 / 2) {
    add_pass(of, &part, sums);
    return;
  }
  const int32_t parts = (run_steps + STEPS_OF_PASS - 1) / STEPS_OF_PASS;
  part.rows = part.runs = 1;
  for (int32_t row = 0; row < conv->size; ++row)
    for (int32_t run = 0; run < runs; ++run)
      for (int32_t i = 0; i < parts; ++i) {
        const int32_t begin = run_steps * i / parts;
        part.steps = run_steps * (i + 1) / parts - begin;
        part.in = first + row * in->row + run * in->channels + 4 * begin;
        add_pass(of, &part, sums);
        part.weights += part.steps * of->vectors * 64;
      }
}

// ---- what becomes of the sums ----------------------------------------------

// Of a row of a strip, from (y, x) on.
typedef void (*row_finisher)(void *context, int32_t (*sums)[QSIMRT_BLOCK],
                             int32_t columns, int32_t block, int32_t y,
                             int32_t x);

static void finish_int(void *context, int32_t (*sums)[QSIMRT_BLOCK],
                       int32_t columns, int32_t block, int32_t y, int32_t x) {
  qsimrt_finish_row(context, sums, columns, block, y, x);
}

// N17: (float)acc * scale + bias, leaky, in CHW: a lane is a pixel.
static void finish_hybrid(void *context, int32_t (*sums)[QSIMRT_BLOCK],
                          int32_t columns, int32_t block, int32_t y,
                          int32_t x) {
  const qsimrt_fast_call *call = context;
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_shape shape = call->layer->shape;
  const __m512i pixels = _mm512_mullo_epi32(
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      _mm512_set1_epi32(QSIMRT_BLOCK));
  const __m512 slope =
      _mm512_set1_ps(conv->activation == QSIMRT_LEAKY ? 0.1f : 1.0f);
  for (int32_t k = 0; k < QSIMRT_BLOCK; ++k) {
    const int32_t o = block * QSIMRT_BLOCK + k;
    if (o == conv->filters)
      return;
    const __m512 scale = _mm512_set1_ps(conv->hybrid_scales[o]);
    const __m512 bias = _mm512_set1_ps(conv->hybrid_biases[o]);
    float *out = call->real_output + ((int64_t)o * shape.h + y) * shape.w + x;
    for (int32_t p = 0; p < columns; p += 16) {
      const __mmask16 there = qsimrt_first_lanes(columns - p);
      const __m512i acc = _mm512_mask_i32gather_epi32(
          _mm512_setzero_si512(), there, pixels, &sums[p][k], 4);
      const __m512 value =
          _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(acc), scale), bias);
      const __mmask16 below =
          _mm512_cmp_ps_mask(value, _mm512_setzero_ps(), _CMP_NGT_UQ);
      _mm512_mask_storeu_ps(out + p, there,
                            _mm512_mask_mul_ps(value, below, value, slope));
    }
  }
}

static void convolve_strip(const strip *of, row_finisher finish,
                           void *context) {
  int32_t(*sums)[QSIMRT_BLOCK] = of->call->scratch;
  sum_strip(of, sums);
  for (int32_t y = of->y; y < of->y + of->rows; ++y, sums += of->columns)
    finish(context, sums, of->columns, of->block, y, of->x);
}

// Rows [y, y + rows) of a block, or one row in parts where it is too wide.
static void convolve_rows(strip *of, row_finisher finish, void *context) {
  const int32_t width = of->call->layer->shape.w;
  const int32_t most = PIXELS_OF_PASS / MOST_PIXELS * MOST_PIXELS;
  for (of->x = 0; of->x < width; of->x += of->columns) {
    of->columns = width - of->x < most ? width - of->x : most;
    convolve_strip(of, finish, context);
  }
}

static void convolve(const qsimrt_fast_call *call, uint64_t biases_at,
                     row_finisher finish, void *context) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const char *base = (const char *)call->packed;
  const int8_t *weights =
      (const int8_t *)(base + qsimrt_packed_of(call)->weights);
  const int32_t *biases = (const void *)(base + biases_at);
  const qsimrt_shape shape = call->layer->shape;
  const int64_t block_bytes = (int64_t)conv->size * conv->size *
                              qsimrt_steps(call->inputs[0].shape.c) * 4 *
                              QSIMRT_BLOCK;
  const int32_t fitting = PIXELS_OF_PASS / shape.w;
  const int32_t most = fitting < 1 ? 1 : fitting;
  for (int32_t unit = call->begin; unit < call->end;) {
    strip of = {.call = call, .block = unit / shape.h, .y = unit % shape.h};
    of.vectors = qsimrt_block_vectors(conv->filters, of.block);
    of.weights = weights + of.block * block_bytes;
    of.biases = biases + of.block * QSIMRT_BLOCK;
    of.rows = shape.h - of.y;
    of.rows = of.rows < call->end - unit ? of.rows : call->end - unit;
    of.rows = of.rows < most ? of.rows : most;
    convolve_rows(&of, finish, context);
    unit += of.rows;
  }
}

void qsimrt_vnni_convolution(const qsimrt_fast_call *call) {
  qsimrt_finisher finisher = qsimrt_finisher_of(call);
  convolve(call, qsimrt_packed_of(call)->biases, finish_int, &finisher);
  *call->saturated_outputs += qsimrt_saturated(&finisher);
}

void qsimrt_vnni_convolution_hybrid(const qsimrt_fast_call *call) {
  qsimrt_fast_call own = *call;
  convolve(call, qsimrt_packed_of(call)->hybrid_biases, finish_hybrid, &own);
}
