// SPDX-License-Identifier: Apache-2.0
// Resizing by hand-computed values and against a direct reading of the rules.
#include "qsim/Support/Resize.h"
#include "TestPictures.h"
#include "qsimrt/qsimrt.h"

#include <algorithm>
#include <gtest/gtest.h>

using namespace qsim;
using qsim::test::noise;
using Floats = std::vector<float>;

TEST(ToPlanar, DividesInDouble) {
  Picture picture{2, 1, {0, 1, 2, 253, 254, 255}};
  Floats wanted;
  for (int v : {0, 253, 1, 254, 2, 255})
    wanted.push_back(static_cast<float>(v / 255.0));
  EXPECT_EQ(toPlanar(picture), wanted);
}

TEST(ResizeStretch, InterpolatesBetweenCorners) {
  // 3 columns over 2: ratio 1/2, so the middle one is the mean.
  EXPECT_EQ(resizeStretch({0, 1}, 2, 1, 3, 1), (Floats{0, 0.5f, 1}));
  EXPECT_EQ(resizeStretch({0, 1}, 1, 2, 1, 3), (Floats{0, 0.5f, 1}));
  // 2 columns over 3: ratio 2, the middle one is not read.
  EXPECT_EQ(resizeStretch({1, 9, 3}, 3, 1, 2, 1), (Floats{1, 3}));
}

TEST(ResizeStretch, KeepsThePictureAtItsOwnSize) {
  Floats planar = toPlanar(noise(7, 5, 1));
  EXPECT_EQ(resizeStretch(planar, 7, 5, 7, 5), planar);
}

TEST(ResizeStretch, HandlesSidesOfOne) {
  EXPECT_EQ(resizeStretch({4}, 1, 1, 2, 2), (Floats{4, 4, 4, 4}));
  // One target column is the last of the source, one target row the first.
  EXPECT_EQ(resizeStretch({1, 2, 3, 4}, 2, 2, 1, 1), (Floats{2}));
  EXPECT_EQ(resizeStretch({1, 2, 3, 4}, 2, 2, 0, 5), Floats());
}

/// The rules once more, pixel by pixel and without any care for speed.
static Floats slowly(const Floats &in, int sw, int sh, int w, int h) {
  std::size_t channels = in.size() / static_cast<std::size_t>(sw * sh);
  float ws = static_cast<float>(sw - 1) / static_cast<float>(w - 1);
  float hs = static_cast<float>(sh - 1) / static_cast<float>(h - 1);
  Floats out;
  for (std::size_t c = 0; c < channels; ++c) {
    const float *plane = &in[c * static_cast<std::size_t>(sw * sh)];
    auto part = [&](int x, int y) {
      const float *p = plane + y * sw;
      if (x == w - 1 || sw == 1)
        return p[sw - 1];
      float sx = static_cast<float>(x) * ws;
      int ix = static_cast<int>(sx);
      float dx = sx - static_cast<float>(ix);
      return (1 - dx) * p[ix] + dx * p[ix + 1];
    };
    for (int y = 0; y < h; ++y) {
      float sy = static_cast<float>(y) * hs;
      int iy = static_cast<int>(sy);
      float dy = sy - static_cast<float>(iy);
      for (int x = 0; x < w; ++x) {
        float value = (1 - dy) * part(x, iy);
        if (y != h - 1 && sh != 1)
          value = value + dy * part(x, iy + 1);
        out.push_back(value);
      }
    }
  }
  return out;
}

TEST(ResizeStretch, FollowsTheRules) {
  const int sizes[][4] = {{31, 17, 8, 8},   {8, 8, 31, 17}, {2, 3, 416, 5},
                          {640, 3, 7, 416}, {1, 9, 5, 4},   {9, 1, 4, 5},
                          {100, 80, 99, 81}};
  for (auto [sw, sh, w, h] : sizes) {
    Floats planar = toPlanar(noise(sw, sh, 7));
    EXPECT_EQ(resizeStretch(planar, sw, sh, w, h), slowly(planar, sw, sh, w, h))
        << sw << "x" << sh << " to " << w << "x" << h;
  }
}

TEST(ResizeLetterbox, CentresOnGrey) {
  // 4x2 into 4x4: rows 1 and 2 hold the picture.
  Floats box = resizeLetterbox({1, 2, 3, 4, 5, 6, 7, 8}, 4, 2, 4, 4);
  EXPECT_EQ(box, (Floats{.5f, .5f, .5f, .5f, 1, 2, 3, 4, 5, 6, 7, 8, .5f, .5f,
                         .5f, .5f}));
}

