// SPDX-License-Identifier: Apache-2.0
// Multipliers as integers: encode (numerics.md N7, N7b), slopes (N27), and the
// derivations that are nothing else (N13, N31 to N33).
#include "derive/derive.h"
#include "elementary.h"
#include "files/message.h"
#include "requant.h"

// Steps 1 to 3 of N7.
static qsimrt_status encode_largest(double value, qsimrt_encoding encoding,
                                    const char *what, const qsimrt_origin *at,
                                    qsimrt_multiplier *out) {
  if (!(value > 0) || !qsimrt_is_finite(value))
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the %s multiplier is not a "
                       "positive finite number",
                       at->layer, at->channel, what);
  int32_t exponent;
  const double fraction = qsimrt_split(value, &exponent);
  int64_t mult =
      (int64_t)qsimrt_rint(fraction * (double)((int64_t)1 << encoding.bits));
  if (mult == (int64_t)1 << encoding.bits) {
    mult >>= 1;
    ++exponent;
  }
  int32_t shift = encoding.bits - exponent;
  if (shift > encoding.max_shift) {
    mult = (int64_t)qsimrt_rint(value *
                                (double)((int64_t)1 << encoding.max_shift));
    shift = encoding.max_shift;
  }
  if (shift < 1)
    return qsimrt_fail(at->error, QSIMRT_DOES_NOT_FIT,
                       "layer %s, channel %d: the %s multiplier needs a shift "
                       "of %d, below 1 (the output scale is too small for the "
                       "input and weight scales)",
                       at->layer, at->channel, what, shift);
  out->mult = (int32_t)mult;
  out->shift = shift;
  return QSIMRT_OK;
}

static const qsimrt_multiplier zero_multiplier = {0, 1};

qsimrt_status qsimrt_encode(double value, qsimrt_encoding encoding,
                            const char *what, const qsimrt_origin *at,
                            qsimrt_multiplier *out) {
  *out = zero_multiplier;
  if (value == 0)
    return QSIMRT_OK;
  const qsimrt_status status = encode_largest(value, encoding, what, at, out);
  if (status != QSIMRT_OK)
    return status;
  if (out->mult == 0)
    out->shift = 1;
  while (out->mult != 0 && out->mult % 2 == 0 && out->shift > 1) {
    out->mult /= 2;
    --out->shift;
  }
  return QSIMRT_OK;
}

// N7b for the multipliers (scale of input i) / target * slope.
static qsimrt_status encode_together(const qsimrt_model *model,
                                     const qsimrt_layer *layer, double target,
                                     double slope, const char *what,
                                     qsimrt_multiplier *out,
                                     qsimrt_error *error) {
  int32_t largest = 0;
  for (int32_t i = 1; i < layer->input_count; ++i)
    if (qsimrt_input_quant(model, layer, i)->scale >
        qsimrt_input_quant(model, layer, largest)->scale)
      largest = i;
  qsimrt_multiplier first = zero_multiplier;
  if (slope != 0) {
    const qsimrt_origin at = {layer->name, largest, error};
    const double value =
        qsimrt_input_quant(model, layer, largest)->scale / target * slope;
    const qsimrt_status status = encode_largest(
        value, qsimrt_encoding_of(&model->datapath, 1), what, &at, &first);
    if (status != QSIMRT_OK)
      return status;
  }
  // A bit that is set in any multiplier: the lowest one ends the halving.
  int32_t bits = 0;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const double value =
        qsimrt_input_quant(model, layer, i)->scale / target * slope;
    out[i].mult =
        (int32_t)qsimrt_rint(value * (double)((int64_t)1 << first.shift));
    bits |= out[i].mult;
  }
  int32_t halvings = 0;
  while (first.shift - halvings > 1 && (bits >> halvings) % 2 == 0 &&
         halvings < 31)
    ++halvings;
  const int32_t shift = bits == 0 ? 1 : first.shift - halvings;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    out[i].mult >>= halvings;
    out[i].shift = shift;
  }
  return QSIMRT_OK;
}

void qsimrt_slopes(qsimrt_activation activation,
                   const qsimrt_parameters *parameters, qsimrt_leaky_form leaky,
                   double *positive, double *negative) {
  *positive = activation == QSIMRT_RAMP ? 1.1 : 1;
  *negative = 1;
  if (activation == QSIMRT_RELU || activation == QSIMRT_RELU6)
    *negative = 0;
  else if (activation == QSIMRT_RELIE)
    *negative = 0.01;
  else if (activation == QSIMRT_RAMP)
    *negative = 0.1;
  else if (activation == QSIMRT_LEAKY_RELU)
    *negative = parameters->alpha;
  else if (activation == QSIMRT_LEAKY)
    *negative = leaky == QSIMRT_LEAKY_N256    ? 26.0 / 256.0
                : leaky == QSIMRT_LEAKY_SHIFT ? 1.0 / 8.0
                                              : 0.1;
}

