// SPDX-License-Identifier: Apache-2.0
// Sessions: other modes and other descriptions of single layers, and what that
// makes stale.
#include "files/bind_checks.h"
#include "files/message.h"
#include "session.h"

void qsimrt_outdate_readers(qsimrt_session *session, int32_t layer) {
  const qsimrt_model *model = session->model;
  for (int32_t i = layer + 1; i < model->layer_count; ++i)
    for (int32_t k = 0; k < model->layers[i].input_count; ++k)
      if (model->layers[i].inputs[k] == layer)
        session->states[i].reusable = session->states[i].overwritten = 0;
}

static qsimrt_status may_edit(const qsimrt_session *session, const char *what,
                              int32_t layer, qsimrt_error *error) {
  const qsimrt_status status = qsimrt_not_in_hook(session, what, error);
  if (status != QSIMRT_OK)
    return status;
  if (layer < 0 || layer >= session->model->layer_count)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "%s: layer %d; wanted 0 to %d", what, layer,
                       session->model->layer_count - 1);
  if (!session->editable)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "%s: the session's plan is not editable", what);
  return QSIMRT_OK;
}

// The output is gone, or what read it would read something else.
static void lose_output(qsimrt_session *session, int32_t layer) {
  qsimrt_layer_state *state = &session->states[layer];
  state->valid = state->reusable = state->overwritten = 0;
  state->lost = 1;
  qsimrt_outdate_readers(session, layer);
}

qsimrt_status qsimrt_set_mode(qsimrt_session *session, int32_t layer,
                              qsimrt_mode mode, qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  qsimrt_status status = may_edit(session, "qsimrt_set_mode", layer, error);
  if (status != QSIMRT_OK)
    return status;
  if ((unsigned)mode > QSIMRT_INT)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "qsimrt_set_mode: mode %d; wanted 0 (float), 1 (hybrid) "
                       "or 2 (int)",
                       (int32_t)mode);
  if (mode == QSIMRT_INT && model->arithmetic == QSIMRT_YOLO2_LIGHT)
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "%s: the arithmetic yolo2_light has no mode int; wanted "
                       "float or hybrid",
                       model->name);
  const qsimrt_plan plan = {.mode = mode};
  const qsimrt_mode effective =
      qsimrt_effective_mode(model, &model->layers[layer], &plan);
  if (effective == session->states[layer].mode)
    return QSIMRT_OK;
  status = qsimrt_check_layer(model, &model->layers[layer], effective, error);
  if (status != QSIMRT_OK)
    return status;
  session->states[layer].mode = effective;
  lose_output(session, layer);
  return QSIMRT_OK;
}

static int same_place(const qsimrt_layer *a, const qsimrt_layer *b) {
  int same = a->kind == b->kind && a->index == b->index && a->name == b->name &&
             a->input_count == b->input_count && a->shape.c == b->shape.c &&
             a->shape.h == b->shape.h && a->shape.w == b->shape.w;
  for (int32_t k = 0; same && k < a->input_count; ++k)
    same = a->inputs[k] == b->inputs[k];
  return same;
}

static int same_quantization(const qsimrt_quant *a, const qsimrt_quant *b) {
  return a->bits == b->bits && a->scale == b->scale &&
         a->zero_point == b->zero_point;
}

// Kernels trust the integers of a layer: an edit keeps the rules of the loader.
static qsimrt_status check_integers(const qsimrt_model *model, int32_t layer,
                                    qsimrt_error *error) {
  qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
  int32_t count;
  qsimrt_derived_tensors(model, layer, specs, &count);
  for (int32_t i = 0; i < count; ++i) {
    const void *data = qsimrt_tensor_of(&model->layers[layer], specs[i].suffix);
    if (data && qsimrt_check_derived("edit", model, &model->layers[layer],
                                     &specs[i], data, error) != QSIMRT_OK)
      return QSIMRT_BAD_ARGUMENT;
  }
  return QSIMRT_OK;
}

qsimrt_status qsimrt_override(qsimrt_session *session, int32_t layer,
                              const qsimrt_layer *edited, qsimrt_error *error) {
  qsimrt_status status = may_edit(session, "qsimrt_override", layer, error);
  if (status != QSIMRT_OK)
    return status;
  qsimrt_layer *own = &session->layers[layer];
  if (!edited)
    edited = &session->original->layers[layer];
  if (!same_place(edited, own))
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "qsimrt_override: layer %s cannot become another kind, "
                       "shape or place in the network",
                       own->name);
  const qsimrt_mode mode = session->states[layer].mode;
  status = qsimrt_check_layer(session->model, edited, mode, error);
  if (status != QSIMRT_OK)
    return status;
  const int requantized = !same_quantization(&edited->output, &own->output);
  const qsimrt_layer before = *own;
  *own = *edited;
  if (edited != &session->original->layers[layer])
    status = check_integers(session->model, layer, error);
  if (status != QSIMRT_OK) {
    *own = before;
    return status;
  }
  session->states[layer].overridden =
      edited != &session->original->layers[layer];
  session->states[layer].reusable = session->states[layer].overwritten = 0;
  if (requantized)
    lose_output(session, layer);
  return QSIMRT_OK;
}

// Running the layer would change what lies there, whatever its inputs hold.
static int is_outdated(const qsimrt_session *session, int32_t layer) {
  const qsimrt_layer_state *state = &session->states[layer];
  if (layer >= session->position)
    return 0;
  return state->lost ||
         (state->valid && !state->reusable && !state->overwritten);
}

void qsimrt_find_stale(const qsimrt_session *session, unsigned char *stale) {
  const qsimrt_model *model = session->model;
  for (int32_t i = 0; i < model->layer_count; ++i) {
    stale[i] = (unsigned char)is_outdated(session, i);
    for (int32_t k = 0; k < model->layers[i].input_count; ++k) {
      const int32_t from = model->layers[i].inputs[k];
      if (from >= 0 && stale[from] && i < session->position)
        stale[i] = 1;
    }
  }
}

int32_t qsimrt_first_stale(const qsimrt_session *session) {
  int32_t layer = 0;
  while (layer < session->position && !is_outdated(session, layer))
    ++layer;
  return layer;
}
