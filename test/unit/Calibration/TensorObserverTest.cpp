// SPDX-License-Identifier: Apache-2.0
// Tensors in pixel order are counted and added as the same tensors in CHW.
#include "../../../lib/Calibration/TensorObserver.h"
#include "qsim/Support/Random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace qsim;

namespace {

struct Shape {
  std::size_t channels, height, width;
  std::size_t gap, border; // floats behind a pixel, pixels around the tensor
};

// Signs, zeros of both, and magnitudes over many octaves.
std::vector<float> valuesOf(const Shape &shape, std::uint64_t seed) {
  SplitMix64 random(seed);
  std::vector<float> values(shape.channels * shape.height * shape.width);
  for (float &value : values)
    value = random.below(9) == 0
                ? (random.below(2) ? 0.0f : -0.0f)
                : static_cast<float>(
                      (random.uniform() - 0.4) *
                      std::ldexp(1.0, static_cast<int>(random.below(20)) - 9));
  return values;
}

// The same in pixel order; what lies between the pixels is no number.
struct Pixels {
  Pixels(const Shape &shape, const std::vector<float> &chw) {
    const std::size_t column = shape.channels + shape.gap;
    const std::size_t row = (shape.width + 2 * shape.border) * column;
    memory.assign((shape.height + 2 * shape.border) * row, NAN);
    float *first = memory.data() + shape.border * (row + column);
    for (std::size_t c = 0; c < shape.channels; ++c)
      for (std::size_t y = 0; y < shape.height; ++y)
        for (std::size_t x = 0; x < shape.width; ++x)
          first[y * row + x * column + c] =
              chw[(c * shape.height + y) * shape.width + x];
    view = {first, shape.channels, shape.height, shape.width, 1, row, column};
  }
  std::vector<float> memory;
  TensorView view;
};

TensorStatistics statisticsOf(const Shape &shape) {
  return {"t", 0, {}, ChannelSums(shape.channels)};
}

const Shape shapes[] = {
    {1, 1, 1, 0, 0},     {3, 5, 7, 1, 1},    {8, 1, 1, 0, 0},
    {16, 13, 13, 0, 1},  {16, 4, 419, 0, 0}, {17, 9, 11, 15, 2},
    {255, 13, 13, 1, 0}, {4096, 2, 3, 0, 0}, {5000, 1, 2, 8, 1},
    {1, 50, 70, 3, 1},   {24, 3, 200, 8, 0}};

TEST(TensorObserver, PixelOrderCountsLikePlanes) {
  TensorObserver observer; // one for all: nothing stays behind
  for (const Shape &shape : shapes) {
    SCOPED_TRACE(std::to_string(shape.channels) + "x" +
                 std::to_string(shape.height) + "x" +
                 std::to_string(shape.width));
    TensorStatistics planes = statisticsOf(shape), pixels = planes,
                     plain = planes;
    for (std::uint64_t picture = 1; picture <= 3; ++picture) {
      const std::vector<float> chw = valuesOf(shape, picture);
      observer.add(planes, TensorView::planes(chw.data(), shape.channels,
                                              shape.height, shape.width));
      observer.add(pixels, Pixels(shape, chw).view);
      plain.histogram.add(chw.data(), chw.size());
      plain.sums.add(chw.data(), shape.height * shape.width);
    }
    EXPECT_EQ(planes, plain);
    EXPECT_EQ(pixels, plain);
  }
}

// Sums are taken in the order of the pixels: rounding shows any other.
TEST(TensorObserver, SumsRoundAlikeInBothOrders) {
  const Shape shape{9, 7, 19, 7, 1};
  TensorStatistics planes = statisticsOf(shape), pixels = planes;
  SplitMix64 random(5);
  std::vector<float> chw(shape.channels * shape.height * shape.width);
  for (float &value : chw)
    value = static_cast<float>((random.uniform() - 0.5) *
                               std::ldexp(1.0, 60 - int(random.below(70))));
  TensorObserver observer;
  observer.add(planes, TensorView::planes(chw.data(), shape.channels,
                                          shape.height, shape.width));
  observer.add(pixels, Pixels(shape, chw).view);
  EXPECT_EQ(pixels, planes);
}

TEST(TensorObserver, CountsWhatIsNotFinite) {
  const Shape shape{16, 3, 3, 0, 1};
  std::vector<float> chw = valuesOf(shape, 1);
  chw[5] = NAN;
  chw[77] = -std::numeric_limits<float>::infinity();
  TensorStatistics pixels = statisticsOf(shape);
  TensorObserver observer;
  observer.add(pixels, Pixels(shape, chw).view);
  EXPECT_EQ(pixels.histogram.nonFinite(), 2u);
  EXPECT_EQ(pixels.histogram.total(), chw.size() - 2);
}

} // namespace
