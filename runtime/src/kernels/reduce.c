// SPDX-License-Identifier: Apache-2.0
// Mean, sum, largest and smallest value over dimensions of a view, in FLOAT and
// INT (numerics.md N60).
//
// Accumulator width: at most 2^22 values of 17 bits: below 2^39, an int64.
#include "kernels/views.h"
#include "requant.h"

// The dimensions that stay, and those that vanish.
typedef struct split {
  qsimrt_walk kept, reduced;
} split;

static split split_of(const qsimrt_reduce *reduce) {
  split walks = {0};
  int64_t steps[QSIMRT_VIEW_DIMS], step = 1;
  for (int32_t k = reduce->in.rank - 1; k >= 0; --k) {
    steps[k] = step;
    step *= reduce->in.dims[k];
  }
  for (int32_t k = 0; k < reduce->in.rank; ++k)
    qsimrt_walk_add(reduce->axes[k] ? &walks.reduced : &walks.kept,
                    reduce->in.dims[k], steps[k]);
  return walks;
}

void qsimrt_reduce_float(const qsimrt_call *call) {
  const qsimrt_reduce *reduce = &call->layer->u.reduce;
  const split walks = split_of(reduce);
  const int64_t outputs = qsimrt_walk_count(&walks.kept);
  const int64_t count = qsimrt_walk_count(&walks.reduced);
  int64_t kept[QSIMRT_VIEW_DIMS] = {0}, reduced[QSIMRT_VIEW_DIMS] = {0};
  int64_t first = 0, at = 0;
  for (int64_t i = 0; i < outputs; ++i) {
    const float *in = (const float *)call->inputs[0].data + first;
    double sum = 0;
    float largest = in[0], smallest = in[0];
    for (int64_t k = 0; k < count; ++k) {
      const float value = in[at];
      sum += value;
      largest = value > largest ? value : largest;
      smallest = value < smallest ? value : smallest;
      at = qsimrt_walk_next(&walks.reduced, reduced, at);
    }
    if (reduce->operation == QSIMRT_REDUCE_MEAN)
      sum /= (double)count;
    ((float *)call->output)[i] =
        reduce->operation == QSIMRT_REDUCE_MAX   ? largest
        : reduce->operation == QSIMRT_REDUCE_MIN ? smallest
                                                 : (float)sum;
    first = qsimrt_walk_next(&walks.kept, kept, first);
  }
}

// What one output is made of.
typedef struct summary {
  int64_t sum; // of integer - zero point
  int32_t largest, smallest;
} summary;

static summary summarize(const qsimrt_operand *in, const qsimrt_walk *walk,
                         int64_t first) {
  const int64_t count = qsimrt_walk_count(walk);
  const int32_t q = qsimrt_integer_at(in->data, in->quant.bits, first);
  summary of = {-count * in->quant.zero_point, q, q};
  int64_t index[QSIMRT_VIEW_DIMS] = {0}, at = first;
  for (int64_t k = 0; k < count; ++k) {
    const int32_t value = qsimrt_integer_at(in->data, in->quant.bits, at);
    of.sum += value;
    of.largest = value > of.largest ? value : of.largest;
    of.smallest = value < of.smallest ? value : of.smallest;
    at = qsimrt_walk_next(walk, index, at);
  }
  return of;
}

void qsimrt_reduce_int(const qsimrt_call *call) {
  const qsimrt_reduce *reduce = &call->layer->u.reduce;
  const qsimrt_quant out = call->layer->output;
  const split walks = split_of(reduce);
  int64_t index[QSIMRT_VIEW_DIMS] = {0}, first = 0;
  for (int64_t i = 0; i < qsimrt_walk_count(&walks.kept); ++i) {
    const summary of = summarize(&call->inputs[0], &walks.reduced, first);
    int32_t value =
        reduce->operation == QSIMRT_REDUCE_MAX ? of.largest : of.smallest;
    if (reduce->operation <= QSIMRT_REDUCE_SUM) {
      qsimrt_keep_accumulator(call, i, of.sum);
      value = qsimrt_place(qsimrt_requantize(of.sum, reduce->rescale[0],
                                             call->datapath->rounding),
                           out, call->saturated_outputs);
    }
    qsimrt_integer_store(call->output, out.bits, i, value);
    first = qsimrt_walk_next(&walks.kept, index, first);
  }
}
