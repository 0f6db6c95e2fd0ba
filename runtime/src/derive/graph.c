// SPDX-License-Identifier: Apache-2.0
// Derivations of layers that networks from graphs have: constants and
// reductions (numerics.md N56, N60).
#include "derive/derive.h"
#include "files/message.h"
#include "qsimrt/kernels.h"

qsimrt_status qsimrt_derive_constant(const qsimrt_layer *layer, void *q_values,
                                     qsimrt_error *error) {
  const qsimrt_shape shape = layer->shape;
  if (!layer->u.constant.values)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: the float parameters are not loaded",
                       layer->name);
  qsimrt_quantize(layer->u.constant.values,
                  (size_t)shape.c * (size_t)shape.h * (size_t)shape.w,
                  layer->output, q_values);
  return QSIMRT_OK;
}

qsimrt_status qsimrt_derive_reduce(const qsimrt_model *model,
                                   const qsimrt_layer *layer,
                                   qsimrt_multiplier *rescale,
                                   qsimrt_error *error) {
  const qsimrt_reduce *reduce = &layer->u.reduce;
  int64_t count = 1;
  for (int32_t k = 0; k < reduce->in.rank; ++k)
    if (reduce->axes[k] && reduce->operation == QSIMRT_REDUCE_MEAN)
      count *= reduce->in.dims[k];
  return qsimrt_derive_mean(model, layer, count, 0, rescale, error);
}
