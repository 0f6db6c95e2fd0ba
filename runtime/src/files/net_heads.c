// SPDX-License-Identifier: Apache-2.0
// Host layers of the .net file: softmax, cost, yolo, region,
// detection, yolox.
#include "files/message.h"
#include "files/names.h"
#include "files/net_layers.h"

void qsimrt_read_softmax(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  enum { GROUPS = QSIMRT_KEY_OWN, TEMPERATURE, INNER, LOG };
  qsimrt_text *text = &net->text;
  qsimrt_softmax *softmax = &layer->u.softmax;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  const int32_t count = in->c * in->h * in->w;
  softmax->groups = qsimrt_text_integer(text, values[GROUPS], 1, INT32_MAX);
  softmax->temperature = qsimrt_text_positive(text, values[TEMPERATURE]);
  if (text->status == QSIMRT_OK && count % softmax->groups != 0)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'groups': %d does not divide the %d values of "
                    "the input",
                    text->name, values[GROUPS].line, softmax->groups, count);
  softmax->inner = qsimrt_text_integer(text, qsimrt_span_or(values[INNER], "1"),
                                       1, INT32_MAX);
  softmax->log =
      qsimrt_text_integer(text, qsimrt_span_or(values[LOG], "0"), 0, 1);
  if (text->status == QSIMRT_OK &&
      count / softmax->groups % softmax->inner != 0)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'inner': %d does not divide the %d values of "
                    "a group",
                    text->name, values[INNER].line, softmax->inner,
                    count / softmax->groups);
  qsimrt_check_shape_kept(net, values, layer);
}

void qsimrt_read_cost(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values) {
  qsimrt_check_shape_kept(net, values, layer);
}

// Pairs of numbers; their count in *pairs.
static const float *read_anchors(qsimrt_net *net, qsimrt_span anchors,
                                 int32_t *pairs) {
  qsimrt_text *text = &net->text;
  const int32_t count = qsimrt_text_list_length(anchors);
  *pairs = count / 2;
  if (count % 2 != 0) {
    qsimrt_text_expected(text, anchors, "pairs of numbers");
    return NULL;
  }
  float *values = qsimrt_net_take(net, (size_t)count, sizeof *values);
  for (int32_t i = 0; values && i < count; ++i)
    values[i] = qsimrt_text_positive(text, qsimrt_text_list_next(&anchors));
  return values;
}

// A map with `anchors` boxes of 5 + classes values in each cell.
static void check_channels(qsimrt_net *net, const qsimrt_layer *layer,
                           qsimrt_span at, int32_t anchors, int32_t classes) {
  qsimrt_text *text = &net->text;
  const int32_t got = qsimrt_net_shape(net, layer->inputs[0])->c;
  const int64_t channels = (int64_t)anchors * (5 + classes);
  if (text->status == QSIMRT_OK && channels != got)
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key '%s': %d anchors of 5 + %d values "
                               "need %D input channels, got %d",
                               text->name, at.line, at.key, anchors, classes,
                               channels, got);
}

void qsimrt_read_yolo(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values) {
  enum {
    CLASSES = QSIMRT_KEY_OWN,
    MASK,
    ANCHORS,
    SCALE_X_Y,
    NEW_COORDS,
    NMS_KIND,
    BETA_NMS
  };
  qsimrt_text *text = &net->text;
  qsimrt_yolo *yolo = &layer->u.yolo;
  yolo->classes =
      qsimrt_text_integer(text, values[CLASSES], 1, QSIMRT_MAX_EXTENT);
  yolo->anchors = read_anchors(net, values[ANCHORS], &yolo->total_anchors);
  qsimrt_span mask = values[MASK];
  yolo->anchor_count = qsimrt_text_list_length(mask);
  int32_t *indices =
      qsimrt_net_take(net, (size_t)yolo->anchor_count, sizeof *indices);
  for (int32_t i = 0; indices && i < yolo->anchor_count; ++i)
    indices[i] = qsimrt_text_integer(text, qsimrt_text_list_next(&mask), 0,
                                     yolo->total_anchors - 1);
  yolo->mask = indices;
  yolo->scale_x_y =
      qsimrt_text_positive(text, qsimrt_span_or(values[SCALE_X_Y], "1"));
  yolo->new_coords =
      qsimrt_text_integer(text, qsimrt_span_or(values[NEW_COORDS], "0"), 0, 1);
  yolo->nms_kind = (qsimrt_nms_kind)qsimrt_text_choice(
      text, qsimrt_span_or(values[NMS_KIND], "default"), qsimrt_nms_words);
  yolo->beta_nms =
      qsimrt_text_positive(text, qsimrt_span_or(values[BETA_NMS], "0.6"));
  check_channels(net, layer, values[MASK], yolo->anchor_count, yolo->classes);
  qsimrt_check_shape_kept(net, values, layer);
}

