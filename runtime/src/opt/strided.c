// SPDX-License-Identifier: Apache-2.0
// Strided views (numerics.md N57), by the two innermost dimensions: rows that
// are read one behind the other, or where columns are (a transposition), some
// rows of the output at a time.
#include "kernels/views.h"
#include "opt/fast.h"

// The two innermost dimensions: elements from one row of the input, and from
// one element of a row, to the next. The output's lie side by side.
typedef struct block {
  int64_t rows, columns, row_step, step;
} block;

// Rows of the output that grow together: their ends stay in the first cache.
enum { TURNED_ROWS = 32 };

// One definition for each size of elements.
#define DEFINE_COPY(NAME, ELEMENT)                                             \
  static void NAME##_row(const ELEMENT *restrict from, int64_t count,          \
                         int64_t step, ELEMENT *restrict to) {                 \
    if (step == 1)                                                             \
      memcpy(to, from, (size_t)count * sizeof *to);                            \
    else if (step == 2)                                                        \
      for (int64_t i = 0; i < count; ++i)                                      \
        to[i] = from[2 * i];                                                   \
    else                                                                       \
      for (int64_t i = 0; i < count; ++i)                                      \
        to[i] = from[i * step];                                                \
  }                                                                            \
                                                                               \
  static void NAME##_turned(const ELEMENT *restrict from, const block *of,     \
                            ELEMENT *restrict to) {                            \
    for (int64_t row = 0; row < of->rows; row += TURNED_ROWS) {                \
      const int64_t left = of->rows - row;                                     \
      const int64_t rows = left < TURNED_ROWS ? left : TURNED_ROWS;            \
      for (int64_t column = 0; column < of->columns; ++column) {               \
        const ELEMENT *read = from + row + column * of->step;                  \
        ELEMENT *written = to + row * of->columns + column;                    \
        for (int64_t i = 0; i < rows; ++i)                                     \
          written[i * of->columns] = read[i];                                  \
      }                                                                        \
    }                                                                          \
  }                                                                            \
                                                                               \
  static void NAME(const void *input, int64_t at, const block *of,             \
                   void *output, int64_t put) {                                \
    const ELEMENT *from = (const ELEMENT *)input + at;                         \
    ELEMENT *to = (ELEMENT *)output + put;                                     \
    if (of->row_step == 1 && of->step != 1) {                                  \
      NAME##_turned(from, of, to);                                             \
      return;                                                                  \
    }                                                                          \
    for (int64_t row = 0; row < of->rows; ++row)                               \
      NAME##_row(from + row * of->row_step, of->columns, of->step,             \
                 to + row * of->columns);                                      \
  }

DEFINE_COPY(copy_bytes, uint8_t)
DEFINE_COPY(copy_words, uint16_t)
DEFINE_COPY(copy_reals, float)

typedef void (*block_copy)(const void *input, int64_t at, const block *of,
                           void *output, int64_t put);

static void copy_blocks(const qsimrt_call *call, block_copy copy) {
  const qsimrt_strided *view = &call->layer->u.strided;
  const int32_t last = view->sizes.rank - 1;
  block of = {1, view->sizes.dims[last], 0, view->steps[last]};
  qsimrt_walk blocks = {0};
  if (last > 0) {
    of.rows = view->sizes.dims[last - 1];
    of.row_step = view->steps[last - 1];
  }
  for (int32_t k = 0; k < last - 1; ++k)
    qsimrt_walk_add(&blocks, view->sizes.dims[k], view->steps[k]);
  const int64_t count = qsimrt_walk_count(&blocks);
  int64_t index[QSIMRT_VIEW_DIMS] = {0}, at = view->offset;
  for (int64_t i = 0; i < count; ++i) {
    copy(call->inputs[0].data, at, &of, call->output, i * of.rows * of.columns);
    at = qsimrt_walk_next(&blocks, index, at);
  }
}

void qsimrt_fast_strided_float(const qsimrt_call *call) {
  copy_blocks(call, copy_reals);
}

void qsimrt_fast_strided_int(const qsimrt_call *call) {
  copy_blocks(call, call->layer->output.bits <= 8 ? copy_bytes : copy_words);
}
