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
  for (int64_t i = 0; i < outputs; ++i) {
    const float *in =
        (const float *)call->inputs[0].data + qsimrt_walk_to(&walks.kept, i);
    double sum = 0;
    float largest = in[0], smallest = in[0];
    for (int64_t k = 0; k < count; ++k) {
      const float value = in[qsimrt_walk_to(&walks.reduced, k)];
      sum += value;
      largest = value > largest ? value : largest;
      smallest = value < smallest ? value : smallest;
    }
    if (reduce->operation == QSIMRT_REDUCE_MEAN)
      sum /= (double)count;
    ((float *)call->output)[i] =
        reduce->operation == QSIMRT_REDUCE_MAX   ? largest
        : reduce->operation == QSIMRT_REDUCE_MIN ? smallest
                                                 : (float)sum;
  }
}

static int64_t sum_of(const qsimrt_operand *in, const qsimrt_walk *walk,
                      int64_t first) {
  const int64_t count = qsimrt_walk_count(walk);
  int64_t acc = -count * in->quant.zero_point;
  for (int64_t k = 0; k < count; ++k)
    acc += qsimrt_integer_at(in->data, in->quant.bits,
                             first + qsimrt_walk_to(walk, k));
  return acc;
}

static int32_t extreme_of(const qsimrt_operand *in, const qsimrt_walk *walk,
                          int64_t first, int is_max) {
  int32_t extreme = qsimrt_integer_at(in->data, in->quant.bits, first);
  for (int64_t k = 1; k < qsimrt_walk_count(walk); ++k) {
    const int32_t value = qsimrt_integer_at(in->data, in->quant.bits,
                                            first + qsimrt_walk_to(walk, k));
    if (is_max ? value > extreme : value < extreme)
      extreme = value;
  }
  return extreme;
}

void qsimrt_reduce_int(const qsimrt_call *call) {
  const qsimrt_reduce *reduce = &call->layer->u.reduce;
  const qsimrt_operand *in = &call->inputs[0];
  const qsimrt_quant out = call->layer->output;
  const split walks = split_of(reduce);
  for (int64_t i = 0; i < qsimrt_walk_count(&walks.kept); ++i) {
    const int64_t first = qsimrt_walk_to(&walks.kept, i);
    if (reduce->operation > QSIMRT_REDUCE_SUM) {
      qsimrt_integer_store(call->output, out.bits, i,
                           extreme_of(in, &walks.reduced, first,
                                      reduce->operation == QSIMRT_REDUCE_MAX));
      continue;
    }
    const int64_t acc = sum_of(in, &walks.reduced, first);
    qsimrt_keep_accumulator(call, i, acc);
    const int64_t rounded =
        qsimrt_requantize(acc, reduce->rescale[0], call->datapath->rounding);
    qsimrt_integer_store(call->output, out.bits, i,
                         qsimrt_place(rounded, out, call->saturated_outputs));
  }
}
