// SPDX-License-Identifier: Apache-2.0
// Resizes rows and columns (N59).
#include "Runner.h"

#include <cmath>

namespace oracle {
namespace {

// One direction: n values become m.
struct Direction {
  const Resize &resize;
  int64_t n, m;
  double scale;
  double start, end; // the roi
};

double coordinate(const Direction &way, int64_t index) {
  double i = static_cast<double>(index), n = static_cast<double>(way.n),
         m = static_cast<double>(way.m);
  switch (way.resize.coordinates) {
  case Coordinates::HalfPixel:
    return (i + 0.5) / way.scale - 0.5;
  case Coordinates::PytorchHalfPixel:
    return way.m == 1 ? 0 : (i + 0.5) / way.scale - 0.5;
  case Coordinates::AlignCorners:
    return way.m == 1 ? 0 : i * (n - 1) / (m - 1);
  case Coordinates::Asymmetric:
    return i / way.scale;
  case Coordinates::HalfPixelSymmetric:
    return n / 2 * (1 - m / (n * way.scale)) + (i + 0.5) / way.scale - 0.5;
  case Coordinates::TfHalfPixelForNn:
    return (i + 0.5) / way.scale;
  case Coordinates::TfCropAndResize:
    if (way.m == 1)
      return 0.5 * (way.start + way.end) * (n - 1);
    return way.start * (n - 1) + i * (way.end - way.start) * (n - 1) / (m - 1);
  }
  throw Error("unknown coordinates");
}

double nearest(Nearest rounding, double x) {
  switch (rounding) {
  case Nearest::PreferFloor:
    return std::ceil(x - 0.5);
  case Nearest::PreferCeil:
    return std::floor(x + 0.5);
  case Nearest::Floor:
    return std::floor(x);
  case Nearest::Ceil:
    return std::ceil(x);
  }
  throw Error("unknown rounding");
}

double cubic(double a, double t) {
  if (t <= 1)
    return ((a + 2) * t - (a + 3)) * t * t + 1;
  return ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
}

// What one output index takes of its direction: indices, with their weights.
struct Taps {
  std::vector<int64_t> indices;
  std::vector<float> weights;
  std::vector<int64_t> integers; // the weights times 2048
  bool outside = false;          // it is the extrapolation value
};

std::vector<int64_t> integerWeights(const std::vector<float> &weights) {
  std::vector<int64_t> result;
  int64_t rest = 2048;
  for (float weight : weights) {
    result.push_back(static_cast<int64_t>(std::rint(double(weight) * 2048)));
    rest -= result.back();
  }
  *std::max_element(result.begin(), result.end()) += rest;
  return result;
}

// Weights of indices outside become 0; nothing changes where all would.
void excludeOutside(const std::vector<double> &indices, double n,
                    std::vector<double> &weights) {
  std::vector<double> inside = weights;
  double sum = 0;
  for (size_t k = 0; k < indices.size(); ++k) {
    if (indices[k] < 0 || indices[k] > n - 1)
      inside[k] = 0;
    sum = sum + inside[k];
  }
  if (sum == 0)
    return;
  for (size_t k = 0; k < indices.size(); ++k)
    weights[k] = inside[k] / sum;
}

Taps tapsOf(const Direction &way, int64_t index) {
  const Resize &resize = way.resize;
  double x = coordinate(way, index), n = static_cast<double>(way.n);
  std::vector<double> indices, weights;
  double k = std::floor(x), f = x - k;
  switch (resize.mode) {
  case ResizeMode::Nearest:
    indices = {nearest(resize.rounding, x)};
    weights = {1};
    break;
  case ResizeMode::Linear:
    indices = {k, k + 1};
    weights = {1 - f, f};
    break;
  case ResizeMode::Cubic:
    indices = {k - 1, k, k + 1, k + 2};
    for (double t : {1 + f, f, 1 - f, 2 - f})
      weights.push_back(cubic(double(resize.cubicA), t));
    break;
  }
  if (resize.excludeOutside && resize.mode != ResizeMode::Nearest)
    excludeOutside(indices, n, weights);
  Taps taps;
  taps.outside = resize.coordinates == Coordinates::TfCropAndResize &&
                 (x < 0 || x > n - 1);
  for (double i : indices)
    taps.indices.push_back(static_cast<int64_t>(std::clamp(i, 0.0, n - 1)));
  for (double weight : weights)
    taps.weights.push_back(static_cast<float>(weight));
  taps.integers = integerWeights(taps.weights);
  return taps;
}

std::vector<Taps> allTaps(const Direction &way) {
  std::vector<Taps> result;
  for (int64_t i = 0; i < way.m; ++i)
    result.push_back(tapsOf(way, i));
  return result;
}

float resizeReal(const Taps &rows, const Taps &columns, const float *plane,
                 int64_t width) {
  float sum = 0;
  for (size_t j = 0; j < rows.indices.size(); ++j) {
    const float *row = plane + rows.indices[j] * width;
    float part = 0;
    for (size_t i = 0; i < columns.indices.size(); ++i) {
      float product = columns.weights[i] * row[columns.indices[i]];
      part = part + product;
    }
    float product = rows.weights[j] * part;
    sum = sum + product;
  }
  return sum;
}

int64_t resizeInteger(const Taps &rows, const Taps &columns,
                      const int32_t *plane, int64_t width, int64_t zero) {
  int64_t acc = 0;
  for (size_t j = 0; j < rows.indices.size(); ++j)
    for (size_t i = 0; i < columns.indices.size(); ++i) {
      int64_t q = plane[rows.indices[j] * width + columns.indices[i]];
      acc += rows.integers[j] * columns.integers[i] * (q - zero);
    }
  return acc;
}

} // namespace

void Runner::resize(const Layer &layer, Tensor &out, Counts &counts) const {
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  const Resize &resize = layer.resize;
  std::vector<double> roi(resize.roi.begin(), resize.roi.end());
  roi.resize(4); // none: no coordinates need one
  std::vector<Taps> rows = allTaps(
      {resize, in.h, out.shape.h, double(resize.scale), roi[0], roi[1]});
  std::vector<Taps> columns = allTaps(
      {resize, in.w, out.shape.w, double(resize.scaleX), roi[2], roi[3]});
  bool copies = resize.mode == ResizeMode::Nearest;
  std::vector<int32_t> integers;
  std::vector<float> reals;
  if (out.isInteger)
    integers = integersOf(source);
  else
    reals = realsOf(source);
  int64_t index = 0;
  for (int64_t c = 0; c < out.shape.c; ++c)
    for (const Taps &y : rows)
      for (const Taps &x : columns) {
        int64_t to = index++, plane = c * in.h * in.w;
        int64_t first = plane + y.indices[0] * in.w + x.indices[0];
        bool outside = y.outside || x.outside;
        if (!out.isInteger) {
          if (outside)
            out.reals[to] = resize.extrapolation;
          else
            out.reals[to] = copies
                                ? reals[first]
                                : resizeReal(y, x, reals.data() + plane, in.w);
          continue;
        }
        const Quantization &own = *layer.quantization;
        if (outside) {
          out.integers[to] = quantize(resize.extrapolation, own);
        } else if (copies) {
          out.integers[to] = integers[first];
        } else {
          int64_t acc =
              resizeInteger(y, x, integers.data() + plane, in.w, own.zero);
          int64_t r = scaleAndRound(acc, {1, 22}, system.rounding);
          out.integers[to] = clampCounted(r + own.zero, own, counts);
        }
      }
}

} // namespace oracle
