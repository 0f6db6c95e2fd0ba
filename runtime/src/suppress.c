// SPDX-License-Identifier: Apache-2.0
// Suppression of detections that overlap a better one of their class
// (numerics.md N25).
#include "elementary.h"
#include "qsimrt/qsimrt.h"

void qsimrt_nms_of(const qsimrt_model *model, qsimrt_nms_kind *kind,
                   float *beta) {
  *kind = QSIMRT_NMS_DEFAULT;
  *beta = 0.6f;
  for (int32_t i = model->layer_count; i-- > 0;) {
    const qsimrt_layer *layer = &model->layers[i];
    if (!qsimrt_is_head(layer->kind))
      continue;
    if (layer->kind == QSIMRT_YOLO) {
      *kind = layer->u.yolo.nms_kind;
      *beta = layer->u.yolo.beta_nms;
    }
    return;
  }
}

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

static int before_by_class(const qsimrt_detection *a,
                           const qsimrt_detection *b) {
  return a->class_id != b->class_id ? a->class_id < b->class_id : before(a, b);
}

typedef int order(const qsimrt_detection *a, const qsimrt_detection *b);

// Restores the heap (last in order at the top) below `root`.
static void sift_down(qsimrt_detection *heap, size_t root, size_t count,
                      order *comes_before) {
  const qsimrt_detection moving = heap[root];
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && comes_before(&heap[child], &heap[child + 1]))
      ++child;
    if (!comes_before(&moving, &heap[child]))
      break;
    heap[root] = heap[child];
  }
  heap[root] = moving;
}

// Heapsort: in place, n log n, and as the order is total, as good as stable.
static void sort(qsimrt_detection *detections, size_t count,
                 order *comes_before) {
  for (size_t root = count / 2; root-- > 0;)
    sift_down(detections, root, count, comes_before);
  for (size_t end = count; end-- > 1;) {
    const qsimrt_detection last = detections[0];
    detections[0] = detections[end];
    detections[end] = last;
    sift_down(detections, 0, end, comes_before);
  }
}

typedef struct interval {
  float begin, end;
} interval;

static interval interval_of(float centre, float length) {
  const interval out = {centre - length / 2, centre + length / 2};
  return out;
}

// The length that two intervals share, and that of the smallest around both.
static float shared(interval a, interval b) {
  return (a.end < b.end ? a.end : b.end) -
         (a.begin > b.begin ? a.begin : b.begin);
}
static float around(interval a, interval b) {
  return (a.end > b.end ? a.end : b.end) -
         (a.begin < b.begin ? a.begin : b.begin);
}

// With beta 0 the intersection over the union alone.
static float overlap(const qsimrt_detection *a, const qsimrt_detection *b,
                     double beta) {
  const interval ax = interval_of(a->x, a->w), ay = interval_of(a->y, a->h);
  const interval bx = interval_of(b->x, b->w), by = interval_of(b->y, b->h);
  const float w = shared(ax, bx), h = shared(ay, by);
  const float both = w < 0 || h < 0 ? 0 : w * h;
  const float either = a->w * a->h + b->w * b->h - both;
  const float ratio = either == 0 ? 0 : both / either;
  if (beta == 0)
    return ratio;
  const float dx = a->x - b->x, dy = a->y - b->y;
  const float distance = dx * dx + dy * dy;
  const float wide = around(ax, bx), high = around(ay, by);
  const float diagonal = wide * wide + high * high;
  if (distance == 0 || diagonal == 0)
    return ratio;
  return ratio - (float)qsimrt_pow((double)distance / diagonal, beta);
}

size_t qsimrt_suppress(qsimrt_detection *detections, size_t count, float iou,
                       qsimrt_nms_kind kind, float beta) {
  const double power = kind == QSIMRT_NMS_DEFAULT  ? 0
                       : kind == QSIMRT_NMS_GREEDY ? 0.6
                                                   : beta;
  // Only boxes of one class meet: class by class, each from its best box on.
  sort(detections, count, before_by_class);
  size_t kept = 0, first_of_class = 0;
  for (size_t i = 0; i < count; ++i) {
    // The best box of a class is always kept.
    if (kept > 0 && detections[kept - 1].class_id != detections[i].class_id)
      first_of_class = kept;
    int keep = 1;
    for (size_t k = first_of_class; k < kept && keep; ++k)
      keep = !(overlap(&detections[k], &detections[i], power) > iou);
    if (keep)
      detections[kept++] = detections[i];
  }
  sort(detections, kept, before);
  return kept;
}
