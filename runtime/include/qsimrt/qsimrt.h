// SPDX-License-Identifier: Apache-2.0
// Driving a network: load a model from bytes, run it layer by layer in FLOAT,
// HYBRID or INT, look at every tensor.
//
// The caller owns all memory: every object says how many bytes it needs and is
// built inside the block it is given. Nothing is allocated, printed or kept in
// a global. Functions return a status; on anything but QSIMRT_OK, PAUSED and
// STOPPED the error text is filled (error may be NULL).
#ifndef QSIMRT_QSIMRT_H
#define QSIMRT_QSIMRT_H

#include "qsimrt/model.h"

#ifdef __cplusplus
extern "C" {
#endif

// A file in memory. `name` is used in messages only.
typedef struct qsimrt_bytes {
  const char *name;
  const void *data;
  size_t size;
} qsimrt_bytes;

// Weight containers are used in place: they must stay mapped, unchanged and
// aligned to 64 bytes for the life of the model.
typedef struct qsimrt_files {
  qsimrt_bytes net;      // required
  qsimrt_bytes sys;      // required
  qsimrt_bytes fweights; // data == NULL: no float parameters (INT only)
  qsimrt_bytes qweights; // data == NULL: no integers (FLOAT only)
  // Integer weights as optimised kernels read them, besides a .qweights; data
  // == NULL: none. One that was made from other integers, or in another order,
  // is as good as none; a damaged one is refused.
  qsimrt_bytes packed;
  // 1: integer weights that `packed` has, too, are not checked on loading, but
  // by a session that may read them: one that is editable or runs the layer on
  // a reference kernel, and qsimrt_accumulators. Nobody else may read them.
  int32_t defers_checks;
} qsimrt_files;

// An upper bound of the bytes that qsimrt_model_init needs for these texts.
size_t qsimrt_model_size(const qsimrt_files *files);

// Parses and validates all files. `memory` is aligned to 16 bytes. Text is
// copied; weights are not. BAD_FILE, UNSUPPORTED, NO_MEMORY.
qsimrt_status qsimrt_model_init(void *memory, size_t size,
                                const qsimrt_files *files,
                                const qsimrt_model **model,
                                qsimrt_error *error);

// CRC-32 (ISO-HDLC, as in zip) over the .net, the .sys and the header CRC of
// the .fweights: the value a .qweights must carry to belong to them.
uint32_t qsimrt_binding(const qsimrt_files *files);

// Reads a .sys (docs/spec/sys.md). With allow_defaults, sections and keys that
// are left out take their defaults (resize: stretch) and may stand in any
// order; without it the file must be complete, as in a package. Class names are
// checked and left to the model. The outputs are written on QSIMRT_OK only.
qsimrt_status qsimrt_sys_parse(const qsimrt_bytes *sys, int allow_defaults,
                               qsimrt_datapath *datapath,
                               qsimrt_preprocess *preprocess,
                               qsimrt_error *error);

// The datapath and the preprocessing of a .sys that leaves everything out: of
// the latter, what Darknet does.
qsimrt_datapath qsimrt_default_datapath(void);
qsimrt_preprocess qsimrt_default_preprocess(void);

// ---- containers (docs/spec/weights-container.md) --------------------------

typedef enum qsimrt_dtype {
  QSIMRT_F32 = 1,
  QSIMRT_I8 = 2,
  QSIMRT_I16 = 3,
  QSIMRT_I32 = 4,
  QSIMRT_I64 = 5,
  QSIMRT_MULT = 6 // qsimrt_multiplier: int32 mult, int32 shift
} qsimrt_dtype;

typedef struct qsimrt_tensor_view {
  qsimrt_dtype dtype;
  int32_t rank;
  int64_t dims[QSIMRT_MAX_DIMS];
  const void *data;
  size_t bytes;
} qsimrt_tensor_view;

size_t qsimrt_dtype_size(qsimrt_dtype dtype);

// Checks magic, version, sizes, header CRC and every payload CRC.
qsimrt_status qsimrt_container_check(const qsimrt_bytes *file,
                                     qsimrt_error *error);
int32_t qsimrt_container_count(const qsimrt_bytes *checked);
// The i-th entry; the name is NUL-terminated inside the file.
const char *qsimrt_container_entry(const qsimrt_bytes *checked, int32_t i,
                                   qsimrt_tensor_view *view);
// By name; 0 when absent.
int qsimrt_container_find(const qsimrt_bytes *checked, const char *name,
                          qsimrt_tensor_view *view);
uint32_t qsimrt_crc32(uint32_t seed, const void *data, size_t size);

// ---- step control (docs/spec/ste-format.md) ---------------------------------

// Marks in chosen[layer] (of layer_count) with 1 the layers that a selector
// names: an index (3), a range (3..7), a name, or a pattern of names (conv_*).
// The others keep what they have. BAD_ARGUMENT when it names none.
qsimrt_status qsimrt_select(const qsimrt_model *model, const char *selector,
                            size_t length, unsigned char *chosen,
                            qsimrt_error *error);

// What a .ste asks for at a layer.
enum {
  QSIMRT_STE_BREAK_BEFORE = 1,
  QSIMRT_STE_BREAK_AFTER = 2,
  QSIMRT_STE_STOP = 4, // after the layer
  QSIMRT_STE_NPY = 8,
  QSIMRT_STE_RAW = 16,
  QSIMRT_STE_HEX = 32,
  QSIMRT_STE_PNG = 64,
  QSIMRT_STE_DUMP =
      QSIMRT_STE_NPY | QSIMRT_STE_RAW | QSIMRT_STE_HEX | QSIMRT_STE_PNG
};

typedef enum qsimrt_watch_kind {
  QSIMRT_WATCH_SATURATION, // more than `high` per cent of the outputs
  QSIMRT_WATCH_SQNR,       // below `low` dB against FLOAT
  QSIMRT_WATCH_NAN,        // an output is not a number
  QSIMRT_WATCH_OVERFLOW,   // an accumulator overflowed
  QSIMRT_WATCH_OUTSIDE     // an output below `low` or above `high`
} qsimrt_watch_kind;

typedef struct qsimrt_watch {
  qsimrt_watch_kind kind;
  float low, high;
  int32_t line;                // of the file
  const unsigned char *layers; // [layer_count], 1: watched
} qsimrt_watch;

enum { QSIMRT_STE_NO_MODE = -1 };

typedef struct qsimrt_ste {
  const int32_t *modes;       // [layer_count], a mode or QSIMRT_STE_NO_MODE
  const unsigned char *marks; // [layer_count], QSIMRT_STE_...
  int32_t watch_count;
  const qsimrt_watch *watches;
} qsimrt_ste;

// An upper bound of the bytes that qsimrt_ste_parse needs for this text.
size_t qsimrt_ste_size(const qsimrt_model *model, const qsimrt_bytes *file);

// Reads a .ste for a model. `memory` is aligned to 16 bytes. BAD_FILE names
// file and line. *ste is written on QSIMRT_OK only.
qsimrt_status qsimrt_ste_parse(void *memory, size_t size,
                               const qsimrt_model *model,
                               const qsimrt_bytes *file, qsimrt_ste *ste,
                               qsimrt_error *error);

// ---- optimised kernels -----------------------------------------------------

// Instruction sets with kernels of their own, each one at least as fast as
// those of its processor before it. A machine may have one and lack one before
// it.
typedef enum qsimrt_isa {
  QSIMRT_ISA_NONE,        // reference kernels only
  QSIMRT_ISA_AVX2,        // and FMA
  QSIMRT_ISA_AVX_VNNI,    // AVX2, FMA and AVX-VNNI (256 bits)
  QSIMRT_ISA_AVX512,      // F, BW, DQ and VL
  QSIMRT_ISA_AVX512_VNNI, // the same and VNNI
  QSIMRT_ISA_NEON,        // of AArch64
  QSIMRT_ISA_DOTPROD      // NEON and dotprod
} qsimrt_isa;
enum { QSIMRT_ISA_COUNT = QSIMRT_ISA_DOTPROD + 1 };

// Do this machine and this build have it? NONE: always.
int qsimrt_has_isa(qsimrt_isa isa);
// The last one that they have.
qsimrt_isa qsimrt_best_isa(void);
// "none", "avx2", "avx-vnni", "avx512", "avx512-vnni", "neon", "dotprod".
const char *qsimrt_isa_name(qsimrt_isa isa);

// The parameters of a model in the order that optimised kernels read: made
// once, shared by any number of sessions, free of pointers. Integer weights
// that the model has from a .packed stay there where kernels read them as they
// are.
typedef struct qsimrt_packed qsimrt_packed;

// Which of them: what INT and HYBRID read, what QSIMRT_FLOAT_DIRECT reads, what
// QSIMRT_FLOAT_MIXED reads. Not the last two at once.
enum {
  QSIMRT_PACK_INTEGERS = 1,
  QSIMRT_PACK_FLOATS = 2,
  QSIMRT_PACK_MIXED = 4
};

// An upper bound of the bytes that qsimrt_pack needs. QSIMRT_ISA_NONE has no
// kernels for integers; 0 where floats are not asked for.
size_t qsimrt_packed_size(const qsimrt_model *model, qsimrt_isa isa,
                          uint32_t parts);

// Told what has been read and is not looked at again soon: a caller that maps
// its files may give the memory back to the system.
typedef struct qsimrt_reading {
  void *context;
  void (*done)(void *context, const void *data, size_t size);
} qsimrt_reading;

// Packs into memory aligned to 64 bytes; `reading` may be NULL. UNSUPPORTED
// where the machine or the build lacks the instruction set.
qsimrt_status qsimrt_pack(const qsimrt_model *model, qsimrt_isa isa,
                          uint32_t parts, void *memory, size_t size,
                          const qsimrt_reading *reading,
                          const qsimrt_packed **packed, qsimrt_error *error);

// ---- sessions --------------------------------------------------------------

typedef struct qsimrt_session qsimrt_session;

typedef enum qsimrt_retention {
  QSIMRT_RETAIN_NONE,   // buffers are reused as soon as nobody reads them
  QSIMRT_RETAIN_BUDGET, // as ALL if that fits the budget, else as NONE
  QSIMRT_RETAIN_ALL     // every output stays readable until the next input
} qsimrt_retention;

typedef enum qsimrt_tensor_kind {
  QSIMRT_TENSOR_FLOAT, // float32
  QSIMRT_TENSOR_INT    // int8_t if quant.bits <= 8, else int16_t
} qsimrt_tensor_kind;

// One layer's output as it lies in the session, logical CHW.
typedef struct qsimrt_tensor {
  qsimrt_tensor_kind kind;
  qsimrt_shape shape;
  qsimrt_quant quant; // meaning of the integers; bits == 0 for float
  const void *data;   // valid until the next run, step or rewind
} qsimrt_tensor;

typedef enum qsimrt_verdict {
  QSIMRT_CONTINUE,
  QSIMRT_PAUSE,
  QSIMRT_STOP
} qsimrt_verdict;

// Called around layers for which `wants` answers non-zero (wants == NULL: all).
// `before` sees the session with the layer's inputs ready, `after` with its
// output. A layer that is wanted is never fused away. Any member may be NULL.
typedef struct qsimrt_hooks {
  void *context;
  int (*wants)(void *context, int32_t layer);
  qsimrt_verdict (*before)(void *context, qsimrt_session *session,
                           int32_t layer);
  qsimrt_verdict (*after)(void *context, qsimrt_session *session,
                          int32_t layer);
  // In FLOAT, for a wanted layer with a table activation (qsimrt_is_table): the
  // `count` values, in CHW, before the activation; valid during the call.
  void (*pre_activation)(void *context, int32_t layer, const float *values,
                         size_t count);
} qsimrt_hooks;

// Work sharing: call task(arg, i) for every i in 0..count-1, in any order, on
// any threads, and return when all are done. No result depends on it.
typedef struct qsimrt_parallel {
  void *context;
  void (*parallel_for)(void *context, int32_t count,
                       void (*task)(void *arg, int32_t i), void *arg);
} qsimrt_parallel;

// How FLOAT computes convolutions.
typedef enum qsimrt_float_kernels {
  QSIMRT_FLOAT_EXACT, // bit for bit as the source network's engine (N18)
  // By fused multiply-adds of folded parameters (N46): the same bits on every
  // machine and instruction set.
  QSIMRT_FLOAT_DIRECT,
  // As DIRECT, but by Winograd's transforms (N48) where the shape of a layer
  // makes that faster (N47): the same bits everywhere, too, in more memory.
  QSIMRT_FLOAT_MIXED
} qsimrt_float_kernels;

// What qsimrt_prepare plans for. Zero-initialised: FLOAT everywhere, retain
// nothing, reference kernels, one thread.
typedef struct qsimrt_plan {
  qsimrt_mode mode;         // of all layers, up to each layer's ceiling
  const qsimrt_mode *modes; // [layer_count], overrides mode; or NULL
  qsimrt_retention retention;
  size_t budget;             // bytes, for QSIMRT_RETAIN_BUDGET
  const qsimrt_hooks *hooks; // stops and watches to plan around; or NULL
  // Kernels of this instruction set take the place of reference kernels, with
  // the same results. INT needs packed parameters besides: NULL leaves it to
  // the reference. They must be of this model and outlive the session.
  qsimrt_isa isa;
  const qsimrt_packed *packed;
  // QSIMRT_FLOAT_DIRECT needs packed floats, of any instruction set;
  // QSIMRT_FLOAT_MIXED needs mixed ones. A layer that qsimrt_override has
  // changed is computed as QSIMRT_FLOAT_EXACT does.
  qsimrt_float_kernels float_kernels;
  qsimrt_parallel parallel; // parallel_for == NULL: run in the caller
  // 1: room for every mode of every layer, as qsimrt_set_mode and
  // qsimrt_override want it; outputs take the bytes of floats.
  int32_t editable;
} qsimrt_plan;

// Counters of a layer's last execution (numerics.md section 5); 0 before it.
typedef struct qsimrt_counters {
  uint64_t accumulator_overflows;
  uint64_t saturated_outputs;
} qsimrt_counters;

// Bytes that a session under this plan needs; 0 when the plan is refused.
size_t qsimrt_session_size(const qsimrt_model *model, const qsimrt_plan *plan);

// Builds a session in memory aligned to 64 bytes and prepares the plan.
// UNSUPPORTED when a mode needs weights the model does not have.
qsimrt_status qsimrt_session_init(void *memory, size_t size,
                                  const qsimrt_model *model,
                                  const qsimrt_plan *plan,
                                  qsimrt_session **session,
                                  qsimrt_error *error);

// Plans again, inside the session's own memory (NO_MEMORY says how much is
// missing): layouts, conversions at mode edges, buffers. Position becomes 0;
// the picture stays. On failure the session is as before.
qsimrt_status qsimrt_prepare(qsimrt_session *session, const qsimrt_plan *plan,
                             qsimrt_error *error);

// Copies a preprocessed picture (CHW float32, `count` = c*h*w) and rewinds to
// the first layer.
qsimrt_status qsimrt_set_input(qsimrt_session *session, const float *chw,
                               size_t count, qsimrt_error *error);

// Runs one layer, or all that remain. OK at the end; PAUSED or STOPPED when a
// hook said so. After PAUSE in `before` the same layer is next, and its
// `before` is not called again; in `after`, the one behind it. Hooks may read
// and write tensors, but not run, rewind, edit or prepare. A layer whose output
// is still what running it would give is not computed again. BAD_ARGUMENT names
// a layer whose output an edit took away and that must run first.
qsimrt_status qsimrt_step(qsimrt_session *session, const qsimrt_hooks *hooks,
                          qsimrt_error *error);
qsimrt_status qsimrt_run(qsimrt_session *session, const qsimrt_hooks *hooks,
                         qsimrt_error *error);

// The layer that runs next; layer_count at the end.
int32_t qsimrt_position(const qsimrt_session *session);

// Back to an earlier layer whose inputs are still retained (else BAD_ARGUMENT
// naming the input that is gone). Outputs from there on cannot be read until
// their layers are passed again, which computes only those that changed.
qsimrt_status qsimrt_rewind(qsimrt_session *session, int32_t layer,
                            qsimrt_error *error);

// ---- edits -----------------------------------------------------------------
//
// They leave the position where it is: what they make stale stays so until the
// session is rewound to it and runs on.

// Changes the mode of one layer, up to its ceiling; its output is gone where
// that changes what runs. The plan must be editable. UNSUPPORTED when the model
// lacks what the mode needs.
qsimrt_status qsimrt_set_mode(qsimrt_session *session, int32_t layer,
                              qsimrt_mode mode, qsimrt_error *error);

// Lets the session compute with another description of a layer: other
// parameters, other derived integers, another quantization; its name, kind,
// index, inputs and shape are the model's. What it points to stays the caller's
// and must live as long. NULL: the model's again. Where the quantization of the
// output changes, the output is gone; the layers that read it need derived
// integers that fit (qsimrt_derive_layer on qsimrt_session_model). The plan
// must be editable. BAD_ARGUMENT where integers are none that the loader would
// take from a .qweights.
qsimrt_status qsimrt_override(qsimrt_session *session, int32_t layer,
                              const qsimrt_layer *edited, qsimrt_error *error);

// stale[layer] (of layer_count) becomes 1 for a layer before the position whose
// output is not what a run from the start would give now: the layer, or what it
// depends on, was edited since, or an output that it depends on was
// overwritten. An overwritten output itself is not stale until that happens.
void qsimrt_find_stale(const qsimrt_session *session, unsigned char *stale);

// The first stale layer; the position when there is none. To rewind there and
// run on is what brings every output up to date.
int32_t qsimrt_first_stale(const qsimrt_session *session);

// The model as the session computes it: with every override.
const qsimrt_model *qsimrt_session_model(const qsimrt_session *session);
// The mode that the layer runs in: limited by its ceiling, and FLOAT where its
// kind has no kernel in the mode asked for.
qsimrt_mode qsimrt_layer_mode(const qsimrt_session *session, int32_t layer);
qsimrt_counters qsimrt_layer_counters(const qsimrt_session *session,
                                      int32_t layer);
// Whose kernel runs the layer now: QSIMRT_ISA_NONE is the reference.
qsimrt_isa qsimrt_layer_isa(const qsimrt_session *session, int32_t layer);
// 1 where that is by Winograd's transforms (N48).
int qsimrt_layer_is_transformed(const qsimrt_session *session, int32_t layer);

// The output of an executed layer (or QSIMRT_IMAGE). BAD_ARGUMENT when it has
// not run or its buffer was reused. What an optimised kernel wrote in its own
// order is put into CHW first.
qsimrt_status qsimrt_output(qsimrt_session *session, int32_t layer,
                            qsimrt_tensor *tensor, qsimrt_error *error);

// The same as real numbers: `count` floats, INT tensors dequantized.
qsimrt_status qsimrt_read_float(qsimrt_session *session, int32_t layer,
                                float *values, size_t count,
                                qsimrt_error *error);

// An output of float32 where it lies in the session's memory, in the order that
// its kernels like: for those who look at every value once and need no copy.
typedef struct qsimrt_float_view {
  const float *data;            // of channel 0, row 0, column 0
  qsimrt_shape shape;           // of the layer
  int64_t channel, row, column; // floats from a value to the next one's
} qsimrt_float_view;

// Of an executed layer in FLOAT or HYBRID, or QSIMRT_IMAGE; to be read until
// the session is used again. UNSUPPORTED for a layer in INT, else as
// qsimrt_output.
qsimrt_status qsimrt_view_float(const qsimrt_session *session, int32_t layer,
                                qsimrt_float_view *view, qsimrt_error *error);

// The accumulators of a layer that ran in INT, after N10, by output (CHW): of
// layers with weights, sums, products and average pools; the layer is computed
// again for it. `count` is that of its output. BAD_ARGUMENT for other layers
// and modes, and where the output is stale, an input is gone, or the output was
// overwritten and the plan is not editable.
qsimrt_status qsimrt_accumulators(qsimrt_session *session, int32_t layer,
                                  int64_t *values, size_t count,
                                  qsimrt_error *error);

// Overwrites the output of an executed layer with real numbers (quantized
// where the tensor is INT); later layers must be run again from there. Running
// the layer itself again brings its own output back.
qsimrt_status qsimrt_write_float(qsimrt_session *session, int32_t layer,
                                 const float *values, size_t count,
                                 qsimrt_error *error);

// Overwrites accumulators of such a layer: `count` values for the outputs from
// `first` (CHW) on become what the layer makes of them (N12, N27, N28); as
// after qsimrt_write_float, later layers must be run again. DOES_NOT_FIT names
// a value that the accumulator is too narrow for.
qsimrt_status qsimrt_write_accumulators(qsimrt_session *session, int32_t layer,
                                        size_t first, const int64_t *values,
                                        size_t count, qsimrt_error *error);

// ---- detections ------------------------------------------------------------

// Box centre and size relative to the *network input* (0..1).
typedef struct qsimrt_detection {
  float x, y, w, h;
  float objectness;
  float score; // objectness * class probability
  int32_t class_id;
  int32_t layer, cell, anchor; // where it came from: the order of equal scores
} qsimrt_detection;

// Decodes every head's output in the session: one detection per (box, class)
// with objectness > threshold and score > threshold. Writes at most `capacity`,
// in the order layer, cell (row-major), anchor, class; *count is how many there
// are (call again with more room if count > capacity).
qsimrt_status qsimrt_detections(qsimrt_session *session, float threshold,
                                qsimrt_detection *detections, size_t capacity,
                                size_t *count, qsimrt_error *error);

// How detections of the model are suppressed: what its last head says. *beta is
// of use with QSIMRT_NMS_DIOU only.
void qsimrt_nms_of(const qsimrt_model *model, qsimrt_nms_kind *kind,
                   float *beta);

// Sorts by score, descending (ties: layer, cell, anchor, class) and removes,
// per class, boxes whose overlap (numerics.md N25) with a kept one is > iou.
// Returns what is left.
size_t qsimrt_suppress(qsimrt_detection *detections, size_t count, float iou,
                       qsimrt_nms_kind kind, float beta);

// The size to which a picture is resized, and where its corner lies relative to
// the network's input, in pixels (N24, N34, N66): at or inside it for a
// letterbox, at or outside it (x and y negative) for a crop, whose y is
// positive when the picture is lower. A side of a very thin picture may be 0.
typedef struct qsimrt_placement {
  int64_t x, y, width, height;
} qsimrt_placement;
qsimrt_placement qsimrt_place_picture(const qsimrt_preprocess *preprocess,
                                      qsimrt_shape network,
                                      int32_t picture_width,
                                      int32_t picture_height);

// Undoes the resize: from network-relative to picture-relative boxes.
void qsimrt_restore_boxes(qsimrt_detection *detections, size_t count,
                          const qsimrt_preprocess *preprocess,
                          qsimrt_shape network, int32_t picture_width,
                          int32_t picture_height);

// ---- derivation ------------------------------------------------------------

// Batch norm as an affine map (numerics.md N3, N42): for each filter
// effective weight = weight * gain, effective bias as returned.
// scales, mean and variance are NULL without batch norm; bias_delta may be.
// `epsilon` is that of the arithmetic onnx (N52).
void qsimrt_fold_batch_norm(qsimrt_arithmetic arithmetic, float epsilon,
                            int32_t filters, const float *biases,
                            const float *scales, const float *mean,
                            const float *variance, const float *bias_delta,
                            double *gain, double *bias);

// A tensor that belongs to one layer in a .fweights or .qweights: the entry's
// name is the layer's, a dot and the suffix. Unused dims are 0.
typedef struct qsimrt_tensor_spec {
  const char *suffix;
  qsimrt_dtype dtype;
  int32_t rank;
  int64_t dims[QSIMRT_MAX_DIMS];
} qsimrt_tensor_spec;

enum { QSIMRT_MOST_TENSORS = 8 }; // of one layer, in one container

// The tensors of a layer in the order of the container: as imported (.fweights)
// and derived (.qweights). They depend on what the .net says alone; none, with
// *count == 0, for a layer without parameters, or without the quantizations
// that integers need. `tensors` has QSIMRT_MOST_TENSORS elements.
void qsimrt_float_tensors(const qsimrt_model *model, int32_t layer,
                          qsimrt_tensor_spec *tensors, int32_t *count);
void qsimrt_derived_tensors(const qsimrt_model *model, int32_t layer,
                            qsimrt_tensor_spec *tensors, int32_t *count);

// What a layer holds for a tensor with this suffix; NULL for none.
const void *qsimrt_tensor_of(const qsimrt_layer *layer, const char *suffix);

// Lets a description of a layer hold other data for a tensor; the data stays
// the caller's.
void qsimrt_set_tensor(qsimrt_layer *layer, const char *suffix,
                       const void *data);

// The tensors of a layer in a .packed: none where no optimised kernel reads its
// integers. `tensors` and the dependence as above.
void qsimrt_packed_tensors(const qsimrt_model *model, int32_t layer,
                           qsimrt_tensor_spec *tensors, int32_t *count);

// Fills destinations[i], of the size that qsimrt_packed_tensors says, from the
// model's integers: the same bytes on every machine.
void qsimrt_pack_tensors(const qsimrt_model *model, int32_t layer,
                         void *const *destinations);

// What a .packed that belongs to this .qweights carries as its binding.
uint32_t qsimrt_packed_binding(const qsimrt_bytes *qweights);

// Fills destinations[i], of the size that qsimrt_derived_tensors says, with its
// i-th tensor. The model needs its float parameters, not its integers.
// DOES_NOT_FIT names the layer, channel, value and limit.
qsimrt_status qsimrt_derive_layer(const qsimrt_model *model, int32_t layer,
                                  void *const *destinations,
                                  qsimrt_error *error);

// Where the derived integers of a layer with weights go (caller's arrays). A
// member that the layer has no tensor for is not used.
typedef struct qsimrt_derived_convolutional {
  void *q_weights; // int8_t or int16_t, as in qsimrt_convolutional
  void *q_biases;  // int32_t or int64_t
  qsimrt_multiplier *positive;
  qsimrt_multiplier *negative;
  float *hybrid_scales;
  float *hybrid_biases;
  void *table; // int8_t or int16_t; [2^(bits of the pre-activation)]
} qsimrt_derived_convolutional;

// The only code that turns float parameters and scales into integers: one
// convolutional, connected or local layer that reads a tensor of this
// quantization and shape. DOES_NOT_FIT as above.
qsimrt_status qsimrt_derive_convolutional(const qsimrt_datapath *datapath,
                                          qsimrt_arithmetic arithmetic,
                                          const qsimrt_layer *layer,
                                          const qsimrt_quant *input,
                                          const qsimrt_shape *input_shape,
                                          qsimrt_derived_convolutional *out,
                                          qsimrt_error *error);

// The multiplier that takes integers of `from` to integers of `to`.
qsimrt_status
qsimrt_derive_rescale(const qsimrt_datapath *datapath, const char *layer_name,
                      const qsimrt_quant *from, const qsimrt_quant *to,
                      qsimrt_multiplier *out, qsimrt_error *error);

// N28: the output's integer for each of the 2^bits integers of the
// pre-activation. int8_t where output->bits <= 8, else int16_t.
void qsimrt_derive_table(qsimrt_arithmetic arithmetic,
                         qsimrt_activation activation,
                         const qsimrt_parameters *parameters,
                         const qsimrt_quant *preactivation,
                         const qsimrt_quant *output, void *table);

// N27, N54: by what an activation multiplies positive and negative values; 1
// and 1 for a table.
void qsimrt_slopes(qsimrt_activation activation,
                   const qsimrt_parameters *parameters, qsimrt_leaky_form leaky,
                   double *positive, double *negative);

// 1 when input and weights are both at most 8 bits wide.
int qsimrt_is_narrow(const qsimrt_convolutional *conv,
                     const qsimrt_quant *input);

// ---- kinds and names -------------------------------------------------------

// Convolutional, connected and local: u.convolutional is theirs.
int qsimrt_has_weights(qsimrt_kind kind);
// Float32 output in every mode: heads, softmax, cost, argmax.
int qsimrt_is_host(qsimrt_kind kind);
// What qsimrt_detections decodes: yolo, region, detection, yolox.
int qsimrt_is_head(qsimrt_kind kind);
// Layers that u.elementwise describes.
int qsimrt_is_elementwise(qsimrt_kind kind);
// In INT: inputs times multipliers of one shift, then added, subtracted or
// compared (N31, N61); and sums of integers times one multiplier (N33, N60).
int qsimrt_sums(const qsimrt_layer *layer);
int qsimrt_averages(const qsimrt_layer *layer);
// An activation that INT looks up instead of multiplying (N28).
int qsimrt_is_table(qsimrt_activation activation);
// Whether it multiplies negative values by another number (N27, N54).
int qsimrt_has_negative_multipliers(qsimrt_activation activation);
// The activation of a layer (linear for kinds that have none) and the
// quantization before it (bits == 0 where there is none).
qsimrt_activation qsimrt_activation_of(const qsimrt_layer *layer);
qsimrt_quant qsimrt_preactivation_of(const qsimrt_layer *layer);
// Of the activation; count is 0 where there are none.
const qsimrt_parameters *qsimrt_parameters_of(const qsimrt_layer *layer);
// How many parameters an activation has (N54). 1 where it may lack them.
int32_t qsimrt_parameter_count(qsimrt_activation activation, int *may_lack);
// The window of a convolutional, local or max pool layer, or of an average pool
// that has one; else size_y is 0.
qsimrt_window qsimrt_window_of(const qsimrt_layer *layer);

const char *qsimrt_kind_name(qsimrt_kind kind); // "convolutional", ...
const char *qsimrt_activation_name(qsimrt_activation activation); // "mish", ...
const char *
qsimrt_arithmetic_name(qsimrt_arithmetic arithmetic); // "pjreddie", ...
const char *qsimrt_mode_name(qsimrt_mode mode);       // "float", ...
const char *qsimrt_resize_name(qsimrt_resize resize); // "center-crop", ...
const char *qsimrt_status_name(qsimrt_status status);

#ifdef __cplusplus
}
#endif
#endif // QSIMRT_QSIMRT_H
