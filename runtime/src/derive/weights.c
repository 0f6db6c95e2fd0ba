// SPDX-License-Identifier: Apache-2.0
// From float weights, biases and batch norm to the integers of the datapath:
// convolutional, connected and local layers (numerics.md N3 to N8, N29, N30).
#include "derive/derive.h"
#include "elementary.h"
#include "files/message.h"
#include "requant.h"

int qsimrt_is_narrow(const qsimrt_convolutional *conv,
                     const qsimrt_quant *input) {
  return conv->weight_bits <= 8 && input->bits <= 8;
}

qsimrt_weight_layout qsimrt_weight_layout_of(const qsimrt_layer *layer,
                                             const qsimrt_shape *input) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  if (layer->kind == QSIMRT_CONNECTED)
    return (qsimrt_weight_layout){(int64_t)input->c * input->h * input->w, 1};
  const qsimrt_window window = qsimrt_window_of(layer);
  const int64_t taps =
      (int64_t)(input->c / conv->groups) * window.size_y * window.size_x;
  if (layer->kind == QSIMRT_LOCAL)
    return (qsimrt_weight_layout){taps,
                                  (int64_t)layer->shape.h * layer->shape.w};
  return (qsimrt_weight_layout){taps, 1};
}

void qsimrt_fold_batch_norm(qsimrt_arithmetic arithmetic, float epsilon,
                            int32_t filters, const float *biases,
                            const float *scales, const float *mean,
                            const float *variance, const float *bias_delta,
                            double *gain, double *bias) {
  for (int32_t o = 0; o < filters; ++o) {
    gain[o] = 1.0;
    bias[o] = biases[o];
    if (variance && arithmetic == QSIMRT_YOLO2_LIGHT) { // N42: all float32
      const float deviation = (float)qsimrt_sqrt(variance[o]) + 0.000001f;
      const float shifted = scales[o] * mean[o] / deviation;
      gain[o] = scales[o] / deviation;
      bias[o] = biases[o] - shifted;
    } else if (variance) {
      gain[o] = scales[o] / qsimrt_deviation(arithmetic, epsilon, variance[o]);
      const double shifted = mean[o] * gain[o];
      bias[o] = biases[o] - shifted;
    }
    if (bias_delta)
      bias[o] = bias[o] + bias_delta[o];
  }
}

// N3 for one filter. A local layer has no batch norm: its gain is 1.
static void fold(qsimrt_arithmetic arithmetic, const qsimrt_convolutional *conv,
                 int64_t bias_index, double *gain, double *bias) {
  const int64_t i = bias_index;
  const int normalized = conv->batch_normalize;
  qsimrt_fold_batch_norm(
      arithmetic, conv->epsilon, 1, conv->biases + i,
      normalized ? conv->scales + i : NULL, normalized ? conv->mean + i : NULL,
      normalized ? conv->variance + i : NULL,
      conv->bias_delta ? conv->bias_delta + i : NULL, gain, bias);
}

// Weights that are looked at together.
enum { WEIGHTS_AT_ONCE = 64 };

// A gain is made of few float32, and stays far below 2^800: its product with a
// finite weight is finite.
static int all_finite(const float *weights, int32_t count, double gain) {
  int32_t wrong = gain - gain != 0; // infinity, NaN
  for (int32_t i = 0; i < count; ++i)
    wrong |= weights[i] - weights[i] != 0;
  return !wrong;
}

static qsimrt_status not_finite(const float *weights, double gain,
                                int64_t number, const qsimrt_origin *at) {
  for (; qsimrt_is_finite(*weights * gain); ++weights)
    ++number;
  return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                     "layer %s, channel %d: weight %D is not a finite number",
                     at->layer, at->channel, number);
}

// N4 without branches: where clamping comes first the result is the same, as
// the limits are integers.
static void quantize_weights(const float *weights, int32_t count, double gain,
                             double scale, int32_t limit, int32_t *q) {
  const double low = -limit, high = limit;
  // Next to 1.5 * 2^52 the last bit counts units.
  const double units = 0x1.8p52;
  for (int32_t i = 0; i < count; ++i) {
    const double steps = weights[i] * gain / scale;
    const double above = steps < low ? low : steps;
    const double inside = above > high ? high : above;
    q[i] = (int32_t)((inside + units) - units);
  }
}

