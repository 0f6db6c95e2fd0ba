// SPDX-License-Identifier: Apache-2.0
// Convolution of 3 by 3 in FLOAT by Winograd's transforms (numerics.md N48):
// the way through the work.
//
// A layer is computed by groups of tiles: small enough that the transformed
// inputs of a group stay in the caches, large enough that weights that come
// from far are read for many tiles. Of each block of filters the sums at all
// points are completed, and then become outputs.
#include "opt/winograd.h"

enum {
  MOST_TILES = 54,       // of a group
  MOST_FLOATS = 1 << 20, // of its inputs, unless a tile has more
  LEAST_UNITS = 8,       // that a layer is divided into
  LINE_FLOATS = QSIMRT_CACHE_LINE / 4
};

// ---- how work is divided ---------------------------------------------------

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

static int32_t divide_up(int32_t a, int32_t b) { return (a + b - 1) / b; }

static int32_t tiles_across(const qsimrt_layer *layer, int32_t side) {
  return divide_up(layer->shape.w, side);
}

static int32_t all_tiles(const qsimrt_layer *layer, int32_t side) {
  return divide_up(layer->shape.h, side) * tiles_across(layer, side);
}

qsimrt_winograd qsimrt_winograd_of(const qsimrt_layer *layer, int32_t side,
                                   int32_t channels) {
  const int32_t tiles = all_tiles(layer, side);
  const int32_t blocks = qsimrt_blocks(layer->u.convolutional.filters);
  const int32_t fitting = MOST_FLOATS / (qsimrt_winograd_points(side) *
                                         qsimrt_stored_channels(channels));
  const int32_t most = smaller(fitting < 1 ? 1 : fitting, MOST_TILES);
  qsimrt_winograd out = {.side = side, .groups = divide_up(tiles, most)};
  out.tiles = divide_up(tiles, out.groups);
  out.groups = divide_up(tiles, out.tiles);
  out.splits = out.groups == 1
                   ? blocks
                   : smaller(blocks, divide_up(LEAST_UNITS, out.groups));
  return out;
}

// From one point to the next, of so many floats each; never a multiple of a
// page, which would put all points of a tile into the same few lines of the
// first cache.
static int64_t point_of(int64_t floats) { return floats + QSIMRT_LANES; }

static int64_t input_point(const qsimrt_winograd *work, int32_t channels) {
  return point_of((int64_t)work->tiles * qsimrt_stored_channels(channels));
}
static int64_t sum_point(const qsimrt_winograd *work) {
  return point_of((int64_t)work->tiles * QSIMRT_BLOCK);
}

size_t qsimrt_winograd_inputs(const qsimrt_winograd *work, int32_t channels) {
  return (size_t)(input_point(work, channels) *
                  qsimrt_winograd_points(work->side));
}
size_t qsimrt_winograd_sums(const qsimrt_winograd *work) {
  return (size_t)(sum_point(work) * qsimrt_winograd_points(work->side));
}

// ---- inputs ----------------------------------------------------------------

typedef struct group {
  const qsimrt_fast_call *call;
  const qsimrt_winograd_kernel *kernel;
  const qsimrt_winograd *work;
  int32_t first, count; // tiles, row by row
  float *inputs;        // [point][tile][c]
  float *sums;          // [point][tile][16 * vectors]
} group;

// Of tile i of the group.
static void transform_tile(const group *of, int32_t i) {
  const qsimrt_pixels *in = &of->call->inputs[0];
  const int32_t side = of->work->side;
  const int32_t across = tiles_across(of->call->layer, side);
  const int32_t y = (of->first + i) / across * side;
  const int32_t x = (of->first + i) % across * side;
  // Of the border there is a pixel behind the last one of the map.
  const qsimrt_winograd_input tile = {
      .in = qsimrt_real_pixel(in, y - 1, x - 1),
      .row = in->row,
      .pixel = in->channels,
      .rows = in->shape.h + 2 - y,
      .columns = in->shape.w + 2 - x,
      .lanes = in->channels,
      .out = of->inputs + (int64_t)i * in->channels,
      .point = input_point(of->work, in->shape.c)};
  of->kernel->transform[side / 2 - 1](&tile);
}

void qsimrt_transform_inputs(const qsimrt_fast_call *call,
                             const qsimrt_winograd_kernel *kernel) {
  const group of = {.call = call,
                    .kernel = kernel,
                    .work = &qsimrt_packed_of(call)->winograd,
                    .inputs = call->transformed};
  for (int32_t i = call->begin; i < call->end; ++i)
    transform_tile(&of, i);
}

// ---- sums ------------------------------------------------------------------

// The weights of the next point are asked for while this one's are used, in
// `parts`: as many lines a step as there are vectors.
static int32_t ahead_bits_of(int32_t parts, int32_t vectors) {
  int32_t steps = 1;
  while (2 * steps * vectors <= parts)
    steps *= 2;
  return steps - 1;
}

