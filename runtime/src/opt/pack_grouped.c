// SPDX-License-Identifier: Apache-2.0
// Dense and grouped convolution: which channels the filters of a vector read,
// and the packed weights of grouped ones.
//
// Filters that are computed together read the channels of all their groups: a
// weight of 0 where a channel is of another group. Integers lose nothing by it.
#include "kernels/window.h"
#include "opt/pack.h"

// Steps of the widest window of `lanes` filters.
static int32_t steps_of(const qsimrt_convolutional *conv, int32_t channels,
                        int32_t lanes) {
  const int32_t filters = conv->filters / conv->groups;
  int32_t most = 0;
  for (int32_t o = 0; o < conv->filters; o += lanes) {
    const int32_t end = o + lanes < conv->filters ? o + lanes : conv->filters;
    const int32_t groups = (end - 1) / filters - o / filters + 1;
    most = groups > most ? groups : most;
  }
  return qsimrt_steps(most * (channels / conv->groups));
}

// As many filters together as read no more than a vector does.
void qsimrt_find_window(const qsimrt_model *model, const qsimrt_layer *layer,
                        qsimrt_packed_layer *out) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int32_t channels = qsimrt_shape_of(model, layer->inputs[0]).c;
  out->window_lanes = QSIMRT_BLOCK;
  out->window_steps = steps_of(conv, channels, QSIMRT_LANES);
  while (steps_of(conv, channels, out->window_lanes) > out->window_steps)
    out->window_lanes /= 2;
}

void qsimrt_pack_grouped_weights(const qsimrt_model *model,
                                 const qsimrt_layer *layer,
                                 const qsimrt_packed_layer *entry, int8_t *to) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int32_t taps = qsimrt_filter_taps(conv), steps = entry->window_steps;
  const int32_t in_channels = qsimrt_shape_of(model, layer->inputs[0]).c;
  const int32_t channels = in_channels / conv->groups;
  const int8_t *from = conv->q_weights;
  for (int32_t o = 0; o < conv->filters; ++o) {
    const int32_t block = o / QSIMRT_BLOCK;
    const int64_t lanes =
        (int64_t)qsimrt_block_vectors(conv->filters, block) * QSIMRT_LANES;
    int8_t *lane = to + (int64_t)block * taps * steps * 4 * QSIMRT_BLOCK +
                   o % QSIMRT_BLOCK * 4;
    const int32_t group = o / (conv->filters / conv->groups);
    const int32_t before =
        group * channels - qsimrt_window_begin(conv, entry, in_channels, o);
    for (int32_t c = 0; c < channels; ++c) {
      const int32_t at = before + c;
      for (int32_t tap = 0; tap < taps; ++tap)
        lane[((int64_t)tap * steps + at / 4) * 4 * lanes + at % 4] = *from++;
    }
  }
}
