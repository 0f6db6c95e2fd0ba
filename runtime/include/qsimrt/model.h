// SPDX-License-Identifier: Apache-2.0
// The immutable network: the structures that the loader fills, the kernels read
// and emitted C code instantiates.
#ifndef QSIMRT_MODEL_H
#define QSIMRT_MODEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QSIMRT_MODEL_MAGIC 0x5153494dU // "QSIM"
#define QSIMRT_MODEL_VERSION 1U
#define QSIMRT_NUMERICS_MAJOR 1
#define QSIMRT_NUMERICS_MINOR 2

// The index that stands for the picture wherever a layer index is expected.
#define QSIMRT_IMAGE (-1)
#define QSIMRT_MAX_DIMS 4
// Of a view, and of a graph's input or output.
#define QSIMRT_VIEW_DIMS 8

typedef enum qsimrt_status {
  QSIMRT_OK = 0,
  QSIMRT_BAD_FILE,     // malformed, truncated, checksum or version mismatch
  QSIMRT_UNSUPPORTED,  // well-formed, but this build cannot do it
  QSIMRT_NO_MEMORY,    // the caller's memory is too small
  QSIMRT_BAD_ARGUMENT, // an index, mode or size outside its range
  QSIMRT_DOES_NOT_FIT, // a derived integer exceeds the declared datapath
  QSIMRT_PAUSED,       // a hook paused: call run or step again to go on
  QSIMRT_STOPPED       // a hook stopped: rewind before running again
} qsimrt_status;

// One message, in the caller's buffer, always NUL-terminated. It names the
// file, line or layer, the value seen and the value wanted.
typedef struct qsimrt_error {
  char text[512];
} qsimrt_error;

typedef enum qsimrt_kind {
  QSIMRT_CONVOLUTIONAL,
  QSIMRT_MAXPOOL,
  QSIMRT_ROUTE,
  QSIMRT_UPSAMPLE,
  QSIMRT_YOLO,
  QSIMRT_CONNECTED,
  QSIMRT_LOCAL,
  QSIMRT_AVGPOOL,
  QSIMRT_SHORTCUT,
  QSIMRT_MULTIPLY,
  QSIMRT_REORG,
  QSIMRT_CROP,
  QSIMRT_DROPOUT,
  QSIMRT_SOFTMAX,
  QSIMRT_COST,
  QSIMRT_REGION,
  QSIMRT_DETECTION,
  QSIMRT_ACTIVATION, // from here on those that came with .net 1.2
  QSIMRT_CONSTANT,
  QSIMRT_STRIDED,
  QSIMRT_PAD,
  QSIMRT_RESIZE,
  QSIMRT_REDUCE,
  QSIMRT_BINARY,
  QSIMRT_ARGMAX,
  QSIMRT_LRN,
  QSIMRT_INSTANCE_NORM,
  QSIMRT_YOLOX,
  QSIMRT_KIND_COUNT
} qsimrt_kind;

// Piecewise linear (numerics.md N27, N54) are those before LOGISTIC, LEAKY_RELU
// and CLIP; the others are tables (N28).
typedef enum qsimrt_activation {
  QSIMRT_LINEAR,
  QSIMRT_LEAKY,
  QSIMRT_RELU,
  QSIMRT_RELU6,
  QSIMRT_RELIE,
  QSIMRT_RAMP,
  QSIMRT_LOGISTIC,
  QSIMRT_LOGGY,
  QSIMRT_TANH,
  QSIMRT_ELU,
  QSIMRT_SELU,
  QSIMRT_HARDTAN,
  QSIMRT_LHTAN,
  QSIMRT_PLSE,
  QSIMRT_STAIR,
  QSIMRT_SWISH,
  QSIMRT_MISH,
  QSIMRT_HARD_MISH,
  QSIMRT_GELU,
  QSIMRT_LEAKY_RELU, // from here on those of N54; this and CLIP are no tables
  QSIMRT_CLIP,
  QSIMRT_AFFINE,
  QSIMRT_HARD_SIGMOID,
  QSIMRT_HARD_SWISH,
  QSIMRT_SOFTPLUS,
  QSIMRT_SOFTSIGN,
  QSIMRT_THRESHOLDED_RELU,
  QSIMRT_EXP,
  QSIMRT_LOG,
  QSIMRT_SQRT,
  QSIMRT_ABS,
  QSIMRT_RECIPROCAL,
  QSIMRT_POW,
  QSIMRT_ACTIVATION_COUNT
} qsimrt_activation;

