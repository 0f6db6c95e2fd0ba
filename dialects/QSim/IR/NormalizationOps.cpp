// SPDX-License-Identifier: Apache-2.0
// Layers that divide by what they see around a value: kinds and constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;

StringRef LrnOp::getLayerKind() { return "lrn"; }

LogicalResult LrnOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (failed(verifyShape(*this, "lrn_C1", in))) // lrn_C1
    return failure();
  int64_t batch = getBatch(), size = getSize();
  if (batch < 1 || in[1] % batch != 0 || size < 1 ||
      size > kMaxExtent) // lrn_C2
    return emitOpError("lrn_C2: batch is ")
           << batch << " and size " << size << ", wanted a divisor of " << in[1]
           << " channels and 1.." << kMaxExtent;
  if (!getAlpha().isFinite() || !getBeta().isFinite() ||
      !getBias().isFinite()) // lrn_C3
    return emitOpError("lrn_C3: alpha is ")
           << getAlpha().convertToFloat() << ", beta "
           << getBeta().convertToFloat() << ", bias "
           << getBias().convertToFloat() << ", wanted finite numbers";
  return success();
}

StringRef InstanceNormOp::getLayerKind() { return "instance_norm"; }

LogicalResult InstanceNormOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (failed(verifyShape(*this, "instance_norm_C1", in))) // instance_norm_C1
    return failure();
  if (failed(verifyVector(*this, "instance_norm_C2", "scales", getScales(),
                          {in[1]})) ||
      failed(verifyVector(*this, "instance_norm_C2", "biases", getBiases(),
                          {in[1]}))) // instance_norm_C2
    return failure();
  if (!getEpsilon().isFinite() || getEpsilon().isNegative()) // instance_norm_C3
    return emitOpError("instance_norm_C3: epsilon is ")
           << getEpsilon().convertToFloat() << ", wanted a finite number >= 0";
  return success();
}
