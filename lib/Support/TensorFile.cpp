// SPDX-License-Identifier: Apache-2.0
// Samples of tensor files, as the float32 that a network reads.
#include "qsim/Support/TensorFile.h"

#include "qsim/Support/HalfFloat.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>

using namespace qsim;

namespace {
struct ElementRow {
  const char *name;
  std::size_t size;
};
} // namespace

static constexpr ElementRow elements[] = {
    {"float32", 4}, {"float64", 8}, {"float16", 2}, {"bfloat16", 2},
    {"bool", 1},    {"int8", 1},    {"int16", 2},   {"int32", 4},
    {"int64", 8},   {"uint8", 1},   {"uint16", 2},  {"uint32", 4},
    {"uint64", 8}};

std::size_t qsim::elementSize(TensorElement type) {
  return elements[static_cast<std::size_t>(type)].size;
}
const char *qsim::elementName(TensorElement type) {
  return elements[static_cast<std::size_t>(type)].name;
}

std::string qsim::dimsText(const TensorDims &dims) {
  std::string text;
  for (std::int64_t extent : dims)
    text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text.empty() ? "scalar" : text;
}

bool qsim::hasTensorProtoName(const std::string &path) {
  if (path.size() < 3)
    return false;
  const std::string end = path.substr(path.size() - 3);
  return end == ".pb" || end == ".PB" || end == ".Pb" || end == ".pB";
}

bool qsim::isTensorFile(const std::string &path) {
  if (hasTensorProtoName(path))
    return true;
  char start[6] = {};
  std::ifstream stream(path, std::ios::binary);
  stream.read(start, sizeof start);
  return looksLikeNpy(
      std::string_view(start, static_cast<std::size_t>(stream.gcount())));
}

Result<TensorFile> TensorFile::open(const std::string &path) {
  Result<MappedFile> mapped = MappedFile::open(path);
  if (!mapped)
    return mapped.error();
  TensorFile result;
  result.path = path;
  result.file.emplace(std::move(*mapped));
  const std::string_view bytes = result.file->text();
  Result<TensorBytes> tensor = hasTensorProtoName(path) && !looksLikeNpy(bytes)
                                   ? parseTensorProto(bytes, path)
                                   : parseNpyTensor(bytes, path);
  if (!tensor)
    return tensor.error();
  result.tensor = std::move(*tensor);
  return result;
}

std::string TensorFile::describe() const {
  return std::string(elementName(tensor.type)) + " " + dimsText(tensor.dims);
}

static std::string expected(const std::vector<TensorDims> &ofOne) {
  std::string text;
  for (const TensorDims &dims : ofOne)
    text += (text.empty() ? "" : " or ") + dimsText(dims);
  for (const TensorDims &dims : ofOne)
    if (!dims.empty() && dims[0] == 1)
      return text + ", or N of them where the first dimension is 1";
  return text;
}

Result<std::size_t>
TensorFile::samples(const std::vector<TensorDims> &ofOne) const {
  const TensorDims &dims = tensor.dims;
  for (const TensorDims &one : ofOne)
    if (dims == one)
      return std::size_t(1);
  for (const TensorDims &one : ofOne)
    if (!dims.empty() && dims.size() == one.size() && one[0] == 1 &&
        dims[0] > 0 &&
        std::equal(dims.begin() + 1, dims.end(), one.begin() + 1))
      return static_cast<std::size_t>(dims[0]);
  return Error{path + ": expected a tensor of " + expected(ofOne) + ", got " +
               describe()};
}

// ---- values as float32

