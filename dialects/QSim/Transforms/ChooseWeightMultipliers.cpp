// SPDX-License-Identifier: Apache-2.0
// Quantizes weights as the profile yolo2_light does.
#include "Network.h"

#include "QSim/Analysis/LayerParameters.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Transforms/Passes.h"
#include "qsim/Calibration/WeightOctaves.h"
#include "qsim/Support/Numbers.h"

#include "mlir/IR/Remarks.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_CHOOSEWEIGHTMULTIPLIERSPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

// Calls `visit` with each weight times the gain of its batch norm, in float32
// as the runtime has it (numerics.md N42).
void forEachFolded(const LayerParameters &parameters,
                   llvm::function_ref<void(float)> visit) {
  std::vector<double> gain, bias;
  parameters.fold(QSIMRT_YOLO2_LIGHT, gain, bias);
  ArrayRef<float> weights = parameters.weights.values();
  size_t taps = weights.size() / gain.size();
  for (auto [i, weight] : llvm::enumerate(weights))
    visit(weight * static_cast<float>(gain[i / taps]));
}

LogicalResult chooseMultiplier(Conv2DOp conv) {
  if (!conv.getWeights().hasOneUse())
    return conv.emitOpError("layer \"")
           << conv.getName()
           << "\" shares its weights with another layer; wanted weights of its "
              "own";
  FailureOr<LayerParameters> parameters =
      LayerParameters::read(cast<LayerOpInterface>(conv.getOperation()));
  if (failed(parameters))
    return failure();
  WeightOctaves octaves;
  forEachFolded(*parameters, [&](float weight) { octaves.add(weight); });
  float multiplier = octaves.multiplier();
  size_t saturated = 0, count = parameters->weights.values().size();
  forEachFolded(*parameters, [&](float weight) {
    saturated += !(std::fabs(weight * multiplier) < 128); // truncates to 127
  });
  WeightQuant quant{8, {1 / multiplier}};
  setElements(conv.getWeights(), weightType(conv.getContext(), quant));
  std::string message =
      conv.getName().str() + ": weights times 2^" +
      std::to_string(std::ilogb(multiplier)) + ", saturates " +
      formatFixed(100.0 * static_cast<double>(saturated) / count, 3) +
      " %; input times " +
      formatFloat(conv.getInputMultiplierAttr().getValue().convertToFloat());
  remark::passed(conv.getLoc(), remark::RemarkOpts::name("choice")
                                    .category("choose-weight-multipliers")
                                    .function(conv.getName()))
      << StringRef(message);
  return success();
}

struct ChooseWeightMultipliersPass
    : qsim::impl::ChooseWeightMultipliersPassBase<ChooseWeightMultipliersPass> {
  void runOnOperation() override {
    if (failed(chooseAll()))
      signalPassFailure();
  }

private:
  LogicalResult chooseAll() {
    ModuleOp module = getOperation();
    FailureOr<func::FuncOp> network = findNetwork(module);
    FailureOr<NetworkAttr> facts = findNetworkAttr(module);
    if (failed(network) || failed(facts))
      return failure();
    if (facts->getArithmetic() != Arithmetic::Yolo2Light)
      return module.emitError("the network's arithmetic is ")
             << stringifyArithmetic(facts->getArithmetic())
             << "; wanted yolo2_light: no other has weight multipliers";
    for (LayerOpInterface layer : layersOf(*network))
      if (auto conv = dyn_cast<Conv2DOp>(layer.getOperation()))
        if (conv.getInputMultiplierAttr() && failed(chooseMultiplier(conv)))
          return failure();
    return success();
  }
};

} // namespace
