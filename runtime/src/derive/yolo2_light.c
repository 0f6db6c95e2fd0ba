// SPDX-License-Identifier: Apache-2.0
// The integers of the profile yolo2_light (numerics.md N42 to N44).
#include "derive/derive.h"
#include "files/message.h"

// clamp(trunc(value), -127, 127); value is finite.
static int8_t truncate(float value) {
  if (value > -127 && value < 127)
    return (int8_t)value;
  return value < 0 ? -127 : 127;
}

qsimrt_status qsimrt_derive_yolo2_light(const qsimrt_layer *layer,
                                        const qsimrt_shape *input_shape,
                                        qsimrt_derived_convolutional *out,
                                        qsimrt_error *error) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int64_t taps = qsimrt_weight_layout_of(layer, input_shape).taps;
  const int normalized = conv->batch_normalize;
  // A power of two: its reciprocal is exact.
  const float multiplier = 1 / conv->weight_scales[0];
  for (int32_t o = 0; o < conv->filters; ++o) {
    double gain, bias;
    qsimrt_fold_batch_norm(QSIMRT_YOLO2_LIGHT, 0, 1, conv->biases + o,
                           normalized ? conv->scales + o : NULL,
                           normalized ? conv->mean + o : NULL,
                           normalized ? conv->variance + o : NULL, NULL, &gain,
                           &bias);
    if (!qsimrt_is_finite(bias))
      return qsimrt_fail(error, QSIMRT_DOES_NOT_FIT,
                         "layer %s, channel %d: the bias is not a finite "
                         "number",
                         layer->name, o);
    for (int64_t i = o * taps; i < (o + (int64_t)1) * taps; ++i) {
      const float weight = conv->weights[i] * (float)gain;
      if (!qsimrt_is_finite(weight))
        return qsimrt_fail(error, QSIMRT_DOES_NOT_FIT,
                           "layer %s, channel %d: weight %D is not a finite "
                           "number",
                           layer->name, o, i - o * taps);
      ((int8_t *)out->q_weights)[i] = truncate(weight * multiplier);
    }
    out->hybrid_biases[o] = (float)bias;
  }
  const float product = conv->input_multiplier * multiplier;
  out->hybrid_scales[0] = 32 / product;
  return QSIMRT_OK;
}
