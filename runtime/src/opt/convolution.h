// SPDX-License-Identifier: Apache-2.0
// Dense and grouped convolution in INT and HYBRID: the way over blocks of
// output channels, strips of pixels, passes over the input and tiles, the same
// for every instruction set. Included after the file of an instruction set that
// says which tiles there are.
//
// Activations are multiplied as q + offset (qsimrt_factor_offset), and the
// packed biases hold bias - offset * sum of weights: modulo 2^32 the sum is the
// accumulator of N10, which pack.c has shown to need no more than 32 bits, and
// never to overflow.
//
// Neighbouring taps of a row lie side by side in memory, so that a row of the
// filter is one run over the input wherever channels fill their storage; taps
// of a dilated row are a run each.
#ifndef QSIMRT_OPT_CONVOLUTION_H
#define QSIMRT_OPT_CONVOLUTION_H

#include "kernels/window.h"
#include "opt/finish_hybrid.h"
#include "opt/pooled.h"

// The weights that a pass reads stay in the first cache while it goes over the
// pixels: steps of a pass, each 4 bytes for a sum. A filter of up to 3/2 as
// many is read in one pass; then the sums may stay there, too.
enum {
  STEPS_OF_PASS = 112,
  SUMS_OF_PASSES = QSIMRT_FAST_SUMS,
  SUMS_OF_ONE_PASS = 16 << 10
};

// What becomes of the sums, after the last pass: of `pixels` neighbours, or of
// the whole strip; one of the two is NULL. The sums of a strip are those of its
// rows one behind the other, of each pixel the lanes of the block.
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
  int32_t block, lanes;
  int32_t y, rows, x, columns;
  const int8_t *weights, *weights_end; // of the block; of all blocks
  const int32_t *biases;
} strip;

// ---- the input -------------------------------------------------------------

// The input of a strip, from the first tap of its first output on.
typedef struct view {
  const uint8_t *first;
  int64_t row, pixel; // bytes to the next ones
} view;

static inline int32_t factor_bytes(const qsimrt_fast_call *call) {
  return qsimrt_factor_bytes((qsimrt_isa)call->packed->isa);
}

static inline qsimrt_window window_of(const qsimrt_fast_call *call) {
  return qsimrt_convolution_window(&call->layer->u.convolutional);
}

static inline view stored_view(const strip *of) {
  const qsimrt_window window = window_of(of->call);
  const qsimrt_pixels *in = &of->call->inputs[0];
  const view out = {qsimrt_pixel(in, of->y * window.stride_y - window.top,
                                 of->x * window.stride_x - window.left),
                    in->row, in->channels};
  return out;
}

// Rows or columns of the input that so many outputs see, those between dilated
// taps included.
static inline int32_t seen_rows(int32_t outputs, const qsimrt_window *window) {
  return (outputs - 1) * window->stride_y +
         (window->size_y - 1) * window->dilation_y + 1;
}
static inline int32_t seen_columns(int32_t outputs,
                                   const qsimrt_window *window) {
  return (outputs - 1) * window->stride_x +
         (window->size_x - 1) * window->dilation_x + 1;
}

// The same pixels as 16 bits, in the scratch memory behind the sums.
static inline view widened_view(const strip *of) {
  const qsimrt_window window = window_of(of->call);
  const view from = stored_view(of);
  const int64_t count = seen_columns(of->columns, &window) * from.pixel;
  int16_t *to = (void *)((char *)of->call->scratch + QSIMRT_FAST_SUMS);
  const view out = {(const void *)to, 2 * count, 2 * from.pixel};
  for (int32_t y = 0; y < seen_rows(of->rows, &window); ++y, to += count) {
    const uint8_t *row = from.first + y * from.row;
    for (int64_t i = 0; i < count; ++i)
      to[i] = row[i];
  }
  return out;
}

// A row of the filter as the input shows it: one run where the channels of a
// pixel fill their storage and taps are neighbours, else one a tap.
typedef struct filter_row {
  int32_t runs, steps;
} filter_row;

static inline filter_row filter_row_of(const qsimrt_fast_call *call) {
  const qsimrt_window window = window_of(call);
  const int32_t read = qsimrt_packed_of(call)->window_steps;
  const int32_t steps = read * factor_bytes(call);
  const int is_whole =
      4 * read == call->inputs[0].channels && window.dilation_x == 1;
  const filter_row out = {is_whole ? 1 : window.size_x,
                          is_whole ? window.size_x * steps : steps};
  return out;
}

