// SPDX-License-Identifier: Apache-2.0
// What the verifiers of several records demand.
#include "RecordChecks.h"

#include "mlir/IR/BuiltinTypes.h"

#include <cmath>
#include <limits>

using namespace qsim;
using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

LogicalResult qnet::requireAtLeast(mlir::Operation *op, llvm::StringRef key,
                                   int32_t value, int32_t least,
                                   const llvm::Twine &constraint) {
  if (value >= least)
    return success();
  return op->emitOpError(constraint)
         << ": " << key << " is " << value << ", wanted at least " << least;
}

LogicalResult qnet::requirePositive(mlir::Operation *op, llvm::StringRef key,
                                    float value,
                                    const llvm::Twine &constraint) {
  if (std::isfinite(value) && value > 0)
    return success();
  return op->emitOpError(constraint) << ": " << key << " is " << value
                                     << ", wanted a positive finite number";
}

LogicalResult qnet::requireOneInput(RecordOpInterface record,
                                    const llvm::Twine &constraint) {
  if (record.getInputs().size() == 1)
    return success();
  return record->emitOpError(constraint)
         << ": reads " << record.getInputs().size() << " tensors, wanted 1";
}

std::optional<int64_t> qnet::volumeOf(llvm::ArrayRef<int64_t> dims) {
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  int64_t volume = 1;
  for (int64_t extent : dims) {
    if (extent < 1 || extent > most / volume)
      return std::nullopt;
    volume *= extent;
  }
  return volume;
}

std::optional<int64_t> qnet::volumeOf(llvm::ArrayRef<int32_t> dims) {
  return volumeOf(llvm::SmallVector<int64_t>(dims.begin(), dims.end()));
}

LogicalResult qnet::requireView(mlir::Operation *op, llvm::StringRef key,
                                llvm::ArrayRef<int32_t> dims,
                                const llvm::Twine &constraint) {
  constexpr size_t most = 8;
  if (!dims.empty() && dims.size() <= most && volumeOf(dims))
    return success();
  return op->emitOpError(constraint)
         << ": " << key << " are [" << dims << "], wanted 1 to " << most
         << " of 1 or more with fewer than 2^31 values";
}

