// SPDX-License-Identifier: Apache-2.0
// The session's own structures, shared by planning, running and reading.
#ifndef QSIMRT_SESSION_H
#define QSIMRT_SESSION_H

#include "opt/fast.h"
#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"

// Offsets and sizes of buffers are counted in units of 64 bytes.
enum { QSIMRT_UNIT = 64 };

// Most tasks that one layer is split into, and the channels that a task's share
// is a multiple of (kernels work on that many at once).
enum { QSIMRT_MOST_TASKS = 16, QSIMRT_CHANNELS_PER_SHARE = 4 };

// Where a layer's output lies in the arena, and the last layer that reads it
// (layer_count: it is kept to the end).
typedef struct qsimrt_buffer {
  uint32_t offset, units;
  int32_t last_reader;
} qsimrt_buffer;

// What a plan needs besides the part that depends on the model alone.
typedef struct qsimrt_layout {
  size_t staging; // bytes: converted inputs of one layer
  size_t scratch; // bytes of one task, a multiple of the unit
  int32_t tasks;  // most tasks of one layer
  size_t arena;   // bytes: outputs of the layers
} qsimrt_layout;

typedef struct qsimrt_layer_state {
  qsimrt_mode mode;    // the one that runs: never above what the layer can do
  int32_t valid;       // executed, and its buffer not yet reused
  int32_t reusable;    // valid, and running the layer would write the same
  int32_t overwritten; // valid, not what the layer wrote, and nothing that it
                       // reads changed since
  int32_t lost;        // an edit took the output away
  int32_t overridden;  // its description is not the model's
  int32_t in_pixels;   // the output lies in pixel order (opt/pixels.h): the
                       // bytes of an element; 0: in CHW
  qsimrt_counters counters;
} qsimrt_layer_state;

struct qsimrt_session {
  const qsimrt_model *model;    // &own: the original with its overrides
  const qsimrt_model *original; // the caller's
  qsimrt_model own;
  qsimrt_layer *layers;               // [layer_count], own.layers
  size_t size;                        // of the caller's memory
  int32_t editable;                   // the plan's
  qsimrt_isa isa;                     // the plan's
  const qsimrt_packed *packed;        // the plan's
  qsimrt_float_kernels float_kernels; // the plan's
  qsimrt_layout layout;
  qsimrt_parallel parallel;
  int32_t position;
  int32_t has_input;
  int32_t stopped;      // a hook stopped: rewind first
  int32_t in_hook;      // a hook is running: it may look and write, not drive
  int32_t after_before; // layer whose `before` has been called; else -1
  // Sized by the model.
  qsimrt_layer_state *states;
  qsimrt_buffer *buffers;
  qsimrt_operand *operands; // [most inputs of a layer]
  qsimrt_pixels *maps;      // the same, of an optimised kernel
  qsimrt_quant *map_quants;
  float *image;
  // Sized by the plan.
  char *staging, *scratch, *arena;
};

static inline size_t qsimrt_align(size_t bytes) {
  return (bytes + QSIMRT_UNIT - 1) / QSIMRT_UNIT * QSIMRT_UNIT;
}

static inline size_t qsimrt_volume(qsimrt_shape shape) {
  return (size_t)shape.c * (size_t)shape.h * (size_t)shape.w;
}

static inline qsimrt_shape qsimrt_shape_of(const qsimrt_model *model,
                                           int32_t layer) {
  return layer == QSIMRT_IMAGE ? model->image : model->layers[layer].shape;
}

static inline qsimrt_quant qsimrt_quant_of(const qsimrt_model *model,
                                           int32_t layer) {
  return layer == QSIMRT_IMAGE ? model->image_quant
                               : model->layers[layer].output;
}

static inline size_t qsimrt_integer_size(qsimrt_quant quant) {
  return quant.bits <= 8 ? 1 : 2;
}

// The mode that a layer runs in under a plan: the plan's, limited by the
// layer's ceiling, by the kernels there are and, under yolo2_light, by the
// input multiplier.
qsimrt_mode qsimrt_effective_mode(const qsimrt_model *model,
                                  const qsimrt_layer *layer,
                                  const qsimrt_plan *plan);