static inline int is_one_pass(const qsimrt_fast_call *call) {
  const filter_row row = filter_row_of(call);
  return window_of(call).size_y * row.runs * row.steps <= STEPS_OF_PASS * 3 / 2;
}

// ---- passes ----------------------------------------------------------------

static inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t larger(int32_t a, int32_t b) { return a > b ? a : b; }

// Tiles of a row as equal as can be, the wider ones first: 13 = 5 + 4 + 4.
typedef struct tiling {
  int32_t count, width, wider;
} tiling;

static inline tiling tiling_of(const strip *of, int32_t vectors) {
  const int32_t most = tile_pixels[vectors - 1];
  const int32_t count = (of->columns + most - 1) / most;
  const tiling out = {count, of->columns / count, of->columns % count};
  return out;
}

// Vectors of channels that a tile holds; of a block there may be more. Those of
// a tile read the same channels of the input.
static inline int32_t tile_vectors(const strip *of) {
  const int32_t window = qsimrt_packed_of(of->call)->window_lanes;
  return smaller(smaller(of->lanes, window) / LANES, MOST_VECTORS);
}

// Asks for what the next pass reads, a part of it at every tile: the weights
// come from the second cache or farther, and each is read once a strip.
typedef struct prefetcher {
  const int8_t *next, *end;
  int32_t lines;
} prefetcher;

static inline prefetcher prefetcher_of(const strip *of, const source *part) {
  const int32_t vectors = of->lanes / LANES;
  const int32_t together = tile_vectors(of);
  const int32_t groups = (vectors + together - 1) / together;
  const int32_t count = groups * of->rows * tiling_of(of, together).count;
  const int32_t lines =
      part->rows * part->runs * part->steps * of->lanes / QSIMRT_LANES;
  const prefetcher out = {part->weights + (int64_t)lines * 64, of->weights_end,
                          (lines + count - 1) / count};
  return out;
}

static inline void prefetch(prefetcher *with) {
  for (int32_t i = 0; i < with->lines && with->next < with->end; ++i) {
    __builtin_prefetch(with->next, 0, 2); // to be read; the second cache is
                                          // near enough
    with->next += 64;
  }
}

// Are sums finished as soon as they are there?
static inline int finishes_tiles(const strip *of) {
  return of->finish->pixels && of->lanes <= tile_vectors(of) * LANES;
}

// Adds what the pass `part` reads to the sums of `vectors` vectors of channels,
// for every tile of the strip. part->in is the first tap of the strip.
static inline void add_to_vectors(const strip *of, const source *part,
                                  int32_t vectors, const int32_t *biases,
                                  int finishes, int32_t *sums,
                                  prefetcher *ahead) {
  const tiling row = tiling_of(of, vectors);
  source from = *part;
  for (int32_t y = 0; y < of->rows; ++y) {
    int32_t x = 0;
    for (int32_t tile = 0; tile < row.count; ++tile) {
      const int32_t pixels = row.width + (tile < row.wider);
      from.in = part->in + y * part->line + x * part->pixel;
      prefetch(ahead);
      tiles[vectors - 1][pixels - 1](&from, biases, sums);
      if (finishes)
        of->finish->pixels(of->finish->context, of, sums, pixels, of->y + y,
                           of->x + x);
      sums += pixels * of->lanes;
      x += pixels;
    }
  }
}

// Bytes from a pixel to the first channel that these lanes of the block read.
static inline int64_t window_offset(const strip *of, int32_t lane) {
  const qsimrt_fast_call *call = of->call;
  return (int64_t)factor_bytes(call) *
         qsimrt_window_begin(&call->layer->u.convolutional,
                             qsimrt_packed_of(call), call->inputs[0].shape.c,
                             of->block * QSIMRT_BLOCK + lane);
}

static inline void add_pass(const strip *of, const source *part, int is_first,
                            int is_last, int32_t *sums) {
  const int32_t together = tile_vectors(of);
  prefetcher ahead = prefetcher_of(of, part);
  source from = *part;
  for (int32_t lane = 0; lane < of->lanes; lane += together * LANES) {
    const int32_t vectors = smaller((of->lanes - lane) / LANES, together);
    from.in = part->in + window_offset(of, lane);
    from.weights = part->weights + 4 * lane;
    add_to_vectors(of, &from, vectors, is_first ? of->biases + lane : NULL,
                   is_last && finishes_tiles(of), sums + lane, &ahead);
  }
}

