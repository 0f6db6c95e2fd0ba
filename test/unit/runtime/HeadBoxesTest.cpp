// SPDX-License-Identifier: Apache-2.0
// Boxes out of region, detection and new_coords heads, and the overlaps of
// greedynms and diounms (numerics.md N21, N25, N40, N41).
#include "Network.h"

#include <cmath>

namespace {

using namespace qsim::test;

// A network that is one head on a picture; its output is then overwritten.
struct Head {
  explicit Head(qsimrt_kind kind, qsimrt_shape shape) {
    layer.kind = kind;
    layer.name = "head";
    layer.input_count = 1;
    layer.inputs = &image;
    layer.shape = shape;
    model.magic = QSIMRT_MODEL_MAGIC;
    model.version = QSIMRT_MODEL_VERSION;
    model.name = "one";
    model.image = shape;
    model.layer_count = 1;
    model.layers = &layer;
  }
  std::vector<qsimrt_detection> decode(const std::vector<float> &values,
                                       float threshold) {
    Session session(model, planOf(QSIMRT_FLOAT));
    session.run(values);
    EXPECT_EQ(
        qsimrt_write_float(session, 0, values.data(), values.size(), nullptr),
        QSIMRT_OK);
    std::vector<qsimrt_detection> found(16);
    size_t count = 0;
    EXPECT_EQ(qsimrt_detections(session, threshold, found.data(), found.size(),
                                &count, nullptr),
              QSIMRT_OK);
    EXPECT_LE(count, found.size());
    found.resize(count);
    return found;
  }
  const int32_t image = QSIMRT_IMAGE;
  qsimrt_layer layer = {};
  qsimrt_model model = {};
};

TEST(HeadBoxes, RegionAnchorsAreInCells) {
  Head head(QSIMRT_REGION, {12, 2, 4}); // two anchors, one class, 2 x 4 cells
  const float anchors[] = {1, 2, 3, 1};
  head.layer.u.region = {1, 2, 1, anchors};
  std::vector<float> values(12 * 8, 0.0f);
  float *entry = values.data() + 6 * 8 + 6; // anchor 1, row 1, column 2
  entry[0] = 0.5f;
  entry[8] = 0.25f;
  entry[4 * 8] = 0.5f;
  entry[5 * 8] = 0.75f;
  const auto found = head.decode(values, 0.3f);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].x, 2.5f / 4);
  EXPECT_EQ(found[0].y, 1.25f / 2);
  EXPECT_EQ(found[0].w, 0.75f); // e^0 * 3 / 4
  EXPECT_EQ(found[0].h, 0.5f);  // e^0 * 1 / 2
  EXPECT_EQ(found[0].score, 0.375f);
  EXPECT_EQ(found[0].cell, 6);
  EXPECT_EQ(found[0].anchor, 1);
}

TEST(HeadBoxes, DetectionOfCells) {
  // side 2, two boxes, one class: 4 scores, 8 objectness, 8 boxes of 4
  Head head(QSIMRT_DETECTION, {44, 1, 1});
  head.layer.u.detection = {1, 2, 2, 0, 1};
  std::vector<float> values(44, 0.0f);
  values[3] = 0.5f;          // class, cell 3: row 1, column 1
  values[4 + 3 * 2 + 1] = 1; // objectness of its second box
  float *box = values.data() + 12 + 4 * 7;
  box[0] = 0.5f;
  box[1] = 0.25f;
  box[2] = 0.5f;
  box[3] = -0.25f;
  auto found = head.decode(values, 0.4f);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].x, 0.75f);
  EXPECT_EQ(found[0].y, 0.625f);
  EXPECT_EQ(found[0].w, 0.25f);
  EXPECT_EQ(found[0].h, 0.0625f);
  EXPECT_EQ(found[0].score, 0.5f);
  EXPECT_EQ(found[0].anchor, 1);
  head.layer.u.detection.sqrt = 0;
  found = head.decode(values, 0.4f);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].w, 0.5f);
  EXPECT_TRUE(head.decode(values, 0.5f).empty()); // strict
}

