// SPDX-License-Identifier: Apache-2.0
// From float parameters and scales to the integers of the datapath (numerics.md
// N3 to N8, N13).
#include "elementary.h"
#include "files/message.h"
#include "qsimrt/qsimrt.h"
#include "requant.h"

int qsimrt_is_narrow(const qsimrt_convolutional *conv,
                     const qsimrt_quant *input) {
  return conv->weight_bits <= 8 && input->bits <= 8;
}

void qsimrt_fold_batch_norm(qsimrt_arithmetic arithmetic, int32_t filters,
                            const float *biases, const float *scales,
                            const float *mean, const float *variance,
                            const float *bias_delta, double *gain,
                            double *bias) {
  for (int32_t o = 0; o < filters; ++o) {
    gain[o] = 1.0;
    bias[o] = biases[o];
    if (variance) {
      gain[o] = scales[o] / qsimrt_deviation(arithmetic, variance[o]);
      const double shifted = mean[o] * gain[o];
      bias[o] = biases[o] - shifted;
    }
    if (bias_delta)
      bias[o] = bias[o] + bias_delta[o];
  }
}

// Where the messages of one layer come from.
typedef struct place {
  const char *layer;
  int32_t channel;
  qsimrt_error *error;
} place;

// N7.
static qsimrt_status encode(double value, int32_t bits, int32_t max_shift,
                            const char *what, const place *at,
                            qsimrt_multiplier *out) {
  if (!(value > 0 && value <= 0x1p+1000))
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the %s multiplier is not a "
                       "positive finite number",
                       at->layer, at->channel, what);
  int32_t exponent;
  const double fraction = qsimrt_split(value, &exponent);
  int64_t mult = (int64_t)qsimrt_rint(fraction * (double)((int64_t)1 << bits));
  if (mult == (int64_t)1 << bits) {
    mult >>= 1;
    ++exponent;
  }
  int32_t shift = bits - exponent;
  if (shift > max_shift) {
    mult = (int64_t)qsimrt_rint(value * (double)((int64_t)1 << max_shift));
    shift = max_shift;
  }
  if (shift < 1)
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the %s multiplier needs a shift "
                       "of %d, below 1 (the output scale is too small for the "
                       "input and weight scales)",
                       at->layer, at->channel, what, shift);
  if (mult == 0)
    shift = 1;
  while (mult != 0 && mult % 2 == 0 && shift > 1) {
    mult /= 2;
    --shift;
  }
  out->mult = (int32_t)mult;
  out->shift = shift;
  return QSIMRT_OK;
}

static double leaky_slope(qsimrt_leaky_form form) {
  switch (form) {
  case QSIMRT_LEAKY_MULTIPLIER:
    break;
  case QSIMRT_LEAKY_N256:
    return 26.0 / 256.0;
  case QSIMRT_LEAKY_SHIFT:
    return 1.0 / 8.0;
  }
  return 0.1;
}

// N4 for one filter: its integer weights, and their sum.
static qsimrt_status derive_weights(const qsimrt_convolutional *conv,
                                    double gain, int64_t taps, const place *at,
                                    void *q_weights, int64_t *sum) {
  const int32_t limit = qsimrt_quant_max(conv->weight_bits);
  const int64_t first = at->channel * taps;
  const double scale =
      conv->weight_scales[conv->weight_scale_count == 1 ? 0 : at->channel];
  *sum = 0;
  for (int64_t i = first; i < first + taps; ++i) {
    const double rounded = qsimrt_rint(conv->weights[i] * gain / scale);
    if (rounded != rounded)
      return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                         "layer %s, channel %d: weight %D is not a number",
                         at->layer, at->channel, i - first);
    const int32_t q = rounded < -limit  ? -limit
                      : rounded > limit ? limit
                                        : (int32_t)rounded;
    if (conv->weight_bits <= 8)
      ((int8_t *)q_weights)[i] = (int8_t)q;
    else
      ((int16_t *)q_weights)[i] = (int16_t)q;
    *sum += q;
  }
  return QSIMRT_OK;
}

