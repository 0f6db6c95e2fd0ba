// SPDX-License-Identifier: Apache-2.0
// Sums and products of layers: kinds and numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;

StringRef AddOp::getLayerKind() { return "shortcut"; }

LogicalResult AddOp::verify() {
  if (getInputs().size() < 2) // add_C1
    return emitOpError("add_C1: there are ")
           << getInputs().size() << " inputs, wanted two or more";
  ArrayRef<int64_t> out = tensorOf(getInputs().front()).getShape();
  if (failed(verifyShape(*this, "add_C2", out))) // add_C2
    return failure();
  for (Value input : getInputs().drop_front()) {
    ArrayRef<int64_t> in = tensorOf(input).getShape();
    if (in[2] / out[2] != in[3] / out[3] ||
        out[2] / in[2] != out[3] / in[3]) // add_C3
      return emitOpError("add_C3: an input has shape ")
             << text(in) << ", wanted height and width in the same whole "
             << "ratio to those of " << text(out);
  }
  return success();
}

StringRef MulOp::getLayerKind() { return "multiply"; }

LogicalResult MulOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (failed(verifyShape(*this, "mul_C1", in))) // mul_C1
    return failure();
  ArrayRef<int64_t> gate = tensorOf(getGate()).getShape();
  int64_t perChannel[] = {1, in[1], 1, 1}, oneChannel[] = {1, 1, in[2], in[3]};
  if (gate != in && gate != ArrayRef(perChannel) &&
      gate != ArrayRef(oneChannel)) // mul_C2
    return emitOpError("mul_C2: the first input has shape ")
           << text(gate) << ", wanted " << text(in) << ", " << text(perChannel)
           << " or " << text(oneChannel);
  return success();
}

StringRef BinaryOp::getLayerKind() { return "binary"; }

LogicalResult BinaryOp::verify() {
  for (Value input : getOperands())
    if (tensorOf(input).getShape() != getType().getShape()) // binary_C1
      return emitOpError("binary_C1: an input has shape ")
             << text(tensorOf(input).getShape()) << ", wanted "
             << text(getType().getShape());
  if (getKind() != BinaryKind::Sub &&
      getActivation() != ActivationKind::Linear) // binary_C2
    return emitOpError("binary_C2: the activation is ")
           << stringifyActivationKind(getActivation()) << " behind "
           << stringifyBinaryKind(getKind()) << ", wanted linear";
  return success();
}
