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
#include "opt/x86/pooled_avx512.h"
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

// Adds to the sums, or to the biases where they are given. `pixels` and
// `vectors` are constants wherever this is instantiated: the compiler keeps the
// sums in registers.
static inline __attribute__((always_inline)) void
add_to_tile(const source *from, const int pixels, const int vectors,
            const int32_t *biases, int32_t *sums) {
  __m512i acc[MOST_PIXELS][MOST_VECTORS];
  for (int p = 0; p < pixels; ++p)
    for (int n = 0; n < vectors; ++n)
      acc[p][n] =
          _mm512_load_si512(biases ? biases + QSIMRT_LANES * n
                                   : sums + QSIMRT_LANES * (p * vectors + n));
  const int8_t *weights = from->weights;
  for (int32_t r = 0; r < from->rows; ++r) {
    for (int32_t u = 0; u < from->runs; ++u) {
      const uint8_t *in = from->in + r * from->row + u * from->run;
      for (int32_t s = 0; s < from->steps; ++s, in += 4) {
        __m512i w[MOST_VECTORS];
        for (int n = 0; n < vectors; ++n, weights += 64)
          w[n] = _mm512_load_si512(weights);
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
      _mm512_store_si512(sums + QSIMRT_LANES * (p * vectors + n), acc[p][n]);
}

typedef void (*tile_function)(const source *from, const int32_t *biases,
                              int32_t *sums);

#define DEFINE_TILE(PIXELS, VECTORS)                                           \
  static void tile_##PIXELS##_##VECTORS(                                       \
      const source *from, const int32_t *biases, int32_t *sums) {              \
    add_to_tile(from, PIXELS, VECTORS, biases, sums);                          \
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
// to 3/2 as many is read in one pass; then the sums may stay there, too.
enum {
  STEPS_OF_PASS = 112,
  SUMS_OF_PASSES = QSIMRT_FAST_SCRATCH,
  SUMS_OF_ONE_PASS = 16 << 10
};

// What becomes of the sums, after the last pass: of `pixels` neighbours, as
// soon as they are there, or else of the whole strip. The sums of a strip are
// those of its rows one behind the other, of each pixel the vectors of the
// block.
struct strip;
typedef struct finishing {
  void *context;
  void (*pixels)(void *context, const struct strip *of, const int32_t *sums,
                 int32_t pixels, int32_t y, int32_t x);
  void (*strip)(void *context, const struct strip *of, int32_t *sums);
} finishing;

// A part of the outputs of one block of channels: some columns of some rows.
typedef struct strip {
  const qsimrt_fast_call *call;
  const finishing *finish;
  int32_t block, vectors;
  int32_t y, rows, x, columns;
  const int8_t *weights, *weights_end; // of the block; of all blocks
  const int32_t *biases;
} strip;

// Tiles of a row as equal as can be, the wider ones first: 13 = 5 + 4 + 4.
typedef struct tiling {
  int32_t count, width, wider;
} tiling;

static tiling tiling_of(const strip *of) {
  const int32_t most = tile_pixels[of->vectors - 1];
  const int32_t count = (of->columns + most - 1) / most;
  const tiling out = {count, of->columns / count, of->columns % count};
  return out;
}

// Asks for what the next pass reads, a part of it at every tile: the weights
// come from the second cache or farther, and each is read once a strip.
typedef struct prefetcher {
  const int8_t *next, *end;
  int32_t lines;
} prefetcher;

static prefetcher prefetcher_of(const strip *of, const source *part,
                                int32_t count) {
  const int32_t lines = part->rows * part->runs * part->steps * of->vectors;
  const prefetcher out = {part->weights + (int64_t)lines * 64, of->weights_end,
                          (lines + count - 1) / count};
  return out;
}

static inline void prefetch(prefetcher *with) {
  for (int32_t i = 0; i < with->lines && with->next < with->end; ++i) {
    _mm_prefetch((const char *)with->next, _MM_HINT_T1);
    with->next += 64;
  }
}

// Adds what the pass `part` reads, for every tile of the strip. part->in is the
// first tap of the pixel (0, 0) of the output.
static void add_pass(const strip *of, const source *part, int is_first,
                     int is_last, int32_t *sums) {
  const int32_t stride = of->call->layer->u.convolutional.stride;
  const int32_t *biases = is_first ? of->biases : NULL;
  const tiling row = tiling_of(of);
  source from = *part;
  prefetcher ahead = prefetcher_of(of, part, of->rows * row.count);
  for (int32_t y = of->y; y < of->y + of->rows; ++y) {
    int32_t x = of->x;
    for (int32_t tile = 0; tile < row.count; ++tile) {
      const int32_t pixels = row.width + (tile < row.wider);
      from.in = part->in + y * stride * part->row + x * part->pixel;
      prefetch(&ahead);
      tiles[of->vectors - 1][pixels - 1](&from, biases, sums);
      if (is_last && of->finish->pixels)
        of->finish->pixels(of->finish->context, of, sums, pixels, y, x);
      sums += pixels * of->vectors * QSIMRT_LANES;
      x += pixels;
    }
  }
}

// A row of the filter as the input shows it: one run where the channels of a
// pixel fill their storage, else one a tap.
typedef struct filter_row {
  int32_t runs, steps;
} filter_row;

static filter_row filter_row_of(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const int32_t steps = qsimrt_steps(call->inputs[0].shape.c);
  const int is_whole = steps * 4 == call->inputs[0].channels;
  const filter_row out = {is_whole ? 1 : conv->size,
                          is_whole ? conv->size * steps : steps};
  return out;
}

static int is_one_pass(const qsimrt_fast_call *call) {
  const filter_row row = filter_row_of(call);
  return call->layer->u.convolutional.size * row.runs * row.steps <=
         STEPS_OF_PASS * 3 / 2;
}

// All passes over the input, in parts of a row of the filter.
static void sum_strip(const strip *of, int32_t *sums) {
  const qsimrt_convolutional *conv = &of->call->layer->u.convolutional;
  const qsimrt_pixels *in = &of->call->inputs[0];
  const filter_row row = filter_row_of(of->call);
  const uint8_t *first = qsimrt_pixel(in, -conv->pad, -conv->pad);
  source part = {
      first,      in->row,  in->channels, (int64_t)conv->stride * in->channels,
      conv->size, row.runs, row.steps,    of->weights};
  if (is_one_pass(of->call)) {
    add_pass(of, &part, 1, 1, sums);
    return;
  }
  const int32_t parts = (row.steps + STEPS_OF_PASS - 1) / STEPS_OF_PASS;
  const int32_t passes = conv->size * row.runs * parts;
  int32_t pass = 0;
  part.rows = part.runs = 1;
  for (int32_t ky = 0; ky < conv->size; ++ky)
    for (int32_t run = 0; run < row.runs; ++run)
      for (int32_t i = 0; i < parts; ++i) {
        const int32_t begin = row.steps * i / parts;
        part.steps = row.steps * (i + 1) / parts - begin;
        part.in = first + ky * in->row + run * in->channels + 4 * begin;
        add_pass(of, &part, pass == 0, pass == passes - 1, sums);
        ++pass;
        part.weights += part.steps * of->vectors * 64;
      }
}

// ---- what becomes of the sums ----------------------------------------------

static void finish_int(void *context, const strip *of, const int32_t *sums,
                       int32_t pixels, int32_t y, int32_t x) {
  qsimrt_finish_row(context, sums, pixels, of->block, y, x);
}

static int64_t sums_of_row(const strip *of) {
  return (int64_t)of->columns * of->vectors * QSIMRT_LANES;
}

// Two rows of sums become one of the pool's output.
static void finish_pooled(void *context, const strip *of, int32_t *sums) {
  for (int32_t y = of->y; y < of->y + of->rows; y += 2) {
    qsimrt_finish_pooled_row(context, sums, sums + sums_of_row(of),
                             of->columns / 2, of->block, y / 2, of->x / 2);
    sums += 2 * sums_of_row(of);
  }
}

// N17: (float)acc * scale + bias, leaky, in CHW: a lane is a pixel.
static void finish_hybrid_row(const qsimrt_fast_call *call, const strip *of,
                              const int32_t *sums, int32_t y) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_shape shape = call->layer->shape;
  const int32_t step = of->vectors * QSIMRT_LANES;
  const __m512i pixels = _mm512_mullo_epi32(
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      _mm512_set1_epi32(step));
  const __m512 slope =
      _mm512_set1_ps(conv->activation == QSIMRT_LEAKY ? 0.1f : 1.0f);
  for (int32_t k = 0; k < step; ++k) {
    const int32_t o = of->block * QSIMRT_BLOCK + k;
    if (o == conv->filters)
      return;
    const __m512 scale = _mm512_set1_ps(conv->hybrid_scales[o]);
    const __m512 bias = _mm512_set1_ps(conv->hybrid_biases[o]);
    float *out =
        call->real_output + ((int64_t)o * shape.h + y) * shape.w + of->x;
    for (int32_t p = 0; p < of->columns; p += 16) {
      const __mmask16 there = qsimrt_first_lanes(of->columns - p);
      const __m512i acc = _mm512_mask_i32gather_epi32(
          _mm512_setzero_si512(), there, pixels, sums + p * step + k, 4);
      const __m512 value =
          _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(acc), scale), bias);
      const __mmask16 below =
          _mm512_cmp_ps_mask(value, _mm512_setzero_ps(), _CMP_NGT_UQ);
      _mm512_mask_storeu_ps(out + p, there,
                            _mm512_mask_mul_ps(value, below, value, slope));
    }
  }
}

