// SPDX-License-Identifier: Apache-2.0
// Sessions: building one in the caller's memory, driving it layer by layer.
#include "session.h"
#include "files/message.h"

#include <string.h>

// ---- memory -----------------------------------------------------------------

static int32_t most_inputs(const qsimrt_model *model) {
  int32_t most = 0;
  for (int32_t i = 0; i < model->layer_count; ++i)
    if (model->layers[i].input_count > most)
      most = model->layers[i].input_count;
  return most;
}

// Takes `bytes` from the block at *base (NULL where only sizes are wanted).
static void *take(char *base, size_t *used, size_t bytes) {
  void *here = base ? base + *used : NULL;
  *used += qsimrt_align(bytes);
  return here;
}

// The part whose size depends on the model alone: a plan does not move it.
static size_t take_fixed(const qsimrt_model *model, char *base,
                         qsimrt_session *session) {
  const size_t layers = (size_t)model->layer_count;
  const size_t inputs = (size_t)most_inputs(model);
  size_t used = 0;
  take(base, &used, sizeof *session);
  session->layers = take(base, &used, layers * sizeof *session->layers);
  session->states = take(base, &used, layers * sizeof *session->states);
  session->buffers = take(base, &used, layers * sizeof *session->buffers);
  session->operands = take(base, &used, inputs * sizeof *session->operands);
  session->maps = take(base, &used, inputs * sizeof *session->maps);
  session->map_quants = take(base, &used, inputs * sizeof *session->map_quants);
  session->image =
      take(base, &used, qsimrt_volume(model->image) * sizeof *session->image);
  return used;
}

static size_t take_planned(const qsimrt_layout *layout, char *base, size_t used,
                           qsimrt_session *session) {
  session->staging = take(base, &used, layout->staging);
  session->scratch = take(base, &used, layout->scratch * (size_t)layout->tasks);
  session->arena = take(base, &used, layout->arena);
  return used;
}

static size_t total_size(const qsimrt_model *model,
                         const qsimrt_layout *layout) {
  qsimrt_session nowhere;
  return take_planned(layout, NULL, take_fixed(model, NULL, &nowhere),
                      &nowhere);
}

size_t qsimrt_session_size(const qsimrt_model *model, const qsimrt_plan *plan) {
  qsimrt_layout layout;
  if (qsimrt_lay_out(model, plan, NULL, &layout, NULL) != QSIMRT_OK)
    return 0;
  return total_size(model, &layout);
}

static void rewind_to(qsimrt_session *session, int32_t layer) {
  session->position = layer;
  session->stopped = 0;
  session->after_before = -1;
}

// Nothing has run.
static void forget_outputs(qsimrt_session *session) {
  for (int32_t i = 0; i < session->model->layer_count; ++i) {
    const qsimrt_layer_state fresh = {.mode = session->states[i].mode,
                                      .overridden =
                                          session->states[i].overridden};
    session->states[i] = fresh;
  }
  rewind_to(session, 0);
}

qsimrt_status qsimrt_not_in_hook(const qsimrt_session *session,
                                 const char *what, qsimrt_error *error) {
  if (!session->in_hook)
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                     "%s: called from a hook, which may only look and write; "
                     "pause first",
                     what);
}

qsimrt_status qsimrt_prepare(qsimrt_session *session, const qsimrt_plan *plan,
                             qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  qsimrt_layout layout;
  qsimrt_status status = qsimrt_not_in_hook(session, "qsimrt_prepare", error);
  if (status == QSIMRT_OK)
    status = qsimrt_lay_out(model, plan, NULL, &layout, error);
  if (status != QSIMRT_OK)
    return status;
  const size_t wanted = total_size(model, &layout);
  if (wanted > session->size)
    return qsimrt_fail(error, QSIMRT_NO_MEMORY,
                       "the plan needs %D bytes and the session has %D (%D are "
                       "missing)",
                       (int64_t)wanted, (int64_t)session->size,
                       (int64_t)(wanted - session->size));
  status = qsimrt_check_read_weights(session->original, plan, error);
  if (status != QSIMRT_OK)
    return status;
  qsimrt_lay_out(model, plan, session->buffers, &session->layout, error);
  const size_t fixed = take_fixed(model, (char *)session, session);
  take_planned(&session->layout, (char *)session, fixed, session);
  session->parallel = plan->parallel;
  session->editable = plan->editable;
  session->packed = plan->packed;
  session->float_kernels = plan->float_kernels;
  session->isa = plan->isa;
  for (int32_t i = 0; i < model->layer_count; ++i)
    session->states[i].mode =
        qsimrt_effective_mode(model, &model->layers[i], plan);
  forget_outputs(session);
  return QSIMRT_OK;
}