// Whose float arithmetic FLOAT reproduces (numerics.md section 7).
typedef enum qsimrt_arithmetic {
  QSIMRT_PJREDDIE,
  QSIMRT_ALEXEYAB,
  QSIMRT_YOLO2_LIGHT, // FLOAT and HYBRID only (section 10)
  QSIMRT_ONNX         // section 13
} qsimrt_arithmetic;

typedef enum qsimrt_nms_kind {
  QSIMRT_NMS_DEFAULT,
  QSIMRT_NMS_GREEDY,
  QSIMRT_NMS_DIOU
} qsimrt_nms_kind;

typedef enum qsimrt_reorg_order {
  QSIMRT_REORG_DARKNET,
  QSIMRT_REORG_SPACE_TO_DEPTH
} qsimrt_reorg_order;

typedef enum qsimrt_pad_mode {
  QSIMRT_PAD_CONSTANT,
  QSIMRT_PAD_EDGE,
  QSIMRT_PAD_REFLECT
} qsimrt_pad_mode;

typedef enum qsimrt_resize_mode {
  QSIMRT_NEAREST,
  QSIMRT_BILINEAR,
  QSIMRT_CUBIC
} qsimrt_resize_mode;

typedef enum qsimrt_coordinates {
  QSIMRT_HALF_PIXEL,
  QSIMRT_PYTORCH_HALF_PIXEL,
  QSIMRT_ALIGN_CORNERS,
  QSIMRT_ASYMMETRIC,
  QSIMRT_TF_CROP_AND_RESIZE,
  QSIMRT_HALF_PIXEL_SYMMETRIC,
  QSIMRT_TF_HALF_PIXEL_FOR_NN
} qsimrt_coordinates;

typedef enum qsimrt_nearest_rounding {
  QSIMRT_ROUND_PREFER_FLOOR,
  QSIMRT_ROUND_PREFER_CEIL,
  QSIMRT_NEAREST_FLOOR,
  QSIMRT_NEAREST_CEIL
} qsimrt_nearest_rounding;

typedef enum qsimrt_reduce_kind {
  QSIMRT_REDUCE_MEAN,
  QSIMRT_REDUCE_SUM,
  QSIMRT_REDUCE_MAX,
  QSIMRT_REDUCE_MIN
} qsimrt_reduce_kind;

typedef enum qsimrt_binary_kind {
  QSIMRT_BINARY_SUB,
  QSIMRT_BINARY_MAX,
  QSIMRT_BINARY_MIN,
  QSIMRT_BINARY_DIV,
  QSIMRT_BINARY_POW
} qsimrt_binary_kind;

typedef enum qsimrt_mode {
  QSIMRT_FLOAT,
  QSIMRT_HYBRID,
  QSIMRT_INT
} qsimrt_mode;

typedef enum qsimrt_rounding {
  QSIMRT_ROUND_HALF_UP,
  QSIMRT_ROUND_HALF_AWAY,
  QSIMRT_ROUND_HALF_EVEN,
  QSIMRT_ROUND_TOWARD_ZERO,
  QSIMRT_ROUND_FLOOR
} qsimrt_rounding;

typedef enum qsimrt_overflow { QSIMRT_SATURATE, QSIMRT_WRAP } qsimrt_overflow;

typedef enum qsimrt_overflow_check {
  QSIMRT_CHECK_OUTPUT, // judged once, after all products and the bias
  QSIMRT_CHECK_PER_ADD // judged after every addition: bias, then (c, ky, kx)
} qsimrt_overflow_check;

