// SPDX-License-Identifier: Apache-2.0
// One prototype per kernel. Kernels allocate nothing, print nothing and keep no
// state; tensors are CHW.
#ifndef QSIMRT_KERNELS_H
#define QSIMRT_KERNELS_H

#include "qsimrt/model.h"

#ifdef __cplusplus
extern "C" {
#endif

// Inputs and output of one call. Integer tensors hold int8_t (bits <= 8) or
// int16_t. FLOAT kernels read float32; INT and HYBRID kernels read integers:
// the caller quantizes real inputs (N1), once for all tasks. `scratch` holds
// qsimrt_scratch_size bytes, aligned to 64.
typedef struct qsimrt_operand {
  const void *data;
  qsimrt_shape shape;
  qsimrt_quant quant;
} qsimrt_operand;

typedef struct qsimrt_call {
  const qsimrt_layer *layer;
  const qsimrt_datapath *datapath;
  qsimrt_arithmetic arithmetic;
  const qsimrt_operand *inputs; // [layer->input_count]
  void *output;
  void *scratch;
  // Rows of work: kernels that can be split take output channels
  // [channel_begin, channel_end); others are called once for all.
  int32_t channel_begin, channel_end;
  uint64_t *accumulator_overflows; // added to
  uint64_t *saturated_outputs;     // added to
} qsimrt_call;

typedef void (*qsimrt_kernel)(const qsimrt_call *call);

// FLOAT, HYBRID, INT
void qsimrt_convolutional_float(const qsimrt_call *call);
void qsimrt_convolutional_hybrid(const qsimrt_call *call);
void qsimrt_convolutional_int(const qsimrt_call *call);
void qsimrt_maxpool_float(const qsimrt_call *call);
void qsimrt_maxpool_int(const qsimrt_call *call);
void qsimrt_route_float(const qsimrt_call *call);
void qsimrt_route_int(const qsimrt_call *call);
void qsimrt_upsample_float(const qsimrt_call *call);
void qsimrt_upsample_int(const qsimrt_call *call);
void qsimrt_yolo_float(const qsimrt_call *call);

// Conversions at mode edges (numerics.md N1, N2), `count` values.
void qsimrt_quantize(const float *values, size_t count, qsimrt_quant quant,
                     void *integers);
void qsimrt_dequantize(const void *integers, size_t count, qsimrt_quant quant,
                       float *values);

// The table: NULL where a kind has no kernel in a mode (HYBRID then means
// FLOAT, and INT of a host layer means FLOAT on dequantized inputs).
qsimrt_kernel qsimrt_reference_kernel(qsimrt_kind kind, qsimrt_mode mode);

// Scratch bytes that a layer's kernel needs in a mode.
size_t qsimrt_scratch_size(const qsimrt_layer *layer, qsimrt_mode mode);

#ifdef __cplusplus
}
#endif
#endif // QSIMRT_KERNELS_H
