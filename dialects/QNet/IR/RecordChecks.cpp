// SPDX-License-Identifier: Apache-2.0
// What the verifiers of several records demand.
#include "RecordChecks.h"

#include <cmath>

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

/// Positions of the window along one side of `extent` values.
static FailureOr<int32_t> positions(mlir::Operation *op, const Window &window,
                                    int64_t extent,
                                    const llvm::Twine &constraint) {
  const int64_t room = extent + window.padding - window.size;
  if (room < 0)
    return op->emitOpError(constraint)
           << ": a window of " << window.size << " does not fit into " << extent
           << " + padding " << window.padding;
  return static_cast<int32_t>(room / window.stride + 1);
}

FailureOr<Shape> qnet::slideWindow(mlir::Operation *op, const Window &window,
                                   int32_t channels, const Shape &input,
                                   const llvm::Twine &constraint) {
  const auto height = positions(op, window, input[1], constraint);
  if (failed(height))
    return failure();
  const auto width = positions(op, window, input[2], constraint);
  if (failed(width))
    return failure();
  return Shape{channels, *height, *width};
}