// N67: rows of 5 + 2 values; strides 2 and 4 on a picture of 8 x 4 pixels have
// grids of 2 x 4 and 1 x 2 cells.
TEST(HeadBoxes, YoloxRowsAreCellsOfGrids) {
  Head head(QSIMRT_YOLOX, {10, 1, 7});
  const int32_t strides[] = {2, 4};
  head.layer.u.yolox = {2, 2, strides};
  std::vector<float> values(70, 0.0f);
  float *first = values.data() + 6 * 7; // stride 2: row 1, column 2
  first[0] = 0.5f;
  first[1] = -0.25f;
  first[3] = std::log(3.0f);
  first[4] = 0.5f;
  first[6] = 0.75f;
  float *second = values.data() + 9 * 7; // stride 4: row 0, column 1
  second[1] = 0.5f;
  second[4] = 1;
  second[5] = 0.5f;
  // The picture is wider than the rows are long: its shape is the model's own.
  head.model.image = {1, 4, 8};
  head.model.layer_count = 1;
  qsimrt_layer rows = head.layer;
  // Rows out of the picture: a view of no place of it.
  qsimrt_layer layers[2] = {};
  layers[0].kind = QSIMRT_STRIDED;
  layers[0].name = "rows";
  layers[0].input_count = 1;
  layers[0].inputs = &head.image;
  layers[0].shape = {10, 1, 7};
  layers[0].u.strided.sizes = {2, {10, 7}};
  const int32_t zero = 0;
  rows.index = 1;
  rows.inputs = &zero;
  layers[1] = rows;
  head.model.layers = layers;
  head.model.layer_count = 2;
  Session session(head.model, planOf(QSIMRT_FLOAT));
  session.run(std::vector<float>(32, 0.0f));
  ASSERT_EQ(
      qsimrt_write_float(session, 1, values.data(), values.size(), nullptr),
      QSIMRT_OK);
  qsimrt_detection found[4];
  size_t count = 0;
  ASSERT_EQ(qsimrt_detections(session, 0.3f, found, 4, &count, nullptr),
            QSIMRT_OK);
  ASSERT_EQ(count, 2U);
  EXPECT_EQ(found[0].x, 0.625f);       // (2 + 0.5) * 2 / 8
  EXPECT_EQ(found[0].y, 0.375f);       // (1 - 0.25) * 2 / 4
  EXPECT_EQ(found[0].w, 0.25f);        // e^0 * 2 / 8
  EXPECT_NEAR(found[0].h, 1.5f, 1e-6); // e^log(3) * 2 / 4
  EXPECT_EQ(found[0].score, 0.375f);
  EXPECT_EQ(found[0].class_id, 1);
  EXPECT_EQ(found[0].cell, 6);
  EXPECT_EQ(found[1].x, 0.5f); // (1 + 0) * 4 / 8
  EXPECT_EQ(found[1].y, 0.5f); // (0 + 0.5) * 4 / 4
  EXPECT_EQ(found[1].w, 0.5f);
  EXPECT_EQ(found[1].h, 1.0f);
  EXPECT_EQ(found[1].class_id, 0);
  EXPECT_EQ(found[1].cell, 9);
  EXPECT_EQ(found[1].layer, 1);
  // Strict, both thresholds.
  ASSERT_EQ(qsimrt_detections(session, 0.375f, found, 4, &count, nullptr),
            QSIMRT_OK);
  EXPECT_EQ(count, 1U);
}

