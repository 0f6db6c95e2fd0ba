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
// the caller quantizes real inputs (N1), once for all tasks. HYBRID under
// yolo2_light reads what qsimrt_quantize_light made, as 8 bits with zero point
// 0. `scratch` holds qsimrt_scratch_size bytes, aligned to 64.
//
// INT kernels apply the layer's activation. FLOAT and HYBRID kernels apply
// linear and leaky; what qsimrt_pending_activation names is left to the caller,
// who calls qsimrt_activate on the whole output.
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
  int64_t *accumulators; // [output], by INT kernels that have any; or NULL
} qsimrt_call;

typedef void (*qsimrt_kernel)(const qsimrt_call *call);

// FLOAT, HYBRID, INT
void qsimrt_convolutional_float(const qsimrt_call *call);
void qsimrt_convolutional_hybrid(const qsimrt_call *call);
void qsimrt_convolutional_int(const qsimrt_call *call);
void qsimrt_connected_float(const qsimrt_call *call);
void qsimrt_connected_hybrid(const qsimrt_call *call);
void qsimrt_connected_int(const qsimrt_call *call);
void qsimrt_local_float(const qsimrt_call *call);
void qsimrt_local_hybrid(const qsimrt_call *call);
void qsimrt_local_int(const qsimrt_call *call);
// FLOAT, INT
void qsimrt_maxpool_float(const qsimrt_call *call);
void qsimrt_maxpool_int(const qsimrt_call *call);
void qsimrt_avgpool_float(const qsimrt_call *call);
void qsimrt_avgpool_int(const qsimrt_call *call);
void qsimrt_route_float(const qsimrt_call *call);
void qsimrt_route_int(const qsimrt_call *call);
void qsimrt_shortcut_float(const qsimrt_call *call);
void qsimrt_shortcut_int(const qsimrt_call *call);
void qsimrt_multiply_float(const qsimrt_call *call);
void qsimrt_multiply_int(const qsimrt_call *call);
void qsimrt_upsample_float(const qsimrt_call *call);
void qsimrt_upsample_int(const qsimrt_call *call);
void qsimrt_reorg_float(const qsimrt_call *call);
void qsimrt_reorg_int(const qsimrt_call *call);
void qsimrt_crop_float(const qsimrt_call *call);
void qsimrt_crop_int(const qsimrt_call *call);
void qsimrt_dropout_float(const qsimrt_call *call);
void qsimrt_dropout_int(const qsimrt_call *call);
void qsimrt_constant_float(const qsimrt_call *call);
void qsimrt_constant_int(const qsimrt_call *call);
void qsimrt_strided_float(const qsimrt_call *call);
void qsimrt_strided_int(const qsimrt_call *call);
void qsimrt_pad_float(const qsimrt_call *call);
void qsimrt_pad_int(const qsimrt_call *call);
void qsimrt_resize_float(const qsimrt_call *call);
void qsimrt_resize_int(const qsimrt_call *call);
void qsimrt_reduce_float(const qsimrt_call *call);
void qsimrt_reduce_int(const qsimrt_call *call);
void qsimrt_binary_float(const qsimrt_call *call);
void qsimrt_binary_int(const qsimrt_call *call);
// FLOAT; the output has a quantization that others read it with
void qsimrt_lrn_float(const qsimrt_call *call);
void qsimrt_instance_norm_float(const qsimrt_call *call);
// Host layers: FLOAT
void qsimrt_yolo_float(const qsimrt_call *call);
void qsimrt_region_float(const qsimrt_call *call);
void qsimrt_detection_float(const qsimrt_call *call);
void qsimrt_softmax_float(const qsimrt_call *call);
void qsimrt_cost_float(const qsimrt_call *call); // and yolox: the identity
void qsimrt_argmax_float(const qsimrt_call *call);

// f(x) of numerics.md N26, N54. `parameters` may be NULL: there are none.
float qsimrt_activation_value(qsimrt_arithmetic arithmetic,
                              qsimrt_activation activation,
                              const qsimrt_parameters *parameters, float x);

// f of every value, in place.
void qsimrt_activate(qsimrt_arithmetic arithmetic, qsimrt_activation activation,
                     const qsimrt_parameters *parameters, float *values,
                     size_t count);

// The activation that the layer's kernel leaves to the caller in a mode;
// QSIMRT_LINEAR: none.
qsimrt_activation qsimrt_pending_activation(const qsimrt_layer *layer,
                                            qsimrt_arithmetic arithmetic,
                                            qsimrt_mode mode);

// Conversions at mode edges (numerics.md N1, N2), `count` values.
void qsimrt_quantize(const float *values, size_t count, qsimrt_quant quant,
                     void *integers);
void qsimrt_dequantize(const void *integers, size_t count, qsimrt_quant quant,
                       float *values);

// N44: clamp(trunc(value * multiplier), -127, 127); 0 where the product is NaN.
void qsimrt_quantize_light(const float *values, size_t count, float multiplier,
                           int8_t *integers);

// The table: NULL where a kind has no kernel in a mode (HYBRID then means
// FLOAT, and INT of a host layer means FLOAT on dequantized inputs).
qsimrt_kernel qsimrt_reference_kernel(qsimrt_kind kind, qsimrt_mode mode);

// The same for a layer: some kinds have operations without integers.
qsimrt_kernel qsimrt_layer_kernel(const qsimrt_layer *layer, qsimrt_mode mode);

// 1 where the kernels of a kind may be called for parts of the output channels.
int qsimrt_kernel_splits(qsimrt_kind kind);

// Scratch bytes that a layer's kernel needs in a mode.
size_t qsimrt_scratch_size(const qsimrt_layer *layer, qsimrt_mode mode);

#ifdef __cplusplus
}
#endif
#endif // QSIMRT_KERNELS_H