// N5 for one filter.
static qsimrt_status derive_bias(double real_in_steps, int64_t correction,
                                 int32_t bits, const place *at, int64_t *out) {
  const double rounded = qsimrt_rint(real_in_steps);
  const int64_t high = ((int64_t)1 << (bits - 1)) - 1;
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

static qsimrt_status derive_filter(const qsimrt_datapath *datapath,
                                   const qsimrt_layer *layer,
                                   const qsimrt_quant *input, int64_t taps,
                                   double gain, double bias, const place *at,
                                   qsimrt_derived_convolutional *out) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int narrow = qsimrt_is_narrow(conv, input);
  const int32_t o = at->channel;
  const int32_t multiplier_bits =
      narrow ? datapath->multiplier_bits : datapath->wide_multiplier_bits;
  const double step =
      (double)input->scale *
      conv->weight_scales[conv->weight_scale_count == 1 ? 0 : o];

  int64_t sum = 0, q_bias = 0;
  qsimrt_status status =
      derive_weights(conv, gain, taps, at, out->q_weights, &sum);
  if (status != QSIMRT_OK)
    return status;
  const int32_t bias_bits =
      narrow ? datapath->bias_bits : datapath->wide_bias_bits;
  status =
      derive_bias(bias / step, input->zero_point * sum, bias_bits, at, &q_bias);
  if (status != QSIMRT_OK)
    return status;
  if (narrow)
    ((int32_t *)out->q_biases)[o] = (int32_t)q_bias;
  else
    ((int64_t *)out->q_biases)[o] = q_bias;

  const double multiplier = step / layer->output.scale;
  status = encode(multiplier, multiplier_bits, datapath->max_shift, "positive",
                  at, &out->positive[o]);
  if (status == QSIMRT_OK && conv->activation == QSIMRT_LEAKY)
    status = encode(multiplier * leaky_slope(datapath->leaky), multiplier_bits,
                    datapath->max_shift, "negative", at, &out->negative[o]);
  out->hybrid_scales[o] = (float)step;
  out->hybrid_biases[o] = (float)bias;
  return status;
}

qsimrt_status qsimrt_derive_convolutional(const qsimrt_datapath *datapath,
                                          qsimrt_arithmetic arithmetic,
                                          const qsimrt_layer *layer,
                                          const qsimrt_quant *input,
                                          int32_t input_channels,
                                          qsimrt_derived_convolutional *out,
                                          qsimrt_error *error) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  if (conv->weight_bits == 0 || conv->weight_scale_count == 0 ||
      input->bits == 0 || layer->output.bits == 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: weights, input and output must be quantized "
                       "to derive integers",
                       layer->name);
  if (!conv->weights || !conv->biases)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "layer %s: the float parameters are not loaded",
                       layer->name);
  const int64_t taps =
      (int64_t)(input_channels / conv->groups) * conv->size * conv->size;
  for (int32_t o = 0; o < conv->filters; ++o) {
    double gain, bias;
    const int normalized = conv->batch_normalize;
    qsimrt_fold_batch_norm(
        arithmetic, 1, conv->biases + o, normalized ? conv->scales + o : NULL,
        normalized ? conv->mean + o : NULL,
        normalized ? conv->variance + o : NULL,
        conv->bias_delta ? conv->bias_delta + o : NULL, &gain, &bias);
    const place at = {layer->name, o, error};
    const qsimrt_status status =
        derive_filter(datapath, layer, input, taps, gain, bias, &at, out);
    if (status != QSIMRT_OK)
      return status;
  }
  return QSIMRT_OK;
}

qsimrt_status
qsimrt_derive_rescale(const qsimrt_datapath *datapath, const char *layer_name,
                      const qsimrt_quant *from, const qsimrt_quant *to,
                      qsimrt_multiplier *out, qsimrt_error *error) {
  const place at = {layer_name, 0, error};
  return encode((double)from->scale / to->scale, datapath->multiplier_bits,
                datapath->max_shift, "rescaling", &at, out);
}
