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

// Boxes that meet one kept box after the other all at once, in a form that
// compilers make vectors of.
enum { TILE = 64 };
typedef struct tile {
  float left[TILE], right[TILE], top[TILE], bottom[TILE], area[TILE];
  float ratio[TILE];
  const qsimrt_detection *boxes;
  int32_t dropped[TILE];
  size_t count;
} tile;

static void fill(tile *out, const qsimrt_detection *boxes, size_t count) {
  out->boxes = boxes;
  out->count = count;
  for (size_t j = 0; j < count; ++j) {
    const interval across = interval_of(boxes[j].x, boxes[j].w);
    const interval down = interval_of(boxes[j].y, boxes[j].h);
    out->left[j] = across.begin;
    out->right[j] = across.end;
    out->top[j] = down.begin;
    out->bottom[j] = down.end;
    out->area[j] = boxes[j].w * boxes[j].h;
    out->dropped[j] = 0;
  }
}

// The intersection over the union of box and tile, from box `first` on; 0 where
// all are at most `iou`.
static int32_t overlap(const qsimrt_detection *box, tile *with, size_t first,
                       float iou) {
  const interval across = interval_of(box->x, box->w);
  const interval down = interval_of(box->y, box->h);
  const float area = box->w * box->h;
  int32_t more = 0;
  for (size_t j = first; j < with->count; ++j) {
    const interval columns = {with->left[j], with->right[j]};
    const interval rows = {with->top[j], with->bottom[j]};
    const float w = shared(across, columns), h = shared(down, rows);
    const float both = w < 0 || h < 0 ? 0 : w * h;
    const float either = area + with->area[j] - both;
    with->ratio[j] = either == 0 ? 0 : both / either;
    more |= with->ratio[j] > iou;
  }
  return more;
}

// What is subtracted from that of two boxes: their distance to a power.
static float distance(const qsimrt_detection *a, const qsimrt_detection *b,
                      double beta) {
  const float dx = a->x - b->x, dy = a->y - b->y;
  const float apart = dx * dx + dy * dy;
  const float wide = around(interval_of(a->x, a->w), interval_of(b->x, b->w));
  const float high = around(interval_of(a->y, a->h), interval_of(b->y, b->h));
  const float diagonal = wide * wide + high * high;
  if (apart == 0 || diagonal == 0)
    return 0;
  return (float)qsimrt_pow((double)apart / diagonal, beta);
}

typedef struct limit {
  float iou;
  double beta; // 0: nothing is subtracted
} limit;

// Drops those from `first` on that overlap the box by more than the limit.
static void drop(const qsimrt_detection *box, tile *from, size_t first,
                 limit most) {
  if (!overlap(box, from, first, most.iou))
    return;
  for (size_t j = first; j < from->count; ++j) {
    // What is subtracted is never below 0.
    if (from->dropped[j] || !(from->ratio[j] > most.iou))
      continue;
    from->dropped[j] =
        most.beta == 0 ||
        from->ratio[j] - distance(box, &from->boxes[j], most.beta) > most.iou;
  }
}

// The boxes of one class, by falling score, from `boxes` to `kept` on, which is
// not behind; how many are kept.
static size_t suppress_class(const qsimrt_detection *boxes, size_t count,
                             qsimrt_detection *kept, limit most) {
  size_t kept_count = 0;
  for (size_t first = 0; first < count; first += TILE) {
    tile now;
    fill(&now, boxes + first, count - first < TILE ? count - first : TILE);
    for (size_t k = 0; k < kept_count; ++k)
      drop(&kept[k], &now, 0, most);
    for (size_t j = 0; j < now.count; ++j)
      if (!now.dropped[j])
        drop(&now.boxes[j], &now, j + 1, most);
    // `kept` may reach into this tile, but never beyond what it has read.
    for (size_t j = 0; j < now.count; ++j)
      if (!now.dropped[j])
        kept[kept_count++] = now.boxes[j];
  }
  return kept_count;
}

size_t qsimrt_suppress(qsimrt_detection *detections, size_t count, float iou,
                       qsimrt_nms_kind kind, float beta) {
  const limit most = {iou, kind == QSIMRT_NMS_DEFAULT  ? 0
                           : kind == QSIMRT_NMS_GREEDY ? 0.6
                                                       : beta};
  // Only boxes of one class meet.
  sort(detections, count, before_by_class);
  size_t kept = 0;
  for (size_t first = 0, end; first < count; first = end) {
    const int32_t class_id = detections[first].class_id;
    for (end = first; end < count && detections[end].class_id == class_id;)
      ++end;
    kept += suppress_class(detections + first, end - first, detections + kept,
                           most);
  }
  sort(detections, kept, before);
  return kept;
}
