// SPDX-License-Identifier: Apache-2.0
// Words of the text files for each enum of model.h.
#include "files/names.h"

#include "qsimrt/qsimrt.h"

const char *const qsimrt_kind_words[] = {
    "convolutional", "maxpool",       "route",      "upsample", "yolo",
    "connected",     "local",         "avgpool",    "shortcut", "multiply",
    "reorg",         "crop",          "dropout",    "softmax",  "cost",
    "region",        "detection",     "activation", "constant", "strided",
    "pad",           "resize",        "reduce",     "binary",   "argmax",
    "lrn",           "instance_norm", "yolox",      NULL};
const char *const qsimrt_pad_words[] = {"constant", "edge", "reflect", NULL};
const char *const qsimrt_resize_mode_words[] = {"nearest", "linear", "cubic",
                                                NULL};
const char *const qsimrt_coordinates_words[] = {
    "half_pixel",           "pytorch_half_pixel",
    "align_corners",        "asymmetric",
    "tf_crop_and_resize",   "half_pixel_symmetric",
    "tf_half_pixel_for_nn", NULL};
const char *const qsimrt_nearest_words[] = {
    "round_prefer_floor", "round_prefer_ceil", "floor", "ceil", NULL};
const char *const qsimrt_reduce_words[] = {"mean", "sum", "max", "min", NULL};
const char *const qsimrt_binary_words[] = {"sub", "max", "min",
                                           "div", "pow", NULL};
const char *const qsimrt_mode_words[] = {"float", "hybrid", "int", NULL};
const char *const qsimrt_arithmetic_words[] = {"pjreddie", "alexeyab",
                                               "yolo2_light", "onnx", NULL};
const char *const qsimrt_activation_words[] = {
    "linear",   "leaky",        "relu",
    "relu6",    "relie",        "ramp",
    "logistic", "loggy",        "tanh",
    "elu",      "selu",         "hardtan",
    "lhtan",    "plse",         "stair",
    "swish",    "mish",         "hard_mish",
    "gelu",     "leaky_relu",   "clip",
    "affine",   "hard_sigmoid", "hard_swish",
    "softplus", "softsign",     "thresholded_relu",
    "exp",      "log",          "sqrt",
    "abs",      "reciprocal",   "pow",
    NULL};
const char *const qsimrt_nms_words[] = {"default", "greedynms", "diounms",
                                        NULL};
const char *const qsimrt_reorg_words[] = {"darknet", "space_to_depth", NULL};
const char *const qsimrt_rounding_words[] = {
    "half-up", "half-away", "half-even", "toward-zero", "floor", NULL};
const char *const qsimrt_overflow_words[] = {"saturate", "wrap", NULL};
const char *const qsimrt_overflow_check_words[] = {"output", "per-add", NULL};
static const char *const isa_words[QSIMRT_ISA_COUNT] = {
    "none", "avx2", "avx-vnni", "avx512", "avx512-vnni", "neon", "dotprod"};
const char *const qsimrt_leaky_words[] = {"multiplier", "n256", "shift", NULL};
const char *const qsimrt_resize_words[] = {
    "stretch", "letterbox", "center-crop", "letterbox-topleft", "crop", NULL};

static const char *const status_words[] = {
    "ok",           "bad file",     "unsupported", "no memory",
    "bad argument", "does not fit", "paused",      "stopped"};

const char *qsimrt_kind_name(qsimrt_kind kind) {
  return (unsigned)kind < QSIMRT_KIND_COUNT ? qsimrt_kind_words[kind] : "?";
}

const char *qsimrt_mode_name(qsimrt_mode mode) {
  return (unsigned)mode <= QSIMRT_INT ? qsimrt_mode_words[mode] : "?";
}

const char *qsimrt_activation_name(qsimrt_activation activation) {
  return (unsigned)activation < QSIMRT_ACTIVATION_COUNT
             ? qsimrt_activation_words[activation]
             : "?";
}

const char *qsimrt_arithmetic_name(qsimrt_arithmetic arithmetic) {
  return (unsigned)arithmetic <= QSIMRT_ONNX
             ? qsimrt_arithmetic_words[arithmetic]
             : "?";
}

const char *qsimrt_resize_name(qsimrt_resize resize) {
  return (unsigned)resize <= QSIMRT_RESIZE_CROP ? qsimrt_resize_words[resize]
                                                : "?";
}

const char *qsimrt_isa_name(qsimrt_isa isa) {
  return (unsigned)isa < QSIMRT_ISA_COUNT ? isa_words[isa] : "?";
}

const char *qsimrt_status_name(qsimrt_status status) {
  return (unsigned)status <= QSIMRT_STOPPED ? status_words[status] : "?";
}