typedef enum qsimrt_leaky_form {
  QSIMRT_LEAKY_MULTIPLIER, // slope 0.1
  QSIMRT_LEAKY_N256,       // slope 26/256
  QSIMRT_LEAKY_SHIFT       // slope 1/8
} qsimrt_leaky_form;

// The declared datapath (.sys section [datapath]; numerics.md section 4).
// "Narrow" operands: weight and input width both <= 8 bits; else "wide".
typedef struct qsimrt_datapath {
  qsimrt_rounding rounding;
  qsimrt_overflow overflow;
  qsimrt_overflow_check overflow_check;
  qsimrt_leaky_form leaky;
  int32_t accumulator_bits;      // 2..48, default 32: narrow operands
  int32_t wide_accumulator_bits; // 2..48, default 48
  int32_t bias_bits;             // 2..32, default 32
  int32_t wide_bias_bits;        // 2..48, default 48
  int32_t multiplier_bits;       // 2..31, default 31: narrow accumulator
  int32_t wide_multiplier_bits;  // 2..31, default 15
  int32_t max_shift;             // 1..62, default 62
  int32_t table_bits;            // 2..16, default 12: widest index of a table
} qsimrt_datapath;

// Quantization of one tensor: real = scale * (q - zero_point), q signed with
// `bits` bits. bits == 0: the tensor is not quantized.
typedef struct qsimrt_quant {
  int32_t bits;
  float scale;
  int32_t zero_point;
} qsimrt_quant;

typedef struct qsimrt_shape {
  int32_t c, h, w;
} qsimrt_shape;

// The dimensions in which a flat tensor is looked at, row-major; 1..2^31-1 each
// and fewer than 2^31 values together. rank == 0: one value.
typedef struct qsimrt_view {
  int32_t rank;
  int32_t dims[QSIMRT_VIEW_DIMS];
} qsimrt_view;

// value * mult / 2^shift, rounded once. 0 <= mult < 2^31, 1 <= shift <= 62.
typedef struct qsimrt_multiplier {
  int32_t mult;
  int32_t shift;
} qsimrt_multiplier;

// How a window moves over height (y) and width (x) (numerics.md N51).
// size_y == 0: there is none; what the layer says beside it holds.
typedef struct qsimrt_window {
  int32_t size_y, size_x, stride_y, stride_x;
  int32_t top, left, bottom, right; // pads
  int32_t dilation_y, dilation_x;
  int32_t input_dilation_y, input_dilation_x; // convolutional only, else 1
} qsimrt_window;

// Parameters of an activation (N54): none (count 0), alpha (1), or both (2).
typedef struct qsimrt_parameters {
  int32_t count;
  float alpha, beta;
} qsimrt_parameters;

