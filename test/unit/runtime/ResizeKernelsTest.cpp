// SPDX-License-Identifier: Apache-2.0
// Resize (numerics.md N59) with numbers computed by hand.
#include "KernelCall.h"

extern "C" {
#include "kernels/resize.h"
}

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace qsim::test;

struct Resize : testing::Test {
  KernelCall call;
  qsimrt_resizing &resize = call.layer.u.resize;
  Resize() {
    call.layer.kind = QSIMRT_RESIZE;
    resize.scale = resize.scale_x = 1;
    resize.cubic_a = -0.75f;
  }
  // A row of `in` to `out` columns.
  Reals row(const Reals &in, int32_t out) {
    call.inputs = {{in.data(), {1, 1, int32_t(in.size())}, {}}};
    call.layer.shape = {1, 1, out};
    return call.run<float>(qsimrt_resize_float);
  }
};

TEST_F(Resize, NearestByEachRounding) {
  resize.coordinates = QSIMRT_ASYMMETRIC;
  resize.scale_x = 2; // at 0, 0.5, 1, 1.5
  const Reals in{1, 2};
  resize.rounding = QSIMRT_ROUND_PREFER_FLOOR;
  EXPECT_EQ(row(in, 4), (Reals{1, 1, 2, 2}));
  resize.rounding = QSIMRT_ROUND_PREFER_CEIL;
  EXPECT_EQ(row(in, 4), (Reals{1, 2, 2, 2}));
  resize.rounding = QSIMRT_NEAREST_FLOOR;
  EXPECT_EQ(row(in, 4), (Reals{1, 1, 2, 2}));
  resize.rounding = QSIMRT_NEAREST_CEIL;
  EXPECT_EQ(row(in, 4), (Reals{1, 2, 2, 2}));
  resize.coordinates = QSIMRT_HALF_PIXEL; // at -0.25, 0.25, 0.75, 1.25
  resize.rounding = QSIMRT_ROUND_PREFER_FLOOR;
  EXPECT_EQ(row(in, 4), (Reals{1, 1, 2, 2}));
}

TEST_F(Resize, LinearByEachCoordinates) {
  resize.mode = QSIMRT_BILINEAR;
  resize.scale_x = 2;
  const Reals in{0, 8};
  EXPECT_EQ(row(in, 4), (Reals{0, 2, 6, 8}));
  resize.coordinates = QSIMRT_ASYMMETRIC;
  EXPECT_EQ(row(in, 4), (Reals{0, 4, 8, 8}));
  resize.coordinates = QSIMRT_ALIGN_CORNERS;
  EXPECT_EQ(row(in, 3), (Reals{0, 4, 8}));
  EXPECT_EQ(row(in, 1), (Reals{0}));
  resize.coordinates = QSIMRT_PYTORCH_HALF_PIXEL;
  EXPECT_EQ(row(in, 4), (Reals{0, 2, 6, 8}));
  resize.scale_x = 0.5f; // half_pixel would see the middle
  EXPECT_EQ(row(in, 1), (Reals{0}));
  resize.coordinates = QSIMRT_HALF_PIXEL;
  EXPECT_EQ(row(in, 1), (Reals{4}));
}

// 3 times 1.5 are 4.5: the half that is lost is lost on both sides.
TEST_F(Resize, SymmetricWhereTheSizeIsNoWholeNumber) {
  resize.mode = QSIMRT_BILINEAR;
  resize.coordinates = QSIMRT_HALF_PIXEL_SYMMETRIC;
  resize.scale_x = 1.5f; // at 0, 2/3, 4/3, 2
  const Reals out = row({0, 3, 9}, 4);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_NEAR(out[0], 0, 1e-6);
  EXPECT_NEAR(out[1], 2, 1e-6);
  EXPECT_NEAR(out[2], 5, 1e-6);
  EXPECT_NEAR(out[3], 9, 1e-6);
  resize.scale_x = 2; // as half_pixel
  EXPECT_EQ(row({0, 8}, 4), (Reals{0, 2, 6, 8}));
}

