// SPDX-License-Identifier: Apache-2.0
// What the readers of the families of layers share.
#ifndef QSIMRT_FILES_NET_LAYERS_H
#define QSIMRT_FILES_NET_LAYERS_H

#include "files/net.h"

// Limit of sizes, strides and paddings.
enum { QSIMRT_LARGEST = 65535 };

// Extents of an output before they are known to be in range.
typedef struct qsimrt_extents {
  int64_t c, h, w;
} qsimrt_extents;

// The output's shape is the one that its inputs and keys give.
void qsimrt_check_shape(qsimrt_net *net, const qsimrt_span *values,
                        const qsimrt_layer *layer, qsimrt_extents wanted);

// The output's shape and quantization are those of the only input.
void qsimrt_check_shape_kept(qsimrt_net *net, const qsimrt_span *values,
                             const qsimrt_layer *layer);
void qsimrt_check_quant_kept(qsimrt_net *net, const qsimrt_span *values,
                             const qsimrt_layer *layer);

// A quantized output needs quantized inputs.
void qsimrt_check_inputs_quantized(qsimrt_net *net, const qsimrt_span *values,
                                   const qsimrt_layer *layer);

// Windows of `size` at `stride` over `in` + `padding`; an error at `at` when
// not even one fits.
int64_t qsimrt_windows(qsimrt_net *net, qsimrt_span at, int64_t in,
                       int64_t padding, int32_t size, int32_t stride);

// An activation, and the quantization before it: present exactly where a table
// needs it.
void qsimrt_read_activation(qsimrt_net *net, const qsimrt_layer *layer,
                            qsimrt_span word, qsimrt_span preactivation,
                            qsimrt_activation *activation, qsimrt_quant *quant);

// The output has this number of elements.
void qsimrt_check_volume(qsimrt_net *net, const qsimrt_span *values,
                         const qsimrt_layer *layer, int64_t wanted);

// a * b, or 2^31 where that, or a, is not below 2^31. a, b >= 1.
int64_t qsimrt_product(int64_t a, int64_t b);

// ---- the families -----------------------------------------------------------

void qsimrt_read_convolutional(qsimrt_net *net, qsimrt_layer *layer,
                               const qsimrt_span *values);
void qsimrt_read_connected(qsimrt_net *net, qsimrt_layer *layer,
                           const qsimrt_span *values);
void qsimrt_read_local(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values);

void qsimrt_read_shortcut(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values);
void qsimrt_read_multiply(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values);

void qsimrt_read_binary(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values);

void qsimrt_read_constant(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values);
void qsimrt_read_strided(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values);
void qsimrt_read_pad(qsimrt_net *net, qsimrt_layer *layer,
                     const qsimrt_span *values);
void qsimrt_read_resize(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values);

void qsimrt_read_reduce(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values);
void qsimrt_read_argmax(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values);
void qsimrt_read_lrn(qsimrt_net *net, qsimrt_layer *layer,
                     const qsimrt_span *values);
void qsimrt_read_instance_norm(qsimrt_net *net, qsimrt_layer *layer,
                               const qsimrt_span *values);

void qsimrt_read_maxpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values);
void qsimrt_read_avgpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values);
void qsimrt_read_route(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values);
void qsimrt_read_upsample(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values);
void qsimrt_read_reorg(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values);
void qsimrt_read_crop(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values);
void qsimrt_read_dropout(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values);

void qsimrt_read_softmax(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values);
void qsimrt_read_cost(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values);
void qsimrt_read_yolo(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values);
void qsimrt_read_region(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values);
void qsimrt_read_detection(qsimrt_net *net, qsimrt_layer *layer,
                           const qsimrt_span *values);

#endif // QSIMRT_FILES_NET_LAYERS_H
