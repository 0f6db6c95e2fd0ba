// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds (numerics.md N46): the
// way through the work.
//
// A filter is read in parts whose weights stay in the second cache while they
// go over the pixels of a strip. Where there are several, the sums wait in the
// scratch memory. There, too, the outputs wait that a fused max pool reads.
#include "opt/convolution_fused.h"

#include <float.h>

enum {
  STEPS_OF_PART = 576, // 144 KiB of weights
  FLOATS_OF_STRIP = QSIMRT_FAST_SUMS / 4
};

// A part of the outputs of one block of filters: some columns of some rows.
typedef struct strip {
  const qsimrt_fast_call *call;
  const qsimrt_fused_tiles *tiles;
  int32_t channel; // of the output, the first
  int waits;       // the sums do, or the outputs
  int32_t y, rows, x, columns;
  const float *weights_end; // of all blocks
} strip;

// The weights that the next part reads, and the share of them that a tile of
// this one asks for.
typedef struct next_weights {
  const char *begin, *end;
  int64_t share;
} next_weights;

static next_weights
next_weights_of(const strip *of, const qsimrt_fused_part *part, int32_t most) {
  const int64_t floats = (int64_t)part->rows * part->runs * part->steps *
                         part->vectors * QSIMRT_LANES;
  const int64_t bytes = floats * (int64_t)sizeof(float);
  const int64_t tiles = (int64_t)of->rows * ((of->columns + most - 1) / most);
  const char *begin = (const char *)(part->weights + floats);
  const char *all_end = (const char *)of->weights_end;
  const next_weights out = {
      begin, all_end - begin < bytes ? all_end : begin + bytes,
      (bytes / tiles / QSIMRT_CACHE_LINE + 1) * QSIMRT_CACHE_LINE};
  return out;
}

static void ask_for_share(next_weights *next, qsimrt_fused_part *tile) {
  const int64_t left = next->end - next->begin;
  tile->ahead = next->begin;
  next->begin += left < next->share ? left : next->share;
  tile->ahead_end = next->begin;
}

// Adds a part for every tile of the strip. part->in is the first tap of the
// pixel (0, 0) of the output; `ends`: it is the last one.
static void add_part(const strip *of, const qsimrt_fused_part *part, int ends,
                     float *sums) {
  const int64_t row =
      qsimrt_window_of(of->call->layer).stride_y * of->call->inputs[0].row;
  const int32_t most = of->tiles->pixels[part->vectors - 1];
  // Sums that do not wait have no room.
  const int32_t step = of->waits ? part->vectors * QSIMRT_LANES : 0;
  qsimrt_fused_part tile = *part;
  next_weights next = next_weights_of(of, part, most);
  for (int32_t y = of->y; y < of->y + of->rows; ++y) {
    for (int32_t done = 0; done < of->columns;) {
      const int32_t pixels = qsimrt_fused_tile_width(of->columns - done, most);
      const int32_t x = of->x + done;
      tile.in = part->in + y * row + x * part->pixel;
      if (ends && of->call->pool)
        tile.out = sums;
      else if (ends)
        tile.out = qsimrt_real_pixel(&of->call->output, y, x) + of->channel;
      ask_for_share(&next, &tile);
      of->tiles->add(&tile, pixels, sums);
      sums += pixels * step;
      done += pixels;
    }
  }
}

static int is_one_part(const qsimrt_fused_part *whole) {
  return whole->rows * whole->runs * whole->steps <= STEPS_OF_PART;
}

// All parts, in the order of the chains.
static void sum_strip(const strip *of, const qsimrt_fused_part *whole) {
  float *sums = of->call->scratch;
  if (is_one_part(whole)) {
    add_part(of, whole, 1, sums);
    return;
  }
  const int32_t channels = whole->steps;
  const int32_t parts = (channels + STEPS_OF_PART - 1) / STEPS_OF_PART;
  qsimrt_fused_part part = *whole;
  part.rows = part.runs = 1;
  for (int32_t row = 0; row < whole->rows; ++row)
    for (int32_t run = 0; run < whole->runs; ++run)
      for (int32_t i = 0; i < parts; ++i) {
        const int32_t begin = (int32_t)((int64_t)channels * i / parts);
        const int ends =
            row + 1 == whole->rows && run + 1 == whole->runs && i + 1 == parts;
        part.steps = (int32_t)((int64_t)channels * (i + 1) / parts) - begin;
        part.in = whole->in + row * whole->row + run * whole->run + begin;
        add_part(of, &part, ends, sums);
        part.weights += (int64_t)part.steps * part.vectors * QSIMRT_LANES;
        part.biases = NULL;
      }
}

// ---- a fused max pool of 2 by 2 --------------------------------------------

static float larger(float tap, float largest) {
  return tap > largest ? tap : largest;
}

// N19, in its order.
static void pool_pixel(const float *restrict above, const float *restrict below,
                       int32_t lanes, int32_t there, float *restrict out) {
  for (int32_t i = 0; i < there; ++i)
    out[i] = larger(
        below[lanes + i],
        larger(below[i], larger(above[lanes + i], larger(above[i], -FLT_MAX))));
}