qsimrt_status qsimrt_derive_shortcut(const qsimrt_model *model,
                                     const qsimrt_layer *layer,
                                     qsimrt_multiplier *positive,
                                     qsimrt_multiplier *negative,
                                     qsimrt_error *error) {
  const qsimrt_activation activation = layer->u.elementwise.activation;
  const double target = qsimrt_target_of(layer).scale;
  double above, below;
  qsimrt_slopes(activation, &layer->u.elementwise.parameters,
                model->datapath.leaky, &above, &below);
  const qsimrt_status status =
      encode_together(model, layer, target, above, "positive", positive, error);
  if (status != QSIMRT_OK || !qsimrt_has_negative(activation))
    return status;
  return encode_together(model, layer, target, below, "negative", negative,
                         error);
}

qsimrt_status qsimrt_derive_multiply(const qsimrt_model *model,
                                     const qsimrt_layer *layer,
                                     qsimrt_multiplier *positive,
                                     qsimrt_multiplier *negative,
                                     qsimrt_error *error) {
  const qsimrt_activation activation = layer->u.elementwise.activation;
  const qsimrt_quant *a = qsimrt_input_quant(model, layer, 0);
  const qsimrt_quant *b = qsimrt_input_quant(model, layer, 1);
  const double value =
      (double)a->scale * b->scale / qsimrt_target_of(layer).scale;
  const qsimrt_encoding encoding =
      qsimrt_encoding_of(&model->datapath, a->bits <= 8 && b->bits <= 8);
  const qsimrt_origin at = {layer->name, 0, error};
  double above, below;
  qsimrt_slopes(activation, &layer->u.elementwise.parameters,
                model->datapath.leaky, &above, &below);
  const qsimrt_status status =
      qsimrt_encode(value * above, encoding, "positive", &at, positive);
  if (status != QSIMRT_OK || !qsimrt_has_negative(activation))
    return status;
  return qsimrt_encode(value * below, encoding, "negative", &at, negative);
}

qsimrt_status qsimrt_derive_mean(const qsimrt_model *model,
                                 const qsimrt_layer *layer, int64_t count,
                                 int32_t number, qsimrt_multiplier *rescale,
                                 qsimrt_error *error) {
  const qsimrt_quant *input = qsimrt_input_quant(model, layer, 0);
  const qsimrt_origin at = {layer->name, number, error};
  return qsimrt_encode(input->scale / (layer->output.scale * (double)count),
                       qsimrt_encoding_of(&model->datapath, input->bits <= 8),
                       "rescaling", &at, rescale);
}

qsimrt_status qsimrt_derive_avgpool(const qsimrt_model *model,
                                    const qsimrt_layer *layer,
                                    qsimrt_multiplier *rescale,
                                    qsimrt_error *error) {
  const qsimrt_shape *shape = qsimrt_input_shape(model, layer, 0);
  const int64_t count = qsimrt_mean_multipliers(layer);
  const int is_window = layer->u.avgpool.window.size_y != 0;
  qsimrt_status status = QSIMRT_OK;
  for (int64_t i = 0; i < count && status == QSIMRT_OK; ++i)
    status = qsimrt_derive_mean(
        model, layer, is_window ? i + 1 : (int64_t)shape->h * shape->w,
        (int32_t)i, &rescale[i], error);
  return status;
}

qsimrt_status
qsimrt_derive_rescale(const qsimrt_datapath *datapath, const char *layer_name,
                      const qsimrt_quant *from, const qsimrt_quant *to,
                      qsimrt_multiplier *out, qsimrt_error *error) {
  const qsimrt_origin at = {layer_name, 0, error};
  return qsimrt_encode((double)from->scale / to->scale,
                       qsimrt_encoding_of(datapath, 1), "rescaling", &at, out);
}

qsimrt_status qsimrt_derive_route(const qsimrt_model *model,
                                  const qsimrt_layer *layer,
                                  qsimrt_multiplier *rescale,
                                  qsimrt_error *error) {
  const qsimrt_multiplier copied = {1, 0};
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const qsimrt_quant *from = qsimrt_input_quant(model, layer, i);
    rescale[i] = copied;
    if (qsimrt_same_quant(from, &layer->output))
      continue;
    const qsimrt_status status =
        qsimrt_derive_rescale(&model->datapath, layer->name, from,
                              &layer->output, &rescale[i], error);
    if (status != QSIMRT_OK)
      return status;
  }
  return QSIMRT_OK;
}