template <typename T> static T load(const char *from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

/// Integers of at most 64 bits: the float32 nearest, and whether it is equal.
/// 2^63 and 2^64 do not fit into their types again, so magnitudes decide: a
/// float32 holds what has at most 24 bits between its first and its last one.
template <typename T> static bool isExact(T value) {
  if constexpr (sizeof(T) <= 2) {
    return true;
  } else {
    using U = std::make_unsigned_t<T>;
    U magnitude = static_cast<U>(value);
    if constexpr (std::is_signed_v<T>)
      if (value < 0)
        magnitude = U(0) - magnitude;
    return magnitude == 0 ||
           std::bit_width(magnitude) - std::countr_zero(magnitude) <= 24;
  }
}

namespace {
/// The first value that cannot be taken, and why.
struct Refusal {
  std::size_t at;
  std::string why;
};

class Converter {
public:
  Converter(const char *from, std::size_t count) : from(from), values(count) {}

  template <typename T> void integers() {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const T value = load<T>(from + i * sizeof(T));
      values[i] = static_cast<float>(value);
      if (!isExact(value))
        return refuse(i, "is " + std::to_string(value) +
                             ", which float32 does not hold exactly");
    }
  }
  template <typename T, typename Convert> void floats(Convert convert) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const T value = load<T>(from + i * sizeof(T));
      values[i] = convert(value);
      if (!std::isfinite(values[i]) && !isFiniteDouble(value))
        return refuse(i, "is not a finite number");
      if (!isSame(value, values[i]))
        return refuse(i, "is a float64 that float32 does not hold exactly; "
                         "save the tensor as float32");
    }
  }

  std::vector<float> take() { return std::move(values); }
  const std::optional<Refusal> &refusal() const { return first; }

private:
  template <typename T> static bool isFiniteDouble(T value) {
    if constexpr (std::is_same_v<T, double>)
      return std::isfinite(value);
    return false;
  }
  template <typename T> static bool isSame(T value, float result) {
    if constexpr (std::is_same_v<T, double>)
      return static_cast<double>(result) == value;
    return true;
  }
  void refuse(std::size_t at, std::string why) {
    first = Refusal{at, std::move(why)};
  }

  const char *from;
  std::vector<float> values;
  std::optional<Refusal> first;
};
} // namespace

static void convert(Converter &to, TensorElement type) {
  switch (type) {
  case TensorElement::Float32:
    return to.floats<float>([](float value) { return value; });
  case TensorElement::Float64:
    return to.floats<double>([](double value) {
      // Out of range of a float32: the conversion itself would be undefined.
      constexpr double largest = 0x1.fffffep127;
      return value > largest || value < -largest
                 ? std::numeric_limits<float>::infinity()
                 : static_cast<float>(value);
    });
  case TensorElement::Float16:
    return to.floats<std::uint16_t>(fromHalf);
  case TensorElement::BFloat16:
    return to.floats<std::uint16_t>(fromBrain);
  case TensorElement::Bool:
  case TensorElement::UInt8:
    return to.integers<std::uint8_t>();
  case TensorElement::Int8:
    return to.integers<std::int8_t>();
  case TensorElement::Int16:
    return to.integers<std::int16_t>();
  case TensorElement::Int32:
    return to.integers<std::int32_t>();
  case TensorElement::Int64:
    return to.integers<std::int64_t>();
  case TensorElement::UInt16:
    return to.integers<std::uint16_t>();
  case TensorElement::UInt32:
    return to.integers<std::uint32_t>();
  case TensorElement::UInt64:
    return to.integers<std::uint64_t>();
  }
}

Result<std::vector<float>> TensorFile::sample(std::size_t index,
                                              std::size_t count) const {
  if (index >= count)
    return Error{path + ": there is no sample " + std::to_string(index) +
                 ", the file holds " + std::to_string(count)};
  const std::size_t size = elementSize(tensor.type);
  const std::size_t each = tensor.data.size() / size / count;
  Converter converter(tensor.data.data() + index * each * size, each);
  convert(converter, tensor.type);
  if (const std::optional<Refusal> &refusal = converter.refusal())
    return Error{path + ": value " +
                 std::to_string(index * each + refusal->at) + " " +
                 refusal->why};
  return converter.take();
}
