// SPDX-License-Identifier: Apache-2.0
// Sessions: a layer's accumulators, and overwriting them.
#include "files/bind_checks.h"
#include "files/message.h"
#include "kernels/integers.h"
#include "kernels/weights.h"
#include "kernels/window.h"
#include "session.h"

static int has_accumulators(const qsimrt_layer *layer) {
  return qsimrt_has_weights(layer->kind) || qsimrt_sums(layer) ||
         layer->kind == QSIMRT_MULTIPLY || qsimrt_averages(layer);
}

// The output of a layer that has accumulators, in INT.
static qsimrt_status check_layer(qsimrt_session *session, int32_t index,
                                 qsimrt_error *error) {
  qsimrt_tensor tensor;
  const qsimrt_status status = qsimrt_output(session, index, &tensor, error);
  if (status != QSIMRT_OK)
    return status;
  const qsimrt_layer *layer = index < 0 ? NULL : &session->model->layers[index];
  if (layer && tensor.kind == QSIMRT_TENSOR_INT && has_accumulators(layer))
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                     "%s has no accumulators: wanted a layer with weights, a "
                     "sum, a product, an activation or an average pool, in "
                     "mode int",
                     layer ? layer->name : "the picture");
}

qsimrt_status qsimrt_accumulators(qsimrt_session *session, int32_t index,
                                  int64_t *values, size_t count,
                                  qsimrt_error *error) {
  qsimrt_status status =
      qsimrt_not_in_hook(session, "qsimrt_accumulators", error);
  if (status == QSIMRT_OK)
    status = check_layer(session, index, error);
  if (status != QSIMRT_OK)
    return status;
  const qsimrt_layer *layer = &session->model->layers[index];
  if (count != qsimrt_volume(layer->shape))
    return qsimrt_fail(
        error, QSIMRT_BAD_ARGUMENT,
        "the output of layer %s has %D values, and %D were given", layer->name,
        (int64_t)qsimrt_volume(layer->shape), (int64_t)count);
  // An editable plan has room for the output beside the one that was
  // overwritten.
  const int beside = session->editable && session->states[index].overwritten;
  int there = session->states[index].reusable || beside;
  for (int32_t k = 0; k < layer->input_count; ++k)
    there &= layer->inputs[k] < 0 || session->states[layer->inputs[k]].valid;
  if (!there)
    return qsimrt_fail(
        error, QSIMRT_BAD_ARGUMENT,
        "layer %s: its output is stale or was overwritten, or an "
        "input is gone (retain all keeps it)",
        layer->name);
  if (!session->editable) { // else it was checked with the plan
    status = qsimrt_check_deferred(session->model, index, error);
    if (status != QSIMRT_OK)
      return status;
  }
  // The same output and the same counters once more.
  qsimrt_run_reference(session, index, NULL, values, beside);
  return QSIMRT_OK;
}

// ---- overwriting -----------------------------------------------------------

// What follows an accumulator: N12, N27, N28.
typedef struct finisher {
  qsimrt_operand input; // its quantization says how wide accumulators are
  qsimrt_call call;     // of layers with weights
  qsimrt_finish finish;
  const qsimrt_multiplier *positive, *negative; // of one output, or of all
  int32_t bits;                                 // of the accumulator
  qsimrt_shape read;                            // the first input's
} finisher;

// Of a sum, a product or an average: sums of integers, judged by nothing but
// the room that they are computed in.
enum { UNJUDGED_BITS = 62 };

