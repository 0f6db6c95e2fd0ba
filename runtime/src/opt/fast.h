// SPDX-License-Identifier: Apache-2.0
// Optimised kernels: what they read, how they are called, which there are.
//
// They compute on tensors in pixel order (pixels.h). In INT and HYBRID, on at
// most 8 bits, they give the bits and the counts of the reference kernels: a
// layer for which that cannot be shown in advance (pack.c) has no optimised
// kernel. In FLOAT they compute convolutions by chains of fused multiply-adds
// (numerics.md section 11, convolution_fused.h) or by Winograd's transforms
// (section 12, winograd.h), with the same bits whatever the instruction set is.
#ifndef QSIMRT_OPT_FAST_H
#define QSIMRT_OPT_FAST_H

#include "opt/pixels.h"
#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum qsimrt_fast_kind {
  QSIMRT_NOT_FAST,
  QSIMRT_FAST_CONVOLUTION,
  QSIMRT_FAST_MAXPOOL,
  QSIMRT_FAST_ROUTE,
  QSIMRT_FAST_UPSAMPLE,
  QSIMRT_FAST_SHORTCUT,
  QSIMRT_FAST_COPY,
  QSIMRT_FAST_DEPTHWISE,          // convolution: a filter a channel
  QSIMRT_FAST_HYBRID_CONVOLUTION, // of the parameters of FAST_CONVOLUTION
  QSIMRT_FAST_HYBRID_DEPTHWISE,   // of those of FAST_DEPTHWISE
  QSIMRT_FAST_FLOAT_CONVOLUTION,
  QSIMRT_FAST_FLOAT_DEPTHWISE,
  QSIMRT_FAST_FLOAT_NARROW,    // several groups in a vector
  QSIMRT_FAST_FLOAT_WINOGRAD,  // convolution, too
  QSIMRT_FAST_WINOGRAD_INPUTS, // what may come before it: no layer's kind
  QSIMRT_FAST_FLOAT_MAXPOOL,
  QSIMRT_FAST_FLOAT_SHORTCUT,
  QSIMRT_FAST_AVGPOOL, // of whole maps
  QSIMRT_FAST_FLOAT_AVGPOOL,
  QSIMRT_FAST_KIND_COUNT
} qsimrt_fast_kind;

// Output channels of one vector of sums, and of the vectors that one pass over
// the input computes.
enum { QSIMRT_LANES = 16, QSIMRT_BLOCK = 64 };

// The multipliers of 16 output channels, in floating point and as they are.
typedef struct qsimrt_packed_multipliers {
  double factor[QSIMRT_LANES]; // mult / 2^shift
  float factor32[QSIMRT_LANES];
  float nudge[QSIMRT_LANES]; // added to sums before factor32: 0.5 for shifts
  int32_t mult[QSIMRT_LANES], shift[QSIMRT_LANES];
} qsimrt_packed_multipliers;

// Depthwise convolution works on chunks of a row in pixel order: of a row of
// outputs with stride 1, else of one pixel. Chunks repeat in `phases`. Lane 16j
// + 4l + d is of byte 16l + 4j + d of a chunk.
enum { QSIMRT_CHUNK = 64, QSIMRT_DEPTHWISE_TAPS = 28 };

// Weights of four taps of a chunk: a byte each, a lane's side by side; where
// factors have 16 bits, those of the even taps and then those of the odd ones,
// each half as long.
enum { QSIMRT_DEPTHWISE_HALF = 4 * QSIMRT_CHUNK };

typedef struct qsimrt_depthwise_lanes {
  // As qsimrt_packed_layer.biases and hybrid_biases.
  int32_t bias[QSIMRT_CHUNK], hybrid_bias[QSIMRT_CHUNK];
  float positive[QSIMRT_CHUNK], negative[QSIMRT_CHUNK]; // factor32
  float positive_nudge[QSIMRT_CHUNK], negative_nudge[QSIMRT_CHUNK];
  int32_t filter[QSIMRT_CHUNK]; // 0 in the padding
  // HYBRID, by byte of the chunk.
  float scale[QSIMRT_CHUNK], addend[QSIMRT_CHUNK];
} qsimrt_depthwise_lanes;

