// SPDX-License-Identifier: Apache-2.0
// The binary .weights file. It names nothing: only its size tells whether it
// belongs to a network.
#include "ParameterData.h"

#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"

#include "llvm/Support/Endian.h"

#include <cmath>
#include <vector>

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

// Three int32 (version) and how many pictures were seen, in 4 or 8 bytes.
// Which of the two cannot be told from the version with certainty: old
// programs and 32-bit machines disagree about it.
static constexpr size_t kShortHeader = 16, kLongHeader = 20;

static InFlightDiagnostic report(MLIRContext &context, StringRef path) {
  return emitError(FileLineColLoc::get(StringAttr::get(&context, path), 0, 0));
}

/// The header that Darknet assumes for the version in the file.
static size_t usualHeader(const char *bytes) {
  int64_t major = llvm::support::endian::read32le(bytes);
  int64_t minor = llvm::support::endian::read32le(bytes + 4);
  return major * 10 + minor >= 2 && major < 1000 && minor < 1000 ? kLongHeader
                                                                 : kShortHeader;
}

/// A version above 1000 says that the matrices of connected layers stand as
/// [inputs][outputs]; convolutions never do.
static bool isTransposed(const char *bytes) {
  return static_cast<int32_t>(llvm::support::endian::read32le(bytes)) > 1000 ||
         static_cast<int32_t>(llvm::support::endian::read32le(bytes + 4)) >
             1000;
}

/// Names versions that no Darknet writes: the numbers behind such a header may
/// be anything.
static void warnOfVersion(MLIRContext &context, StringRef path,
                          const char *bytes) {
  const auto field = [&](int index) {
    return static_cast<int32_t>(
        llvm::support::endian::read32le(bytes + 4 * index));
  };
  const int32_t major = field(0), minor = field(1);
  if (isTransposed(bytes) ? major >= 0 && minor >= 0
                          : major == 0 && minor >= 0 && minor <= 2)
    return;
  emitWarning(FileLineColLoc::get(StringAttr::get(&context, path), 0, 0))
      << "the header has version " << major << "." << minor << "." << field(2)
      << ", wanted 0.0 to 0.2, or a part above 1000 (transposed matrices): "
         "this may be no file of weights";
}

/// A copy of the numbers with every matrix as [outputs][inputs].
static ParameterData transposed(const Network &network,
                                ArrayRef<float> values) {
  auto storage =
      std::make_shared<std::vector<float>>(values.begin(), values.end());
  size_t begin = 0;
  for (const auto &layer : network.layers)
    for (const Parameter &parameter : layer->parameters) {
      if (parameter.matrix) {
        size_t rows = parameter.shape[0], columns = parameter.shape[1];
        for (size_t row = 0; row < rows; ++row)
          for (size_t column = 0; column < columns; ++column)
            (*storage)[begin + row * columns + column] =
                values[begin + column * rows + row];
      }
      begin += parameter.count();
    }
  ArrayRef<float> result = *storage;
  return {std::move(storage), result};
}

static bool hasMatrix(const Network &network) {
  return llvm::any_of(network.layers, [](const auto &layer) {
    return llvm::any_of(layer->parameters,
                        [](const Parameter &p) { return p.matrix; });
  });
}

/// Reports a file that is too short or too long, and where.
static LogicalResult reportSize(MLIRContext &context, const MappedFile &file,
                                const Network &network) {
  size_t wanted = static_cast<size_t>(network.parameterCount()) * 4;
  InFlightDiagnostic diag = report(context, file.path());
  diag << "the file has " << file.size() << " bytes, wanted "
       << wanted + kShortHeader << " or " << wanted + kLongHeader
       << " (a header of 16 or 20 bytes and " << wanted / 4 << " floats)";
  if (file.size() < kShortHeader)
    return diag << "; it ends in the header";
  size_t end = usualHeader(static_cast<const char *>(file.data()));
  for (const auto &layer : network.layers)
    for (const Parameter &parameter : layer->parameters) {
      end += static_cast<size_t>(parameter.count()) * 4;
      if (end > file.size()) {
        diag << "; it ends in the " << parameter.name() << " of "
             << layer->name;
        diag.attachNote(layer->location) << "the layer is described here";
        return diag;
      }
    }
  return diag << "; " << file.size() - end
              << " bytes follow the last layer's data";
}

static LogicalResult checkNumbers(MLIRContext &context, StringRef path,
                                  const Network &network,
                                  ArrayRef<float> values) {
  for (const auto &layer : network.layers)
    for (const Parameter &parameter : layer->parameters) {
      size_t count = parameter.count();
      bool isVariance = parameter.role == Parameter::Role::Variance;
      for (size_t i = 0; i < count; ++i) {
        float value = values[i];
        if (std::isfinite(value) && !(isVariance && value < 0))
          continue;
        InFlightDiagnostic diag = report(context, path);
        diag << parameter.name() << "[" << i << "] of " << layer->name << " is "
             << formatFloat(value) << ", wanted a finite number"
             << (isVariance ? " >= 0" : "");
        diag.attachNote(layer->location) << "the layer is described here";
        return diag;
      }
      values = values.drop_front(count);
    }
  return success();
}

FailureOr<ParameterData> darknet::mapWeights(MLIRContext &context,
                                             const std::string &path,
                                             const Network &network) {
  Result<MappedFile> opened = MappedFile::open(path);
  if (!opened)
    return emitError(network.location) << opened.error().message;
  auto file = std::make_shared<MappedFile>(std::move(*opened));
  size_t count = network.parameterCount();
  size_t header = file->size() - count * 4; // wraps for a short file
  if (header != kShortHeader && header != kLongHeader)
    return reportSize(context, *file, network);
  auto bytes = static_cast<const char *>(file->data());
  // Both headers are multiples of four and the mapping begins on a page.
  ParameterData result{
      file, {reinterpret_cast<const float *>(bytes + header), count}};
  if (failed(checkNumbers(context, path, network, result.values)))
    return failure();
  warnOfVersion(context, path, bytes);
  if (isTransposed(bytes) && hasMatrix(network))
    return transposed(network, result.values);
  return result;
}
