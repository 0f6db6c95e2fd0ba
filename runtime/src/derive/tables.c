// SPDX-License-Identifier: Apache-2.0
// Tables: an integer of the output for each integer before it (numerics.md N28,
// N36).
#include "derive/derive.h"
#include "qsimrt/kernels.h"
#include "requant.h"

void qsimrt_derive_table(qsimrt_arithmetic arithmetic,
                         qsimrt_activation activation,
                         const qsimrt_parameters *parameters,
                         const qsimrt_quant *preactivation,
                         const qsimrt_quant *output, void *table) {
  const size_t element = output->bits <= 8 ? 1 : 2;
  const int32_t high = qsimrt_quant_max(preactivation->bits);
  char *to = table;
  for (int32_t q = qsimrt_quant_min(preactivation->bits); q <= high; ++q) {
    float value = (float)(q - preactivation->zero_point) * preactivation->scale;
    qsimrt_activate(arithmetic, activation, parameters, &value, 1);
    qsimrt_quantize(&value, 1, *output, to);
    to += element;
  }
}

void qsimrt_derive_crop_table(const qsimrt_quant *input,
                              const qsimrt_quant *output, void *table) {
  const size_t element = output->bits <= 8 ? 1 : 2;
  const int32_t high = qsimrt_quant_max(input->bits);
  char *to = table;
  for (int32_t q = qsimrt_quant_min(input->bits); q <= high; ++q) {
    const float doubled = (float)(q - input->zero_point) * input->scale * 2;
    const float value = doubled - 1;
    qsimrt_quantize(&value, 1, *output, to);
    to += element;
  }
}