TEST_F(Resize, HalfPixelsOfTensorFlow) {
  resize.mode = QSIMRT_BILINEAR;
  resize.coordinates = QSIMRT_TF_HALF_PIXEL_FOR_NN;
  resize.scale_x = 2; // at 0.25, 0.75, 1.25, 1.75
  EXPECT_EQ(row({0, 8}, 4), (Reals{2, 6, 8, 8}));
}

TEST_F(Resize, Cubic) {
  resize.mode = QSIMRT_CUBIC;
  resize.scale_x = 0.25f; // at 0.5 / 0.25 - 0.5 = 1.5
  // -0.09375, 0.59375, 0.59375, -0.09375 of 1, 2, 4, 8
  EXPECT_EQ(row({1, 2, 4, 8}, 1), (Reals{2.71875f}));
  resize.scale_x = 1;
  EXPECT_EQ(row({1, 2, 4, 8}, 4), (Reals{1, 2, 4, 8}));
  // At -0.25 of two equal halves: what lies outside counts as the border.
  resize.scale_x = 2;
  EXPECT_EQ(row({3, 3}, 4), (Reals{3, 3, 3, 3}));
}

// At -0.25 the weights are those of -2, -1, 0, 1; outside ones count nothing.
TEST_F(Resize, ExcludedPlaces) {
  qsimrt_taps taps[4];
  resize.mode = QSIMRT_CUBIC;
  resize.scale_x = 2;
  resize.exclude_outside = 1;
  qsimrt_find_taps(&resize, 1, 2, 4, taps);
  EXPECT_EQ(taps[0].weights[0], 0);
  EXPECT_EQ(taps[0].weights[1], 0);
  EXPECT_FLOAT_EQ(taps[0].weights[2] + taps[0].weights[3], 1);
  // t = 0.25 and 1.25: 0.87890625 and -0.10546875
  EXPECT_FLOAT_EQ(taps[0].weights[2],
                  0.87890625f / (0.87890625f - 0.10546875f));
  EXPECT_EQ(taps[0].at[0], 0);
}

TEST_F(Resize, IntegerWeightsSumUp) {
  qsimrt_taps taps[40];
  int rests = 0;
  for (const qsimrt_resize_mode mode : {QSIMRT_BILINEAR, QSIMRT_CUBIC})
    for (int out = 2; out <= 40; ++out) {
      resize.mode = mode;
      resize.scale_x = float(out) / 3.0f;
      qsimrt_find_taps(&resize, 1, 3, out, taps);
      for (int i = 0; i < out; ++i) {
        int sum = 0, rounded = 0;
        for (int k = 0; k < taps[i].count; ++k) {
          sum += taps[i].integers[k];
          rounded += int(std::nearbyint(taps[i].weights[k] * 2048));
        }
        EXPECT_EQ(sum, QSIMRT_RESIZE_ONE);
        rests += rounded != QSIMRT_RESIZE_ONE;
      }
    }
  EXPECT_GT(rests, 0);
}

// Coordinates from 0 by 1: the third lies outside two columns.
TEST_F(Resize, Extrapolation) {
  resize.coordinates = QSIMRT_TF_CROP_AND_RESIZE;
  resize.roi[1] = 0; // rows: 0
  resize.roi[2] = 0, resize.roi[3] = 2;
  resize.extrapolation = -5;
  for (const qsimrt_resize_mode mode :
       {QSIMRT_NEAREST, QSIMRT_BILINEAR, QSIMRT_CUBIC}) {
    resize.mode = mode;
    EXPECT_EQ(row({1, 2}, 3), (Reals{1, 2, -5}));
  }
  EXPECT_EQ(row({1, 3}, 1), (Reals{3})); // in the middle of 0 and 2: at 1
}

