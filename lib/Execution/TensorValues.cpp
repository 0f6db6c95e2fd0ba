// SPDX-License-Identifier: Apache-2.0
// Reads and writes the elements of a tensor as doubles.
#include "TensorValues.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

namespace qsim {
namespace {

template <typename T> double at(const std::byte *data, std::size_t index) {
  T value;
  std::memcpy(&value, data + index * sizeof value, sizeof value);
  return static_cast<double>(value);
}

template <typename T>
bool store(std::byte *data, std::size_t index, double value) {
  const double low = static_cast<double>(std::numeric_limits<T>::lowest());
  const double high = static_cast<double>(std::numeric_limits<T>::max());
  if (!(value >= low && value <= high))
    return false;
  // Beyond 2^53 doubles skip integers, and 2^63 rounds up to no int64.
  if (std::is_integral_v<T> &&
      (value != std::trunc(value) || std::fabs(value) > 9007199254740992.0))
    return false;
  const T stored = static_cast<T>(value);
  std::memcpy(data + index * sizeof stored, &stored, sizeof stored);
  return true;
}

} // namespace

double valueAt(const std::byte *data, qsimrt_dtype dtype, std::size_t index) {
  switch (dtype) {
  case QSIMRT_F32:
    return at<float>(data, index);
  case QSIMRT_I8:
    return at<std::int8_t>(data, index);
  case QSIMRT_I16:
    return at<std::int16_t>(data, index);
  case QSIMRT_I64:
    return at<std::int64_t>(data, index);
  default:
    return at<std::int32_t>(data, index);
  }
}

bool storeValue(std::byte *data, qsimrt_dtype dtype, std::size_t index,
                double value) {
  switch (dtype) {
  case QSIMRT_F32:
    return store<float>(data, index, value);
  case QSIMRT_I8:
    return store<std::int8_t>(data, index, value);
  case QSIMRT_I16:
    return store<std::int16_t>(data, index, value);
  case QSIMRT_I64:
    return store<std::int64_t>(data, index, value);
  default:
    return store<std::int32_t>(data, index, value);
  }
}

} // namespace qsim