qsimrt_status qsimrt_session_init(void *memory, size_t size,
                                  const qsimrt_model *model,
                                  const qsimrt_plan *plan,
                                  qsimrt_session **session,
                                  qsimrt_error *error) {
  qsimrt_session fresh;
  *session = NULL;
  if ((uintptr_t)memory % QSIMRT_UNIT != 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "the session's memory must be aligned to %d bytes",
                       (int32_t)QSIMRT_UNIT);
  memset(&fresh, 0, sizeof fresh);
  const size_t fixed = take_fixed(model, memory, &fresh);
  if (!memory || fixed > size) {
    // The size of a refused plan is 0: why it is refused says more.
    qsimrt_layout layout;
    const qsimrt_status refused =
        qsimrt_lay_out(model, plan, NULL, &layout, error);
    if (refused != QSIMRT_OK)
      return refused;
    return qsimrt_fail(error, QSIMRT_NO_MEMORY,
                       "a session of this model needs at least %D bytes and "
                       "was given %D",
                       (int64_t)fixed, (int64_t)(memory ? size : 0));
  }
  qsimrt_session *made = memory;
  fresh.original = model;
  fresh.own = *model;
  fresh.own.layers = fresh.layers;
  fresh.model = &made->own;
  fresh.size = size;
  memcpy(memory, &fresh, sizeof fresh);
  memcpy(made->layers, model->layers,
         (size_t)model->layer_count * sizeof *made->layers);
  memset(made->states, 0, (size_t)model->layer_count * sizeof *made->states);
  const qsimrt_status status = qsimrt_prepare(memory, plan, error);
  if (status == QSIMRT_OK)
    *session = memory;
  return status;
}

// ---- driving ---------------------------------------------------------------

qsimrt_status qsimrt_set_input(qsimrt_session *session, const float *chw,
                               size_t count, qsimrt_error *error) {
  const size_t wanted = qsimrt_volume(session->model->image);
  const qsimrt_status status =
      qsimrt_not_in_hook(session, "qsimrt_set_input", error);
  if (status != QSIMRT_OK)
    return status;
  if (count != wanted)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "the picture has %D values; the network wants %D",
                       (int64_t)count, (int64_t)wanted);
  memcpy(session->image, chw, count * sizeof *chw);
  session->has_input = 1;
  forget_outputs(session);
  return QSIMRT_OK;
}

static int is_watched(const qsimrt_hooks *hooks, int32_t layer) {
  return hooks && (!hooks->wants || hooks->wants(hooks->context, layer));
}

static qsimrt_verdict call_hook(qsimrt_session *session,
                                const qsimrt_hooks *hooks, int32_t layer,
                                int after) {
  if (!hooks)
    return QSIMRT_CONTINUE;
  qsimrt_verdict (*hook)(void *, qsimrt_session *, int32_t) =
      after ? hooks->after : hooks->before;
  if (!hook || !is_watched(hooks, layer))
    return QSIMRT_CONTINUE;
  session->in_hook = 1;
  const qsimrt_verdict verdict = hook(hooks->context, session, layer);
  session->in_hook = 0;
  return verdict;
}

// What run and step return for a verdict; OK means go on.
static qsimrt_status obey(qsimrt_session *session, qsimrt_verdict verdict) {
  if (verdict == QSIMRT_PAUSE)
    return QSIMRT_PAUSED;
  if (verdict != QSIMRT_STOP)
    return QSIMRT_OK;
  session->stopped = 1;
  return QSIMRT_STOPPED;
}

