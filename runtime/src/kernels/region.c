// SPDX-License-Identifier: Apache-2.0
// The region head (numerics.md N40). No accumulator.
#include "elementary.h"
#include "kernels/softmax.h"
#include "qsimrt/kernels.h"

// One cell and anchor: entries x, y, w, h, objectness and the classes, a plane
// apart.
static void activate_box(const qsimrt_region *region, int64_t plane,
                         const float *in, float *out) {
  for (int32_t entry = 0; entry < 5; ++entry) {
    const float value = in[entry * plane];
    const int is_size = entry == 2 || entry == 3;
    out[entry * plane] = is_size ? value : qsimrt_logistic(value);
  }
  if (region->softmax) {
    qsimrt_softmax_of(in + 5 * plane, region->classes, plane, 1,
                      out + 5 * plane);
    return;
  }
  for (int32_t entry = 5; entry < 5 + region->classes; ++entry)
    out[entry * plane] = qsimrt_logistic(in[entry * plane]);
}

void qsimrt_region_float(const qsimrt_call *call) {
  const qsimrt_region *region = &call->layer->u.region;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  for (int32_t anchor = 0; anchor < region->anchor_count; ++anchor) {
    const int64_t first = anchor * (5 + (int64_t)region->classes) * plane;
    for (int64_t cell = first; cell < first + plane; ++cell)
      activate_box(region, plane, (const float *)call->inputs[0].data + cell,
                   (float *)call->output + cell);
  }
}