static qsimrt_preprocess plain(qsimrt_resize resize) {
  qsimrt_preprocess settings = qsimrt_default_preprocess();
  settings.resize = resize;
  return settings;
}

static void expectPlacement(int sw, int sh, int w, int h,
                            qsimrt_placement wanted) {
  const qsimrt_preprocess settings = plain(QSIMRT_RESIZE_LETTERBOX);
  const qsimrt_placement place =
      qsimrt_place_picture(&settings, {3, h, w}, sw, sh);
  EXPECT_EQ(place.x, wanted.x);
  EXPECT_EQ(place.y, wanted.y);
  EXPECT_EQ(place.width, wanted.width);
  EXPECT_EQ(place.height, wanted.height);
}

TEST(ResizeLetterbox, RoundsDown) {
  // 480 * 416 / 641 = 311.5; (416 - 311) / 2 = 52.5.
  expectPlacement(641, 480, 416, 416, {0, 52, 416, 311});
  expectPlacement(480, 641, 416, 416, {52, 0, 311, 416});
  expectPlacement(100, 100, 320, 320, {0, 0, 320, 320});
  // Too flat to leave a row: the canvas stays grey.
  expectPlacement(2000, 1, 416, 416, {0, 208, 416, 0});
  EXPECT_EQ(resizeLetterbox(Floats(2000, 1.0f), 2000, 1, 4, 2), Floats(8, .5f));
}

