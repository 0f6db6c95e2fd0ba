// SPDX-License-Identifier: Apache-2.0
// Sessions: what a layer's output is, reading and overwriting it.
#include "files/message.h"
#include "session.h"

#include <string.h>

const qsimrt_model *qsimrt_session_model(const qsimrt_session *session) {
  return session->model;
}

static int is_layer(const qsimrt_session *session, int32_t layer) {
  return layer >= 0 && layer < session->model->layer_count;
}

qsimrt_mode qsimrt_layer_mode(const qsimrt_session *session, int32_t layer) {
  return is_layer(session, layer) ? session->states[layer].mode : QSIMRT_FLOAT;
}

qsimrt_counters qsimrt_layer_counters(const qsimrt_session *session,
                                      int32_t layer) {
  const qsimrt_counters none = {0, 0};
  return is_layer(session, layer) ? session->states[layer].counters : none;
}

static qsimrt_status check_available(const qsimrt_session *session,
                                     int32_t layer, qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  if (layer == QSIMRT_IMAGE) {
    if (session->has_input)
      return QSIMRT_OK;
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "the session has no picture (qsimrt_set_input)");
  }
  if (!is_layer(session, layer))
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %d; wanted -1 (the picture) to %d", layer,
                       model->layer_count - 1);
  if (layer < session->position && session->states[layer].valid)
    return QSIMRT_OK;
  if (layer < session->position)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: its buffer was reused (retain all keeps it)",
                       model->layers[layer].name);
  return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                     "layer %s has not run yet; the next layer is %d",
                     model->layers[layer].name, session->position);
}

qsimrt_status qsimrt_output(qsimrt_session *session, int32_t layer,
                            qsimrt_tensor *tensor, qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  const qsimrt_status status = check_available(session, layer, error);
  if (status != QSIMRT_OK)
    return status;
  qsimrt_flatten(session, layer);
  const qsimrt_quant none = {0, 0, 0};
  tensor->kind = QSIMRT_TENSOR_FLOAT;
  tensor->shape = qsimrt_shape_of(model, layer);
  tensor->quant = none;
  tensor->data = qsimrt_output_data(session, layer);
  if (layer != QSIMRT_IMAGE && session->states[layer].mode == QSIMRT_INT) {
    tensor->kind = QSIMRT_TENSOR_INT;
    tensor->quant = model->layers[layer].output;
  }
  return QSIMRT_OK;
}

static qsimrt_status check_count(const qsimrt_session *session, int32_t layer,
                                 size_t count, qsimrt_error *error) {
  const size_t wanted = qsimrt_volume(qsimrt_shape_of(session->model, layer));
  if (count == wanted)
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                     "the output of layer %d has %D values, and %D were given",
                     layer, (int64_t)wanted, (int64_t)count);
}

qsimrt_status qsimrt_read_float(qsimrt_session *session, int32_t layer,
                                float *values, size_t count,
                                qsimrt_error *error) {
  qsimrt_tensor tensor;
  qsimrt_status status = check_available(session, layer, error);
  if (status == QSIMRT_OK)
    status = check_count(session, layer, count, error);
  if (status != QSIMRT_OK)
    return status;
  if (layer != QSIMRT_IMAGE &&
      session->states[layer].in_pixels == (int32_t)sizeof(float)) {
    // A copy in CHW; the output stays as those who read it like it.
    const qsimrt_pixels map = qsimrt_output_pixels(session, layer);
    qsimrt_real_pixels_to_chw(&map, values);
    return QSIMRT_OK;
  }
  status = qsimrt_output(session, layer, &tensor, error);
  if (status != QSIMRT_OK)
    return status;
  if (tensor.kind == QSIMRT_TENSOR_INT)
    qsimrt_dequantize(tensor.data, count, tensor.quant, values);
  else
    memcpy(values, tensor.data, count * sizeof *values);
  return QSIMRT_OK;
}

qsimrt_status qsimrt_view_float(const qsimrt_session *session, int32_t layer,
                                qsimrt_float_view *view, qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  const qsimrt_status status = check_available(session, layer, error);
  if (status != QSIMRT_OK)
    return status;
  const qsimrt_layer_state *state =
      layer == QSIMRT_IMAGE ? NULL : &session->states[layer];
  if (state && state->mode == QSIMRT_INT)
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "layer %s: its output is integers; wanted FLOAT or "
                       "HYBRID",
                       model->layers[layer].name);
  view->shape = qsimrt_shape_of(model, layer);
  if (state && state->in_pixels) {
    const qsimrt_pixels map = qsimrt_output_pixels(session, layer);
    view->data = qsimrt_real_pixel(&map, 0, 0);
    view->channel = 1;
    view->row = map.row;
    view->column = map.channels;
    return QSIMRT_OK;
  }
  view->data = qsimrt_output_data(session, layer);
  view->channel = (int64_t)view->shape.h * view->shape.w;
  view->row = view->shape.w;
  view->column = 1;
  return QSIMRT_OK;
}

void qsimrt_mark_overwritten(qsimrt_session *session, int32_t layer) {
  if (layer != QSIMRT_IMAGE) {
    session->states[layer].reusable = 0;
    session->states[layer].overwritten = 1;
  }
  qsimrt_outdate_readers(session, layer);
}

qsimrt_status qsimrt_write_float(qsimrt_session *session, int32_t layer,
                                 const float *values, size_t count,
                                 qsimrt_error *error) {
  qsimrt_tensor tensor;
  qsimrt_status status = qsimrt_output(session, layer, &tensor, error);
  if (status == QSIMRT_OK)
    status = check_count(session, layer, count, error);
  if (status != QSIMRT_OK)
    return status;
  void *data = qsimrt_output_data(session, layer);
  if (tensor.kind == QSIMRT_TENSOR_INT)
    qsimrt_quantize(values, count, tensor.quant, data);
  else
    memcpy(data, values, count * sizeof *values);
  qsimrt_mark_overwritten(session, layer);
  return QSIMRT_OK;
}
