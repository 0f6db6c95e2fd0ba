// SPDX-License-Identifier: Apache-2.0
// Element types, dimensions and constants.
#include "Tensor.h"

namespace qsim::onnximport {

std::string typeName(ElementType type) {
  switch (type) {
  case ElementType::Undefined:
    return "undefined";
  case ElementType::Float:
    return "float";
  case ElementType::UInt8:
    return "uint8";
  case ElementType::Int8:
    return "int8";
  case ElementType::UInt16:
    return "uint16";
  case ElementType::Int16:
    return "int16";
  case ElementType::Int32:
    return "int32";
  case ElementType::Int64:
    return "int64";
  case ElementType::String:
    return "string";
  case ElementType::Bool:
    return "bool";
  case ElementType::Float16:
    return "float16";
  case ElementType::Double:
    return "double";
  case ElementType::UInt32:
    return "uint32";
  case ElementType::UInt64:
    return "uint64";
  case ElementType::Complex64:
    return "complex64";
  case ElementType::Complex128:
    return "complex128";
  case ElementType::BFloat16:
    return "bfloat16";
  }
  return "type " + std::to_string(static_cast<int>(type));
}

bool isFloatType(ElementType type) {
  return type == ElementType::Float || type == ElementType::Float16 ||
         type == ElementType::BFloat16 || type == ElementType::Double;
}

bool isIntegerType(ElementType type) {
  return typeSize(type) != 0 && !isFloatType(type);
}

std::size_t typeSize(ElementType type) {
  switch (type) {
  case ElementType::UInt8:
  case ElementType::Int8:
  case ElementType::Bool:
    return 1;
  case ElementType::UInt16:
  case ElementType::Int16:
  case ElementType::Float16:
  case ElementType::BFloat16:
    return 2;
  case ElementType::Float:
  case ElementType::Int32:
  case ElementType::UInt32:
    return 4;
  case ElementType::Double:
  case ElementType::Int64:
  case ElementType::UInt64:
    return 8;
  default:
    return 0;
  }
}

std::optional<std::int64_t> countOf(const Dims &dims) {
  // Extents beside a zero are held to the same limit, so that the product of
  // any of them can be computed.
  constexpr std::int64_t limit = std::int64_t(1) << 40;
  std::int64_t count = 1;
  bool empty = false;
  for (std::int64_t extent : dims) {
    empty |= extent == 0;
    if (extent < 0 || (extent > 0 && extent > limit / count))
      return std::nullopt;
    count *= extent > 0 ? extent : 1;
  }
  return empty ? 0 : count;
}

std::string dimsText(const Dims &dims) {
  std::string text;
  for (std::int64_t extent : dims)
    text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text.empty() ? "scalar" : text;
}

std::optional<double> Tensor::uniform() const {
  const std::int64_t size = count();
  if (size == 0)
    return std::nullopt;
  const double first = number(0);
  for (std::int64_t i = 1; i < size; ++i)
    if (number(i) != first)
      return std::nullopt;
  return first;
}

Tensor makeFloats(const Dims &dims, std::vector<float> values,
                  ElementType type) {
  auto owner = std::make_shared<std::vector<float>>(std::move(values));
  return {type, dims, std::shared_ptr<const float>(owner, owner->data()), {}};
}

Tensor makeIntegers(const Dims &dims, std::vector<std::int64_t> values,
                    ElementType type) {
  return {type,
          dims,
          {},
          std::make_shared<const std::vector<std::int64_t>>(std::move(values))};
}

} // namespace qsim::onnximport
