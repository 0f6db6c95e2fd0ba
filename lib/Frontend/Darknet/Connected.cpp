// SPDX-License-Identifier: Apache-2.0
// [connected]: every output reads the whole input.
#include "WeightedLayer.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Connected : public WeightedLayer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr> parameters) override {
    Value result = ConnectedOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), emitWeights(emitter, parameters), name,
        index, /*ceiling=*/ModeAttr(), /*request=*/DictionaryAttr(),
        ownBiases(parameters), /*scales=*/ElementsAttr(),
        /*mean=*/ElementsAttr(), /*variance=*/ElementsAttr(),
        /*bias_delta=*/ElementsAttr(), /*preactivation=*/TypeAttr(),
        ActivationKind::Linear, /*alpha=*/FloatAttr(), /*beta=*/FloatAttr(),
        /*epsilon=*/FloatAttr());
    return emitEnd(emitter, result, parameters);
  }
};

} // namespace

std::unique_ptr<Layer> darknet::planConnected(SectionReader &reader,
                                              const Network &network) {
  auto layer = std::make_unique<Connected>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  int64_t outputs = reader.integer("output", 1, 1, kMaxExtent);
  layer->output = {outputs, 1, 1};
  layer->batchNorm = reader.integer("batch_normalize", 0, 0, 1) == 1;
  layer->activation = readActivation(reader, ActivationKind::Logistic);
  refuseForeignParameters(reader);
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  using Role = Parameter::Role;
  int64_t count = input.channels * input.height * input.width;
  layer->parameters.push_back({Role::Biases, {outputs}});
  layer->parameters.push_back(
      {Role::Weights, {outputs, count}, count, /*matrix=*/true});
  if (layer->batchNorm)
    for (Role role : {Role::Scales, Role::Mean, Role::Variance})
      layer->parameters.push_back({role, {outputs}});
  return layer;
}
