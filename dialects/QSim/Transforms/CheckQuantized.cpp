// SPDX-License-Identifier: Apache-2.0
// Verifies what lowering relies on.
#include "Network.h"

#include "QSim/Analysis/HostSide.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/Transforms/Passes.h"
#include "qsim/Calibration/PowerOfTwo.h"
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

LogicalResult checkWeights(LayerOpInterface layer) {
  Type elements = elementTypeOf(layer.getLayerWeights());
  int bits = toWeightQuant(elements).bits;
  if (bits < 2 || bits > 16) // quantized_C2
    return fail(layer->getResult(0), "quantized_C2")
           << "has weights of " << elements
           << "; wanted symmetric !quant.uniform of 2..16 bits";
  return checkScales(layer->getResult(0), elements);
}

LogicalResult checkPreActivation(LayerOpInterface layer, int tableBits) {
  Type elements = layer.getLayerPreactivation();
  int bits = elements ? toQuant(elements).bits : 0;
  if (bits < 2 || bits > tableBits) // quantized_C5
    return fail(layer->getResult(0), "quantized_C5")
           << "has a pre-activation of " << elements
           << "; wanted !quant.uniform of 2.." << tableBits
           << " bits (table_bits)";
  return checkScales(layer->getResult(0), elements);
}

// A crop that adjusts is a table over the integers that it reads.
LogicalResult checkCrop(CropOp crop, const ScaleGroups &groups, int tableBits) {
  Value input = crop.getInput();
  const int bits = toQuant(elementTypeOf(input)).bits;
  if (crop.getNoadjust() || bits <= tableBits) // quantized_C7
    return success();
  Value owner = groups.ownerOf(input);
  return emitError(crop.getLoc())
         << "layer \"" << crop.getName()
         << "\" is a crop that adjusts, a table over its input of " << bits
         << " bits; wanted at most " << tableBits << ": give \""
         << producerName(owner) << "\" a width of at most " << tableBits
         << " in an override (activation: {width: " << tableBits
         << "}), or raise table_bits to " << bits << " in the .sys";
}

LogicalResult checkUnquantized(Value tensor) {
  if (Type elements = elementTypeOf(tensor); !elements.isF32()) // quantized_C6
    return fail(tensor, "quantized_C6")
           << "has elements " << elements
           << "; wanted f32: no tensor of the arithmetic yolo2_light is "
              "quantized";
  return success();
}

LogicalResult checkBehindHost(Value tensor) {
  if (Type elements = elementTypeOf(tensor); !elements.isF32()) // quantized_C8
    return fail(tensor, "quantized_C8")
           << "has elements " << elements
           << "; wanted f32, as it reads what the host computes";
  return success();
}

LogicalResult checkYolo2LightWeights(LayerOpInterface layer) {
  Type elements = elementTypeOf(layer.getLayerWeights());
  WeightQuant quant = toWeightQuant(elements);
  auto conv = dyn_cast<Conv2DOp>(layer.getOperation());
  bool integer = conv && conv.getInputMultiplierAttr();
  if (integer ? quant.bits == 8 && quant.scales.size() == 1 &&
                    isPowerOfTwo(quant.scales[0])
              : elements.isF32())
    return success();
  return fail(layer->getResult(0), "quantized_C6") // quantized_C6
         << "has weights of " << elements << "; wanted "
         << (integer ? "symmetric !quant.uniform of 8 bits with one power of "
                       "two, as it has an input multiplier"
                     : "f32, as it has no input multiplier");
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
    auto facts = getOperation()->getAttrOfType<NetworkAttr>(kNetworkAttrName);
    bool light = facts && facts.getArithmetic() == Arithmetic::Yolo2Light;
    int tableBits = datapathOf(getOperation()).getTableBits();
    Value image = network->getArgument(0);
    const ScaleGroups groups(*network);
    const HostSide hostSide(*network);
    bool good = succeeded(light ? checkUnquantized(image) : checkTensor(image));
    for (LayerOpInterface layer : layersOf(*network)) {
      Value output = layer->getResult(0);
      if (isa<BatchNormOp>(layer)) { // quantized_C4
        fail(output, "quantized_C4")
            << "is a " << layer->getName()
            << "; wanted it fused into the layer before it";
        good = false;
        continue;
      }
      if (light) {
        good &= succeeded(checkUnquantized(output));
        if (layer.getLayerWeights())
          good &= succeeded(checkYolo2LightWeights(layer));
        continue;
      }
      if (hostSide.contains(layer)) {
        good &= succeeded(checkBehindHost(output));
        continue;
      }
      if (!layer.isHostLayer())
        good &= succeeded(checkTensor(output));
      if (layer.getLayerWeights())
        good &= succeeded(checkWeights(layer));
      if (auto crop = dyn_cast<CropOp>(layer.getOperation()))
        good &= succeeded(checkCrop(crop, groups, tableBits));
      if (hasTable(layer))
        good &= succeeded(checkPreActivation(layer, tableBits));
    }
    return success(good);
  }
};

} // namespace
