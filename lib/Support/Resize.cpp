// SPDX-License-Identifier: Apache-2.0
// Resizing as numerics.md N23, N24 and N34 define it; the order of operations
// is the law.
#include "qsim/Support/Resize.h"

#include "qsimrt/qsimrt.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>

using namespace qsim;

/// The value of each byte, numerics.md N23.
static std::array<float, 256> byteValues() {
  std::array<float, 256> values;
  for (int v = 0; v < 256; ++v)
    values[static_cast<std::size_t>(v)] = static_cast<float>(v / 255.0);
  return values;
}

namespace {
/// One target coordinate: the source value at `index` weighs 1 - weight, that
/// at `next` weighs weight. The last target row of a picture has no next one:
/// its first product stands alone, even if its weight is not 0.
struct Tap {
  int index, next;
  float weight;
  bool alone;
};

/// `count` target coordinates from `first`, of a side resized to `total`.
/// Coordinates outside 0..total-1 repeat the nearest.
struct Window {
  std::int64_t total, first;
  int count;
};

/// Planes of floats, resized one at a time.
struct PlanarRows {
  static constexpr std::size_t together = 1;
  const float *values;
  int width, height;
  void resizeRow(std::size_t channel, int y, const std::vector<Tap> &columns,
                 float *part);
};

/// A picture, converted on the way: its colours lie side by side, and a tap is
/// the same for all three.
struct PictureRows {
  static constexpr std::size_t together = 3;
  const Picture &picture;
  std::array<float, 256> values = byteValues();
  // One more: colours are read four at a time.
  std::vector<float> row =
      std::vector<float>(3 * static_cast<std::size_t>(picture.width) + 1);
  void resizeRow(std::size_t, int y, const std::vector<Tap> &columns,
                 float *part);
};

/// Where results go, and which part of the resized picture they are.
struct Target {
  float *corner;
  std::size_t rowStride, planeStride;
  Window columns, rows;
};
} // namespace

/// Taps over `extent` source values. For total 1 the ratio is infinite; its
/// only coordinate is 0, wherever the ratio points.
static std::vector<Tap> makeTaps(int extent, const Window &window) {
  const float ratio =
      static_cast<float>(extent - 1) / static_cast<float>(window.total - 1);
  std::vector<Tap> taps;
  for (int i = 0; i < window.count; ++i) {
    const std::int64_t target =
        std::clamp<std::int64_t>(window.first + i, 0, window.total - 1);
    const float at = target == 0 ? 0.0f : static_cast<float>(target) * ratio;
    // Rounding can reach past the last value when total exceeds 2^22.
    const int index = std::min(static_cast<int>(at), extent - 1);
    taps.push_back({index, std::min(index + 1, extent - 1),
                    at - static_cast<float>(index),
                    target == window.total - 1 || extent == 1});
  }
  return taps;
}

/// Taps of columns, where one that stands alone is the last source value.
static std::vector<Tap> makeColumnTaps(int extent, const Window &window) {
  std::vector<Tap> taps = makeTaps(extent, window);
  for (Tap &tap : taps)
    if (tap.alone)
      tap = {extent - 1, extent - 1, 0, true};
  return taps;
}

/// The horizontal step for one source row.
void PlanarRows::resizeRow(std::size_t channel, int y,
                           const std::vector<Tap> &columns, float *part) {
  const float *source = values + (channel * static_cast<std::size_t>(height) +
                                  static_cast<std::size_t>(y)) *
                                     static_cast<std::size_t>(width);
  for (const Tap &tap : columns)
    *part++ =
        (1 - tap.weight) * source[tap.index] + tap.weight * source[tap.next];
}

/// Three colours, and one value of no use.
typedef float Colours __attribute__((vector_size(16), aligned(4), may_alias));

static inline Colours coloursAt(const float *row, const Tap &tap) {
  const auto at = [=](int index) {
    return *reinterpret_cast<const Colours *>(row + 3 * index);
  };
  return (1 - tap.weight) * at(tap.index) + tap.weight * at(tap.next);
}

