// SPDX-License-Identifier: Apache-2.0
// The records of normalizations: what each demands by itself, and its shape.
#include "RecordChecks.h"

using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

LogicalResult LrnOp::verify() {
  constexpr int32_t largest = 65535;
  const int32_t size = getSize();
  if (failed(requireOneInput(*this, "lrn_C1")) ||
      failed(requireAtLeast(*this, "batch", getBatch(), 1, "lrn_C1")))
    return failure();
  if (size < 1 || size > largest)
    return emitOpError("lrn_C1: size is ")
           << size << ", wanted 1 to " << largest;
  if (!getAlpha().isFinite() || !getBeta().isFinite() || !getBias().isFinite())
    return emitOpError("lrn_C2: alpha is ")
           << getAlpha().convertToFloat() << ", beta "
           << getBeta().convertToFloat() << ", bias "
           << getBias().convertToFloat() << ", wanted finite numbers";
  return success();
}

FailureOr<Shape> LrnOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int32_t batch = getBatch();
  if (inputs.front()[0] % batch)
    return emitOpError("lrn_C1: batch is ") << batch << ", wanted a divisor of "
                                            << inputs.front()[0] << " channels";
  return inputs.front();
}

LogicalResult InstanceNormOp::verify() {
  if (failed(requireOneInput(*this, "instance_norm_C1")))
    return failure();
  if (!getEpsilon().isFinite() || getEpsilon().isNegative())
    return emitOpError("instance_norm_C1: epsilon is ")
           << getEpsilon().convertToFloat() << ", wanted a finite number >= 0";
  if (!getScalesAttr() != !getBiasesAttr())
    return emitOpError("instance_norm_C2: scales and biases are given together "
                       "or not at all");
  return success();
}

FailureOr<Shape> InstanceNormOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int64_t channels = inputs.front()[0];
  if (failed(requireParameter(*this, "scales", getScalesAttr(), {channels},
                              "instance_norm_C2")) ||
      failed(requireParameter(*this, "biases", getBiasesAttr(), {channels},
                              "instance_norm_C2")))
    return failure();
  return inputs.front();
}

llvm::SmallVector<Parameter> InstanceNormOp::getParameters() {
  return {{"scales", getScalesAttr()}, {"biases", getBiasesAttr()}};
}