// How the work on a layer by Winograd's transforms is divided (winograd.h):
// units are groups of tiles, and each of these in `splits` parts of the
// filters.
typedef struct qsimrt_winograd {
  int32_t side;  // outputs along a side of a tile
  int32_t tiles; // of a group, but the last one
  int32_t groups, splits;
} qsimrt_winograd;

typedef struct qsimrt_packed_layer {
  int32_t kind;   // qsimrt_fast_kind
  int32_t border; // of the output's map
  // Convolution. Offsets from the beginning of the packed parameters.
  int32_t by_int64;          // float64 cannot hold the products exactly
  int32_t by_float32;        // float32 nearly always knows the result
  int32_t has_ties;          // some multipliers are shifts
  int32_t has_negative;      // negative sums have their own multipliers
  int32_t is_hybrid;         // HYBRID runs on it, too
  int32_t fuses_pool;        // the next layer is a max pool that it may do, too
  int32_t fuses_hybrid_pool; // the same in HYBRID, of a pool in FLOAT
  // So many neighbouring filters read the same channels: as many steps of 4.
  int32_t window_lanes, window_steps;
  int32_t is_mapped; // the weights are the model's quads (quads.h)
  // Those, or of several groups int8_t [blocks][ky][kx][steps][lanes of the
  // block][4]; or int16_t, with 2 channels in place of 4.
  uint64_t weights;
  // int32_t [lanes]: bias - offset * sum of weights, where the offset is that
  // of the factors (qsimrt_factor_offset); for HYBRID without a bias, the
  // offset less the zero point.
  uint64_t biases, hybrid_biases;
  uint64_t positive, negative; // qsimrt_packed_multipliers [lanes / 16]
  uint64_t lowest, highest;    // int32_t [lanes]: sums that no clamp changes
  // Depthwise: weights are [phases][quads of taps], each as said above.
  int32_t phases;
  uint64_t lanes; // qsimrt_depthwise_lanes [phases]
  // FLOAT.
  int32_t float_kind; // qsimrt_fast_kind
  int32_t fuses_float_pool;
  uint64_t float_weights; // float, as convolution_fused.h or winograd.h says
  uint64_t float_biases;  // float
  qsimrt_winograd winograd;
  // Bytes: of scratch memory, and of transformed inputs that all tasks share.
  uint64_t float_scratch, float_shared;
} qsimrt_packed_layer;

struct qsimrt_packed {
  uint32_t isa;   // qsimrt_isa
  uint32_t parts; // QSIMRT_PACK_...
  int32_t layer_count;
  int32_t image_border;
  qsimrt_packed_layer layers[];
};

// One call: units of work [begin, end) of a layer. A unit is a row of the
// output; of a convolution, a row of one block of output channels, blocks
// first; where a pool is fused, a row of the pool's; of an average, some
// channels.
typedef struct qsimrt_fast_call {
  const qsimrt_layer *layer;
  const qsimrt_layer *pool; // a fused max pool: the output is its; or NULL
  qsimrt_arithmetic arithmetic;
  const qsimrt_datapath *datapath;
  const qsimrt_packed *packed;
  const qsimrt_pixels *inputs;      // [layer->input_count]
  const qsimrt_quant *input_quants; // [layer->input_count]
  qsimrt_pixels output;             // the border is filled
  int16_t *wide_output;             // INT above 8 bits: CHW
  int32_t begin, end;
  uint64_t *saturated_outputs; // added to
  void *scratch;               // qsimrt_fast_scratch bytes, aligned to 64
  float *transformed;          // by WINOGRAD_INPUTS
} qsimrt_fast_call;

enum { QSIMRT_AVERAGED_CHANNELS = 64 }; // of a unit

// Scratch memory: sums of a block of output channels that a convolution keeps
// between passes over parts of the input channels, and behind them, where it
// widens activations, those that it reads.
enum { QSIMRT_FAST_SUMS = 64 << 10, QSIMRT_FAST_WINDOW = 128 << 10 };

