// SPDX-License-Identifier: Apache-2.0
// What an output row or column of a resize reads (numerics.md N59).
#include "elementary.h"
#include "kernels/resize.h"

// One direction of a resize.
typedef struct axis {
  const qsimrt_resizing *resize;
  int32_t in, out;
  double scale, start, end;
} axis;

// Where output i lies among the input's 0..in - 1.
static double coordinate_of(const axis *of, int32_t i) {
  const double last = of->in - 1;
  switch (of->resize->coordinates) {
  case QSIMRT_PYTORCH_HALF_PIXEL:
    return of->out == 1 ? 0 : (i + 0.5) / of->scale - 0.5;
  case QSIMRT_ALIGN_CORNERS:
    return of->out == 1 ? 0 : i * last / (of->out - 1);
  case QSIMRT_ASYMMETRIC:
    return i / of->scale;
  case QSIMRT_TF_CROP_AND_RESIZE: {
    if (of->out == 1)
      return 0.5 * (of->start + of->end) * last;
    const double begin = of->start * last;
    const double moved = i * (of->end - of->start) * last / (of->out - 1);
    return begin + moved;
  }
  case QSIMRT_HALF_PIXEL_SYMMETRIC: {
    // What the size lost to rounding is lost on both sides.
    const double lost = 1 - of->out / (of->in * of->scale);
    const double offset = of->in / 2.0 * lost;
    return offset + (i + 0.5) / of->scale - 0.5;
  }
  case QSIMRT_TF_HALF_PIXEL_FOR_NN:
    return (i + 0.5) / of->scale;
  case QSIMRT_HALF_PIXEL:
    break;
  }
  return (i + 0.5) / of->scale - 0.5;
}

static double ceiling(double x) { return -qsimrt_floor(-x); }

static double nearest(qsimrt_nearest_rounding rounding, double x) {
  switch (rounding) {
  case QSIMRT_ROUND_PREFER_FLOOR:
    return ceiling(x - 0.5);
  case QSIMRT_ROUND_PREFER_CEIL:
    return qsimrt_floor(x + 0.5);
  case QSIMRT_NEAREST_CEIL:
    return ceiling(x);
  case QSIMRT_NEAREST_FLOOR:
    break;
  }
  return qsimrt_floor(x);
}

// An index that may lie anywhere, as an integer near enough to tell on which
// side of the input.
static int32_t bounded(double index, int32_t in) {
  const double low = -8, high = (double)in + 8;
  return (int32_t)(index < low ? low : index > high ? high : index);
}

// Of a neighbour at distance t, 0 <= t <= 2.
static double cubic(double a, double t) {
  if (t <= 1)
    return ((a + 2) * t - (a + 3)) * t * t + 1;
  return ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
}

static void weigh(const axis *of, double x, qsimrt_taps *taps,
                  double *weights) {
  const double k = qsimrt_floor(x), f = x - k;
  const double a = of->resize->cubic_a;
  switch (of->resize->mode) {
  case QSIMRT_NEAREST:
    taps->count = 1;
    taps->at[0] = bounded(nearest(of->resize->rounding, x), of->in);
    weights[0] = 1;
    return;
  case QSIMRT_BILINEAR:
    taps->count = 2;
    weights[0] = 1 - f;
    weights[1] = f;
    break;
  case QSIMRT_CUBIC:
    taps->count = 4;
    weights[0] = cubic(a, 1 + f);
    weights[1] = cubic(a, f);
    weights[2] = cubic(a, 1 - f);
    weights[3] = cubic(a, 2 - f);
    break;
  }
  const int32_t first = bounded(k, of->in) - (taps->count == 4);
  for (int32_t i = 0; i < taps->count; ++i)
    taps->at[i] = first + i;
}

// Places outside count nothing, and the others make up for it; nothing changes
// where they cannot.
static void exclude_outside(int32_t in, const qsimrt_taps *taps,
                            double *weights) {
  double inside[QSIMRT_RESIZE_TAPS], sum = 0;
  for (int32_t i = 0; i < taps->count; ++i) {
    inside[i] = taps->at[i] < 0 || taps->at[i] >= in ? 0 : weights[i];
    sum += inside[i];
  }
  for (int32_t i = 0; sum != 0 && i < taps->count; ++i)
    weights[i] = inside[i] / sum;
}

// The largest, the first of equals, takes what rounding leaves.
static void make_integers(qsimrt_taps *taps) {
  const double one = QSIMRT_RESIZE_ONE, most = QSIMRT_RESIZE_ONE * 8;
  int32_t largest = 0, rest = QSIMRT_RESIZE_ONE;
  for (int32_t i = 0; i < taps->count; ++i) {
    const double scaled = taps->weights[i] * one;
    const double limited = scaled < -most  ? -most
                           : scaled > most ? most
                                           : scaled;
    taps->integers[i] = (int32_t)qsimrt_rint(limited);
    rest -= taps->integers[i];
    if (taps->integers[i] > taps->integers[largest])
      largest = i;
  }
  taps->integers[largest] += rest;
}

void qsimrt_find_taps(const qsimrt_resizing *resize, int columns, int32_t in,
                      int32_t out, qsimrt_taps *taps) {
  const axis of = {resize,
                   in,
                   out,
                   columns ? resize->scale_x : resize->scale,
                   resize->roi[columns ? 2 : 0],
                   resize->roi[columns ? 3 : 1]};
  for (int32_t i = 0; i < out; ++i) {
    qsimrt_taps *own = &taps[i];
    double weights[QSIMRT_RESIZE_TAPS];
    const double x = coordinate_of(&of, i);
    own->outside = resize->coordinates == QSIMRT_TF_CROP_AND_RESIZE &&
                   !(x >= 0 && x <= in - 1);
    weigh(&of, x, own, weights);
    if (resize->exclude_outside)
      exclude_outside(in, own, weights);
    for (int32_t k = 0; k < own->count; ++k) {
      own->weights[k] = (float)weights[k];
      own->at[k] = own->at[k] < 0 ? 0 : own->at[k] >= in ? in - 1 : own->at[k];
    }
    make_integers(own);
  }
}
