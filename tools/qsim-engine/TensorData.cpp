// SPDX-License-Identifier: Apache-2.0
// Looks at the values of tensors.
#include "TensorData.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace qsim::engine {

const char *dtypeName(qsimrt_dtype dtype) {
  switch (dtype) {
  case QSIMRT_I8:
    return "i8";
  case QSIMRT_I16:
    return "i16";
  case QSIMRT_I32:
  case QSIMRT_MULT:
    return "i32";
  case QSIMRT_I64:
    return "i64";
  default:
    return "f32";
  }
}

template <typename T> static Extremes extremes(const T *values, std::size_t n) {
  Extremes found = {INFINITY, -INFINITY};
  for (std::size_t i = 0; i < n; ++i) {
    const double value = static_cast<double>(values[i]);
    // Comparisons with NaN are false.
    if (value < found.low)
      found.low = value;
    if (value > found.high)
      found.high = value;
  }
  if (found.low > found.high)
    return {};
  // Readers of text know no infinity.
  constexpr double most = 3.4028234663852886e38;
  return {std::max(found.low, -most), std::min(found.high, most)};
}

Extremes extremesOf(std::span<const float> values) {
  return extremes(values.data(), values.size());
}

Extremes extremesOf(const TensorData &data) {
  if (data.stored.empty())
    return extremesOf(data.reals);
  const char *stored = data.stored.data();
  const std::size_t count = data.stored.size() / qsimrt_dtype_size(data.dtype);
  switch (data.dtype) {
  case QSIMRT_I8:
    return extremes(reinterpret_cast<const std::int8_t *>(stored), count);
  case QSIMRT_I16:
    return extremes(reinterpret_cast<const std::int16_t *>(stored), count);
  case QSIMRT_I64:
    return extremes(reinterpret_cast<const std::int64_t *>(stored), count);
  case QSIMRT_F32:
    return extremes(reinterpret_cast<const float *>(stored), count);
  default:
    return extremes(reinterpret_cast<const std::int32_t *>(stored), count);
  }
}

Planes planesOf(const std::vector<std::int64_t> &shape) {
  Planes planes;
  if (!shape.empty())
    planes.columns = shape.back();
  if (shape.size() > 1)
    planes.channels = shape.front();
  for (std::size_t i = 1; i + 1 < shape.size(); ++i)
    planes.rows *= shape[i];
  return planes;
}

Planes smallPlanes(const Planes &planes, std::int64_t first, std::int64_t count,
                   std::int64_t size, std::uint32_t &step) {
  const std::int64_t longest = std::max(planes.rows, planes.columns);
  const std::int64_t side = (longest + size - 1) / size;
  step = static_cast<std::uint32_t>(side);
  const std::int64_t left = std::max<std::int64_t>(planes.channels - first, 0);
  return {std::min(count, left), (planes.rows + side - 1) / side,
          (planes.columns + side - 1) / side};
}

// The rows [begin, end) of a plane, into one row of the map.
static void shrinkRows(const float *plane, std::int64_t columns,
                       std::int64_t begin, std::int64_t end, std::int64_t step,
                       float *row) {
  for (std::int64_t y = begin; y < end; ++y) {
    const float *values = plane + y * columns;
    for (std::int64_t x = 0; x < columns; ++x) {
      float &kept = row[x / step];
      if (!std::isnan(kept) && !(std::fabs(values[x]) <= std::fabs(kept)))
        kept = values[x];
    }
  }
}

SmallMap shrink(std::span<const float> values, const Planes &planes,
                std::int64_t first, std::int64_t count, std::int64_t size) {
  SmallMap map;
  map.planes = smallPlanes(planes, first, count, size, map.step);
  const Planes &small = map.planes;
  const std::int64_t volume = planes.rows * planes.columns;
  const auto total =
      static_cast<std::size_t>(small.channels * small.rows * small.columns);
  if (map.step == 1) {
    map.values.assign(values.begin() + first * volume,
                      values.begin() + (first + small.channels) * volume);
    return map;
  }
  map.values.resize(total);
  for (std::int64_t c = 0; c < small.channels; ++c)
    for (std::int64_t y = 0; y < small.rows; ++y)
      shrinkRows(values.data() + (first + c) * volume, planes.columns,
                 y * map.step, std::min(planes.rows, (y + 1) * map.step),
                 map.step,
                 map.values.data() + (c * small.rows + y) * small.columns);
  return map;
}

} // namespace qsim::engine