// Bytes of an activation and of a weight when they are multiplied: both are
// widened to 16 bits where no instruction multiplies bytes exactly.
static inline int32_t qsimrt_factor_bytes(qsimrt_isa isa) {
  return isa == QSIMRT_ISA_AVX2 || isa == QSIMRT_ISA_AVX512 ? 2 : 1;
}

// What a convolution adds to the integers that it multiplies: it reads stored
// bytes as they are (pixels.h), or as signed ones.
static inline int32_t qsimrt_factor_offset(qsimrt_isa isa) {
  return isa >= QSIMRT_ISA_NEON ? 0 : QSIMRT_PIXEL_OFFSET;
}

static inline size_t qsimrt_fast_scratch(qsimrt_isa isa) {
  return qsimrt_factor_bytes(isa) == 1 ? QSIMRT_FAST_SUMS
                                       : QSIMRT_FAST_SUMS + QSIMRT_FAST_WINDOW;
}

typedef void (*qsimrt_fast_kernel)(const qsimrt_fast_call *call);

// NULL: this build or instruction set has none. Those of FLOAT there are for
// every instruction set, QSIMRT_ISA_NONE included.
qsimrt_fast_kernel qsimrt_fast_kernel_of(qsimrt_isa isa, qsimrt_fast_kind kind);

// Kernels in portable C.
qsimrt_fast_kernel qsimrt_portable_kernel_of(qsimrt_fast_kind kind);

// Kernels that take the place of reference kernels, on the same tensors and
// with the same bits; NULL: there is none.
qsimrt_kernel qsimrt_drop_in_kernel(qsimrt_isa isa, qsimrt_kind kind,
                                    qsimrt_mode mode);

// Those in portable C.
qsimrt_kernel qsimrt_portable_drop_in(qsimrt_kind kind, qsimrt_mode mode);

// Quantizes rows [begin, end) of real numbers into pixel order; NULL: in two
// steps.
typedef void (*qsimrt_image_kernel)(const float *chw, qsimrt_quant quant,
                                    const qsimrt_pixels *map, int32_t begin,
                                    int32_t end);
qsimrt_image_kernel qsimrt_fast_image_kernel(qsimrt_isa isa);

// The same for `count` numbers that lie side by side in pixel order.
typedef void (*qsimrt_quantize_kernel)(const float *from, qsimrt_quant quant,
                                       int32_t count, uint8_t *to);
qsimrt_quantize_kernel qsimrt_fast_quantize_kernel(qsimrt_isa isa);

// Activations of `count` values, in place, with the bits of the reference; 0:
// it is none that there is a kernel for. NULL: there are none.
typedef int (*qsimrt_activate_kernel)(qsimrt_activation activation,
                                      float *values, size_t count);
qsimrt_activate_kernel qsimrt_fast_activate_kernel(qsimrt_isa isa);

// CRC-32 of a multiple of 16 bytes, at least 64, without the inversions at both
// ends; NULL: there is none.
typedef uint32_t (*qsimrt_crc32_kernel)(uint32_t crc, const unsigned char *data,
                                        size_t size);
qsimrt_crc32_kernel qsimrt_fast_crc32(void);

// `pool` is fused, or NULL.
int32_t qsimrt_fast_units(const qsimrt_layer *layer,
                          const qsimrt_packed_layer *packed,
                          qsimrt_fast_kind kind, const qsimrt_layer *pool);

// Convolutions of FLOAT and HYBRID compute the activations leaky and relu; the
// others are the caller's, as a reference kernel leaves them (kernels.h).
static inline int qsimrt_is_real_convolution(qsimrt_fast_kind kind) {
  return kind == QSIMRT_FAST_FLOAT_CONVOLUTION ||
         kind == QSIMRT_FAST_FLOAT_DEPTHWISE ||
         kind == QSIMRT_FAST_FLOAT_NARROW ||
         kind == QSIMRT_FAST_FLOAT_WINOGRAD ||
         kind == QSIMRT_FAST_HYBRID_CONVOLUTION ||
         kind == QSIMRT_FAST_HYBRID_DEPTHWISE;
}
static inline int qsimrt_leaves_activation(const qsimrt_layer *layer,
                                           qsimrt_fast_kind kind) {
  if (qsimrt_is_real_convolution(kind))
    return layer->u.convolutional.activation != QSIMRT_RELU;
  return kind == QSIMRT_FAST_FLOAT_SHORTCUT;
}