// All passes over the input, in parts of a row of the filter.
static inline void sum_strip(const strip *of, int32_t *sums) {
  const qsimrt_window window = window_of(of->call);
  const filter_row row = filter_row_of(of->call);
  const view in =
      factor_bytes(of->call) == 1 ? stored_view(of) : widened_view(of);
  const int64_t next_row = window.dilation_y * in.row;
  const int64_t next_run = window.dilation_x * in.pixel;
  source part = {.in = in.first,
                 .row = next_row,
                 .run = next_run,
                 .pixel = window.stride_x * in.pixel,
                 .line = window.stride_y * in.row,
                 .rows = window.size_y,
                 .runs = row.runs,
                 .steps = row.steps,
                 .weights = of->weights,
                 .lanes = of->lanes};
  if (is_one_pass(of->call)) {
    add_pass(of, &part, 1, 1, sums);
    return;
  }
  const int32_t parts = (row.steps + STEPS_OF_PASS - 1) / STEPS_OF_PASS;
  const int32_t passes = window.size_y * row.runs * parts;
  int32_t pass = 0;
  part.rows = part.runs = 1;
  for (int32_t ky = 0; ky < window.size_y; ++ky)
    for (int32_t run = 0; run < row.runs; ++run)
      for (int32_t i = 0; i < parts; ++i) {
        const int32_t begin = row.steps * i / parts;
        part.steps = row.steps * (i + 1) / parts - begin;
        part.in = in.first + ky * next_row + run * next_run + 4 * begin;
        add_pass(of, &part, pass == 0, pass == passes - 1, sums);
        ++pass;
        part.weights += part.steps * of->lanes * 4;
      }
}

// ---- what becomes of the sums ----------------------------------------------

static inline void finish_int(void *context, const strip *of,
                              const int32_t *sums, int32_t pixels, int32_t y,
                              int32_t x) {
  qsimrt_finish_row(context, sums, pixels, of->block, y, x);
}

static inline int64_t sums_of_row(const strip *of) {
  return (int64_t)of->columns * of->lanes;
}

// Two rows of sums become one of the pool's output.
static inline void finish_pooled(void *context, const strip *of,
                                 int32_t *sums) {
  for (int32_t y = of->y; y < of->y + of->rows; y += 2) {
    qsimrt_finish_pooled_row(context, sums, sums + sums_of_row(of),
                             of->columns / 2, of->block, y / 2, of->x / 2);
    sums += 2 * sums_of_row(of);
  }
}

static inline void finish_hybrid(void *context, const strip *of,
                                 const int32_t *sums, int32_t pixels, int32_t y,
                                 int32_t x) {
  qsimrt_finish_hybrid(context, sums, pixels, of->block, y, x);
}

static inline void finish_hybrid_pooled(void *context, const strip *of,
                                        int32_t *sums) {
  for (int32_t y = of->y; y < of->y + of->rows; y += 2) {
    qsimrt_finish_hybrid_pooled(context, sums, sums + sums_of_row(of),
                                of->columns / 2, of->block, y / 2, of->x / 2);
    sums += 2 * sums_of_row(of);
  }
}

// ---- strips ----------------------------------------------------------------

// How many outputs along a line, of which one sees `seen` places, fit into
// `most`; at least `least`.
static inline int32_t outputs_along(int64_t most, int32_t least, int32_t seen,
                                    int32_t stride) {
  const int64_t fitting = (most - seen) / stride + 1;
  return fitting < least       ? least
         : fitting > INT32_MAX ? INT32_MAX
                               : (int32_t)fitting / least * least;
}

static inline void finish_strip(const strip *of, int32_t *sums) {
  if (of->finish->strip) {
    of->finish->strip(of->finish->context, of, sums);
    return;
  }
  for (int32_t y = of->y; y < of->y + of->rows; ++y, sums += sums_of_row(of))
    of->finish->pixels(of->finish->context, of, sums, of->columns, y, of->x);
}

