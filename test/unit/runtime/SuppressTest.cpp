// SPDX-License-Identifier: Apache-2.0
// Suppression of boxes (numerics.md N25).
#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

qsimrt_detection box(float x, float y, float w, float h, float score,
                     int classId = 0, int cell = 0) {
  return {x, y, w, h, score, score, classId, 0, cell, 0};
}

TEST(Suppress, KeepsTheBestPerClass) {
  // Two squares of side 0.2, shifted by 0.1: both 0.02, either 0.06: 1/3.
  std::vector<qsimrt_detection> boxes = {
      box(0.5f, 0.5f, 0.2f, 0.2f, 0.5f), box(0.6f, 0.5f, 0.2f, 0.2f, 0.9f),
      box(0.6f, 0.5f, 0.2f, 0.2f, 0.7f, 1), box(0.1f, 0.1f, 0.1f, 0.1f, 0.6f)};
  auto loose = boxes;
  ASSERT_EQ(qsimrt_suppress(loose.data(), 4, 0.4f, QSIMRT_NMS_DEFAULT, 0), 4U);
  EXPECT_EQ(loose[0].score, 0.9f);
  EXPECT_EQ(loose[1].score, 0.7f);
  EXPECT_EQ(loose[2].score, 0.6f);
  EXPECT_EQ(loose[3].score, 0.5f);
  ASSERT_EQ(qsimrt_suppress(boxes.data(), 4, 0.3f, QSIMRT_NMS_DEFAULT, 0), 3U);
  EXPECT_EQ(boxes[2].score, 0.6f);
}

TEST(Suppress, AnIntersectionAtTheThresholdStays) {
  // Width 1 and 0.5 from the same corner: 0.5 / 1, and it must be > 0.5.
  qsimrt_detection pair[] = {box(0.5f, 0.5f, 1, 1, 0.9f),
                             box(0.25f, 0.5f, 0.5f, 1, 0.8f)};
  EXPECT_EQ(qsimrt_suppress(pair, 2, 0.5f, QSIMRT_NMS_DEFAULT, 0), 2U);
  EXPECT_EQ(qsimrt_suppress(pair, 2, 0.49f, QSIMRT_NMS_DEFAULT, 0), 1U);
}

TEST(Suppress, EmptyBoxesDoNotOverlap) {
  qsimrt_detection pair[] = {box(0.5f, 0.5f, 0, 0, 0.9f),
                             box(0.5f, 0.5f, 0, 0, 0.8f)};
  EXPECT_EQ(qsimrt_suppress(pair, 2, 0.0f, QSIMRT_NMS_DEFAULT, 0), 2U);
}

TEST(Suppress, EqualScoresKeepTheirOrigin) {
  std::vector<qsimrt_detection> boxes;
  for (int i = 0; i < 500; ++i)
    boxes.push_back(box(float(i), 0, 0.5f, 0.5f, float(i % 3), i % 2, i));
  std::shuffle(boxes.begin(), boxes.end(), std::mt19937(3));
  ASSERT_EQ(
      qsimrt_suppress(boxes.data(), boxes.size(), 0.5f, QSIMRT_NMS_DEFAULT, 0),
      500U);
  for (size_t i = 1; i < boxes.size(); ++i) {
    ASSERT_GE(boxes[i - 1].score, boxes[i].score);
    if (boxes[i - 1].score == boxes[i].score) {
      ASSERT_LT(boxes[i - 1].cell, boxes[i].cell);
    }
  }
  EXPECT_EQ(qsimrt_suppress(nullptr, 0, 0.5f, QSIMRT_NMS_DEFAULT, 0), 0U);
}

using Boxes = std::vector<qsimrt_detection>;

/// N25 as it is written, box by box.
float overlapOf(const qsimrt_detection &a, const qsimrt_detection &b,
                double beta) {
  const auto end = [](float at, float length) { return at + length / 2; };
  const auto begin = [](float at, float length) { return at - length / 2; };
  const float w = std::min(end(a.x, a.w), end(b.x, b.w)) -
                  std::max(begin(a.x, a.w), begin(b.x, b.w));
  const float h = std::min(end(a.y, a.h), end(b.y, b.h)) -
                  std::max(begin(a.y, a.h), begin(b.y, b.h));
  const float both = w < 0 || h < 0 ? 0 : w * h;
  const float either = a.w * a.h + b.w * b.h - both;
  const float ratio = either == 0 ? 0 : both / either;
  if (beta == 0)
    return ratio;
  const float wide = std::max(end(a.x, a.w), end(b.x, b.w)) -
                     std::min(begin(a.x, a.w), begin(b.x, b.w));
  const float high = std::max(end(a.y, a.h), end(b.y, b.h)) -
                     std::min(begin(a.y, a.h), begin(b.y, b.h));
  const float c = wide * wide + high * high;
  const float d = (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
  if (c == 0 || d == 0)
    return ratio;
  return ratio - static_cast<float>(std::pow(double(d) / c, beta));
}

Boxes suppressed(Boxes boxes, float iou, double beta) {
  std::sort(boxes.begin(), boxes.end(), [](const auto &a, const auto &b) {
    return a.score != b.score ? a.score > b.score : a.cell < b.cell;
  });
  Boxes kept;
  for (const qsimrt_detection &box : boxes)
    if (std::none_of(kept.begin(), kept.end(), [&](const auto &other) {
          return other.class_id == box.class_id &&
                 overlapOf(other, box, beta) > iou;
        }))
      kept.push_back(box);
  return kept;
}

TEST(Suppress, ManyBoxesAreKeptAndDroppedAsOneByOne) {
  std::mt19937 random(25);
  const auto number = [&](int steps) {
    return static_cast<float>(random() % (steps + 1)) /
           static_cast<float>(steps);
  };
  const std::pair<qsimrt_nms_kind, double> kinds[] = {
      {QSIMRT_NMS_DEFAULT, 0}, {QSIMRT_NMS_GREEDY, 0.6}, {QSIMRT_NMS_DIOU, 2}};
  for (auto [kind, beta] : kinds)
    for (int count : {1, 63, 64, 65, 129, 1000})
      for (float iou : {0.0f, 0.25f, 0.6f}) {
        SCOPED_TRACE(std::to_string(kind) + ", " + std::to_string(count) +
                     " boxes, " + std::to_string(iou));
        Boxes boxes;
        for (int i = 0; i < count; ++i)
          boxes.push_back(box(number(40), number(40), number(8) / 4,
                              number(8) / 4, number(50),
                              static_cast<int>(random() % 3), i));
        const Boxes wanted = suppressed(boxes, iou, beta);
        std::shuffle(boxes.begin(), boxes.end(), random);
        boxes.resize(qsimrt_suppress(boxes.data(), boxes.size(), iou, kind, 2));
        ASSERT_EQ(boxes.size(), wanted.size());
        for (std::size_t i = 0; i < boxes.size(); ++i)
          ASSERT_EQ(boxes[i].cell, wanted[i].cell);
      }
}

} // namespace
