// SPDX-License-Identifier: Apache-2.0
// Windows in the .net file (numerics.md N51): the keys of one that is not
// square, and how often a window fits.
#include "files/message.h"
#include "files/net_layers.h"

static int32_t or_default(qsimrt_text *text, qsimrt_span value, int32_t usual) {
  return value.text ? qsimrt_text_integer(text, value, 1, QSIMRT_LARGEST)
                    : usual;
}

// top,left,bottom,right or none; 0 where it is none.
static int read_pads(qsimrt_text *text, qsimrt_span value,
                     qsimrt_window *window) {
  qsimrt_span list = qsimrt_span_or(value, "none");
  int32_t *const pads[] = {&window->top, &window->left, &window->bottom,
                           &window->right};
  if (qsimrt_span_equals(list, "none"))
    return 0;
  if (qsimrt_text_list_length(list) != 4) {
    qsimrt_text_expected(text, list, "top,left,bottom,right or none");
    return 0;
  }
  for (int i = 0; i < 4; ++i)
    *pads[i] = qsimrt_text_integer(text, qsimrt_text_list_next(&list), 0,
                                   QSIMRT_LARGEST);
  return 1;
}

static int is_same(const qsimrt_window *a, const qsimrt_window *b) {
  return a->size_y == b->size_y && a->size_x == b->size_x &&
         a->stride_y == b->stride_y && a->stride_x == b->stride_x &&
         a->top == b->top && a->left == b->left && a->bottom == b->bottom &&
         a->right == b->right && a->dilation_y == b->dilation_y &&
         a->dilation_x == b->dilation_x &&
         a->input_dilation_y == b->input_dilation_y &&
         a->input_dilation_x == b->input_dilation_x;
}

int qsimrt_read_window(qsimrt_net *net, const qsimrt_span *more, int is_dilated,
                       qsimrt_window square, qsimrt_window *window) {
  enum { SIZE_X, STRIDE_X, PADS, DILATION, DILATION_X, INPUT, INPUT_X };
  qsimrt_text *text = &net->text;
  qsimrt_window read = square;
  read.size_x = or_default(text, more[SIZE_X], square.size_x);
  read.stride_x = or_default(text, more[STRIDE_X], square.stride_x);
  const int has_pads = read_pads(text, more[PADS], &read);
  if (has_pads && (square.top != 0 || square.bottom != 0))
    qsimrt_text_expected(text, more[PADS],
                         "none, as the section has another padding");
  read.dilation_y = or_default(text, more[DILATION], 1);
  read.dilation_x = or_default(text, more[DILATION_X], read.dilation_y);
  if (is_dilated) {
    read.input_dilation_y = or_default(text, more[INPUT], 1);
    read.input_dilation_x =
        or_default(text, more[INPUT_X], read.input_dilation_y);
  }
  if (text->status == QSIMRT_OK && !is_same(&read, &square))
    *window = read;
  return has_pads;
}

typedef struct axis {
  int64_t extent, size, stride, before, after, dilation, input_dilation;
} axis;

static int64_t positions(qsimrt_net *net, qsimrt_span at, const axis *of,
                         int ceil) {
  qsimrt_text *text = &net->text;
  const int64_t window = (of->size - 1) * of->dilation + 1;
  const int64_t in = (of->extent - 1) * of->input_dilation + 1;
  const int64_t room = in + of->before + of->after - window;
  if (text->status != QSIMRT_OK)
    return 1;
  if (room < 0) {
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'size': the window of %D is larger than its "
                    "input of %D with a padding of %D",
                    text->name, at.line, window, in, of->before + of->after);
    return 1;
  }
  int64_t last = (room + (ceil ? of->stride - 1 : 0)) / of->stride;
  // One that would see nothing but what lies behind the input.
  if (ceil && last * of->stride >= of->extent + of->before)
    --last;
  return last + 1;
}

qsimrt_extents qsimrt_windows_over(qsimrt_net *net, qsimrt_span at,
                                   const qsimrt_shape *in,
                                   const qsimrt_window *window, int ceil) {
  const axis down = {
      in->h,          window->size_y,     window->stride_y,        window->top,
      window->bottom, window->dilation_y, window->input_dilation_y};
  const axis across = {
      in->w,         window->size_x,     window->stride_x,        window->left,
      window->right, window->dilation_x, window->input_dilation_x};
  const int64_t rows = positions(net, at, &down, ceil);
  return (qsimrt_extents){in->c, rows, positions(net, at, &across, ceil)};
}
