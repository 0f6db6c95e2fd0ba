// SPDX-License-Identifier: Apache-2.0
// Softmax and the heads (numerics.md N20, N39 to N41).
#include "KernelCall.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace qsim::test;

float logistic(float x) { return float(1 / (1 + std::exp(-double(x)))); }

// Softmax of values that are exact: e^0 and multiples of it.
TEST(Softmax, RunsAreSeparate) {
  KernelCall call;
  const Reals in{1, 1, 5, 5, 5, -1e30f};
  call.input(in, {6, 1, 1});
  call.layer.shape = {6, 1, 1};
  call.layer.u.softmax = {3, 1, 1, 0};
  EXPECT_EQ(call.run<float>(qsimrt_softmax_float),
            (Reals{0.5f, 0.5f, 0.5f, 0.5f, 1, 0}));
  call.layer.u.softmax = {2, 1, 1, 0}; // (1, 1, 5) and (5, 5, -1e30)
  const Reals out = call.run<float>(qsimrt_softmax_float);
  const float low = float(std::exp(-4.0)), sum = (low + low) + 1;
  EXPECT_EQ(out, (Reals{low / sum, low / sum, 1 / sum, 0.5f, 0.5f, 0}));
}

TEST(Softmax, TemperatureDividesFirst) {
  KernelCall call;
  const Reals in{3, 1};
  call.input(in, {2, 1, 1});
  call.layer.shape = {2, 1, 1};
  call.layer.u.softmax = {1, 3, 1, 0};
  const float below = 1.0f / 3 - 3.0f / 3;
  const float e = float(std::exp(double(below)));
  EXPECT_EQ(call.run<float>(qsimrt_softmax_float),
            (Reals{1 / (1 + e), e / (1 + e)}));
}

// N63: runs of every second value, and their logarithm.
TEST(Softmax, InnerAndLog) {
  KernelCall call;
  const Reals in{1, 5, 1, 5, 1, 5 - 1e30f};
  call.input(in, {3, 2, 1});
  call.layer.shape = {3, 2, 1};
  call.layer.u.softmax = {1, 1, 2, 0};
  EXPECT_EQ(call.run<float>(qsimrt_softmax_float),
            (Reals{1.0f / 3, 0.5f, 1.0f / 3, 0.5f, 1.0f / 3, 0}));
  call.layer.u.softmax = {1, 1, 2, 1};
  const float third = float(std::log(3.0)), half = float(std::log(2.0));
  EXPECT_EQ(call.run<float>(qsimrt_softmax_float),
            (Reals{-third, -half, -third, -half, -third, -1e30f}));
}

TEST(Cost, IsTheIdentity) {
  KernelCall call;
  const Reals in{3, -1};
  call.input(in, {2, 1, 1});
  call.layer.shape = {2, 1, 1};
  EXPECT_EQ(call.run<float>(qsimrt_cost_float), in);
}

TEST(Yolo, LogisticOnAllButSizes) {
  KernelCall call;
  // One anchor, one class: x y w h objectness class, of one cell.
  const Reals in{0, -1, 2, -3, 4, -200};
  call.input(in, {6, 1, 1});
  call.layer.shape = {6, 1, 1};
  call.layer.u.yolo.classes = 1;
  call.layer.u.yolo.scale_x_y = 1;
  const Reals out = call.run<float>(qsimrt_yolo_float);
  EXPECT_EQ(out[0], 0.5f);
  EXPECT_EQ(out[1], float(1 / (1 + std::exp(1.0))));
  EXPECT_EQ(out[2], 2.0f);
  EXPECT_EQ(out[3], -3.0f);
  EXPECT_EQ(out[4], float(1 / (1 + std::exp(-4.0))));
  EXPECT_EQ(out[5], 0.0f); // e^-200 is below float32
}

TEST(Yolo, ScalesCentres) {
  KernelCall call;
  const Reals in{0, 1, 2, -3, 0, 0};
  call.input(in, {6, 1, 1});
  call.layer.shape = {6, 1, 1};
  call.layer.u.yolo.classes = 1;
  call.layer.u.yolo.scale_x_y = 2; // v * 2 - 0.5
  EXPECT_EQ(call.run<float>(qsimrt_yolo_float),
            (Reals{0.5f, logistic(1) * 2 - 0.5f, 2, -3, 0.5f, 0.5f}));
}

TEST(Yolo, NewCoordsAreNotActivated) {
  KernelCall call;
  const Reals in{0.25f, 0.75f, 2, -3, 0.5f, 0.125f};
  call.input(in, {6, 1, 1});
  call.layer.shape = {6, 1, 1};
  call.layer.u.yolo.classes = 1;
  call.layer.u.yolo.new_coords = 1;
  call.layer.u.yolo.scale_x_y = 2;
  EXPECT_EQ(call.run<float>(qsimrt_yolo_float),
            (Reals{0, 1, 2, -3, 0.5f, 0.125f}));
  call.layer.u.yolo.scale_x_y = 1;
  EXPECT_EQ(call.run<float>(qsimrt_yolo_float), in);
}

// Two anchors, two classes, one row of two cells: channels of an anchor are x y
// w h objectness class class.
TEST(Region, SoftmaxOverTheClassesOfACell) {
  KernelCall call;
  Reals in(2 * 7 * 2, 0.0f);
  in[2 * 2] = 9;             // anchor 0, w, cell 0
  in[4 * 2 + 1] = -1;        // anchor 0, objectness, cell 1
  in[7 * 2 + 3 * 2 + 1] = 7; // anchor 1, h, cell 1
  in[7 * 2 + 5 * 2 + 1] = 2; // anchor 1, class 0, cell 1
  call.input(in, {14, 1, 2});
  call.layer.shape = {14, 1, 2};
  call.layer.u.region = {2, 2, 1, nullptr};
  Reals want(28, 0.5f);
  for (int anchor : {0, 1})
    for (int size : {4, 5, 6, 7})
      want[size_t(anchor * 14 + size)] = 0;
  want[4] = 9;
  want[9] = logistic(-1);
  want[21] = 7;
  const float e = float(std::exp(-2.0));
  want[25] = 1 / (1 + e);
  want[27] = e / (1 + e);
  EXPECT_EQ(call.run<float>(qsimrt_region_float), want);

  call.layer.u.region.softmax = 0;
  want[25] = logistic(2);
  want[27] = 0.5f;
  EXPECT_EQ(call.run<float>(qsimrt_region_float), want);
}

// side 1, one box, three classes: 3 scores, objectness, x y w h.
TEST(Detection, SoftmaxOverTheScoresOnly) {
  KernelCall call;
  const Reals in{4, 4, -1e30f, 3, 0.5f, 0.25f, 2, 4};
  call.input(in, {8, 1, 1});
  call.layer.shape = {8, 1, 1};
  call.layer.u.detection = {3, 1, 1, 0, 1};
  EXPECT_EQ(call.run<float>(qsimrt_detection_float), in);
  call.layer.u.detection.softmax = 1;
  EXPECT_EQ(call.run<float>(qsimrt_detection_float),
            (Reals{0.5f, 0.5f, 0, 3, 0.5f, 0.25f, 2, 4}));
}

} // namespace
