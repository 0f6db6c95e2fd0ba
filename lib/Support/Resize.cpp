// SPDX-License-Identifier: Apache-2.0
// Resizing as numerics.md N23 and N24 define it; the order of operations is the
// law.
#include "qsim/Support/Resize.h"

#include <algorithm>
#include <array>
#include <cassert>

using namespace qsim;

/// The value of each byte, numerics.md N23.
static std::array<float, 256> byteValues() {
  std::array<float, 256> values;
  for (int v = 0; v < 256; ++v)
    values[static_cast<std::size_t>(v)] = static_cast<float>(v / 255.0);
  return values;
}

namespace {
/// One target coordinate: source index and the weight of the next source value.
struct Tap {
  int index;
  float weight;
};

/// Reads rows of planar floats.
struct PlanarRows {
  const float *values;
  int width, height;
  const float *row(std::size_t channel, int y) {
    return values + (channel * static_cast<std::size_t>(height) +
                     static_cast<std::size_t>(y)) *
                        static_cast<std::size_t>(width);
  }
};

/// Reads rows of one channel of a picture, converted on the way.
struct PictureRows {
  const Picture &picture;
  std::array<float, 256> values = byteValues();
  std::vector<float> scratch =
      std::vector<float>(static_cast<std::size_t>(picture.width));
  const float *row(std::size_t channel, int y) {
    const std::uint8_t *byte = picture.pixel(0, y) + channel;
    for (float &value : scratch) {
      value = values[*byte];
      byte += 3;
    }
    return scratch.data();
  }
};

/// Where results go: a canvas, row stride and the corner to begin at.
struct Target {
  float *corner;
  std::size_t rowStride, planeStride;
  int width, height;
};
} // namespace

/// Taps of `count` target coordinates over `extent` source values. For count 1
/// the ratio is infinite; its only coordinate is 0, wherever the ratio points.
static std::vector<Tap> makeTaps(int extent, int count) {
  float ratio = static_cast<float>(extent - 1) / static_cast<float>(count - 1);
  std::vector<Tap> taps(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    float at = count == 1 ? 0.0f : static_cast<float>(i) * ratio;
    int index = static_cast<int>(at);
    taps[static_cast<std::size_t>(i)] = {index, at - static_cast<float>(index)};
  }
  return taps;
}

/// The horizontal step for one source row.
static void resizeRow(const float *source, int sourceWidth,
                      const std::vector<Tap> &columns, float *part) {
  std::size_t last = columns.size() - 1;
  float edge = source[sourceWidth - 1];
  if (sourceWidth == 1) {
    std::fill_n(part, columns.size(), edge);
    return;
  }
  for (std::size_t x = 0; x < last; ++x) {
    Tap tap = columns[x];
    part[x] = (1 - tap.weight) * source[tap.index] +
              tap.weight * source[tap.index + 1];
  }
  part[last] = edge;
}

/// Resizes `channels` planes. Only source rows that a target row reads are
/// resized horizontally; the last two are kept, as upscaling reads them again.
template <typename Rows>
static void resizeInto(Rows &rows, std::size_t channels, int sourceWidth,
                       int sourceHeight, const Target &target) {
  if (target.width < 1 || target.height < 1)
    return;
  std::vector<Tap> columns = makeTaps(sourceWidth, target.width);
  std::vector<Tap> lines = makeTaps(sourceHeight, target.height);
  std::size_t width = static_cast<std::size_t>(target.width);
  std::vector<float> parts[2] = {std::vector<float>(width),
                                 std::vector<float>(width)};
  for (std::size_t channel = 0; channel < channels; ++channel) {
    int held[2] = {-1, -1};
    auto part = [&](int y) -> const float * {
      int slot = y & 1;
      if (held[slot] != y) {
        resizeRow(rows.row(channel, y), sourceWidth, columns,
                  parts[slot].data());
        held[slot] = y;
      }
      return parts[slot].data();
    };
    float *out = target.corner + channel * target.planeStride;
    for (int y = 0; y < target.height; ++y, out += target.rowStride) {
      Tap tap = lines[static_cast<std::size_t>(y)];
      const float *upper = part(tap.index);
      for (std::size_t x = 0; x < width; ++x)
        out[x] = (1 - tap.weight) * upper[x];
      if (y == target.height - 1 || sourceHeight == 1)
        continue;
      const float *lower = part(tap.index + 1);
      for (std::size_t x = 0; x < width; ++x)
        out[x] = out[x] + tap.weight * lower[x];
    }
  }
}