static void finish_hybrid(void *context, const strip *of, int32_t *sums) {
  for (int32_t y = of->y; y < of->y + of->rows; ++y, sums += sums_of_row(of))
    finish_hybrid_row(context, of, sums, y);
}

// ---- strips ----------------------------------------------------------------

// Rows [y, y + rows) of a block, in parts of at most `most` columns.
static void convolve_rows(strip *of, int32_t most) {
  const int32_t width = of->call->layer->shape.w;
  int32_t *sums = of->call->scratch;
  for (of->x = 0; of->x < width; of->x += of->columns) {
    of->columns = width - of->x < most ? width - of->x : most;
    sum_strip(of, sums);
    if (of->finish->strip)
      of->finish->strip(of->finish->context, of, sums);
  }
}

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }

// Rows come in twos where they are pooled.
static void convolve(const qsimrt_fast_call *call, uint64_t biases_at,
                     const finishing *finish) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const int32_t *biases = (const void *)(base + biases_at);
  const qsimrt_shape shape = call->layer->shape;
  const int64_t block_bytes = (int64_t)conv->size * conv->size *
                              qsimrt_steps(call->inputs[0].shape.c) * 4 *
                              QSIMRT_BLOCK;
  const int32_t together = call->pool ? 2 : 1, units = shape.h / together;
  const int32_t budget = is_one_pass(call) ? SUMS_OF_ONE_PASS : SUMS_OF_PASSES;
  for (int32_t unit = call->begin; unit < call->end;) {
    strip of = {.call = call, .finish = finish, .block = unit / units};
    of.y = unit % units * together;
    of.vectors = qsimrt_block_vectors(conv->filters, of.block);
    of.weights =
        (const int8_t *)(base + packed->weights) + of.block * block_bytes;
    of.weights_end = (const int8_t *)(base + packed->biases);
    of.biases = biases + of.block * QSIMRT_BLOCK;
    const int32_t pixels = budget / (of.vectors * 64);
    const int32_t most = larger(pixels / shape.w / together, 1);
    const int32_t rows =
        smaller(smaller(units - unit % units, call->end - unit), most);
    of.rows = rows * together;
    // Whole rows, or a multiple of every tile's width, and of two.
    const int32_t columns = larger(pixels / of.rows / 24, 1) * 24;
    convolve_rows(&of, larger(columns, most > 1 ? shape.w : 1));
    unit += rows;
  }
}

void qsimrt_vnni_convolution(const qsimrt_fast_call *call) {
  qsimrt_finisher finisher = qsimrt_finisher_of(call);
  const finishing finish = {&finisher, call->pool ? NULL : finish_int,
                            call->pool ? finish_pooled : NULL};
  convolve(call, qsimrt_packed_of(call)->biases, &finish);
  *call->saturated_outputs += qsimrt_saturated(&finisher);
}

void qsimrt_vnni_convolution_hybrid(const qsimrt_fast_call *call) {
  qsimrt_fast_call own = *call;
  const finishing finish = {&own, NULL, finish_hybrid};
  convolve(call, qsimrt_packed_of(call)->hybrid_biases, &finish);
}