// N4 for one filter at one place: its integer weights, and their sum.
static qsimrt_status derive_weights(const qsimrt_convolutional *conv,
                                    double gain, int64_t first, int64_t taps,
                                    const qsimrt_origin *at, void *q_weights,
                                    int64_t *sum) {
  const int32_t limit = qsimrt_quant_max(conv->weight_bits);
  const double scale =
      conv->weight_scales[conv->weight_scale_count == 1 ? 0 : at->channel];
  const int32_t is_byte = conv->weight_bits <= 8;
  *sum = 0;
  for (int64_t done = 0; done < taps; done += WEIGHTS_AT_ONCE) {
    const int64_t left = taps - done;
    const int32_t count =
        left < WEIGHTS_AT_ONCE ? (int32_t)left : WEIGHTS_AT_ONCE;
    const float *weights = conv->weights + first + done;
    int32_t q[WEIGHTS_AT_ONCE], part = 0;
    if (!all_finite(weights, count, gain))
      return not_finite(weights, gain, done, at);
    quantize_weights(weights, count, gain, scale, limit, q);
    for (int32_t i = 0; i < count; ++i)
      part += q[i];
    if (is_byte)
      for (int32_t i = 0; i < count; ++i)
        ((int8_t *)q_weights)[first + done + i] = (int8_t)q[i];
    else
      for (int32_t i = 0; i < count; ++i)
        ((int16_t *)q_weights)[first + done + i] = (int16_t)q[i];
    *sum += part;
  }
  return QSIMRT_OK;
}

// N5 for one filter at one place.
static qsimrt_status derive_bias(double real_in_steps, int64_t correction,
                                 int32_t bits, const qsimrt_origin *at,
                                 int64_t *out) {
  const double rounded = qsimrt_rint(real_in_steps);
  const int64_t high = ((int64_t)1 << (bits - 1)) - 1;
  if (!qsimrt_is_finite(real_in_steps))
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the bias is not a finite number",
                       at->layer, at->channel);
  if (!(rounded > -0x1p+60 && rounded < 0x1p+60))
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the bias in steps of the "
                       "accumulator is beyond 2^60; it must fit %d bits",
                       at->layer, at->channel, bits);
  const int64_t value = (int64_t)rounded - correction;
  if (value < -high - 1 || value > high)
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the integer bias is %D; it must "
                       "fit %d bits (%D..%D)",
                       at->layer, at->channel, value, bits, -high - 1, high);
  *out = value;
  return QSIMRT_OK;
}

// What the filters of a layer have in common.
typedef struct job {
  const qsimrt_datapath *datapath;
  qsimrt_arithmetic arithmetic;
  const qsimrt_layer *layer;
  const qsimrt_quant *input;
  qsimrt_weight_layout layout;
  int narrow;
  qsimrt_derived_convolutional *out;
  qsimrt_error *error;
} job;

static double step_of(const job *work, int32_t filter) {
  const qsimrt_convolutional *conv = &work->layer->u.convolutional;
  return (double)work->input->scale *
         conv->weight_scales[conv->weight_scale_count == 1 ? 0 : filter];
}

static qsimrt_status derive_at(const job *work, int32_t filter, int64_t place) {
  const qsimrt_convolutional *conv = &work->layer->u.convolutional;
  const qsimrt_origin at = {work->layer->name, filter, work->error};
  const int64_t index = filter * work->layout.places + place;
  const int64_t first = (place * conv->filters + filter) * work->layout.taps;
  double gain, bias;
  fold(work->arithmetic, conv, index, &gain, &bias);
  int64_t sum = 0, q_bias = 0;
  qsimrt_status status = derive_weights(conv, gain, first, work->layout.taps,
                                        &at, work->out->q_weights, &sum);
  if (status != QSIMRT_OK)
    return status;
  status = derive_bias(
      bias / step_of(work, filter), work->input->zero_point * sum,
      work->narrow ? work->datapath->bias_bits : work->datapath->wide_bias_bits,
      &at, &q_bias);
  if (status != QSIMRT_OK)
    return status;
  if (work->narrow)
    ((int32_t *)work->out->q_biases)[index] = (int32_t)q_bias;
  else
    ((int64_t *)work->out->q_biases)[index] = q_bias;
  work->out->hybrid_biases[index] = (float)bias;
  return QSIMRT_OK;
}