template <typename Rows>
static std::vector<float> resize(Rows rows, std::size_t channels, int width,
                                 int height, int targetWidth, int targetHeight,
                                 qsimrt_resize mode) {
  std::size_t stride = static_cast<std::size_t>(targetWidth);
  std::size_t plane = stride * static_cast<std::size_t>(targetHeight);
  LetterboxPlacement place{0, 0, targetWidth, targetHeight};
  if (mode == QSIMRT_RESIZE_LETTERBOX)
    place = placeLetterbox(width, height, targetWidth, targetHeight);
  std::vector<float> canvas(channels * plane, 0.5f);
  float *corner = canvas.data() + static_cast<std::size_t>(place.y) * stride +
                  static_cast<std::size_t>(place.x);
  resizeInto(rows, channels, width, height,
             Target{corner, stride, plane, place.width, place.height});
  return canvas;
}

static std::vector<float> resizePlanar(const std::vector<float> &planar,
                                       int width, int height, int targetWidth,
                                       int targetHeight, qsimrt_resize mode) {
  std::size_t plane =
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  assert(plane > 0 && planar.size() % plane == 0);
  return resize(PlanarRows{planar.data(), width, height}, planar.size() / plane,
                width, height, targetWidth, targetHeight, mode);
}

std::vector<float> qsim::toPlanar(const Picture &picture) {
  std::array<float, 256> values = byteValues();
  std::size_t plane = picture.rgb.size() / 3;
  std::vector<float> planar(3 * plane);
  for (std::size_t i = 0; i < plane; ++i)
    for (std::size_t c = 0; c < 3; ++c)
      planar[c * plane + i] = values[picture.rgb[3 * i + c]];
  return planar;
}

std::vector<float> qsim::resizeStretch(const std::vector<float> &planar,
                                       int width, int height, int targetWidth,
                                       int targetHeight) {
  return resizePlanar(planar, width, height, targetWidth, targetHeight,
                      QSIMRT_RESIZE_STRETCH);
}

std::vector<float> qsim::resizeLetterbox(const std::vector<float> &planar,
                                         int width, int height, int targetWidth,
                                         int targetHeight) {
  return resizePlanar(planar, width, height, targetWidth, targetHeight,
                      QSIMRT_RESIZE_LETTERBOX);
}

std::vector<float> qsim::preprocess(const Picture &picture, int targetWidth,
                                    int targetHeight, qsimrt_resize mode) {
  return resize(PictureRows{picture}, 3, picture.width, picture.height,
                targetWidth, targetHeight, mode);
}

LetterboxPlacement qsim::placeLetterbox(int width, int height, int targetWidth,
                                        int targetHeight) {
  LetterboxPlacement place{};
  // Products of two sides stay below 2^30 * 2, so 64 bits are ample.
  std::int64_t sw = width, sh = height, w = targetWidth, h = targetHeight;
  if (static_cast<float>(targetWidth) / static_cast<float>(width) <
      static_cast<float>(targetHeight) / static_cast<float>(height)) {
    place.width = targetWidth;
    place.height = static_cast<int>(sh * w / sw);
  } else {
    place.height = targetHeight;
    place.width = static_cast<int>(sw * h / sh);
  }
  place.x = (targetWidth - place.width) / 2;
  place.y = (targetHeight - place.height) / 2;
  return place;
}