// Convolutional, connected and local layers. Weights are
//   convolutional: [filters][input channels / groups][rows][columns];
//   connected:     [filters][input values], with filters the outputs and size,
//                  stride, groups 1, pad 0;
//   local:         [places][filters][input channels][size * size], groups 1
//                  and places the output's height * width.
// "Biases" are filters numbers; in a local layer filters * places numbers,
// [filters][places].
typedef struct qsimrt_convolutional {
  int32_t filters, size, stride, pad, groups;
  int32_t batch_normalize; // 0 or 1
  int32_t bias_correction; // 0 or 1: bias_delta belongs to the layer
  qsimrt_activation activation;
  qsimrt_quant preactivation; // of a table activation, else bits == 0
  float input_multiplier;     // yolo2_light only (N44), else 0
  // Convolutional: in place of size, stride and pad where these do not say it;
  // size and stride are those of the rows then, and pad is 0.
  qsimrt_window window;
  float epsilon; // of batch norm in the arithmetic onnx (N52), else 0
  qsimrt_parameters parameters; // of the activation
  int32_t weight_bits;          // 2..16, or 0: not quantized
  int32_t weight_scale_count;   // 0, 1 (per tensor) or filters (per channel)
  const float *weight_scales;   // [weight_scale_count]
  // As imported (.fweights); NULL until bound.
  const float *weights;
  const float *biases;     // "biases"
  const float *scales;     // [filters], with batch_normalize only
  const float *mean;       // [filters], with batch_normalize only
  const float *variance;   // [filters], with batch_normalize only
  const float *bias_delta; // "biases", or NULL: no bias correction
  // Derived (.qweights); NULL when the model has no integer form.
  const void *q_weights; // int8_t if weight_bits <= 8, else int16_t
  const void *q_biases;  // int32_t if narrow, else int64_t; "biases"
  const qsimrt_multiplier *positive; // [filters]
  const qsimrt_multiplier *negative; // [filters]; NULL: as the positive ones
  const void *table;                 // of a table activation, else NULL
  const float *hybrid_scales;        // [filters]; yolo2_light: [1]
  const float *hybrid_biases;        // "biases"
  // The same weights in the order that kernels of integers read (.packed), and
  // the sums of each filter's weights, then of their magnitudes; or NULL.
  const int8_t *quads;
  const int64_t *quad_sums; // [2][filters]
  // 1: q_weights has not been checked (qsimrt_files.defers_checks).
  int32_t is_unchecked;
  uint32_t q_weights_crc; // that the .qweights says, of unchecked ones
} qsimrt_convolutional;

// A sum, of any number of inputs, a product, of two, or an activation alone, of
// one (N31, N32, N55); or another operation on two (N61).
typedef struct qsimrt_elementwise {
  qsimrt_activation activation;
  qsimrt_quant preactivation; // of a table activation, else bits == 0
  // Derived. Shortcut, activation and binary: one per input, all with the same
  // shift; multiply: one. NULL for a quotient or a power.
  const qsimrt_multiplier *positive;
  const qsimrt_multiplier *negative; // NULL: as the positive ones
  const void *table;                 // of a table activation, else NULL
  qsimrt_parameters parameters;      // of the activation
  qsimrt_binary_kind operation;      // of a binary layer
} qsimrt_elementwise;

// Of the whole map, or (window.size_y != 0) of windows (N53).
typedef struct qsimrt_avgpool {
  // [1], or [size_y * size_x], by the number of taps; derived, else NULL
  const qsimrt_multiplier *rescale;
  qsimrt_window window;
  int32_t ceil, count_pads; // 0 or 1
} qsimrt_avgpool;

typedef struct qsimrt_reorg {
  int32_t stride;
  qsimrt_reorg_order order;
  int32_t extra; // zeros behind the flat input, with stride 1; usually 0
} qsimrt_reorg;

typedef struct qsimrt_crop {
  int32_t noadjust;  // 1: values are kept; 0: they become x * 2 - 1
  const void *table; // with noadjust == 0; derived, else NULL
} qsimrt_crop;

// `padding` is Darknet's total padding; the window starts at -(padding / 2).
typedef struct qsimrt_maxpool {
  int32_t size, stride, padding;
  // In place of the three where they do not say it; size and stride are those
  // of the rows then, and padding is 0.
  qsimrt_window window;
  int32_t ceil; // 0 or 1
} qsimrt_maxpool;

// Concatenation along channels, in the order of the layer's inputs; of each
// input the group_id-th of `groups` equal runs of channels. With `outer` > 1 of
// runs: each input is `outer` of them (N62).
typedef struct qsimrt_route {
  int32_t groups, group_id;
  const qsimrt_multiplier *rescale; // [input_count]; derived, else NULL
  int32_t outer;                    // 0: as 1
} qsimrt_route;

typedef struct qsimrt_upsample {
  int32_t stride;
} qsimrt_upsample;

