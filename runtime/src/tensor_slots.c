// SPDX-License-Identifier: Apache-2.0
// Where the description of a layer keeps its tensors, by the suffix that they
// have in the containers.
#include "qsimrt/qsimrt.h"

#include <string.h>

typedef struct slot {
  const char *suffix;
  void *at; // a pointer to objects of any type
} slot;

static void *find(const slot *slots, size_t count, const char *suffix) {
  for (size_t i = 0; i < count; ++i)
    if (strcmp(slots[i].suffix, suffix) == 0)
      return slots[i].at;
  return NULL;
}

static void *find_weights(qsimrt_convolutional *conv, const char *suffix) {
  const slot slots[] = {{"weights", &conv->weights},
                        {"biases", &conv->biases},
                        {"scales", &conv->scales},
                        {"mean", &conv->mean},
                        {"variance", &conv->variance},
                        {"bias_delta", &conv->bias_delta},
                        {"q_weights", &conv->q_weights},
                        {"q_biases", &conv->q_biases},
                        {"positive", &conv->positive},
                        {"negative", &conv->negative},
                        {"table", &conv->table},
                        {"hybrid_scales", &conv->hybrid_scales},
                        {"hybrid_biases", &conv->hybrid_biases},
                        {"quads", &conv->quads},
                        {"quad_sums", &conv->quad_sums}};
  return find(slots, sizeof slots / sizeof *slots, suffix);
}

// NULL where the kind has no such tensor.
static void *slot_of(qsimrt_layer *layer, const char *suffix) {
  qsimrt_elementwise *sum = &layer->u.elementwise;
  const slot sums[] = {{"positive", &sum->positive},
                       {"negative", &sum->negative},
                       {"table", &sum->table}};
  const slot route = {"rescale", &layer->u.route.rescale};
  const slot mean = {"rescale", &layer->u.avgpool.rescale};
  const slot crop = {"table", &layer->u.crop.table};
  const slot reduce = {"rescale", &layer->u.reduce.rescale};
  const slot constant[] = {{"values", &layer->u.constant.values},
                           {"q_values", &layer->u.constant.q_values}};
  const slot norm[] = {{"scales", &layer->u.instance_norm.scales},
                       {"biases", &layer->u.instance_norm.biases}};
  if (qsimrt_has_weights(layer->kind))
    return find_weights(&layer->u.convolutional, suffix);
  switch (layer->kind) {
  case QSIMRT_SHORTCUT:
  case QSIMRT_MULTIPLY:
  case QSIMRT_BINARY:
  case QSIMRT_ACTIVATION:
    return find(sums, sizeof sums / sizeof *sums, suffix);
  case QSIMRT_ROUTE:
    return find(&route, 1, suffix);
  case QSIMRT_AVGPOOL:
    return find(&mean, 1, suffix);
  case QSIMRT_CROP:
    return find(&crop, 1, suffix);
  case QSIMRT_REDUCE:
    return find(&reduce, 1, suffix);
  case QSIMRT_CONSTANT:
    return find(constant, sizeof constant / sizeof *constant, suffix);
  case QSIMRT_INSTANCE_NORM:
    return find(norm, sizeof norm / sizeof *norm, suffix);
  default:
    return NULL;
  }
}

const void *qsimrt_tensor_of(const qsimrt_layer *layer, const char *suffix) {
  qsimrt_layer copy = *layer;
  const void *slot = slot_of(&copy, suffix);
  const void *data = NULL;
  if (slot)
    memcpy(&data, slot, sizeof data);
  return data;
}

void qsimrt_set_tensor(qsimrt_layer *layer, const char *suffix,
                       const void *data) {
  void *slot = slot_of(layer, suffix);
  if (slot)
    memcpy(slot, &data, sizeof data);
}
