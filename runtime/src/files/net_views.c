// SPDX-License-Identifier: Apache-2.0
// Constants and views in the .net file: constant, strided, pad, resize.
#include "files/message.h"
#include "files/names.h"
#include "files/net_layers.h"

void qsimrt_read_constant(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values) {
  // Any shape, and parameters that the .net does not hold.
  (void)net, (void)layer, (void)values;
}

static int64_t volume_of(const qsimrt_shape *shape) {
  return (int64_t)shape->c * shape->h * shape->w;
}

// Every index lies inside the input: with all steps that go down at their ends,
// and with all that go up.
static void check_reach(qsimrt_net *net, const qsimrt_layer *layer,
                        qsimrt_span at) {
  qsimrt_text *text = &net->text;
  const qsimrt_strided *view = &layer->u.strided;
  const int64_t count = volume_of(qsimrt_net_shape(net, layer->inputs[0]));
  int64_t lowest = view->offset, highest = view->offset;
  for (int32_t i = 0; i < view->sizes.rank; ++i) {
    // The sum of all size - 1 is below their product: no sum reaches 2^62.
    const int64_t reach = (view->sizes.dims[i] - 1) * (int64_t)view->steps[i];
    *(reach < 0 ? &lowest : &highest) += reach;
  }
  if (text->status == QSIMRT_OK && (lowest < 0 || highest >= count))
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key 'steps': reach elements %D..%D of "
                               "the input, which has %D",
                               text->name, at.line, lowest, highest, count);
}

void qsimrt_read_strided(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  enum { SIZES = QSIMRT_KEY_OWN, STEPS, OFFSET };
  qsimrt_text *text = &net->text;
  qsimrt_strided *view = &layer->u.strided;
  const int32_t volume = qsimrt_read_view(net, values[SIZES], &view->sizes);
  if (text->status != QSIMRT_OK)
    return;
  qsimrt_text_integers(text, values[STEPS], -INT32_MAX, INT32_MAX, view->steps,
                       view->sizes.rank);
  view->offset = qsimrt_text_integer(text, values[OFFSET], 0, INT32_MAX);
  if (text->status == QSIMRT_OK)
    check_reach(net, layer, values[STEPS]);
  qsimrt_check_volume(net, values, layer, volume);
  qsimrt_check_quant_kept(net, values, layer);
}

// The view has the elements of the input.
static void read_input_view(qsimrt_net *net, const qsimrt_layer *layer,
                            qsimrt_span value, qsimrt_view *view) {
  qsimrt_text *text = &net->text;
  const int64_t wanted = volume_of(qsimrt_net_shape(net, layer->inputs[0]));
  const int32_t volume = qsimrt_read_view(net, value, view);
  if (text->status == QSIMRT_OK && volume != wanted)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key '%s': expected dimensions of %D elements, "
        "those of the input, got %q",
        text->name, value.line, value.key, wanted, value.text, value.length);
}

// The number of elements of the output; 2^31 where a dimension is too large.
static int64_t padded_volume(qsimrt_net *net, const qsimrt_pad *pad,
                             qsimrt_span at) {
  qsimrt_text *text = &net->text;
  int64_t volume = 1;
  for (int32_t i = 0; i < pad->in.rank; ++i) {
    const int64_t size =
        (int64_t)pad->before[i] + pad->in.dims[i] + pad->after[i];
    if (size < 1) {
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE,
          "%s:%d: key 'after': %d + %d + %d leaves nothing of dimension %d",
          text->name, at.line, pad->before[i], pad->in.dims[i], pad->after[i],
          i);
      return 0;
    }
    volume = qsimrt_product(volume, size);
  }
  return volume;
}

void qsimrt_read_pad(qsimrt_net *net, qsimrt_layer *layer,
                     const qsimrt_span *values) {
  enum { DIMS = QSIMRT_KEY_OWN, BEFORE, AFTER, MODE, VALUE };
  qsimrt_text *text = &net->text;
  qsimrt_pad *pad = &layer->u.pad;
  read_input_view(net, layer, values[DIMS], &pad->in);
  if (text->status != QSIMRT_OK)
    return;
  qsimrt_text_integers(text, values[BEFORE], -INT32_MAX, INT32_MAX, pad->before,
                       pad->in.rank);
  qsimrt_text_integers(text, values[AFTER], -INT32_MAX, INT32_MAX, pad->after,
                       pad->in.rank);
  pad->mode =
      (qsimrt_pad_mode)qsimrt_text_choice(text, values[MODE], qsimrt_pad_words);
  pad->value = qsimrt_text_number(text, qsimrt_span_or(values[VALUE], "0"), 1);
  if (text->status != QSIMRT_OK)
    return;
  const int64_t volume = padded_volume(net, pad, values[AFTER]);
  qsimrt_check_volume(net, values, layer, volume);
  qsimrt_check_quant_kept(net, values, layer);
}