static inline int32_t qsimrt_blocks(int32_t filters) {
  return (filters + QSIMRT_BLOCK - 1) / QSIMRT_BLOCK;
}
// Vectors of the block: of the last one, as many as its filters fill.
static inline int32_t qsimrt_block_vectors(int32_t filters, int32_t block) {
  const int32_t left = filters - block * QSIMRT_BLOCK;
  return ((left < QSIMRT_BLOCK ? left : QSIMRT_BLOCK) + QSIMRT_LANES - 1) /
         QSIMRT_LANES;
}
// Groups of 4 taps of a depthwise filter.
static inline int32_t qsimrt_quads(int32_t taps) { return (taps + 3) / 4; }
// Steps of 4 input channels.
static inline int32_t qsimrt_steps(int32_t channels) {
  return (channels + 3) / 4;
}

// The first channel that a filter reads together with its neighbours, of the
// stored ones of an input of so many channels.
static inline int32_t qsimrt_window_begin(const qsimrt_convolutional *conv,
                                          const qsimrt_packed_layer *packed,
                                          int32_t channels, int32_t filter) {
  const int32_t first = filter / packed->window_lanes * packed->window_lanes;
  const int32_t group = first / (conv->filters / conv->groups);
  const int32_t begin = group * (channels / conv->groups);
  const int32_t last =
      qsimrt_stored_channels(channels) - 4 * packed->window_steps;
  return begin < last ? begin : last;
}

static inline const qsimrt_packed_layer *
qsimrt_packed_of(const qsimrt_fast_call *call) {
  return &call->packed->layers[call->layer->index];
}

