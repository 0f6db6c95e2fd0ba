// SPDX-License-Identifier: Apache-2.0
// Draws the channels of a tensor.
#include "qsim/Execution/FeatureMaps.h"

#include <algorithm>
#include <cmath>

namespace qsim {
namespace {

struct Range {
  float low = 0, high = 0;
  bool seen = false;
};

Range finiteRange(std::span<const float> values) {
  Range range;
  for (const float value : values) {
    if (!std::isfinite(value))
      continue;
    range.low = range.seen ? std::min(range.low, value) : value;
    range.high = range.seen ? std::max(range.high, value) : value;
    range.seen = true;
  }
  return range;
}

void paint(std::uint8_t *pixel, float value, const Range &range) {
  if (!std::isfinite(value)) {
    pixel[0] = 255;
    pixel[1] = pixel[2] = 0;
    return;
  }
  const double span = double(range.high) - range.low;
  const double share = span > 0 ? (double(value) - range.low) / span : 0.5;
  std::fill_n(pixel, 3, static_cast<std::uint8_t>(std::lround(255 * share)));
}

} // namespace

Picture featureMaps(std::span<const float> values, qsimrt_shape shape) {
  // As many columns as make the sides of the whole most alike.
  const double pixels = double(shape.c) * (shape.h + 1) * (shape.w + 1);
  const int columns = std::clamp(
      static_cast<int>(std::lround(std::sqrt(pixels) / (shape.w + 1))), 1,
      int(shape.c));
  const int rows = (shape.c + columns - 1) / columns;
  Picture picture = Picture::filled(columns * (shape.w + 1) - 1,
                                    rows * (shape.h + 1) - 1, 20, 40, 90);
  const std::size_t plane = static_cast<std::size_t>(shape.h) * shape.w;
  for (int c = 0; c < shape.c; ++c) {
    const std::span<const float> channel = values.subspan(c * plane, plane);
    const Range range = finiteRange(channel);
    const int left = c % columns * (shape.w + 1);
    const int top = c / columns * (shape.h + 1);
    for (int y = 0; y < shape.h; ++y)
      for (int x = 0; x < shape.w; ++x)
        paint(picture.pixel(left + x, top + y),
              channel[static_cast<std::size_t>(y) * shape.w + x], range);
  }
  return picture;
}

} // namespace qsim