TEST_F(Resize, RowsAndColumnsOfEachChannel) {
  resize.mode = QSIMRT_BILINEAR;
  resize.scale = resize.scale_x = 2;
  const Reals in{0, 8, 16, 24, 100, 100, 100, 100};
  call.inputs = {{in.data(), {2, 2, 2}, {}}};
  call.layer.shape = {2, 4, 4};
  Reals wanted{0, 2, 6, 8, 4, 6, 10, 12, 12, 14, 18, 20, 16, 18, 22, 24};
  wanted.resize(32, 100);
  EXPECT_EQ(call.run<float>(qsimrt_resize_float), wanted);
  EXPECT_EQ(call.run<float>(qsimrt_resize_float, 1), wanted);
}

TEST_F(Resize, RowsHaveTheirOwnScale) {
  resize.mode = QSIMRT_BILINEAR;
  resize.scale = 2;
  const Reals in{0, 8, 16, 24};
  call.inputs = {{in.data(), {1, 2, 2}, {}}};
  call.layer.shape = {1, 4, 2};
  EXPECT_EQ(call.run<float>(qsimrt_resize_float),
            (Reals{0, 8, 4, 12, 12, 20, 16, 24}));
}

TEST_F(Resize, Integers) {
  const Bytes in{10, 18, 26, 35};
  call.inputs = {{in.data(), {1, 2, 2}, {8, 1, 10}}};
  call.layer.output = {8, 1, 10};
  call.layer.shape = {1, 4, 4};
  resize.scale = resize.scale_x = 2;
  EXPECT_EQ(
      call.run<int8_t>(qsimrt_resize_int),
      (Bytes{10, 10, 18, 18, 10, 10, 18, 18, 26, 26, 35, 35, 26, 26, 35, 35}));
  resize.mode = QSIMRT_BILINEAR;
  // Columns of rows 0, 1: 0 2 6 8 and 16 18.25 22.75 25; between them 3 : 1.
  // 4 6.0625 10.1875 12.25; 12 14.1875 18.5625 20.75; half-up; + 10
  EXPECT_EQ(
      call.run<int8_t>(qsimrt_resize_int),
      (Bytes{10, 12, 16, 18, 14, 16, 20, 22, 22, 24, 29, 31, 26, 28, 33, 35}));
  EXPECT_EQ(call.saturated, 0U);
}

// A cubic overshoots beside a step.
TEST_F(Resize, Saturates) {
  const Words in{-128, -128, 127, 127};
  const Bytes bytes{-128, -128, 127, 127};
  call.inputs = {{bytes.data(), {1, 1, 4}, {8, 1, 0}}};
  call.layer.output = {8, 1, 0};
  call.layer.shape = {1, 1, 8};
  resize.mode = QSIMRT_CUBIC;
  resize.scale_x = 2;
  const Bytes got = call.run<int8_t>(qsimrt_resize_int);
  EXPECT_EQ(call.saturated, 4U); // on each side of the step, two
  EXPECT_EQ(got.front(), -128);
  EXPECT_EQ(got.back(), 127);
  call.inputs = {{in.data(), {1, 1, 4}, {16, 1, 0}}};
  call.layer.output = {16, 1, 0};
  call.run<int16_t>(qsimrt_resize_int);
  EXPECT_EQ(call.saturated, 0U);
}

// Scales that reach far outside, and cubics without a bound, end somewhere.
TEST_F(Resize, ExtremesStayInside) {
  resize.scale_x = std::numeric_limits<float>::min();
  resize.cubic_a = 3e38f;
  for (const qsimrt_resize_mode mode :
       {QSIMRT_NEAREST, QSIMRT_BILINEAR, QSIMRT_CUBIC}) {
    resize.mode = mode;
    qsimrt_taps taps[3];
    qsimrt_find_taps(&resize, 1, 2, 3, taps);
    for (const qsimrt_taps &own : taps)
      for (int k = 0; k < own.count; ++k) {
        EXPECT_GE(own.at[k], 0);
        EXPECT_LT(own.at[k], 2);
      }
  }
}

} // namespace