// Given exactly with the coordinates that have one.
static void read_roi(qsimrt_net *net, qsimrt_resizing *resize,
                     qsimrt_span value) {
  qsimrt_text *text = &net->text;
  value = qsimrt_span_or(value, "none");
  if (resize->coordinates != QSIMRT_TF_CROP_AND_RESIZE) {
    if (!qsimrt_span_equals(value, "none"))
      qsimrt_text_expected(text, value,
                           "none, as the coordinates are not "
                           "tf_crop_and_resize");
    return;
  }
  if (qsimrt_text_list_length(value) != 4) {
    qsimrt_text_expected(text, value,
                         "four numbers, start and end of rows, then of "
                         "columns");
    return;
  }
  for (int i = 0; i < 4; ++i)
    resize->roi[i] = qsimrt_text_number(text, qsimrt_text_list_next(&value), 0);
}

void qsimrt_read_resize(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values) {
  enum {
    MODE = QSIMRT_KEY_OWN,
    COORDINATES,
    SCALE,
    SCALE_X,
    ROUNDING,
    CUBIC_A,
    EXCLUDE_OUTSIDE,
    ROI,
    EXTRAPOLATION
  };
  qsimrt_text *text = &net->text;
  qsimrt_resizing *resize = &layer->u.resize;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  resize->mode = (qsimrt_resize_mode)qsimrt_text_choice(
      text, values[MODE], qsimrt_resize_mode_words);
  resize->coordinates = (qsimrt_coordinates)qsimrt_text_choice(
      text, values[COORDINATES], qsimrt_coordinates_words);
  resize->scale = qsimrt_text_positive(text, values[SCALE]);
  resize->scale_x = qsimrt_text_positive(text, values[SCALE_X]);
  resize->rounding = (qsimrt_nearest_rounding)qsimrt_text_choice(
      text, qsimrt_span_or(values[ROUNDING], "round_prefer_floor"),
      qsimrt_nearest_words);
  resize->cubic_a =
      qsimrt_text_number(text, qsimrt_span_or(values[CUBIC_A], "-0.75"), 0);
  resize->exclude_outside = qsimrt_text_integer(
      text, qsimrt_span_or(values[EXCLUDE_OUTSIDE], "0"), 0, 1);
  read_roi(net, resize, values[ROI]);
  resize->extrapolation =
      qsimrt_text_number(text, qsimrt_span_or(values[EXTRAPOLATION], "0"), 1);
  // The number of rows and columns is the shape's.
  qsimrt_check_shape(net, values, layer,
                     (qsimrt_extents){in->c, layer->shape.h, layer->shape.w});
  qsimrt_check_quant_kept(net, values, layer);
}

void qsimrt_read_reduce(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values) {
  enum { OPERATION = QSIMRT_KEY_OWN, DIMS, AXES };
  enum { MOST_VALUES = 1 << 22 }; // N60
  qsimrt_text *text = &net->text;
  qsimrt_reduce *reduce = &layer->u.reduce;
  reduce->operation = (qsimrt_reduce_kind)qsimrt_text_choice(
      text, values[OPERATION], qsimrt_reduce_words);
  read_input_view(net, layer, values[DIMS], &reduce->in);
  if (text->status != QSIMRT_OK)
    return;
  qsimrt_text_integers(text, values[AXES], 0, 1, reduce->axes, reduce->in.rank);
  int64_t kept = 1, reduced = 1;
  for (int32_t i = 0; i < reduce->in.rank; ++i)
    *(reduce->axes[i] ? &reduced : &kept) *= reduce->in.dims[i];
  if (text->status == QSIMRT_OK && qsimrt_averages(layer) &&
      reduced > MOST_VALUES)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'axes': the %s of %D values; at most 2^22 are "
                    "supported",
                    text->name, values[AXES].line,
                    qsimrt_reduce_words[reduce->operation], reduced);
  qsimrt_check_volume(net, values, layer, kept);
  if (qsimrt_averages(layer))
    qsimrt_check_inputs_quantized(net, values, layer);
  else
    qsimrt_check_quant_kept(net, values, layer);
}

void qsimrt_read_argmax(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values) {
  enum { OUTER = QSIMRT_KEY_OWN, INNER, LAST };
  qsimrt_text *text = &net->text;
  qsimrt_argmax *own = &layer->u.argmax;
  const int64_t count = volume_of(qsimrt_net_shape(net, layer->inputs[0]));
  own->outer = qsimrt_text_integer(text, values[OUTER], 1, INT32_MAX);
  own->inner = qsimrt_text_integer(text, values[INNER], 1, INT32_MAX);
  own->last =
      qsimrt_text_integer(text, qsimrt_span_or(values[LAST], "0"), 0, 1);
  const int64_t runs = (int64_t)own->outer * own->inner;
  if (text->status == QSIMRT_OK && count % runs != 0)
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key 'inner': %d x %d runs do not divide "
                               "the %D values of the input",
                               text->name, values[INNER].line, own->outer,
                               own->inner, count);
  qsimrt_check_volume(net, values, layer, runs);
}
