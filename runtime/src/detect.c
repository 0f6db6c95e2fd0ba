// SPDX-License-Identifier: Apache-2.0
// Detections: decoding the heads, suppressing duplicates, undoing the resize
// (numerics.md N21, N24).
#include "elementary.h"
#include "session.h"

typedef struct sink {
  qsimrt_detection *detections;
  size_t capacity, count;
} sink;

static void decode_box(const qsimrt_yolo *yolo, qsimrt_shape image,
                       qsimrt_shape map, const float *entries, int32_t cell,
                       int32_t anchor, qsimrt_detection *out) {
  const int64_t plane = (int64_t)map.h * map.w;
  const float *sizes = yolo->anchors + 2 * (int64_t)yolo->mask[anchor];
  const int32_t row = cell / map.w, column = cell % map.w;
  out->x = (float)((column + (double)entries[0 * plane]) / map.w);
  out->y = (float)((row + (double)entries[1 * plane]) / map.h);
  out->w = (float)(qsimrt_exp(entries[2 * plane]) * sizes[0] / image.w);
  out->h = (float)(qsimrt_exp(entries[3 * plane]) * sizes[1] / image.h);
  out->objectness = entries[4 * plane];
  out->cell = cell;
  out->anchor = anchor;
}

// The detections of one box: one for every class above the threshold.
static void decode_classes(qsimrt_detection box, const float *classes,
                           int64_t plane, int32_t class_count, float threshold,
                           sink *to) {
  for (int32_t k = 0; k < class_count; ++k) {
    box.score = box.objectness * classes[k * plane];
    box.class_id = k;
    if (!(box.score > threshold))
      continue;
    if (to->count < to->capacity)
      to->detections[to->count] = box;
    ++to->count;
  }
}

static void decode_head(const qsimrt_model *model, int32_t layer,
                        const float *out, float threshold, sink *to) {
  const qsimrt_yolo *yolo = &model->layers[layer].u.yolo;
  const qsimrt_shape map = model->layers[layer].shape;
  const int64_t plane = (int64_t)map.h * map.w;
  for (int32_t cell = 0; cell < plane; ++cell) {
    for (int32_t anchor = 0; anchor < yolo->anchor_count; ++anchor) {
      const float *entries =
          out + (int64_t)anchor * (5 + yolo->classes) * plane + cell;
      if (!(entries[4 * plane] > threshold))
        continue;
      qsimrt_detection box = {.layer = layer};
      decode_box(yolo, model->image, map, entries, cell, anchor, &box);
      decode_classes(box, entries + 5 * plane, plane, yolo->classes, threshold,
                     to);
    }
  }
}

qsimrt_status qsimrt_detections(const qsimrt_session *session, float threshold,
                                qsimrt_detection *detections, size_t capacity,
                                size_t *count, qsimrt_error *error) {
  const qsimrt_model *model = session->model;
  sink to = {detections, capacity, 0};
  *count = 0;
  for (int32_t i = 0; i < model->layer_count; ++i) {
    if (model->layers[i].kind != QSIMRT_YOLO)
      continue;
    qsimrt_tensor tensor;
    const qsimrt_status status = qsimrt_output(session, i, &tensor, error);
    if (status != QSIMRT_OK)
      return status;
    decode_head(model, i, tensor.data, threshold, &to);
  }
  *count = to.count;
  return QSIMRT_OK;
}

// ---- suppression
// ---------------------------------------------------------------

// Does a come before b: the higher score; of equal ones the order of origin.
static int before(const qsimrt_detection *a, const qsimrt_detection *b) {
  if (a->score != b->score)
    return a->score > b->score;
  if (a->layer != b->layer)
    return a->layer < b->layer;
  if (a->cell != b->cell)
    return a->cell < b->cell;
  if (a->anchor != b->anchor)
    return a->anchor < b->anchor;
  return a->class_id < b->class_id;
}

// Restores the heap (last in order at the top) below `root`.
static void sift_down(qsimrt_detection *heap, size_t root, size_t count) {
  const qsimrt_detection moving = heap[root];
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && before(&heap[child], &heap[child + 1]))
      ++child;
    if (!before(&moving, &heap[child]))
      break;
    heap[root] = heap[child];
  }
  heap[root] = moving;
}

// Heapsort: in place, n log n, and as the order is total, as good as stable.
static void sort(qsimrt_detection *detections, size_t count) {
  for (size_t root = count / 2; root-- > 0;)
    sift_down(detections, root, count);
  for (size_t end = count; end-- > 1;) {
    const qsimrt_detection last = detections[0];
    detections[0] = detections[end];
    detections[end] = last;
    sift_down(detections, 0, end);
  }
}

// Length that two intervals share, given their centres and lengths.
static float shared(float centre_a, float length_a, float centre_b,
                    float length_b) {
  const float begin_a = centre_a - length_a / 2;
  const float begin_b = centre_b - length_b / 2;
  const float end_a = centre_a + length_a / 2;
  const float end_b = centre_b + length_b / 2;
  return (end_a < end_b ? end_a : end_b) -
         (begin_a > begin_b ? begin_a : begin_b);
}

static float intersection_over_union(const qsimrt_detection *a,
                                     const qsimrt_detection *b) {
  const float w = shared(a->x, a->w, b->x, b->w);
  const float h = shared(a->y, a->h, b->y, b->h);
  const float both = w < 0 || h < 0 ? 0 : w * h;
  const float either = a->w * a->h + b->w * b->h - both;
  return either == 0 ? 0 : both / either;
}

size_t qsimrt_suppress(qsimrt_detection *detections, size_t count, float iou) {
  size_t kept = 0;
  sort(detections, count);
  for (size_t i = 0; i < count; ++i) {
    int keep = 1;
    for (size_t k = 0; k < kept && keep; ++k)
      keep = detections[k].class_id != detections[i].class_id ||
             !(intersection_over_union(&detections[k], &detections[i]) > iou);
    if (keep)
      detections[kept++] = detections[i];
  }
  return kept;
}

// ---- back to the picture
// -------------------------------------------------------

void qsimrt_restore_boxes(qsimrt_detection *detections, size_t count,
                          qsimrt_resize resize, qsimrt_shape network,
                          int32_t picture_width, int32_t picture_height) {
  if (resize == QSIMRT_RESIZE_STRETCH)
    return; // relative boxes do not change when the picture is stretched
  // N24 and N34: the size of the resized picture, and where the canvas or the
  // window puts it. A crop keeps the side that a letterbox would pad.
  int64_t w = network.w, h = network.h;
  const int fits_width = resize == QSIMRT_RESIZE_CENTER_CROP
                             ? picture_width < picture_height
                             : (float)network.w / (float)picture_width <
                                   (float)network.h / (float)picture_height;
  const int64_t side =
      resize == QSIMRT_RESIZE_CENTER_CROP ? network.w : network.h;
  if (fits_width) {
    h = (int64_t)picture_height * network.w / picture_width;
  } else {
    w = (int64_t)picture_width * side / picture_height;
    h = side;
  }
  // A picture so thin that nothing of it is left has no boxes to restore.
  const double wide = (double)(w > 0 ? w : 1), high = (double)(h > 0 ? h : 1);
  const double left = (double)((network.w - w) / 2);
  const double top = (double)((network.h - h) / 2);
  for (size_t i = 0; i < count; ++i) {
    qsimrt_detection *box = &detections[i];
    box->x = (float)((box->x * (double)network.w - left) / wide);
    box->y = (float)((box->y * (double)network.h - top) / high);
    box->w = (float)(box->w * (double)network.w / wide);
    box->h = (float)(box->h * (double)network.h / high);
  }
}
