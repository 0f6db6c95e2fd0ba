// SPDX-License-Identifier: Apache-2.0
// NumPy array files (.npy, format version 1.0): how tensors enter and leave.
#ifndef QSIM_SUPPORT_NPY_H
#define QSIM_SUPPORT_NPY_H

#include "qsim/Support/Result.h"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

/// Element types that are read and written: little-endian, C order.
enum class NpyType { Float32, Int8, Int16, Int32, Int64 };

std::size_t npyTypeSize(NpyType type);
/// The name used in messages: "float32", "int8", ...
const char *npyTypeName(NpyType type);

template <typename T> constexpr NpyType npyTypeOf();
template <> constexpr NpyType npyTypeOf<float>() { return NpyType::Float32; }
template <> constexpr NpyType npyTypeOf<std::int8_t>() { return NpyType::Int8; }
template <> constexpr NpyType npyTypeOf<std::int16_t>() {
  return NpyType::Int16;
}
template <> constexpr NpyType npyTypeOf<std::int32_t>() {
  return NpyType::Int32;
}
template <> constexpr NpyType npyTypeOf<std::int64_t>() {
  return NpyType::Int64;
}

/// An array with its elements as bytes, rows last to first.
struct NpyArray {
  NpyType type = NpyType::Float32;
  std::vector<std::int64_t> shape; ///< empty: one number without dimensions
  std::vector<std::byte> bytes;

  std::size_t count() const { return bytes.size() / npyTypeSize(type); }
  /// The elements; T must be the type of the array (asserted).
  template <typename T> const T *values() const {
    assert(type == npyTypeOf<T>());
    return reinterpret_cast<const T *>(bytes.data());
  }
};

/// Whether a file with these first bytes claims to be an .npy file.
bool looksLikeNpy(std::string_view bytes);

/// Refuses other versions, Fortran order, other element types, a size that is
/// not that of the shape, and malformed headers.
Result<NpyArray> readNpy(const std::string &path);
/// The same from memory; `name` is used in messages only.
Result<NpyArray> parseNpy(std::string_view bytes, const std::string &name);

/// Writes elements that lie in C order; `data` holds the product of the shape
/// (all >= 0) elements. The same bytes that NumPy's own save writes.
Result<void> writeNpy(const std::string &path, NpyType type,
                      const std::vector<std::int64_t> &shape, const void *data);
template <typename T>
Result<void> writeNpy(const std::string &path,
                      const std::vector<std::int64_t> &shape, const T *data) {
  return writeNpy(path, npyTypeOf<T>(), shape, data);
}

} // namespace qsim

#endif // QSIM_SUPPORT_NPY_H
