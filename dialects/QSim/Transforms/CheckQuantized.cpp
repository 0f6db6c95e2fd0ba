// SPDX-License-Identifier: Apache-2.0
// Verifies what lowering relies on.
#include "Network.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/Transforms/Passes.h"

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

LogicalResult checkTensor(Value tensor, const ScaleGroups &groups) {
  Type elements = elementTypeOf(tensor);
  qsimrt_quant quant = toQuant(elements);
  if (quant.bits < 2 || quant.bits > 16) // quantized_C1
    return fail(tensor, "quantized_C1")
           << "has elements " << elements
           << "; wanted !quant.uniform of 2..16 bits";
  if (!isFloat32Scale(quant.scale)) // quantized_C4
    return fail(tensor, "quantized_C4")
           << "has scale " << quant.scale << "; wanted a positive float32";
  Value owner = groups.ownerOf(tensor);
  if (elementTypeOf(owner) != elements) // quantized_C3
    return fail(tensor, "quantized_C3")
           << "has elements " << elements << "; wanted " << elementTypeOf(owner)
           << " like \"" << producerName(owner) << "\", whose scale it shares";
  return success();
}

LogicalResult checkWeights(Conv2DOp conv) {
  WeightQuant quant = toWeightQuant(elementTypeOf(conv.getWeights()));
  if (quant.bits < 2 || quant.bits > 16) // quantized_C2
    return fail(conv.getOutput(), "quantized_C2")
           << "has weights of " << elementTypeOf(conv.getWeights())
           << "; wanted symmetric !quant.uniform of 2..16 bits";
  for (float scale : quant.scales)
    if (!isFloat32Scale(scale)) // quantized_C4
      return fail(conv.getOutput(), "quantized_C4")
             << "has weight scale " << scale << "; wanted a positive float32";
  return success();
}

// quantized_C6: what docs/spec/sys.md asks of the widths.
LogicalResult checkDatapath(ModuleOp module) {
  qsimrt_datapath path = toRuntime(datapathOf(module));
  struct Kind {
    StringRef name;
    int accumulator, bias, multiplier;
  };
  for (Kind kind : {Kind{"narrow", path.accumulator_bits, path.bias_bits,
                         path.multiplier_bits},
                    Kind{"wide", path.wide_accumulator_bits,
                         path.wide_bias_bits, path.wide_multiplier_bits}}) {
    if (kind.bias > kind.accumulator)
      return module.emitError("quantized_C6: ")
             << kind.name << " biases have " << kind.bias
             << " bits; wanted at most the accumulator's " << kind.accumulator;
    if (kind.accumulator + kind.multiplier > 63)
      return module.emitError("quantized_C6: ")
             << kind.name << " accumulator and multiplier have "
             << kind.accumulator << " + " << kind.multiplier
             << " bits; wanted at most 63 together";
  }
  return success();
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
    ScaleGroups groups(*network);
    bool good = succeeded(checkDatapath(getOperation())) &
                succeeded(checkTensor(network->getArgument(0), groups));
    for (LayerOpInterface layer : layersOf(*network)) {
      Value output = layer->getResult(0);
      if (isa<BatchNormOp, ActivationOp>(layer)) { // quantized_C5
        fail(output, "quantized_C5") << "is a " << layer->getName()
                                     << "; wanted it fused into a convolution";
        good = false;
        continue;
      }
      if (!layer.isHostLayer())
        good &= succeeded(checkTensor(output, groups));
      if (auto conv = dyn_cast<Conv2DOp>(layer.getOperation()))
        good &= succeeded(checkWeights(conv));
    }
    return success(good);
  }
};

} // namespace