void qsimrt_read_region(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values) {
  enum { CLASSES = QSIMRT_KEY_OWN, SOFTMAX, ANCHORS };
  qsimrt_text *text = &net->text;
  qsimrt_region *region = &layer->u.region;
  region->classes =
      qsimrt_text_integer(text, values[CLASSES], 1, QSIMRT_MAX_EXTENT);
  region->softmax = qsimrt_text_integer(text, values[SOFTMAX], 0, 1);
  region->anchors = read_anchors(net, values[ANCHORS], &region->anchor_count);
  check_channels(net, layer, values[ANCHORS], region->anchor_count,
                 region->classes);
  qsimrt_check_shape_kept(net, values, layer);
}

void qsimrt_read_detection(qsimrt_net *net, qsimrt_layer *layer,
                           const qsimrt_span *values) {
  enum { CLASSES = QSIMRT_KEY_OWN, SIDE, NUM, SOFTMAX, SQRT };
  enum { LARGEST_SIDE = 1024, MOST_BOXES = 1024 };
  qsimrt_text *text = &net->text;
  qsimrt_detection_head *head = &layer->u.detection;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  head->classes =
      qsimrt_text_integer(text, values[CLASSES], 1, QSIMRT_MAX_EXTENT);
  head->side = qsimrt_text_integer(text, values[SIDE], 1, LARGEST_SIDE);
  head->num = qsimrt_text_integer(text, values[NUM], 1, MOST_BOXES);
  head->softmax = qsimrt_text_integer(text, values[SOFTMAX], 0, 1);
  head->sqrt = qsimrt_text_integer(text, values[SQRT], 0, 1);
  const int64_t wanted = (int64_t)head->side * head->side *
                         (head->classes + (int64_t)head->num * 5);
  const int64_t got = (int64_t)in->c * in->h * in->w;
  if (text->status == QSIMRT_OK && wanted != got)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'side': %d x %d cells of %d classes "
                    "and %d boxes need %D input values, got %D",
                    text->name, values[SIDE].line, head->side, head->side,
                    head->classes, head->num, wanted, got);
  qsimrt_check_shape_kept(net, values, layer);
}

void qsimrt_read_yolox(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  enum { CLASSES = QSIMRT_KEY_OWN, STRIDES };
  qsimrt_text *text = &net->text;
  qsimrt_yolox *yolox = &layer->u.yolox;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  const qsimrt_shape *image = qsimrt_net_shape(net, QSIMRT_IMAGE);
  yolox->classes =
      qsimrt_text_integer(text, values[CLASSES], 1, QSIMRT_MAX_EXTENT);
  qsimrt_span list = values[STRIDES];
  yolox->stride_count = qsimrt_text_list_length(list);
  int32_t *strides =
      qsimrt_net_take(net, (size_t)yolox->stride_count, sizeof *strides);
  int64_t rows = 0;
  for (int32_t i = 0; strides && i < yolox->stride_count; ++i) {
    strides[i] = qsimrt_text_integer(text, qsimrt_text_list_next(&list), 1,
                                     QSIMRT_MAX_EXTENT);
    if (text->status != QSIMRT_OK)
      return;
    if (image->h % strides[i] != 0 || image->w % strides[i] != 0) {
      qsimrt_text_expected(text, values[STRIDES],
                           "divisors of the picture's height and width");
      return;
    }
    rows += (int64_t)(image->h / strides[i]) * (image->w / strides[i]);
    if (rows > INT32_MAX) {
      qsimrt_text_expected(text, values[STRIDES], "fewer than 2^31 cells");
      return;
    }
  }
  yolox->strides = strides;
  const int64_t wanted = rows * (5 + (int64_t)yolox->classes);
  const int64_t got = (int64_t)in->c * in->h * in->w;
  if (text->status == QSIMRT_OK && wanted != got)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'strides': %D cells of 5 + %d values "
        "need %D input values, got %D",
        text->name, values[STRIDES].line, rows, yolox->classes, wanted, got);
  qsimrt_check_shape_kept(net, values, layer);
}
