// SPDX-License-Identifier: Apache-2.0
// What tells a network from another one of the same name.
#include "QSim/Analysis/Fingerprint.h"

#include "QSim/Analysis/LayerParameters.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "qsim/Support/Preprocessing.h"

using namespace mlir;
using namespace qsim;

namespace {

class Checksum {
public:
  void add(StringRef text) {
    add(static_cast<int64_t>(text.size()));
    addBytes(text.data(), text.size());
  }
  void add(int64_t number) { addBytes(&number, sizeof number); }
  void add(ArrayRef<float> values) {
    add(static_cast<int64_t>(values.size()));
    addBytes(values.data(), values.size() * sizeof(float));
  }

  std::uint32_t value() const { return crc; }

private:
  void addBytes(const void *bytes, size_t size) {
    crc = qsimrt_crc32(crc, bytes, size);
  }

  std::uint32_t crc = 0;
};

void addShape(Checksum &checksum, Value tensor) {
  for (int64_t extent : cast<RankedTensorType>(tensor.getType()).getShape())
    checksum.add(extent);
}

LogicalResult addParameters(Checksum &checksum, LayerOpInterface layer) {
  FailureOr<LayerParameters> parameters = LayerParameters::read(layer);
  if (failed(parameters))
    return failure();
  // Bias correction adds its vector later: it is none of the network's own.
  for (const FloatView *view :
       {&parameters->weights, &parameters->biases, &parameters->scales,
        &parameters->mean, &parameters->variance})
    checksum.add(view->values());
  return success();
}

/// Parameters of layers without weights.
LogicalResult addVectors(Checksum &checksum, LayerOpInterface layer) {
  for (StringRef name : {"values", "scales", "biases"}) {
    auto vector = layer->getAttrOfType<ElementsAttr>(name);
    if (!vector)
      continue;
    FailureOr<FloatView> view = FloatView::read(layer, name, vector);
    if (failed(view))
      return failure();
    checksum.add(view->values());
  }
  return success();
}

} // namespace

FailureOr<NetworkFingerprint> qsim::fingerprintOf(func::FuncOp network) {
  Checksum checksum;
  addShape(checksum, network.getArgument(0));
  const WalkResult walked = network.walk([&](LayerOpInterface layer) {
    checksum.add(layer.getLayerKind());
    checksum.add(layer.getLayerIndex());
    if (std::optional<ActivationKind> activation = layer.getLayerActivation())
      checksum.add(stringifyActivationKind(*activation));
    // Absent parameters add nothing: networks without keep their checksums.
    for (FloatAttr parameter : {layer.getLayerAlpha(), layer.getLayerBeta()})
      if (parameter)
        checksum.add(ArrayRef<float>(parameter.getValue().convertToFloat()));
    addShape(checksum, layer->getResult(0));
    if (isa<ConstantOp, InstanceNormOp>(layer))
      return WalkResult(addVectors(checksum, layer));
    return WalkResult(layer.getLayerWeights() ? addParameters(checksum, layer)
                                              : success());
  });
  if (walked.wasInterrupted())
    return failure();
  NetworkFingerprint result{checksum.value(), ""};
  if (auto module = network->getParentOfType<ModuleOp>())
    if (auto facts = module->getAttrOfType<NetworkAttr>(kNetworkAttrName))
      result.resize = preprocessingText(
          toRuntime(facts.getResize(), facts.getPreprocess()));
  return result;
}
