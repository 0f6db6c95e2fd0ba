// SPDX-License-Identifier: Apache-2.0
// The .fweights: float parameters from the records' attributes.
#include "ContainerWriter.h"
#include "QSim/Analysis/LayerParameters.h"
#include "WeightWriters.h"

#include <cstring>

using namespace qsim;

Error qsim::fail(mlir::Operation *op, const std::string &message) {
  // At the location alone: the op is no help, and may be long.
  mlir::emitError(op->getLoc(), message);
  return Error{message};
}

namespace {

struct Parameter {
  llvm::StringRef name;
  mlir::ElementsAttr values;
};

/// In the order of docs/spec/net.md; absent ones have no values.
llvm::SmallVector<Parameter> parametersOf(qnet::ConvolutionalOp op) {
  return {{"weights", op.getWeightsAttr()},
          {"biases", op.getBiasesAttr()},
          {"scales", op.getScalesAttr()},
          {"mean", op.getMeanAttr()},
          {"variance", op.getVarianceAttr()},
          {"bias_delta", op.getBiasDeltaAttr()}};
}

} // namespace

Result<AlignedBytes> qsim::writeFloatWeights(qnet::NetworkOp network) {
  ContainerWriter container;
  for (auto op : network.getOps<qnet::ConvolutionalOp>()) {
    if (!op.getWeightsAttr())
      return fail(op, "layer '" + op.getName().str() +
                          "' has no parameters; read the .net with its "
                          ".fweights beside it");
    for (const Parameter &parameter : parametersOf(op))
      if (parameter.values)
        container.add((op.getName() + "." + parameter.name).str(), QSIMRT_F32,
                      parameter.values.getShapedType().getShape().vec());
  }
  container.allocate();
  std::size_t entry = 0;
  for (auto op : network.getOps<qnet::ConvolutionalOp>())
    for (const Parameter &parameter : parametersOf(op)) {
      if (!parameter.values)
        continue;
      const auto view = FloatView::read(op, parameter.name, parameter.values);
      if (failed(view))
        return Error{"layer '" + op.getName().str() +
                     "': " + parameter.name.str() + " cannot be read"};
      const llvm::ArrayRef<float> values = view->values();
      std::memcpy(container.payload<float>(entry++), values.data(),
                  values.size() * sizeof(float));
    }
  return container.finish(ContainerWriter::floatWeights, 0);
}