static void pool_strip(const strip *of, int32_t lanes, int32_t there) {
  const float *sums = of->call->scratch;
  const int32_t row = of->columns * lanes;
  for (int32_t y = 0; y < of->rows; y += 2, sums += 2 * row)
    for (int32_t x = 0; x < of->columns; x += 2)
      pool_pixel(sums + x * lanes, sums + row + x * lanes, lanes, there,
                 qsimrt_real_pixel(&of->call->output, (of->y + y) / 2,
                                   (of->x + x) / 2) +
                     of->channel);
}

// ---- the way ---------------------------------------------------------------

// Rows [y, y + rows) of a block, or one of the output in strips where it is too
// wide.
static void sum_rows(strip *of, const qsimrt_fused_part *whole,
                     int32_t most_pixels) {
  const int32_t width = of->call->layer->shape.w;
  const int32_t fitting = most_pixels / of->rows;
  const int32_t most = of->call->pool ? fitting / 2 * 2 : fitting;
  const int32_t lanes = whole->vectors * QSIMRT_LANES;
  for (of->x = 0; of->x < width; of->x += of->columns) {
    of->columns = width - of->x < most ? width - of->x : most;
    sum_strip(of, whole);
    if (of->call->pool)
      pool_strip(of, lanes,
                 whole->out_lanes < lanes ? whole->out_lanes : lanes);
  }
}

static const float *packed_floats(const qsimrt_fast_call *call,
                                  uint64_t offset) {
  return (const void *)((const char *)call->packed + offset);
}

// What all pixels of a block of filters read: every tap.
static qsimrt_fused_part part_of(const qsimrt_fast_call *call, int32_t block) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t group = block / qsimrt_fused_group_blocks(conv);
  const int32_t in_group = block % qsimrt_fused_group_blocks(conv);
  const int32_t channels = in->shape.c / conv->groups;
  const int32_t filters = conv->filters / conv->groups;
  const qsimrt_window w = qsimrt_window_of(call->layer);
  const int64_t taps = (int64_t)w.size_y * w.size_x * channels;
  const int64_t lane = (int64_t)group * qsimrt_fused_group_lanes(conv) +
                       (int64_t)in_group * QSIMRT_BLOCK;
  const int is_whole = channels == in->channels && w.dilation_x == 1;
  // Of one group the padded channels are written, too.
  const int32_t room = (conv->groups == 1 ? call->output.channels : filters) -
                       in_group * QSIMRT_BLOCK;
  const int32_t vectors = qsimrt_block_vectors(filters, in_group);
  const qsimrt_fused_part part = {
      .in = qsimrt_real_pixel(in, -w.top, -w.left) + group * channels,
      .row = (int64_t)w.dilation_y * in->row,
      .run = (int64_t)w.dilation_x * in->channels,
      .pixel = (int64_t)w.stride_x * in->channels,
      .rows = w.size_y,
      .runs = is_whole ? 1 : w.size_x,
      .steps = is_whole ? w.size_x * channels : channels,
      .vectors = vectors,
      .ahead_bits = 7,
      .weights = packed_floats(call, packed->float_weights) + lane * taps,
      .biases = packed_floats(call, packed->float_biases) + lane,
      .out_pixel = call->pool ? vectors * QSIMRT_LANES : call->output.channels,
      .out_lanes = room < QSIMRT_BLOCK ? room : QSIMRT_BLOCK,
      .activation = conv->activation};
  return part;
}

void qsimrt_convolve_fused(const qsimrt_fast_call *call,
                           const qsimrt_fused_tiles *tiles) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const qsimrt_shape shape = call->layer->shape;
  const int32_t scale = call->pool ? 2 : 1; // rows of a row of the output
  const int32_t rows = shape.h / scale;
  const int32_t group_blocks = qsimrt_fused_group_blocks(conv);
  for (int32_t unit = call->begin; unit < call->end;) {
    const int32_t block = unit / rows;
    const qsimrt_fused_part part = part_of(call, block);
    strip of = {.call = call,
                .tiles = tiles,
                .waits = call->pool || !is_one_part(&part),
                .channel =
                    block / group_blocks * (conv->filters / conv->groups) +
                    block % group_blocks * QSIMRT_BLOCK,
                .y = unit % rows * scale,
                .weights_end = packed_floats(call, packed->float_biases)};
    const int32_t most_pixels =
        of.waits ? FLOATS_OF_STRIP / (part.vectors * QSIMRT_LANES) : INT32_MAX;
    const int32_t fitting = most_pixels / shape.w / scale;
    int32_t count = rows - unit % rows;
    count = count < call->end - unit ? count : call->end - unit;
    count = count < fitting ? count : fitting < 1 ? 1 : fitting;
    of.rows = count * scale;
    sum_rows(&of, &part, most_pixels);
    unit += count;
  }
}