// The inputs of a layer that an edit took away.
static qsimrt_status inputs_are_there(const qsimrt_session *session,
                                      int32_t layer, qsimrt_error *error) {
  const qsimrt_layer *reader = &session->model->layers[layer];
  for (int32_t k = 0; k < reader->input_count; ++k) {
    const int32_t from = reader->inputs[k];
    if (from >= 0 && !session->states[from].valid)
      return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                         "layer %s reads the output of layer %s, which an edit "
                         "took away; rewind to layer %d",
                         reader->name, session->model->layers[from].name, from);
  }
  return QSIMRT_OK;
}

static int wants_pre_activation(const qsimrt_hooks *hooks, int32_t layer) {
  return hooks && hooks->pre_activation && is_watched(hooks, layer);
}

static qsimrt_status advance(qsimrt_session *session, const qsimrt_hooks *hooks,
                             qsimrt_error *error) {
  const int32_t layer = session->position;
  const qsimrt_status missing = inputs_are_there(session, layer, error);
  if (missing != QSIMRT_OK)
    return missing;
  if (session->after_before != layer) {
    session->after_before = layer;
    const qsimrt_status status =
        obey(session, call_hook(session, hooks, layer, 0));
    if (status != QSIMRT_OK)
      return status;
  }
  if (!session->states[layer].reusable || wants_pre_activation(hooks, layer))
    qsimrt_execute(session, layer, hooks);
  session->position = layer + 1;
  return obey(session, call_hook(session, hooks, layer, 1));
}

static qsimrt_status ready(const qsimrt_session *session, const char *what,
                           qsimrt_error *error) {
  if (!session->has_input)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "%s: the session has no picture (qsimrt_set_input)",
                       what);
  if (session->stopped)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "%s: a hook stopped the session; rewind it first", what);
  return qsimrt_not_in_hook(session, what, error);
}

qsimrt_status qsimrt_step(qsimrt_session *session, const qsimrt_hooks *hooks,
                          qsimrt_error *error) {
  const qsimrt_status status = ready(session, "qsimrt_step", error);
  if (status != QSIMRT_OK || session->position == session->model->layer_count)
    return status;
  return advance(session, hooks, error);
}

// A layer, or two where nobody looks at what lies between them.
static qsimrt_status advance_fused(qsimrt_session *session,
                                   const qsimrt_hooks *hooks,
                                   qsimrt_error *error) {
  const int32_t layer = session->position;
  if (!qsimrt_may_fuse(session, layer) || is_watched(hooks, layer) ||
      is_watched(hooks, layer + 1))
    return advance(session, hooks, error);
  const qsimrt_status missing = inputs_are_there(session, layer, error);
  if (missing != QSIMRT_OK)
    return missing;
  qsimrt_execute_fused(session, layer);
  session->position = layer + 2;
  return QSIMRT_OK;
}

qsimrt_status qsimrt_run(qsimrt_session *session, const qsimrt_hooks *hooks,
                         qsimrt_error *error) {
  qsimrt_status status = ready(session, "qsimrt_run", error);
  while (status == QSIMRT_OK && session->position < session->model->layer_count)
    status = advance_fused(session, hooks, error);
  return status;
}

int32_t qsimrt_position(const qsimrt_session *session) {
  return session->position;
}

qsimrt_status qsimrt_rewind(qsimrt_session *session, int32_t layer,
                            qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  const qsimrt_status status =
      qsimrt_not_in_hook(session, "qsimrt_rewind", error);
  if (status != QSIMRT_OK)
    return status;
  if (layer < 0 || layer > session->position)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "rewind to layer %d; wanted 0..%d, the position", layer,
                       session->position);
  // Everything that the rest of the run reads from before `layer`.
  for (int32_t i = layer; i < model->layer_count; ++i) {
    for (int32_t k = 0; k < model->layers[i].input_count; ++k) {
      const int32_t from = model->layers[i].inputs[k];
      if (from >= 0 && from < layer && !session->states[from].valid)
        return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                           "rewind to layer %d: layer %s reads the output of "
                           "layer %s, whose buffer was reused (retain all "
                           "keeps it)",
                           layer, model->layers[i].name,
                           model->layers[from].name);
    }
  }
  rewind_to(session, layer);
  return QSIMRT_OK;
}
