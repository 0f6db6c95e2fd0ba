// SPDX-License-Identifier: Apache-2.0
// Detections: decoding the heads and undoing the resize (numerics.md N21, N24,
// N34, N40, N41, N67).
#include "elementary.h"
#include "session.h"

typedef struct sink {
  qsimrt_detection *detections;
  size_t capacity, count;
} sink;

// The detections of one box: one for every class above the threshold.
static void decode_classes(qsimrt_detection box, const float *classes,
                           int64_t step, int32_t class_count, float threshold,
                           sink *to) {
  for (int32_t k = 0; k < class_count; ++k) {
    box.score = box.objectness * classes[k * step];
    box.class_id = k;
    if (!(box.score > threshold))
      continue;
    if (to->count < to->capacity)
      to->detections[to->count] = box;
    ++to->count;
  }
}

// ---- yolo and region: anchors, entries a plane apart

// What the two have in common.
typedef struct anchored_head {
  int32_t classes, anchor_count;
  const int32_t *mask; // NULL: all anchors, in order
  const float *anchors;
  double wide, high; // the unit of the anchors is one of `wide` x `high`
  int squares;       // new_coords: sizes are v * v * 4, not exp(v)
} anchored_head;

static anchored_head anchored_head_of(const qsimrt_model *model,
                                      const qsimrt_layer *layer) {
  anchored_head head = {0};
  if (layer->kind == QSIMRT_YOLO) {
    const qsimrt_yolo *yolo = &layer->u.yolo;
    head.classes = yolo->classes;
    head.anchor_count = yolo->anchor_count;
    head.mask = yolo->mask;
    head.anchors = yolo->anchors;
    head.wide = model->image.w;
    head.high = model->image.h;
    head.squares = yolo->new_coords;
  } else {
    const qsimrt_region *region = &layer->u.region;
    head.classes = region->classes;
    head.anchor_count = region->anchor_count;
    head.anchors = region->anchors;
    head.wide = layer->shape.w;
    head.high = layer->shape.h;
  }
  return head;
}

static double size_of(const anchored_head *head, float value) {
  return head->squares ? (double)value * value * 4 : qsimrt_exp(value);
}

static void decode_anchored_box(const anchored_head *head, qsimrt_shape map,
                                const float *entries, qsimrt_detection *out) {
  const int64_t plane = (int64_t)map.h * map.w;
  const int64_t k = head->mask ? head->mask[out->anchor] : out->anchor;
  const float *sizes = head->anchors + 2 * k;
  const int32_t row = out->cell / map.w, column = out->cell % map.w;
  out->x = (float)((column + (double)entries[0 * plane]) / map.w);
  out->y = (float)((row + (double)entries[1 * plane]) / map.h);
  out->w = (float)(size_of(head, entries[2 * plane]) * sizes[0] / head->wide);
  out->h = (float)(size_of(head, entries[3 * plane]) * sizes[1] / head->high);
  out->objectness = entries[4 * plane];
}

static void decode_anchored(const qsimrt_model *model, int32_t layer,
                            const float *out, float threshold, sink *to) {
  const qsimrt_shape map = model->layers[layer].shape;
  const anchored_head head = anchored_head_of(model, &model->layers[layer]);
  const int64_t plane = (int64_t)map.h * map.w;
  for (int32_t cell = 0; cell < plane; ++cell) {
    for (int32_t anchor = 0; anchor < head.anchor_count; ++anchor) {
      const float *entries =
          out + (int64_t)anchor * (5 + head.classes) * plane + cell;
      if (!(entries[4 * plane] > threshold))
        continue;
      qsimrt_detection box = {.layer = layer, .cell = cell, .anchor = anchor};
      decode_anchored_box(&head, map, entries, &box);
      decode_classes(box, entries + 5 * plane, plane, head.classes, threshold,
                     to);
    }
  }
}

// ---- detection: all class scores, then all objectness, then all boxes

static void decode_cells(const qsimrt_layer *layer, const float *out,
                         float threshold, sink *to) {
  const qsimrt_detection_head *head = &layer->u.detection;
  const int64_t cells = (int64_t)head->side * head->side;
  const float *objectness = out + cells * head->classes;
  const float *boxes = objectness + cells * head->num;
  for (int32_t cell = 0; cell < cells; ++cell) {
    for (int32_t b = 0; b < head->num; ++b) {
      const int64_t at = (int64_t)cell * head->num + b;
      const float *v = boxes + 4 * at;
      qsimrt_detection box = {.layer = layer->index, .cell = cell, .anchor = b};
      box.x = (float)((cell % head->side + (double)v[0]) / head->side);
      box.y = (float)((cell / head->side + (double)v[1]) / head->side);
      box.w = head->sqrt ? (float)((double)v[2] * v[2]) : v[2];
      box.h = head->sqrt ? (float)((double)v[3] * v[3]) : v[3];
      box.objectness = objectness[at];
      decode_classes(box, out + (int64_t)cell * head->classes, 1, head->classes,
                     threshold, to);
    }
  }
}

// ---- yolox: a row for each cell of each grid

