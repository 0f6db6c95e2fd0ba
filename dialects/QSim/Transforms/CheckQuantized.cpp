// SPDX-License-Identifier: Apache-2.0
// Verifies what lowering relies on.
#include "Network.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/Transforms/Passes.h"
#include "qsim/Support/Numbers.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_CHECKQUANTIZEDPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

InFlightDiagnostic fail(Value tensor, StringRef rule) {
  return emitError(tensor.getLoc())
         << rule << ": layer \"" << producerName(tensor) << "\" ";
}

// Types hold scales as doubles; the runtime has float32.
LogicalResult checkScales(Value layer, Type elements) {
  SmallVector<double> scales;
  if (auto perAxis = dyn_cast<quant::UniformQuantizedPerAxisType>(elements))
    scales.append(perAxis.getScales().begin(), perAxis.getScales().end());
  else
    scales.push_back(cast<quant::UniformQuantizedType>(elements).getScale());
  for (double scale : scales)
    if (!isFloat32Scale(scale)) // quantized_C3
      return fail(layer, "quantized_C3")
             << "has scale " << formatDouble(scale)
             << "; wanted a positive float32 such as "
             << formatDouble(static_cast<float>(scale));
  return success();
}

LogicalResult checkTensor(Value tensor) {
  Type elements = elementTypeOf(tensor);
  if (int bits = toQuant(elements).bits; bits < 2 || bits > 16) // quantized_C1
    return fail(tensor, "quantized_C1")
           << "has elements " << elements
           << "; wanted !quant.uniform of 2..16 bits";
  return checkScales(tensor, elements);
}

LogicalResult checkWeights(Conv2DOp conv) {
  Type elements = elementTypeOf(conv.getWeights());
  int bits = toWeightQuant(elements).bits;
  if (bits < 2 || bits > 16) // quantized_C2
    return fail(conv.getOutput(), "quantized_C2")
           << "has weights of " << elements
           << "; wanted symmetric !quant.uniform of 2..16 bits";
  return checkScales(conv.getOutput(), elements);
}

struct CheckQuantizedPass
    : qsim::impl::CheckQuantizedPassBase<CheckQuantizedPass> {
  void runOnOperation() override {
    if (failed(check()))
      signalPassFailure();
  }

private:
  LogicalResult check() {
    FailureOr<func::FuncOp> network = findNetwork(getOperation());
    if (failed(network))
      return failure();
    bool good = succeeded(checkTensor(network->getArgument(0)));
    for (LayerOpInterface layer : layersOf(*network)) {
      Value output = layer->getResult(0);
      if (isa<BatchNormOp, ActivationOp>(layer)) { // quantized_C4
        fail(output, "quantized_C4") << "is a " << layer->getName()
                                     << "; wanted it fused into a convolution";
        good = false;
        continue;
      }
      if (!layer.isHostLayer())
        good &= succeeded(checkTensor(output));
      if (auto conv = dyn_cast<Conv2DOp>(layer.getOperation()))
        good &= succeeded(checkWeights(conv));
    }
    return success(good);
  }
};

} // namespace
