// SPDX-License-Identifier: Apache-2.0
// A tensor as it is stored and as real numbers, and smaller maps of it.
#ifndef QSIM_TOOLS_QSIM_ENGINE_TENSORDATA_H
#define QSIM_TOOLS_QSIM_ENGINE_TENSORDATA_H

#include "engine.pb.h"

#include "qsim/Execution/Simulation.h"

#include <span>
#include <string>
#include <vector>

namespace qsim::engine {

/// Owns what it holds: the run may go on. One of the two is filled, as asked.
struct TensorData {
  qsimrt_dtype dtype = QSIMRT_F32; ///< as stored
  std::vector<std::int64_t> shape;
  std::string stored;       ///< little endian
  std::vector<float> reals; ///< outputs dequantized, other integers as they are
};
enum class Form { Stored, Real };

/// "f32", "i8", "i16", "i32", "i64".
const char *dtypeName(qsimrt_dtype dtype);

/// Of the values that are numbers; 0 and 0 without any.
struct Extremes {
  double low = 0, high = 0;
};
Extremes extremesOf(std::span<const float> values);
Extremes extremesOf(const TensorData &data); ///< of what is filled

/// Channels, rows and columns of a tensor that is looked at: its first
/// dimension, all between, its last. One dimension is a row of one channel.
struct Planes {
  std::int64_t channels = 1, rows = 1, columns = 1;
};
Planes planesOf(const std::vector<std::int64_t> &shape);

/// Channels [first, first + count) of the planes, no side longer than `size`:
/// of each block of step x step the value with the largest magnitude; a value
/// that is not a number wins.
struct SmallMap {
  Planes planes;
  std::uint32_t step = 1;
  std::vector<float> values;
};
SmallMap shrink(std::span<const float> values, const Planes &planes,
                std::int64_t first, std::int64_t count, std::int64_t size);

/// What shrink would give.
Planes smallPlanes(const Planes &planes, std::int64_t first, std::int64_t count,
                   std::int64_t size, std::uint32_t &step);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_TENSORDATA_H