static qsimrt_status derive_multipliers(const job *work, int32_t filter) {
  const qsimrt_activation activation = work->layer->u.convolutional.activation;
  const qsimrt_origin at = {work->layer->name, filter, work->error};
  const qsimrt_encoding encoding =
      qsimrt_encoding_of(work->datapath, work->narrow);
  const double multiplier =
      step_of(work, filter) / qsimrt_target_of(work->layer).scale;
  double above, below;
  qsimrt_slopes(activation, &work->layer->u.convolutional.parameters,
                work->datapath->leaky, &above, &below);
  qsimrt_status status = qsimrt_encode(multiplier * above, encoding, "positive",
                                       &at, &work->out->positive[filter]);
  if (status == QSIMRT_OK && qsimrt_has_negative(activation))
    status = qsimrt_encode(multiplier * below, encoding, "negative", &at,
                           &work->out->negative[filter]);
  work->out->hybrid_scales[filter] = (float)step_of(work, filter);
  return status;
}

// Whether all that integers need is there.
static qsimrt_status check_complete(qsimrt_arithmetic arithmetic,
                                    const qsimrt_layer *layer,
                                    const qsimrt_quant *input,
                                    qsimrt_error *error) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  if (!conv->weights || !conv->biases)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: the float parameters are not loaded",
                       layer->name);
  if (arithmetic == QSIMRT_YOLO2_LIGHT) {
    if (conv->weight_scale_count == 1 && conv->input_multiplier > 0)
      return QSIMRT_OK;
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: a weight scale and an input multiplier are "
                       "needed to derive integers",
                       layer->name);
  }
  if (conv->weight_bits == 0 || conv->weight_scale_count == 0 ||
      input->bits == 0 || layer->output.bits == 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: weights, input and output must be quantized "
                       "to derive integers",
                       layer->name);
  if (qsimrt_is_table(conv->activation) && conv->preactivation.bits == 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: the activation %s needs a quantization "
                       "before it to derive integers",
                       layer->name, qsimrt_activation_name(conv->activation));
  return QSIMRT_OK;
}

qsimrt_status qsimrt_derive_convolutional(const qsimrt_datapath *datapath,
                                          qsimrt_arithmetic arithmetic,
                                          const qsimrt_layer *layer,
                                          const qsimrt_quant *input,
                                          const qsimrt_shape *input_shape,
                                          qsimrt_derived_convolutional *out,
                                          qsimrt_error *error) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  qsimrt_status status = check_complete(arithmetic, layer, input, error);
  if (status != QSIMRT_OK)
    return status;
  if (arithmetic == QSIMRT_YOLO2_LIGHT)
    return qsimrt_derive_yolo2_light(layer, input_shape, out, error);
  const job work = {datapath,
                    arithmetic,
                    layer,
                    input,
                    qsimrt_weight_layout_of(layer, input_shape),
                    qsimrt_is_narrow(conv, input),
                    out,
                    error};
  for (int32_t o = 0; o < conv->filters && status == QSIMRT_OK; ++o) {
    for (int64_t p = 0; p < work.layout.places && status == QSIMRT_OK; ++p)
      status = derive_at(&work, o, p);
    if (status == QSIMRT_OK)
      status = derive_multipliers(&work, o);
  }
  if (status == QSIMRT_OK && out->table && qsimrt_is_table(conv->activation))
    qsimrt_derive_table(arithmetic, conv->activation, &conv->parameters,
                        &conv->preactivation, &layer->output, out->table);
  return status;
}