TEST(HeadBoxes, NewCoordsSquareTheSize) {
  Head head(QSIMRT_YOLO, {6, 1, 2});
  const float anchors[] = {9, 9, 1, 3};
  const int32_t mask[] = {1};
  auto &yolo = head.layer.u.yolo;
  yolo = {1, 1, 2, mask, anchors, 1, 1, QSIMRT_NMS_DIOU, 0.7f};
  head.model.image = {6, 1, 2}; // 2 wide, 1 high
  const std::vector<float> values{0, 0.5f,  0, 0.25f, 0, 0.5f,
                                  0, 0.25f, 0, 1,     0, 1};
  const auto found = head.decode(values, 0.1f);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].x, 0.75f); // (1 + 0.5) / 2
  EXPECT_EQ(found[0].y, 0.25f);
  EXPECT_EQ(found[0].w, 0.5f);  // 0.25 * 4 * 1 / 2
  EXPECT_EQ(found[0].h, 0.75f); // 0.0625 * 4 * 3 / 1
  qsimrt_nms_kind kind;
  float beta;
  qsimrt_nms_of(&head.model, &kind, &beta);
  EXPECT_EQ(kind, QSIMRT_NMS_DIOU);
  EXPECT_EQ(beta, 0.7f);
}

// Squares of side 0.2, 0.1 apart: 1/3 of the union; centres 0.1 apart, in a box
// of 0.3 x 0.2: d / c = 0.01 / 0.13.
TEST(Suppress, DistanceIsSubtracted) {
  const qsimrt_detection pair[] = {
      {0.5f, 0.5f, 0.2f, 0.2f, 1, 0.9f, 0, 0, 0, 0},
      {0.6f, 0.5f, 0.2f, 0.2f, 1, 0.8f, 0, 0, 1, 0}};
  const auto left = [&](float iou, qsimrt_nms_kind kind, float beta) {
    qsimrt_detection copy[] = {pair[0], pair[1]};
    return qsimrt_suppress(copy, 2, iou, kind, beta);
  };
  const double share = 0.01 / 0.13;
  for (float beta : {0.6f, 1.0f, 2.0f}) {
    const double overlap = 1.0 / 3 - std::pow(share, double(beta));
    EXPECT_EQ(left(float(overlap + 1e-4), QSIMRT_NMS_DIOU, beta), 2U) << beta;
    EXPECT_EQ(left(float(overlap - 1e-4), QSIMRT_NMS_DIOU, beta), 1U) << beta;
  }
  const double greedy = 1.0 / 3 - std::pow(share, 0.6);
  EXPECT_EQ(left(float(greedy + 1e-4), QSIMRT_NMS_GREEDY, 2), 2U);
  EXPECT_EQ(left(float(greedy - 1e-4), QSIMRT_NMS_GREEDY, 2), 1U);
  EXPECT_EQ(left(0.33f, QSIMRT_NMS_DEFAULT, 2), 1U);
}

TEST(Suppress, NothingIsSubtractedFromEqualCentres) {
  qsimrt_detection pair[] = {{0.5f, 0.5f, 0.2f, 0.2f, 1, 0.9f, 0, 0, 0, 0},
                             {0.5f, 0.5f, 0.2f, 0.1f, 1, 0.8f, 0, 0, 1, 0}};
  EXPECT_EQ(qsimrt_suppress(pair, 2, 0.49f, QSIMRT_NMS_DIOU, 0.6f), 1U);
}

TEST(Suppress, TheLastHeadDecides) {
  qsimrt_layer layers[3] = {};
  layers[0].kind = QSIMRT_YOLO;
  layers[0].u.yolo.nms_kind = QSIMRT_NMS_DIOU;
  layers[1].kind = QSIMRT_YOLO;
  layers[1].u.yolo.nms_kind = QSIMRT_NMS_GREEDY;
  layers[1].u.yolo.beta_nms = 0.6f;
  layers[2].kind = QSIMRT_CONVOLUTIONAL;
  qsimrt_model model = {};
  model.layers = layers;
  model.layer_count = 3;
  qsimrt_nms_kind kind;
  float beta;
  qsimrt_nms_of(&model, &kind, &beta);
  EXPECT_EQ(kind, QSIMRT_NMS_GREEDY);
  layers[2].kind = QSIMRT_REGION;
  qsimrt_nms_of(&model, &kind, &beta);
  EXPECT_EQ(kind, QSIMRT_NMS_DEFAULT);
}

} // namespace