static finisher finisher_of(const qsimrt_model *model,
                            const qsimrt_layer *layer, uint64_t *saturated) {
  finisher how = {.call = {.layer = layer,
                           .datapath = &model->datapath,
                           .saturated_outputs = saturated},
                  .bits = UNJUDGED_BITS};
  const qsimrt_quant none = {0, 0, 0};
  how.input.quant = qsimrt_quant_of(model, layer->inputs[0]);
  how.read = qsimrt_shape_of(model, layer->inputs[0]);
  how.call.inputs = &how.input;
  if (qsimrt_has_weights(layer->kind)) {
    how.bits = qsimrt_accumulator_bits(&how.call);
    how.finish = qsimrt_finish_int_of(&how.call);
    how.positive = layer->u.convolutional.positive;
    how.negative = layer->u.convolutional.negative;
  } else if (qsimrt_averages(layer)) {
    how.finish = qsimrt_finish_of(QSIMRT_LINEAR, NULL, none, NULL,
                                  layer->output, model->datapath.rounding);
    how.positive = how.negative = layer->kind == QSIMRT_AVGPOOL
                                      ? layer->u.avgpool.rescale
                                      : layer->u.reduce.rescale;
  } else {
    const qsimrt_elementwise *own = &layer->u.elementwise;
    how.finish =
        qsimrt_finish_of(own->activation, &own->parameters, own->preactivation,
                         own->table, layer->output, model->datapath.rounding);
    how.positive = own->positive;
    how.negative = own->negative;
  }
  how.call.inputs = NULL; // it points into this copy
  return how;
}

// The multiplier of output `at`: of its channel, of the number of taps of its
// window, or the only one.
static size_t multiplier_index(const finisher *how, const qsimrt_layer *layer,
                               size_t at) {
  const qsimrt_avgpool *pool = &layer->u.avgpool;
  const size_t width = (size_t)layer->shape.w;
  if (qsimrt_has_weights(layer->kind))
    return at / ((size_t)layer->shape.h * width);
  if (layer->kind != QSIMRT_AVGPOOL || pool->window.size_y == 0)
    return 0;
  const qsimrt_axis down = qsimrt_rows_of(&pool->window, how->read.h);
  const qsimrt_axis across = qsimrt_columns_of(&pool->window, how->read.w);
  const int32_t y = (int32_t)(at / width % (size_t)layer->shape.h);
  const int32_t x = (int32_t)(at % width);
  const int64_t taps =
      (int64_t)qsimrt_counted_taps(&down, y, pool->count_pads) *
      qsimrt_counted_taps(&across, x, pool->count_pads);
  return taps == 0 ? 0 : (size_t)taps - 1;
}

static int32_t finish_one(const finisher *how, const qsimrt_layer *layer,
                          size_t at, int64_t acc) {
  const size_t o = multiplier_index(how, layer, at);
  qsimrt_multiplier by =
      acc < 0 && how->finish.has_negative ? how->negative[o] : how->positive[o];
  // A sum has multiplied its inputs already (N31, N55).
  if (qsimrt_sums(layer))
    by.mult = 1;
  return qsimrt_finish_accumulator(&how->finish, acc, by,
                                   how->call.saturated_outputs);
}

qsimrt_status qsimrt_write_accumulators(qsimrt_session *session, int32_t index,
                                        size_t first, const int64_t *values,
                                        size_t count, qsimrt_error *error) {
  const qsimrt_status status = check_layer(session, index, error);
  if (status != QSIMRT_OK)
    return status;
  const qsimrt_model *model = session->model;
  const qsimrt_layer *layer = &model->layers[index];
  const size_t volume = qsimrt_volume(layer->shape);
  if (first > volume || count > volume - first)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s has %D accumulators; %D from %D on were given",
                       layer->name, (int64_t)volume, (int64_t)count,
                       (int64_t)first);
  uint64_t saturated = 0, overflows = 0;
  const finisher how = finisher_of(model, layer, &saturated);
  for (size_t i = 0; i < count; ++i) {
    if (qsimrt_judge(values[i], how.bits, QSIMRT_SATURATE, &overflows) !=
        values[i])
      return qsimrt_fail(error, QSIMRT_DOES_NOT_FIT,
                         "layer %s: an accumulator of %d bits cannot hold %D",
                         layer->name, how.bits, values[i]);
  }
  for (size_t i = 0; i < count; ++i)
    qsimrt_integer_store(qsimrt_output_data(session, index), layer->output.bits,
                         (int64_t)(first + i),
                         finish_one(&how, layer, first + i, values[i]));
  qsimrt_mark_overwritten(session, index);
  return QSIMRT_OK;
}