// One file each.
void qsimrt_fast_maxpool(const qsimrt_fast_call *call);
void qsimrt_fast_route(const qsimrt_fast_call *call);
void qsimrt_fast_copy(const qsimrt_fast_call *call);
void qsimrt_fast_upsample(const qsimrt_fast_call *call);
void qsimrt_fast_float_maxpool(const qsimrt_fast_call *call);
void qsimrt_fast_float_shortcut(const qsimrt_fast_call *call);
void qsimrt_fast_avgpool(const qsimrt_fast_call *call);
void qsimrt_fast_float_avgpool(const qsimrt_fast_call *call);
void qsimrt_fast_strided_float(const qsimrt_call *call);
void qsimrt_fast_strided_int(const qsimrt_call *call);
void qsimrt_fast_route_runs(const qsimrt_call *call);
void qsimrt_portable_convolution_fused(const qsimrt_fast_call *call);
void qsimrt_portable_winograd_inputs(const qsimrt_fast_call *call);
void qsimrt_portable_convolution_winograd(const qsimrt_fast_call *call);
void qsimrt_portable_narrow_fused(const qsimrt_fast_call *call);
void qsimrt_avx2_narrow_fused(const qsimrt_fast_call *call);
void qsimrt_avx512_narrow_fused(const qsimrt_fast_call *call);
void qsimrt_neon_narrow_fused(const qsimrt_fast_call *call);
void qsimrt_portable_depthwise_fused(const qsimrt_fast_call *call);
void qsimrt_avx2_convolution_fused(const qsimrt_fast_call *call);
void qsimrt_avx2_winograd_inputs(const qsimrt_fast_call *call);
void qsimrt_avx2_convolution_winograd(const qsimrt_fast_call *call);
void qsimrt_avx2_depthwise_fused(const qsimrt_fast_call *call);
void qsimrt_avx512_convolution_fused(const qsimrt_fast_call *call);
void qsimrt_avx512_winograd_inputs(const qsimrt_fast_call *call);
void qsimrt_avx512_convolution_winograd(const qsimrt_fast_call *call);
void qsimrt_avx512_depthwise_fused(const qsimrt_fast_call *call);
void qsimrt_neon_convolution_fused(const qsimrt_fast_call *call);
void qsimrt_neon_winograd_inputs(const qsimrt_fast_call *call);
void qsimrt_neon_convolution_winograd(const qsimrt_fast_call *call);
void qsimrt_neon_depthwise_fused(const qsimrt_fast_call *call);
void qsimrt_vnni_convolution(const qsimrt_fast_call *call);
void qsimrt_vnni_convolution_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx2_depthwise(const qsimrt_fast_call *call);
void qsimrt_avx2_depthwise_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx_vnni_depthwise(const qsimrt_fast_call *call);
void qsimrt_avx_vnni_depthwise_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx512_depthwise(const qsimrt_fast_call *call);
void qsimrt_avx512_depthwise_hybrid(const qsimrt_fast_call *call);
void qsimrt_vnni_depthwise(const qsimrt_fast_call *call);
void qsimrt_vnni_depthwise_hybrid(const qsimrt_fast_call *call);
void qsimrt_neon_depthwise(const qsimrt_fast_call *call);
void qsimrt_neon_depthwise_hybrid(const qsimrt_fast_call *call);
void qsimrt_dotprod_depthwise(const qsimrt_fast_call *call);
void qsimrt_dotprod_depthwise_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx512_convolution(const qsimrt_fast_call *call);
void qsimrt_avx512_convolution_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx_vnni_convolution(const qsimrt_fast_call *call);
void qsimrt_avx_vnni_convolution_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx2_convolution(const qsimrt_fast_call *call);
void qsimrt_avx2_convolution_hybrid(const qsimrt_fast_call *call);
void qsimrt_neon_convolution(const qsimrt_fast_call *call);
void qsimrt_neon_convolution_hybrid(const qsimrt_fast_call *call);
void qsimrt_dotprod_convolution(const qsimrt_fast_call *call);
void qsimrt_dotprod_convolution_hybrid(const qsimrt_fast_call *call);
void qsimrt_avx512_shortcut(const qsimrt_fast_call *call);
void qsimrt_avx2_shortcut(const qsimrt_fast_call *call);
void qsimrt_neon_shortcut(const qsimrt_fast_call *call);
void qsimrt_avx512_image(const float *chw, qsimrt_quant quant,
                         const qsimrt_pixels *map, int32_t begin, int32_t end);
void qsimrt_avx2_image(const float *chw, qsimrt_quant quant,
                       const qsimrt_pixels *map, int32_t begin, int32_t end);
void qsimrt_avx512_quantize(const float *from, qsimrt_quant quant,
                            int32_t count, uint8_t *to);
void qsimrt_avx2_quantize(const float *from, qsimrt_quant quant, int32_t count,
                          uint8_t *to);
void qsimrt_neon_image(const float *chw, qsimrt_quant quant,
                       const qsimrt_pixels *map, int32_t begin, int32_t end);
void qsimrt_neon_quantize(const float *from, qsimrt_quant quant, int32_t count,
                          uint8_t *to);
uint32_t qsimrt_pclmul_crc32(uint32_t crc, const unsigned char *data,
                             size_t size);
uint32_t qsimrt_vpclmul_crc32(uint32_t crc, const unsigned char *data,
                              size_t size);
int qsimrt_avx512_activate(qsimrt_activation activation, float *values,
                           size_t count);
int qsimrt_avx2_activate(qsimrt_activation activation, float *values,
                         size_t count);
int qsimrt_neon_activate(qsimrt_activation activation, float *values,
                         size_t count);
void qsimrt_avx512_softmax(const qsimrt_call *call);
void qsimrt_avx2_softmax(const qsimrt_call *call);
void qsimrt_neon_softmax(const qsimrt_call *call);
void qsimrt_avx512_yolo(const qsimrt_call *call);
void qsimrt_avx2_yolo(const qsimrt_call *call);
void qsimrt_neon_yolo(const qsimrt_call *call);
void qsimrt_avx512_convolution_float(const qsimrt_call *call);
void qsimrt_avx512_maxpool_float(const qsimrt_call *call);

#ifdef __cplusplus
}
#endif
#endif // QSIMRT_OPT_FAST_H