TEST(ResizeCenterCrop, KeepsTheMiddle) {
  // 4x2 to height 2 is 4x2 again: columns 1 and 2.
  const Floats wide{1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(resizeCenterCrop(wide, 4, 2, 2, 2), (Floats{2, 3, 6, 7}));
  // 2x4: rows 1 and 2.
  EXPECT_EQ(resizeCenterCrop(wide, 2, 4, 2, 2), (Floats{3, 4, 5, 6}));
  // 5x2: (5 - 2) / 2 = 1.
  EXPECT_EQ(resizeCenterCrop({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 5, 2, 2, 2),
            (Floats{1, 2, 6, 7}));
}

TEST(ResizeCenterCrop, TakesAPictureOfTheInputsSizeAsItIs) {
  Floats planar = toPlanar(noise(7, 7, 1));
  EXPECT_EQ(resizeCenterCrop(planar, 7, 7, 7, 7), planar);
}

TEST(ResizeCenterCrop, ScalesByTheWidthOfTheInput) {
  // 2x2 to 3x3 by the width: 1, 1.5, 2 and 3, 3.5, 4 with their means between.
  const Floats square{1, 2, 3, 4};
  // A flat input takes the row in the middle: (3 - 1) / 2 = 1.
  EXPECT_EQ(resizeCenterCrop(square, 2, 2, 3, 1), (Floats{2, 2.5f, 3}));
  // A high input repeats the outer rows: (3 - 6) / 2 = -1, one row above.
  EXPECT_EQ(resizeCenterCrop(square, 2, 2, 3, 6),
            (Floats{1, 1.5f, 2, 1, 1.5f, 2, 2, 2.5f, 3, 3, 3.5f, 4, 3, 3.5f, 4,
                    3, 3.5f, 4}));
}

TEST(ResizeCenterCrop, IsAWindowOfTheStretchedPicture) {
  const int sizes[][4] = {{31, 17, 8, 8},  {17, 31, 8, 5}, {8, 8, 31, 31},
                          {5, 3, 7, 30},   {1, 9, 4, 4},   {9, 1, 4, 4},
                          {1, 1, 3, 3},    {1, 1, 1, 1},   {2, 3, 1, 1},
                          {640, 3, 7, 16}, {6, 5, 1, 4}};
  for (auto [sw, sh, w, h] : sizes) {
    SCOPED_TRACE(std::to_string(sw) + "x" + std::to_string(sh) + " to " +
                 std::to_string(w) + "x" + std::to_string(h));
    const int nw = sw < sh ? w : sw * w / sh, nh = sw < sh ? sh * w / sw : w;
    const Floats planar = toPlanar(noise(sw, sh, 3));
    const Floats whole = resizeStretch(planar, sw, sh, nw, nh);
    Floats wanted;
    for (int c = 0; c < 3; ++c)
      for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) {
          const int column = std::clamp(x + (nw - w) / 2, 0, nw - 1);
          const int row = std::clamp(y + (nh - h) / 2, 0, nh - 1);
          wanted.push_back(
              whole[static_cast<std::size_t>((c * nh + row) * nw + column)]);
        }
    EXPECT_EQ(resizeCenterCrop(planar, sw, sh, w, h), wanted);
  }
}

TEST(ResizeCenterCrop, StaysInsideThinPictures) {
  // 1 x 65535 becomes 416 x 27 million: nothing of that size is built, and
  // float32 coordinates that overshoot read the last row.
  for (auto [sw, sh] : {std::pair(1, 65535), {65535, 1}, {2, 65535}}) {
    const Picture picture = noise(sw, sh, 5);
    const Floats values =
        preprocess(picture, 416, 416, QSIMRT_RESIZE_CENTER_CROP);
    EXPECT_EQ(values.size(), 3u * 416 * 416);
    for (float value : values)
      ASSERT_TRUE(value >= 0 && value <= 1);
  }
  const qsimrt_preprocess settings = plain(QSIMRT_RESIZE_CENTER_CROP);
  const qsimrt_placement place =
      qsimrt_place_picture(&settings, {3, 416, 416}, 1, 65535);
  EXPECT_EQ(place.width, 416);
  EXPECT_EQ(place.height, 65535 * 416);
  EXPECT_EQ(place.y, -(65535 * 416 - 416) / 2);
}

TEST(Preprocess, EqualsTheStepsOneByOne) {
  Picture picture = noise(45, 31, 8);
  Floats planar = toPlanar(picture);
  for (auto [w, h] : {std::pair(32, 32), {64, 96}, {45, 31}, {1, 1}}) {
    EXPECT_EQ(preprocess(picture, w, h, QSIMRT_RESIZE_STRETCH),
              resizeStretch(planar, 45, 31, w, h));
    EXPECT_EQ(preprocess(picture, w, h, QSIMRT_RESIZE_LETTERBOX),
              resizeLetterbox(planar, 45, 31, w, h));
    EXPECT_EQ(preprocess(picture, w, h, QSIMRT_RESIZE_CENTER_CROP),
              resizeCenterCrop(planar, 45, 31, w, h));
  }
}

TEST(Preprocess, TopLeftLetterboxHasItsOwnCanvas) {
  // 4x2 of white into 4x4: two rows of picture, then the canvas of byte 114.
  qsimrt_preprocess settings = plain(QSIMRT_RESIZE_LETTERBOX_TOP_LEFT);
  settings.pad_value = 114;
  const Floats values =
      preprocess(Picture::filled(4, 2, 255, 255, 255), {3, 4, 4}, settings);
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_EQ(values[i], i % 16 < 8 ? 1.0f : static_cast<float>(114 / 255.0));
}

TEST(Preprocess, CropTakesTheMiddleOfTheResizedPicture) {
  // 8x4, the shorter side becomes 4 again: columns 3 and 4 of rows 1 and 2.
  const Picture picture = noise(8, 4, 2);
  qsimrt_preprocess settings = plain(QSIMRT_RESIZE_CROP);
  settings.crop_side = 4;
  const Floats planar = toPlanar(picture);
  Floats wanted;
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t y : {1, 2})
      for (std::size_t x : {3, 4})
        wanted.push_back(planar[(c * 4 + y) * 8 + x]);
  EXPECT_EQ(preprocess(picture, {3, 2, 2}, settings), wanted);
}

TEST(Preprocess, NormalizesInTheOrderOfTheChannels) {
  qsimrt_preprocess settings = plain(QSIMRT_RESIZE_STRETCH);
  settings.bgr = 1;
  settings.scale = 1;
  settings.mean[0] = 10; // of blue
  settings.mean[2] = 5;  // of red
  settings.deviation[2] = 4;
  // Red 9, green 20, blue 30: (30 - 10) / 1, (20 - 0) / 1, (9 - 5) / 4. The
  // bytes come back from 0..1 to within a rounding.
  const Floats values =
      preprocess(Picture::filled(1, 1, 9, 20, 30), {3, 1, 1}, settings);
  ASSERT_EQ(values.size(), 3u);
  EXPECT_NEAR(values[0], 20, 4e-6);
  EXPECT_NEAR(values[1], 20, 4e-6);
  EXPECT_NEAR(values[2], 1, 1e-6);
}
