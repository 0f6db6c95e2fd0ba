// SPDX-License-Identifier: Apache-2.0
// Files that hold one tensor, or a batch of samples: .npy and ONNX's
// TensorProto (.pb).
#ifndef QSIM_SUPPORT_TENSORFILE_H
#define QSIM_SUPPORT_TENSORFILE_H

#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

enum class TensorElement {
  Float32,
  Float64,
  Float16,
  BFloat16,
  Bool,
  Int8,
  Int16,
  Int32,
  Int64,
  UInt8,
  UInt16,
  UInt32,
  UInt64
};
std::size_t elementSize(TensorElement type);
/// The name used in messages: "float32", "int8", ...
const char *elementName(TensorElement type);

using TensorDims = std::vector<std::int64_t>;
/// "1x3x224x224"; "scalar" for none.
std::string dimsText(const TensorDims &dims);

/// What a file says; as many elements as the dimensions want.
struct TensorBytes {
  TensorElement type = TensorElement::Float32;
  TensorDims dims;
  std::string_view data;                    ///< little-endian, row-major
  std::shared_ptr<const std::string> owner; ///< of `data`, if not the file
};

/// Of bytes that outlive the result. Refuses Fortran order, other element types
/// and versions, malformed headers and sizes that are not those of the shape.
Result<TensorBytes> parseNpyTensor(std::string_view bytes,
                                   const std::string &name);
/// Likewise of a TensorProto. Refuses what is no such message, strings, complex
/// numbers, segments, external data and values that their type does not have.
Result<TensorBytes> parseTensorProto(std::string_view bytes,
                                     const std::string &name);

class TensorFile {
public:
  /// By its content a .npy; by the end of its name, ".pb", a TensorProto.
  static Result<TensorFile> open(const std::string &path);

  const TensorDims &dims() const { return tensor.dims; }
  /// "float32 1x3x224x224".
  std::string describe() const;

  /// How many samples of one of these dimensions: one where they are the
  /// file's, N where the first is 1 and the file has N in its place.
  Result<std::size_t> samples(const std::vector<TensorDims> &ofOne) const;
  /// Sample `index` of `count` equal parts. A value that is not finite, or that
  /// float32 does not hold exactly, is an error.
  Result<std::vector<float>> sample(std::size_t index, std::size_t count) const;

private:
  std::string path;
  std::optional<MappedFile> file;
  TensorBytes tensor;
};

/// Whether TensorFile::open takes the file for one; only its start is read.
bool isTensorFile(const std::string &path);
/// Whether the name ends in ".pb", in any case.
bool hasTensorProtoName(const std::string &path);

} // namespace qsim

#endif // QSIM_SUPPORT_TENSORFILE_H
