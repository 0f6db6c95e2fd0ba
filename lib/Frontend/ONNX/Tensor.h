// SPDX-License-Identifier: Apache-2.0
// A constant of an ONNX model as the importer computes with it: floats as
// float32, everything else as 64-bit integers.
#ifndef QSIM_LIB_FRONTEND_ONNX_TENSOR_H
#define QSIM_LIB_FRONTEND_ONNX_TENSOR_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qsim::onnximport {

using Dims = std::vector<std::int64_t>;

/// The element types of TensorProto, under their numbers.
enum class ElementType {
  Undefined = 0,
  Float = 1,
  UInt8 = 2,
  Int8 = 3,
  UInt16 = 4,
  Int16 = 5,
  Int32 = 6,
  Int64 = 7,
  String = 8,
  Bool = 9,
  Float16 = 10,
  Double = 11,
  UInt32 = 12,
  UInt64 = 13,
  Complex64 = 14,
  Complex128 = 15,
  BFloat16 = 16
};

/// "float", "int64", ..., or "type 42".
std::string typeName(ElementType type);
/// Float, Float16, BFloat16 or Double: what becomes float32.
bool isFloatType(ElementType type);
/// Integers and Bool.
bool isIntegerType(ElementType type);
/// Bytes of an element in raw data; 0 for types that are not read.
std::size_t typeSize(ElementType type);

/// The product; nothing when that of the extents above 0 is above 2^40, or one
/// is negative.
std::optional<std::int64_t> countOf(const Dims &dims);
/// "1x3x416x416", "scalar" for no dimensions.
std::string dimsText(const Dims &dims);

struct Tensor {
  ElementType type = ElementType::Undefined;
  Dims dims;
  /// Of float types: the values and what keeps them alive, maybe a mapped file.
  std::shared_ptr<const float> floats;
  /// Of all others.
  std::shared_ptr<const std::vector<std::int64_t>> integers;

  std::int64_t count() const { return countOf(dims).value_or(0); }
  bool isFloat() const { return isFloatType(type); }
  double number(std::int64_t i) const {
    return isFloat() ? floats.get()[i] : static_cast<double>((*integers)[i]);
  }
  /// All values are this one; nothing where they differ or are none.
  std::optional<double> uniform() const;
};

Tensor makeFloats(const Dims &dims, std::vector<float> values,
                  ElementType type = ElementType::Float);
Tensor makeIntegers(const Dims &dims, std::vector<std::int64_t> values,
                    ElementType type = ElementType::Int64);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_TENSOR_H
