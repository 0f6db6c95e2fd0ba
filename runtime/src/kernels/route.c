// SPDX-License-Identifier: Apache-2.0
// Concatenation by channel, or by run, in FLOAT and INT (numerics.md N13, N19,
// N62).
//
// Width: q - zero point has at most 17 bits, a multiplier 31: N9's product is
// below 2^48.
#include "kernels/integers.h"
#include "qsimrt/kernels.h"
#include "requant.h"

#include <string.h>

// What of an input takes part: runs of `count` values each, `step` apart, from
// `first` on.
typedef struct part {
  size_t first, count, step;
} part;

// One run of each input after the other makes a run of the output (N62);
// without `outer` there is one, and of it the input's group takes part.
static size_t runs_of(const qsimrt_route *route) {
  return route->outer > 1 ? (size_t)route->outer : 1;
}

static part part_of(const qsimrt_route *route, qsimrt_shape shape) {
  const size_t plane = (size_t)shape.h * (size_t)shape.w;
  const size_t values = (size_t)shape.c * plane;
  const size_t channels = (size_t)(shape.c / route->groups);
  part taken = {(size_t)route->group_id * channels * plane, channels * plane,
                values};
  if (route->outer > 1)
    taken.first = 0, taken.count = taken.step = values / runs_of(route);
  return taken;
}

void qsimrt_route_float(const qsimrt_call *call) {
  const qsimrt_route *route = &call->layer->u.route;
  float *out = call->output;
  for (size_t run = 0; run < runs_of(route); ++run)
    for (int32_t i = 0; i < call->layer->input_count; ++i) {
      const qsimrt_operand *in = &call->inputs[i];
      const part taken = part_of(route, in->shape);
      memcpy(out, (const float *)in->data + taken.first + run * taken.step,
             taken.count * sizeof *out);
      out += taken.count;
    }
}

static void rescale(const qsimrt_call *call, const qsimrt_operand *in,
                    qsimrt_multiplier by, size_t first, size_t count,
                    char *to) {
  const qsimrt_quant quant = call->layer->output;
  for (size_t i = 0; i < count; ++i) {
    const int64_t q =
        qsimrt_integer_at(in->data, in->quant.bits, (int64_t)(first + i));
    const int32_t y =
        qsimrt_place(qsimrt_requantize(q - in->quant.zero_point, by,
                                       call->datapath->rounding),
                     quant, call->saturated_outputs);
    qsimrt_integer_store(to, quant.bits, (int64_t)i, y);
  }
}

void qsimrt_route_int(const qsimrt_call *call) {
  const size_t element = qsimrt_element_size(call->layer->output.bits);
  const qsimrt_route *route = &call->layer->u.route;
  char *out = call->output;
  for (size_t run = 0; run < runs_of(route); ++run)
    for (int32_t i = 0; i < call->layer->input_count; ++i) {
      const qsimrt_operand *in = &call->inputs[i];
      const part taken = part_of(route, in->shape);
      const size_t first = taken.first + run * taken.step;
      if (qsimrt_same_quant(&in->quant, &call->layer->output))
        memcpy(out, (const char *)in->data + first * element,
               taken.count * element);
      else
        rescale(call, in, route->rescale[i], first, taken.count, out);
      out += taken.count * element;
    }
}
