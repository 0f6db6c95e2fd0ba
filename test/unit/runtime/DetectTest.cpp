// SPDX-License-Identifier: Apache-2.0
// Boxes out of the heads, and the way back to the picture (numerics.md N21,
// N24).
#include "Network.h"

#include <algorithm>
#include <cmath>

namespace {

using namespace qsim::test;

qsimrt_detection box(float x, float y, float w, float h, float score,
                     int classId = 0, int cell = 0) {
  return {x, y, w, h, score, score, classId, 0, cell, 0};
}

TEST(Detections, DecodesEveryHeadInOrder) {
  Network network;
  Session session(network.model, planOf(QSIMRT_FLOAT));
  session.run(network.picture());
  // All heads say nothing but one box each.
  for (int head : {4, 10}) {
    std::vector<float> values(session.read(head).size(), 0.0f);
    const int size = head == 4 ? 8 : 16, plane = size * size;
    const int cell = 2 * size + 3;                   // row 2, column 3
    float *entry = values.data() + 7 * plane + cell; // anchor 1
    entry[0] = 0.5f;
    entry[plane] = 0.25f;
    entry[2 * plane] = 0.0f;           // e^0 = 1
    entry[3 * plane] = std::log(2.0f); // about 2
    entry[4 * plane] = 0.8f;
    entry[5 * plane] = 0.5f;
    entry[6 * plane] = 0.9f;
    ASSERT_EQ(qsimrt_write_float(session, head, values.data(), values.size(),
                                 nullptr),
              QSIMRT_OK);
  }
  qsimrt_detection found[8];
  size_t count = 0;
  ASSERT_EQ(qsimrt_detections(session, 0.3f, found, 8, &count, nullptr),
            QSIMRT_OK);
  // 0.8 * 0.5 = 0.4 and 0.8 * 0.9 = 0.72, in two heads.
  ASSERT_EQ(count, 4U);
  EXPECT_EQ(found[0].layer, 4);
  EXPECT_EQ(found[0].class_id, 0);
  EXPECT_EQ(found[1].class_id, 1);
  EXPECT_EQ(found[2].layer, 10);
  EXPECT_EQ(found[0].anchor, 1);
  EXPECT_EQ(found[0].cell, 19);
  EXPECT_EQ(found[0].objectness, 0.8f);
  EXPECT_EQ(found[1].score, 0.8f * 0.9f);
  // Head 4: (3 + 0.5) / 8 and (2 + 0.25) / 8; mask[1] = 1: anchor 4 x 4 of 16.
  EXPECT_EQ(found[0].x, 0.4375f);
  EXPECT_EQ(found[0].y, 0.28125f);
  EXPECT_EQ(found[0].w, 0.25f);
  EXPECT_NEAR(found[0].h, 0.5f, 1e-6);
  // Head 10: mask[1] = 2: anchor 8 x 6.
  EXPECT_EQ(found[2].x, 3.5f / 16);
  EXPECT_EQ(found[2].w, 0.5f);
  EXPECT_NEAR(found[2].h, 0.75f, 1e-6);

  // Room for one: it is the first, and the count says how many there are.
  qsimrt_detection one = {};
  ASSERT_EQ(qsimrt_detections(session, 0.3f, &one, 1, &count, nullptr),
            QSIMRT_OK);
  EXPECT_EQ(count, 4U);
  EXPECT_EQ(one.layer, 4);
  // Thresholds are strict.
  ASSERT_EQ(qsimrt_detections(session, 0.8f * 0.5f, found, 8, &count, nullptr),
            QSIMRT_OK);
  EXPECT_EQ(count, 2U);
}

TEST(Detections, WantsEveryHead) {
  Network network;
  Session session(network.model, planOf(QSIMRT_FLOAT));
  session.input(network.picture());
  size_t count = 7;
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_detections(session, 0.5f, nullptr, 0, &count, &error),
            QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(count, 0U);
}

static void restore(qsimrt_detection &one, qsimrt_resize resize,
                    qsimrt_shape network, int32_t width, int32_t height) {
  qsimrt_preprocess settings = qsimrt_default_preprocess();
  settings.resize = resize;
  settings.crop_side = resize == QSIMRT_RESIZE_CROP ? 256 : 0;
  qsimrt_restore_boxes(&one, 1, &settings, network, width, height);
}

TEST(Restore, StretchChangesNothing) {
  qsimrt_detection one = box(0.3f, 0.4f, 0.1f, 0.2f, 1);
  restore(one, QSIMRT_RESIZE_STRETCH, {3, 416, 416}, 640, 480);
  EXPECT_EQ(one.x, 0.3f);
  EXPECT_EQ(one.h, 0.2f);
}

TEST(Restore, LetterboxIsUndone) {
  // 640 x 480 in 416 x 416: 416 wide, 480 * 416 / 640 = 312 high, 52 rows
  // above.
  qsimrt_detection one = box(0.5f, 52.0f / 416, 0.5f, 156.0f / 416, 1);
  restore(one, QSIMRT_RESIZE_LETTERBOX, {3, 416, 416}, 640, 480);
  EXPECT_FLOAT_EQ(one.x, 0.5f);
  EXPECT_NEAR(one.y, 0.0f, 1e-7);
  EXPECT_FLOAT_EQ(one.w, 0.5f);
  EXPECT_FLOAT_EQ(one.h, 0.5f);
  // 480 x 640: 312 wide, 52 columns to the left.
  one = box((52.0f + 78) / 416, 0.75f, 312.0f / 416, 1, 1);
  restore(one, QSIMRT_RESIZE_LETTERBOX, {3, 416, 416}, 480, 640);
  EXPECT_FLOAT_EQ(one.x, 0.25f);
  EXPECT_FLOAT_EQ(one.y, 0.75f);
  EXPECT_FLOAT_EQ(one.w, 1.0f);
}

TEST(Restore, CenterCropIsUndone) {
  // 640 x 480 for 224 x 224: 298 wide, 37 columns to the left of the window.
  qsimrt_detection one = box(0.5f, 0.25f, 0.5f, 0.5f, 1);
  restore(one, QSIMRT_RESIZE_CENTER_CROP, {3, 224, 224}, 640, 480);
  EXPECT_FLOAT_EQ(one.x, (112.0f + 37) / 298);
  EXPECT_FLOAT_EQ(one.y, 0.25f);
  EXPECT_FLOAT_EQ(one.w, 112.0f / 298);
  EXPECT_FLOAT_EQ(one.h, 0.5f);
  // 480 x 640 for 224 x 112, scaled by the width: 298 high, 93 rows above.
  one = box(0.5f, 0.5f, 0.5f, 1, 1);
  restore(one, QSIMRT_RESIZE_CENTER_CROP, {3, 112, 224}, 480, 640);
  EXPECT_FLOAT_EQ(one.x, 0.5f);
  EXPECT_FLOAT_EQ(one.y, (56.0f + 93) / 298);
  EXPECT_FLOAT_EQ(one.h, 112.0f / 298);
}

TEST(Restore, CropOfALargerPictureIsUndone) {
  // 640 x 480 with the shorter side at 256: 341 wide; the window of 224 begins
  // 58 columns and 16 rows inside.
  qsimrt_detection one = box(0.5f, 0.5f, 0.5f, 1, 1);
  restore(one, QSIMRT_RESIZE_CROP, {3, 224, 224}, 640, 480);
  EXPECT_FLOAT_EQ(one.x, (112.0f + 58) / 341);
  EXPECT_FLOAT_EQ(one.y, (112.0f + 16) / 256);
  EXPECT_FLOAT_EQ(one.w, 112.0f / 341);
}

TEST(Restore, TopLeftLetterboxIsUndone) {
  // 640 x 480 in 416 x 416: 312 high, from the first row on.
  qsimrt_detection one = box(0.5f, 156.0f / 416, 0.5f, 156.0f / 416, 1);
  restore(one, QSIMRT_RESIZE_LETTERBOX_TOP_LEFT, {3, 416, 416}, 640, 480);
  EXPECT_FLOAT_EQ(one.x, 0.5f);
  EXPECT_FLOAT_EQ(one.y, 0.5f);
  EXPECT_FLOAT_EQ(one.h, 0.5f);
}

} // namespace