LogicalResult qnet::requireValues(mlir::Operation *op,
                                  llvm::ArrayRef<int32_t> dims,
                                  const Shape &shape,
                                  const llvm::Twine &constraint) {
  const std::optional<int64_t> wanted = volumeOf(shape);
  if (wanted && volumeOf(dims) == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": dims are [" << dims << "], wanted the values of " << shape[0]
         << "x" << shape[1] << "x" << shape[2];
}

FailureOr<Shape> qnet::ownShape(RecordOpInterface record, int64_t wanted,
                                const llvm::Twine &constraint) {
  const llvm::ArrayRef<int32_t> shape = record.getShape();
  if (volumeOf(shape) == wanted)
    return Shape{shape[0], shape[1], shape[2]};
  return record->emitOpError(constraint)
         << ": the output is " << shape[0] << "x" << shape[1] << "x" << shape[2]
         << ", wanted " << wanted << " elements";
}

LogicalResult qnet::requireParameter(mlir::Operation *op, llvm::StringRef name,
                                     mlir::ElementsAttr values,
                                     llvm::ArrayRef<int64_t> shape,
                                     const llvm::Twine &constraint) {
  const auto wanted = mlir::RankedTensorType::get(
      shape, mlir::Float32Type::get(op->getContext()));
  if (!values || values.getType() == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": " << name << " is " << values.getType() << ", wanted " << wanted;
}

LogicalResult qnet::requireAnchors(mlir::Operation *op,
                                   llvm::ArrayRef<float> anchors,
                                   const llvm::Twine &constraint) {
  if (anchors.empty() || anchors.size() % 2)
    return op->emitOpError(constraint)
           << ": has " << anchors.size() << " anchor numbers, wanted pairs";
  for (float anchor : anchors)
    if (!std::isfinite(anchor) || anchor <= 0)
      return op->emitOpError(constraint)
             << ": an anchor is " << anchor << ", wanted positive numbers";
  return success();
}

LogicalResult qnet::requirePreactivation(RecordOpInterface record,
                                         ActivationKind activation,
                                         QuantAttr preactivation,
                                         const llvm::Twine &constraint) {
  const bool wanted =
      isTableActivation(activation) && record.getQuantizationAttr();
  if (wanted == (preactivation != nullptr))
    return success();
  return record->emitOpError(constraint)
         << ": activation " << stringifyActivationKind(activation)
         << (wanted ? " with a quantized output needs a preactivation"
                    : " takes no preactivation here; one is for a table "
                      "activation with a quantized output");
}

LogicalResult qnet::requireParameters(RecordOpInterface record,
                                      ActivationKind activation,
                                      mlir::FloatAttr alpha,
                                      mlir::FloatAttr beta,
                                      const llvm::Twine &constraint) {
  const std::string wrong = checkParameters(activation, alpha, beta);
  if (wrong.empty())
    return success();
  return record->emitOpError(constraint) << ": " << wrong;
}

WindowAttr qnet::squareWindow(mlir::MLIRContext *context, int32_t size,
                              int32_t stride, int64_t padding) {
  const auto before = static_cast<int32_t>(padding / 2);
  const auto after = static_cast<int32_t>(padding - before);
  return WindowAttr::get(context, size, size, stride, stride, before, before,
                         after, after, 1, 1, 1, 1);
}

LogicalResult qnet::requireRows(mlir::Operation *op, WindowAttr window,
                                int32_t size, int32_t stride, int32_t padding,
                                bool mayDilateInput,
                                const llvm::Twine &constraint) {
  if (!window)
    return success();
  if (window.getSizeY() != size || window.getStrideY() != stride ||
      padding != 0)
    return op->emitOpError(constraint)
           << ": size is " << size << ", stride " << stride << " and padding "
           << padding << ", wanted those of the window's rows, "
           << window.getSizeY() << " and " << window.getStrideY() << ", and 0";
  if (!mayDilateInput &&
      (window.getInputDilationY() != 1 || window.getInputDilationX() != 1))
    return op->emitOpError(constraint)
           << ": the window dilates its input, wanted none that does";
  return success();
}

namespace {

/// A window along one side.
struct Axis {
  int64_t extent, size, stride, before, after, dilation, inputDilation;
};

FailureOr<int32_t> positions(mlir::Operation *op, const Axis &axis, bool ceil,
                             const llvm::Twine &constraint) {
  const int64_t window = (axis.size - 1) * axis.dilation + 1;
  const int64_t input = (axis.extent - 1) * axis.inputDilation + 1;
  const int64_t padding = axis.before + axis.after;
  const int64_t room = input + padding - window;
  if (room < 0)
    return op->emitOpError(constraint)
           << ": a window of " << window << " does not fit into " << input
           << " + padding " << padding;
  int64_t last = (room + (ceil ? axis.stride - 1 : 0)) / axis.stride;
  // One that would see nothing but what lies behind the input.
  if (ceil && last * axis.stride >= axis.extent + axis.before)
    --last;
  if (last >= maximumExtent)
    return op->emitOpError("network_C5: ")
           << last + 1 << " positions of the window, wanted at most "
           << maximumExtent;
  return static_cast<int32_t>(last + 1);
}

} // namespace

FailureOr<Shape> qnet::slideWindow(mlir::Operation *op, WindowAttr window,
                                   bool ceil, int32_t channels,
                                   const Shape &input,
                                   const llvm::Twine &constraint) {
  const Axis down = {input[1],
                     window.getSizeY(),
                     window.getStrideY(),
                     window.getTop(),
                     window.getBottom(),
                     window.getDilationY(),
                     window.getInputDilationY()};
  const Axis across = {input[2],
                       window.getSizeX(),
                       window.getStrideX(),
                       window.getLeft(),
                       window.getRight(),
                       window.getDilationX(),
                       window.getInputDilationX()};
  const auto height = positions(op, down, ceil, constraint);
  if (failed(height))
    return failure();
  const auto width = positions(op, across, ceil, constraint);
  if (failed(width))
    return failure();
  return Shape{channels, *height, *width};
}