// Rows [y, y + rows) of a block, in parts of at most `most` columns.
static inline void convolve_rows(strip *of, int32_t most) {
  const int32_t width = of->call->layer->shape.w;
  int32_t *sums = of->call->scratch;
  for (of->x = 0; of->x < width; of->x += of->columns) {
    of->columns = smaller(width - of->x, most);
    sum_strip(of, sums);
    if (!finishes_tiles(of))
      finish_strip(of, sums);
  }
}

// Rows (a multiple of `together`) and the most columns of a strip, where `left`
// rows are left.
typedef struct strip_size {
  int32_t rows, columns;
} strip_size;

// Parts as equal as can be.
static inline int32_t even_part(int32_t whole, int32_t most) {
  const int32_t parts = (whole + most - 1) / most;
  return (whole + parts - 1) / parts;
}

static inline strip_size strip_size_of(const qsimrt_fast_call *call,
                                       int32_t lanes_of_block, int32_t left) {
  const qsimrt_window filter = window_of(call);
  const int32_t together = call->pool ? 2 : 1;
  const int32_t width = call->layer->shape.w;
  const int32_t budget = is_one_pass(call) ? SUMS_OF_ONE_PASS : SUMS_OF_PASSES;
  const int32_t pixels = budget / (lanes_of_block * 4);
  const int64_t window =
      factor_bytes(call) == 1
          ? INT32_MAX
          : QSIMRT_FAST_WINDOW / (2 * call->inputs[0].channels);
  int32_t rows = larger(pixels / width / together, 1) * together;
  rows = smaller(
      rows, outputs_along(window / seen_columns(smaller(width, 24), &filter),
                          together, seen_rows(1, &filter), filter.stride_y));
  strip_size out;
  out.rows = even_part(left / together, rows / together) * together;
  // Whole rows, or a multiple of every tile's width, and of two.
  out.columns =
      out.rows > together ? width : larger(pixels / out.rows / 24, 1) * 24;
  out.columns =
      smaller(out.columns,
              outputs_along(window / seen_rows(out.rows, &filter), together,
                            seen_columns(1, &filter), filter.stride_x));
  return out;
}

// Rows come in twos where they are pooled.
static inline void convolve(const qsimrt_fast_call *call, uint64_t biases_at,
                            const finishing *finish) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const int32_t *biases = (const void *)(base + biases_at);
  const int8_t *weights =
      packed->is_mapped ? conv->quads : (const int8_t *)base + packed->weights;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t lane_bytes = (int64_t)qsimrt_filter_taps(conv) *
                             packed->window_steps * 4 * factor_bytes(call);
  const int32_t vectors = (conv->filters + QSIMRT_LANES - 1) / QSIMRT_LANES;
  const int32_t together = call->pool ? 2 : 1, units = shape.h / together;
  for (int32_t unit = call->begin; unit < call->end;) {
    strip of = {.call = call, .finish = finish, .block = unit / units};
    of.y = unit % units * together;
    of.lanes = qsimrt_block_vectors(conv->filters, of.block) * QSIMRT_LANES;
    of.weights = weights + of.block * lane_bytes * QSIMRT_BLOCK;
    of.weights_end = weights + vectors * lane_bytes * QSIMRT_LANES;
    of.biases = biases + of.block * QSIMRT_BLOCK;
    const int32_t left =
        smaller(units - unit % units, call->end - unit) * together;
    const strip_size size = strip_size_of(call, of.lanes, left);
    of.rows = size.rows;
    convolve_rows(&of, size.columns);
    unit += size.rows / together;
  }
}

// ---- kernels ---------------------------------------------------------------

static inline void convolve_int(const qsimrt_fast_call *call) {
  qsimrt_finisher finisher = qsimrt_finisher_of(call);
  const finishing finish = {&finisher, call->pool ? NULL : finish_int,
                            call->pool ? finish_pooled : NULL};
  convolve(call, qsimrt_packed_of(call)->biases, &finish);
  *call->saturated_outputs += qsimrt_saturated(&finisher);
}

static inline void convolve_hybrid(const qsimrt_fast_call *call) {
  qsimrt_fast_call own = *call;
  const finishing finish = {&own, call->pool ? NULL : finish_hybrid,
                            call->pool ? finish_hybrid_pooled : NULL};
  convolve(call, qsimrt_packed_of(call)->hybrid_biases, &finish);
}

#endif // QSIMRT_OPT_CONVOLUTION_H