static void decode_rows(const qsimrt_model *model, const qsimrt_layer *layer,
                        const float *out, float threshold, sink *to) {
  const qsimrt_yolox *head = &layer->u.yolox;
  const double high = model->image.h, wide = model->image.w;
  const float *v = out;
  int32_t row = 0;
  for (int32_t k = 0; k < head->stride_count; ++k) {
    const int32_t stride = head->strides[k], columns = model->image.w / stride;
    const int32_t cells = model->image.h / stride * columns;
    for (int32_t cell = 0; cell < cells;
         ++cell, ++row, v += 5 + head->classes) {
      if (!(v[4] > threshold))
        continue;
      qsimrt_detection box = {.layer = layer->index, .cell = row};
      box.x = (float)((cell % columns + (double)v[0]) * stride / wide);
      box.y = (float)((cell / columns + (double)v[1]) * stride / high);
      box.w = (float)(qsimrt_exp(v[2]) * stride / wide);
      box.h = (float)(qsimrt_exp(v[3]) * stride / high);
      box.objectness = v[4];
      decode_classes(box, v + 5, 1, head->classes, threshold, to);
    }
  }
}

qsimrt_status qsimrt_detections(qsimrt_session *session, float threshold,
                                qsimrt_detection *detections, size_t capacity,
                                size_t *count, qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  sink to = {detections, capacity, 0};
  *count = 0;
  for (int32_t i = 0; i < model->layer_count; ++i) {
    if (!qsimrt_is_head(model->layers[i].kind))
      continue;
    qsimrt_tensor tensor;
    const qsimrt_status status = qsimrt_output(session, i, &tensor, error);
    if (status != QSIMRT_OK)
      return status;
    if (model->layers[i].kind == QSIMRT_DETECTION)
      decode_cells(&model->layers[i], tensor.data, threshold, &to);
    else if (model->layers[i].kind == QSIMRT_YOLOX)
      decode_rows(model, &model->layers[i], tensor.data, threshold, &to);
    else
      decode_anchored(model, i, tensor.data, threshold, &to);
  }
  *count = to.count;
  return QSIMRT_OK;
}

// ---- back to the picture

// N24: the picture keeps its proportions and fits into the network's input.
static qsimrt_placement place_whole(qsimrt_shape network, int64_t picture_width,
                                    int64_t picture_height) {
  qsimrt_placement place = {0, 0, network.w, network.h};
  if ((float)network.w / (float)picture_width <
      (float)network.h / (float)picture_height)
    place.height = picture_height * network.w / picture_width;
  else
    place.width = picture_width * network.h / picture_height;
  return place;
}

// N34: it keeps its proportions, and its shorter side becomes `side`.
static qsimrt_placement place_shorter(int64_t side, int64_t picture_width,
                                      int64_t picture_height) {
  qsimrt_placement place = {0, 0, side, side};
  if (picture_width < picture_height)
    place.height = picture_height * side / picture_width;
  else
    place.width = picture_width * side / picture_height;
  return place;
}

qsimrt_placement qsimrt_place_picture(const qsimrt_preprocess *preprocess,
                                      qsimrt_shape network,
                                      int32_t picture_width,
                                      int32_t picture_height) {
  qsimrt_placement place = {0, 0, network.w, network.h};
  switch (preprocess->resize) {
  case QSIMRT_RESIZE_STRETCH:
    return place;
  case QSIMRT_RESIZE_LETTERBOX:
    place = place_whole(network, picture_width, picture_height);
    break;
  case QSIMRT_RESIZE_LETTERBOX_TOP_LEFT:
    return place_whole(network, picture_width, picture_height);
  case QSIMRT_RESIZE_CENTER_CROP:
    place = place_shorter(network.w, picture_width, picture_height);
    break;
  case QSIMRT_RESIZE_CROP:
    place = place_shorter(preprocess->crop_side, picture_width, picture_height);
    break;
  }
  place.x = (network.w - place.width) / 2;
  place.y = (network.h - place.height) / 2;
  return place;
}

void qsimrt_restore_boxes(qsimrt_detection *detections, size_t count,
                          const qsimrt_preprocess *preprocess,
                          qsimrt_shape network, int32_t picture_width,
                          int32_t picture_height) {
  if (preprocess->resize == QSIMRT_RESIZE_STRETCH)
    return; // relative boxes do not change when the picture is stretched
  const qsimrt_placement place =
      qsimrt_place_picture(preprocess, network, picture_width, picture_height);
  // A picture so thin that nothing of it is left has no boxes to restore.
  const double wide = (double)(place.width > 0 ? place.width : 1);
  const double high = (double)(place.height > 0 ? place.height : 1);
  for (size_t i = 0; i < count; ++i) {
    qsimrt_detection *box = &detections[i];
    box->x = (float)((box->x * (double)network.w - (double)place.x) / wide);
    box->y = (float)((box->y * (double)network.h - (double)place.y) / high);
    box->w = (float)(box->w * (double)network.w / wide);
    box->h = (float)(box->h * (double)network.h / high);
  }
}
