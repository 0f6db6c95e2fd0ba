// SPDX-License-Identifier: Apache-2.0
// Between real values and integers (numerics.md N1, N2, N44). No accumulator.
#include "qsimrt/kernels.h"
#include "requant.h"

// rint(x) for |x| <= 2^22: next to 2^23 a float32 has no bits below the units.
static float round_small(float x) {
  const float magic = 0x1.8p23f;
  return (x + magic) - magic;
}

static int32_t quantize_one(float value, float inverse, int32_t zero_point,
                            int32_t low, int32_t high) {
  float steps = value * inverse;
  steps = steps == steps ? steps : 0.0f;
  // Beyond +-2^17 every tensor is saturated, whatever its zero point.
  steps = steps > -0x1p17f ? steps : -0x1p17f;
  steps = steps < 0x1p17f ? steps : 0x1p17f;
  const int32_t q = (int32_t)round_small(steps) + zero_point;
  return q < low ? low : q > high ? high : q;
}

void qsimrt_quantize(const float *values, size_t count, qsimrt_quant quant,
                     void *integers) {
  const float inverse = (float)(1.0 / quant.scale);
  const int32_t low = qsimrt_quant_min(quant.bits);
  const int32_t high = qsimrt_quant_max(quant.bits);
  if (quant.bits <= 8) {
    int8_t *out = integers;
    for (size_t i = 0; i < count; ++i)
      out[i] =
          (int8_t)quantize_one(values[i], inverse, quant.zero_point, low, high);
  } else {
    int16_t *out = integers;
    for (size_t i = 0; i < count; ++i)
      out[i] = (int16_t)quantize_one(values[i], inverse, quant.zero_point, low,
                                     high);
  }
}

void qsimrt_dequantize(const void *integers, size_t count, qsimrt_quant quant,
                       float *values) {
  if (quant.bits <= 8) {
    const int8_t *in = integers;
    for (size_t i = 0; i < count; ++i)
      values[i] = (float)(in[i] - quant.zero_point) * quant.scale;
  } else {
    const int16_t *in = integers;
    for (size_t i = 0; i < count; ++i)
      values[i] = (float)(in[i] - quant.zero_point) * quant.scale;
  }
}

void qsimrt_quantize_light(const float *values, size_t count, float multiplier,
                           int8_t *integers) {
  for (size_t i = 0; i < count; ++i) {
    float steps = values[i] * multiplier;
    steps = steps == steps ? steps : 0.0f;
    steps = steps > -127.0f ? steps : -127.0f;
    steps = steps < 127.0f ? steps : 127.0f;
    integers[i] = (int8_t)steps;
  }
}