// A host layer: reads real values, writes float32 in every mode.
typedef struct qsimrt_yolo {
  int32_t classes;
  int32_t anchor_count;  // anchors of this head, = length of mask
  int32_t total_anchors; // `num`: pairs in `anchors`
  const int32_t *mask;   // [anchor_count], indices into anchors
  const float *anchors;  // [2 * total_anchors], pixels of the network input
  float scale_x_y;       // 1: none
  int32_t new_coords;    // 0 or 1
  qsimrt_nms_kind nms_kind;
  float beta_nms; // > 0
} qsimrt_yolo;

// Host layers, as yolo.
typedef struct qsimrt_region {
  int32_t classes;
  int32_t anchor_count;
  int32_t softmax;      // 0 or 1
  const float *anchors; // [2 * anchor_count], cells
} qsimrt_region;

typedef struct qsimrt_detection_head {
  int32_t classes, side, num;
  int32_t softmax, sqrt; // 0 or 1
} qsimrt_detection_head;

// Rows of 5 + classes values, one for each cell of each stride's grid (N67).
typedef struct qsimrt_yolox {
  int32_t classes;
  int32_t stride_count;
  const int32_t *strides; // [stride_count], each divides the picture's sides
} qsimrt_yolox;

typedef struct qsimrt_softmax {
  int32_t groups;
  float temperature;
  int32_t inner; // values between two of a run (N63); 0: as 1
  int32_t log;   // 0 or 1
} qsimrt_softmax;

// A layer without inputs (N56).
typedef struct qsimrt_constant {
  const float *values;  // [C][H][W], as imported; NULL until bound
  const void *q_values; // derived, else NULL: int8_t or int16_t by the output
} qsimrt_constant;

// Element (i1, i2, ...) of the sizes is element offset + i1 * steps[0] + i2 *
// steps[1] + ... of the flat input, always inside it (N57).
typedef struct qsimrt_strided {
  qsimrt_view sizes;
  int32_t steps[QSIMRT_VIEW_DIMS];
  int32_t offset;
} qsimrt_strided;

// before + dims + after is >= 1 (N58).
typedef struct qsimrt_pad {
  qsimrt_view in;
  int32_t before[QSIMRT_VIEW_DIMS], after[QSIMRT_VIEW_DIMS];
  qsimrt_pad_mode mode;
  float value;
} qsimrt_pad;

// N59. roi: start and end of rows, then of columns.
typedef struct qsimrt_resizing {
  qsimrt_resize_mode mode;
  qsimrt_coordinates coordinates;
  float scale, scale_x; // of rows, of columns
  qsimrt_nearest_rounding rounding;
  float cubic_a;
  int32_t exclude_outside; // 0 or 1
  float roi[4];            // with QSIMRT_TF_CROP_AND_RESIZE only
  float extrapolation;
} qsimrt_resizing;

// Dimensions whose entry of `axes` is 1 vanish (N60).
typedef struct qsimrt_reduce {
  qsimrt_reduce_kind operation;
  qsimrt_view in;
  int32_t axes[QSIMRT_VIEW_DIMS];
  const qsimrt_multiplier *rescale; // [1], of a mean or a sum; derived
} qsimrt_reduce;

// A host layer, as yolo: over i of outer x n x inner (N63).
typedef struct qsimrt_argmax {
  int32_t outer, inner;
  int32_t last; // 0 or 1: of equal values the last one
} qsimrt_argmax;

// N64; over the channels of each of `batch` equal runs.
typedef struct qsimrt_lrn {
  int32_t batch, size;
  float alpha, beta, bias;
} qsimrt_lrn;

typedef struct qsimrt_instance_norm {
  float epsilon;
  const float *scales, *biases; // [C]; as imported; NULL until bound
} qsimrt_instance_norm;