// Of a block of filters whose weights begin here, at all points.
static void sum_products(const group *of, const float *weights,
                         const float *weights_end, int32_t vectors) {
  static const float zeros[QSIMRT_BLOCK];
  const qsimrt_pixels *in = &of->call->inputs[0];
  const int32_t lanes = vectors * QSIMRT_LANES;
  const int32_t most = of->kernel->tiles->pixels[vectors - 1];
  const int64_t floats = (int64_t)in->shape.c * lanes;
  const int32_t parts = divide_up(of->count, most);
  const int64_t share = (floats / LINE_FLOATS / parts + 1) * LINE_FLOATS;
  qsimrt_fused_part part = {.pixel = in->channels,
                            .rows = 1,
                            .runs = 1,
                            .steps = in->shape.c,
                            .vectors = vectors,
                            .weights = weights,
                            .ahead_bits = ahead_bits_of(parts, vectors),
                            .biases = zeros};
  for (int32_t point = 0; point < qsimrt_winograd_points(of->work->side);
       ++point, part.weights += floats) {
    float *sums = of->sums + point * sum_point(of->work);
    const float *ahead = part.weights + floats;
    const float *ahead_end =
        weights_end - ahead < floats ? weights_end : ahead + floats;
    part.in = of->inputs + point * input_point(of->work, in->shape.c);
    for (int32_t done = 0; done < of->count;) {
      const int32_t tiles = qsimrt_fused_tile_width(of->count - done, most);
      part.ahead = (const char *)ahead;
      ahead = ahead_end - ahead < share ? ahead_end : ahead + share;
      part.ahead_end = (const char *)ahead;
      of->kernel->tiles->add(&part, tiles, sums);
      part.in += (int64_t)tiles * in->channels;
      sums += tiles * lanes;
      done += tiles;
    }
  }
}

// ---- outputs ---------------------------------------------------------------

// Of the block of filters whose first one is `channel`.
static void finish_tiles(const group *of, const float *biases, int32_t channel,
                         int32_t vectors) {
  const qsimrt_layer *layer = of->call->layer;
  const qsimrt_pixels *out = &of->call->output;
  const int32_t side = of->work->side, lanes = vectors * QSIMRT_LANES;
  const int32_t across = tiles_across(layer, side);
  const int32_t scale = of->call->pool ? 2 : 1;
  qsimrt_winograd_output tile = {
      .sums = of->sums,
      .point = sum_point(of->work),
      .biases = biases,
      .row = out->row,
      .pixel = out->channels,
      .lanes = smaller(out->channels - channel, lanes),
      .activation = layer->u.convolutional.activation,
      .is_pooled = of->call->pool != NULL};
  for (int32_t i = of->first; i < of->first + of->count; ++i) {
    const int32_t y = i / across * side, x = i % across * side;
    tile.out = qsimrt_real_pixel(out, y / scale, x / scale) + channel;
    tile.rows = (layer->shape.h - y) / scale;
    tile.columns = (layer->shape.w - x) / scale;
    of->kernel->finish[side / 2 - 1](&tile);
    tile.sums += lanes;
  }
}

// ---- the way ---------------------------------------------------------------

static void enter(group *of, int32_t first) {
  if (of->first == first)
    return;
  of->first = first;
  of->count = smaller(all_tiles(of->call->layer, of->work->side) - first,
                      of->work->tiles);
  for (int32_t i = 0; i < of->count && of->work->groups > 1; ++i)
    transform_tile(of, i);
}

void qsimrt_convolve_winograd(const qsimrt_fast_call *call,
                              const qsimrt_winograd_kernel *kernel) {
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const qsimrt_winograd *work = &packed->winograd;
  const int32_t channels = call->inputs[0].shape.c;
  const int32_t filters = call->layer->u.convolutional.filters;
  const int32_t blocks = qsimrt_blocks(filters);
  const int64_t block_floats =
      (int64_t)qsimrt_winograd_points(work->side) * channels * QSIMRT_BLOCK;
  const char *base = (const char *)call->packed;
  const float *weights = (const void *)(base + packed->float_weights);
  const float *biases = (const void *)(base + packed->float_biases);
  group of = {.call = call, .kernel = kernel, .work = work, .first = -1};
  of.sums = call->scratch;
  of.inputs = work->groups > 1 ? of.sums + qsimrt_winograd_sums(work)
                               : call->transformed;
  for (int32_t unit = call->begin; unit < call->end; ++unit) {
    const int32_t split = unit % work->splits;
    const int32_t end = blocks * (split + 1) / work->splits;
    enter(&of, unit / work->splits * work->tiles);
    for (int32_t block = blocks * split / work->splits; block < end; ++block) {
      const int32_t channel = block * QSIMRT_BLOCK;
      const int32_t vectors = qsimrt_block_vectors(filters, block);
      sum_products(&of, weights + block * block_floats, biases, vectors);
      finish_tiles(&of, biases + channel, channel, vectors);
    }
  }
}
