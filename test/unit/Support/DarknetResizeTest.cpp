// SPDX-License-Identifier: Apache-2.0
// Resizing is Darknet's own, to the bit, on the same decoded pixels.
#include "TestPictures.h"
#include "qsim/Support/Resize.h"
#include "qsimrt/qsimrt.h"

#include <cstring>
#include <gtest/gtest.h>

extern "C" {
#include <darknet.h>
}

using namespace qsim;

static int differing(const std::vector<float> &ours, image theirs) {
  std::size_t count = static_cast<std::size_t>(theirs.w) *
                      static_cast<std::size_t>(theirs.h) *
                      static_cast<std::size_t>(theirs.c);
  EXPECT_EQ(ours.size(), count);
  int different = 0;
  for (std::size_t i = 0; i < count; ++i)
    different += std::memcmp(&ours[i], theirs.data + i, sizeof(float)) != 0;
  return different;
}

TEST(DarknetResize, IsIdentical) {
  const int pairs[][4] = {
      {640, 480, 416, 416},  {480, 640, 416, 416}, {1920, 1080, 320, 320},
      {641, 479, 416, 416},  {33, 77, 416, 416},   {500, 375, 160, 160},
      {417, 415, 416, 416},  {416, 416, 416, 416}, {2, 2, 64, 32},
      {3, 500, 97, 61},      {1, 40, 16, 16},      {40, 1, 16, 16},
      {1000, 999, 608, 352}, {255, 255, 256, 256}};
  for (auto [sw, sh, w, h] : pairs) {
    SCOPED_TRACE(std::to_string(sw) + "x" + std::to_string(sh) + " to " +
                 std::to_string(w) + "x" + std::to_string(h));
    Picture picture =
        test::noise(sw, sh, static_cast<std::uint64_t>(sw * 1000 + w));
    std::vector<float> planar = toPlanar(picture);
    image source{};
    source.w = sw;
    source.h = sh;
    source.c = 3;
    source.data = planar.data();

    image stretched = resize_image(source, w, h);
    EXPECT_EQ(differing(resizeStretch(planar, sw, sh, w, h), stretched), 0);
    EXPECT_EQ(
        differing(preprocess(picture, w, h, QSIMRT_RESIZE_STRETCH), stretched),
        0);
    free_image(stretched);

    // What Darknet's classifiers do.
    image scaled = resize_min(source, w);
    image cropped =
        crop_image(scaled, (scaled.w - w) / 2, (scaled.h - h) / 2, w, h);
    EXPECT_EQ(differing(resizeCenterCrop(planar, sw, sh, w, h), cropped), 0);
    EXPECT_EQ(differing(preprocess(picture, w, h, QSIMRT_RESIZE_CENTER_CROP),
                        cropped),
              0);
    free_image(cropped);
    if (scaled.data != source.data)
      free_image(scaled);

    // Darknet divides by zero for a letterboxed height of one.
    qsimrt_preprocess settings = qsimrt_default_preprocess();
    settings.resize = QSIMRT_RESIZE_LETTERBOX;
    const qsimrt_placement place =
        qsimrt_place_picture(&settings, {3, h, w}, sw, sh);
    if (place.height == 1)
      continue;
    image boxed = letterbox_image(source, w, h);
    EXPECT_EQ(differing(resizeLetterbox(planar, sw, sh, w, h), boxed), 0);
    EXPECT_EQ(
        differing(preprocess(picture, w, h, QSIMRT_RESIZE_LETTERBOX), boxed),
        0);
    free_image(boxed);
  }
}