// Does the model, or the description of a layer, have what a mode needs?
qsimrt_status qsimrt_check_layer(const qsimrt_model *model,
                                 const qsimrt_layer *layer, qsimrt_mode mode,
                                 qsimrt_error *error);

// Those who read the layer must run again, also where their outputs were
// overwritten.
void qsimrt_outdate_readers(qsimrt_session *session, int32_t layer);

// The output of the layer, or the picture, is no longer what was written.
void qsimrt_mark_overwritten(qsimrt_session *session, int32_t layer);

// BAD_ARGUMENT while a hook runs; `what` is the function that was called.
qsimrt_status qsimrt_not_in_hook(const qsimrt_session *session,
                                 const char *what, qsimrt_error *error);

// Checks the plan and lays out its memory. `buffers` has layer_count entries,
// or is NULL where only the sizes are wanted.
qsimrt_status qsimrt_lay_out(const qsimrt_model *model, const qsimrt_plan *plan,
                             qsimrt_buffer *buffers, qsimrt_layout *layout,
                             qsimrt_error *error);

// The integer weights that a session under this plan may read, where their
// check was put off.
qsimrt_status qsimrt_check_read_weights(const qsimrt_model *model,
                                        const qsimrt_plan *plan,
                                        qsimrt_error *error);

// Splits a layer's output channels; 1 where its kernel cannot be split.
int32_t qsimrt_task_count(const qsimrt_layer *layer,
                          const qsimrt_parallel *parallel);

// Where the output of a layer, or the picture, lies.
static inline void *qsimrt_output_data(const qsimrt_session *session,
                                       int32_t layer) {
  if (layer == QSIMRT_IMAGE)
    return session->image;
  return session->arena + (size_t)session->buffers[layer].offset * QSIMRT_UNIT;
}

// The optimised kernel that runs the layer now; QSIMRT_NOT_FAST: the reference
// does.
qsimrt_fast_kind qsimrt_fast_kind_now(const qsimrt_session *session,
                                      int32_t layer);

// Runs a layer on the optimised kernel that it has now; with the max pool that
// follows, if it is fused (else NULL).
qsimrt_counters qsimrt_run_fast(qsimrt_session *session, int32_t layer,
                                qsimrt_fast_kind kind,
                                const qsimrt_layer *pool);

// May the layer and the next one, a max pool, run as one? The output of the
// layer is then never there: nobody was promised to find it.
int qsimrt_may_fuse(const qsimrt_session *session, int32_t layer);

// Runs the two.
void qsimrt_execute_fused(qsimrt_session *session, int32_t layer);

// The output of a layer that lies in pixel order.
qsimrt_pixels qsimrt_output_pixels(const qsimrt_session *session,
                                   int32_t layer);

// Puts an output into CHW, where it is not.
void qsimrt_flatten(qsimrt_session *session, int32_t layer);

// Bytes of an output in pixel order, and of the inputs of an optimised kernel
// that do not lie in it, where it runs in `mode`; 0 where it has none.
size_t qsimrt_fast_output_bytes(const qsimrt_model *model,
                                const qsimrt_packed *packed, int32_t layer,
                                qsimrt_mode mode);
size_t qsimrt_fast_staging_bytes(const qsimrt_model *model,
                                 const qsimrt_packed *packed, int32_t layer,
                                 qsimrt_mode mode);

// Runs a layer on its reference kernel; what the session remembers of it stays
// as it is. `accumulators` may be NULL. With `beside` (in INT, and where the
// plan is editable) its output is put where nobody looks.
qsimrt_counters qsimrt_run_reference(qsimrt_session *session, int32_t layer,
                                     const qsimrt_hooks *hooks,
                                     int64_t *accumulators, int beside);

// Runs one layer whose inputs are valid; of the hooks (or NULL) only
// pre_activation is called.
void qsimrt_execute(qsimrt_session *session, int32_t layer,
                    const qsimrt_hooks *hooks);

#endif // QSIMRT_SESSION_H