typedef struct qsimrt_layer {
  qsimrt_kind kind;
  int32_t index;    // = position in the model; 0 is the first after [net]
  const char *name; // unique, NUL-terminated
  int32_t input_count;
  const int32_t *inputs; // layer indices < index, or QSIMRT_IMAGE
  qsimrt_shape shape;    // of the output
  qsimrt_quant output;   // bits == 0 for host layers and float-only networks
  int32_t scale_group;   // index of the layer that owns the output's scale
  qsimrt_mode ceiling;   // the most integer mode this layer may run in
  union {
    qsimrt_convolutional convolutional; // and connected, local
    qsimrt_elementwise elementwise;     // shortcut, multiply, activation,
                                        // binary
    qsimrt_avgpool avgpool;
    qsimrt_reorg reorg;
    qsimrt_crop crop;
    qsimrt_region region;
    qsimrt_detection_head detection;
    qsimrt_softmax softmax;
    qsimrt_maxpool maxpool;
    qsimrt_route route;
    qsimrt_upsample upsample;
    qsimrt_yolo yolo;
    qsimrt_constant constant;
    qsimrt_strided strided;
    qsimrt_pad pad;
    qsimrt_resizing resize;
    qsimrt_reduce reduce;
    qsimrt_argmax argmax;
    qsimrt_lrn lrn;
    qsimrt_instance_norm instance_norm;
    qsimrt_yolox yolox;
  } u;
} qsimrt_layer;

// An output of the source's graph: the result of a layer, or the picture, in
// the source's own dimensions.
typedef struct qsimrt_graph_output {
  const char *name; // unique among them
  int32_t layer;
  qsimrt_view dims;
} qsimrt_graph_output;

// How a picture is brought to the network's input size (numerics.md N23, N24,
// N34, N66).
typedef enum qsimrt_resize {
  QSIMRT_RESIZE_STRETCH,
  QSIMRT_RESIZE_LETTERBOX,
  QSIMRT_RESIZE_CENTER_CROP,
  QSIMRT_RESIZE_LETTERBOX_TOP_LEFT,
  QSIMRT_RESIZE_CROP // the shorter side becomes crop_side first
} qsimrt_resize;

// How a picture becomes the network's input (N66).
typedef struct qsimrt_preprocess {
  qsimrt_resize resize;
  int32_t crop_side; // of QSIMRT_RESIZE_CROP, else 0
  int32_t bgr;       // 0: channels are red, green, blue; 1: blue, green, red
  int32_t scale;     // what bytes are divided by: 255 or 1
  float mean[3], deviation[3]; // of the scaled values, in the channels' order
  float pad_value;             // byte value of a letterbox's canvas, 0..255
} qsimrt_preprocess;

typedef struct qsimrt_model {
  uint32_t magic;   // QSIMRT_MODEL_MAGIC
  uint32_t version; // QSIMRT_MODEL_VERSION
  const char *name;
  qsimrt_arithmetic arithmetic;
  qsimrt_shape image;
  qsimrt_quant image_quant;
  int32_t layer_count;
  const qsimrt_layer *layers;
  qsimrt_datapath datapath;
  qsimrt_preprocess preprocess;
  int32_t class_count;                // 0 when the .sys names none
  const char *const *class_names;     // [class_count]
  int32_t has_float;                  // .fweights bound
  int32_t has_integer;                // .qweights bound
  int32_t has_packed;                 // .packed bound: it is of the .qweights
  const char *input_name;             // of the graph; NULL: not named
  qsimrt_view input_dims;             // where it is named
  int32_t output_count;               // 0: the layers that nobody reads
  const qsimrt_graph_output *outputs; // [output_count], in the graph's order
} qsimrt_model;

#if UINTPTR_MAX == UINT64_MAX
#ifdef __cplusplus
#define QSIMRT_ASSERT_SIZE(type, bytes)                                        \
  static_assert(sizeof(type) == bytes, "emitted code depends on this layout")
#else
#define QSIMRT_ASSERT_SIZE(type, bytes)                                        \
  _Static_assert(sizeof(type) == bytes, "emitted code depends on this layout")
#endif
QSIMRT_ASSERT_SIZE(qsimrt_quant, 12);
QSIMRT_ASSERT_SIZE(qsimrt_multiplier, 8);
QSIMRT_ASSERT_SIZE(qsimrt_datapath, 48);
#endif

#ifdef __cplusplus
}
#endif
#endif // QSIMRT_MODEL_H