void PictureRows::resizeRow(std::size_t, int y, const std::vector<Tap> &columns,
                            float *part) {
  const std::uint8_t *bytes = picture.pixel(0, y);
  for (std::size_t i = 0; i + 1 < row.size(); ++i)
    row[i] = values[bytes[i]];
  const std::size_t width = columns.size();
  std::size_t x = 0;
  for (; x + 4 <= width; x += 4) {
    const Colours a = coloursAt(row.data(), columns[x]);
    const Colours b = coloursAt(row.data(), columns[x + 1]);
    const Colours c = coloursAt(row.data(), columns[x + 2]);
    const Colours d = coloursAt(row.data(), columns[x + 3]);
    const Colours ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const Colours cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const Colours blues = __builtin_shufflevector(a, b, 2, 6, 2, 6);
    const Colours laterBlues = __builtin_shufflevector(c, d, 2, 6, 2, 6);
    const auto store = [=](std::size_t colour, Colours four) {
      *reinterpret_cast<Colours *>(part + colour * width + x) = four;
    };
    store(0, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
    store(1, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
    store(2, __builtin_shufflevector(blues, laterBlues, 0, 1, 4, 5));
  }
  for (; x < width; ++x) {
    const Colours colours = coloursAt(row.data(), columns[x]);
    for (std::size_t colour = 0; colour < 3; ++colour)
      part[colour * width + x] = colours[colour];
  }
}

/// The vertical step for one target row.
static void mixRows(const float *upper, const float *lower, const Tap &line,
                    std::size_t width, float *out) {
  const float weight = line.weight;
  if (line.alone)
    for (std::size_t x = 0; x < width; ++x)
      out[x] = (1 - weight) * upper[x];
  else
    for (std::size_t x = 0; x < width; ++x)
      out[x] = (1 - weight) * upper[x] + weight * lower[x];
}

/// Resizes `channels` planes. Only source rows that a target row reads are
/// resized horizontally; the last two are kept, as upscaling reads them again.
template <typename Rows>
static void resizeInto(Rows &rows, std::size_t channels, int sourceWidth,
                       int sourceHeight, const Target &target) {
  if (target.columns.count < 1 || target.rows.count < 1)
    return;
  const std::vector<Tap> columns = makeColumnTaps(sourceWidth, target.columns);
  const std::vector<Tap> lines = makeTaps(sourceHeight, target.rows);
  const std::size_t width = columns.size();
  std::vector<float> parts[2] = {std::vector<float>(Rows::together * width),
                                 std::vector<float>(Rows::together * width)};
  for (std::size_t channel = 0; channel < channels; channel += Rows::together) {
    int held[2] = {-1, -1};
    auto part = [&](int y) -> const float * {
      int slot = y & 1;
      if (held[slot] != y) {
        rows.resizeRow(channel, y, columns, parts[slot].data());
        held[slot] = y;
      }
      return parts[slot].data();
    };
    float *out = target.corner + channel * target.planeStride;
    for (const Tap &line : lines) {
      const float *upper = part(line.index);
      const float *lower = line.alone ? upper : part(line.next);
      for (std::size_t k = 0; k < Rows::together; ++k)
        mixRows(upper + k * width, lower + k * width, line, width,
                out + k * target.planeStride);
      out += target.rowStride;
    }
  }
}

template <typename Rows>
static std::vector<float> resize(Rows rows, std::size_t channels, int width,
                                 int height, int targetWidth, int targetHeight,
                                 const qsimrt_preprocess &settings) {
  std::size_t stride = static_cast<std::size_t>(targetWidth);
  std::size_t plane = stride * static_cast<std::size_t>(targetHeight);
  std::vector<float> canvas(channels * plane,
                            static_cast<float>(settings.pad_value / 255.0));
  Target target{canvas.data(),
                stride,
                plane,
                {targetWidth, 0, targetWidth},
                {targetHeight, 0, targetHeight}};
  const qsimrt_placement place = qsimrt_place_picture(
      &settings, {0, targetHeight, targetWidth}, width, height);
  switch (settings.resize) {
  case QSIMRT_RESIZE_STRETCH:
    break;
  case QSIMRT_RESIZE_LETTERBOX:
  case QSIMRT_RESIZE_LETTERBOX_TOP_LEFT:
    target.corner += static_cast<std::size_t>(place.y) * stride +
                     static_cast<std::size_t>(place.x);
    target.columns = {place.width, 0, static_cast<int>(place.width)};
    target.rows = {place.height, 0, static_cast<int>(place.height)};
    break;
  case QSIMRT_RESIZE_CENTER_CROP:
  case QSIMRT_RESIZE_CROP:
    target.columns = {place.width, -place.x, targetWidth};
    target.rows = {place.height, -place.y, targetHeight};
    break;
  }
  resizeInto(rows, channels, width, height, target);
  return canvas;
}

/// Darknet's preprocessing with this resize.
static qsimrt_preprocess plainly(qsimrt_resize mode) {
  qsimrt_preprocess settings = qsimrt_default_preprocess();
  settings.resize = mode;
  return settings;
}

static std::vector<float> resizePlanar(const std::vector<float> &planar,
                                       int width, int height, int targetWidth,
                                       int targetHeight, qsimrt_resize mode) {
  std::size_t plane =
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  assert(plane > 0 && planar.size() % plane == 0);
  return resize(PlanarRows{planar.data(), width, height}, planar.size() / plane,
                width, height, targetWidth, targetHeight, plainly(mode));
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

std::vector<float> qsim::resizeCenterCrop(const std::vector<float> &planar,
                                          int width, int height,
                                          int targetWidth, int targetHeight) {
  return resizePlanar(planar, width, height, targetWidth, targetHeight,
                      QSIMRT_RESIZE_CENTER_CROP);
}

std::vector<float> qsim::preprocess(const Picture &picture, int targetWidth,
                                    int targetHeight, qsimrt_resize mode) {
  return resize(PictureRows{picture}, 3, picture.width, picture.height,
                targetWidth, targetHeight, plainly(mode));
}

/// N66 from the planes of a resized picture on.
static void normalize(std::vector<float> &planes,
                      const qsimrt_preprocess &settings) {
  const std::size_t plane = planes.size() / 3;
  if (settings.bgr)
    std::swap_ranges(planes.begin(),
                     planes.begin() + static_cast<std::ptrdiff_t>(plane),
                     planes.end() - static_cast<std::ptrdiff_t>(plane));
  for (std::size_t c = 0; c < 3; ++c)
    for (float &value : std::span(planes).subspan(c * plane, plane)) {
      const float scaled = settings.scale == 1 ? value * 255 : value;
      value = (scaled - settings.mean[c]) / settings.deviation[c];
    }
}

std::vector<float> qsim::preprocess(const Picture &picture, qsimrt_shape shape,
                                    const qsimrt_preprocess &settings) {
  assert(shape.c == 1 || shape.c == 3);
  std::vector<float> planes =
      resize(PictureRows{picture}, 3, picture.width, picture.height, shape.w,
             shape.h, settings);
  normalize(planes, settings);
  planes.resize(static_cast<std::size_t>(shape.c) * shape.h * shape.w);
  return planes;
}
