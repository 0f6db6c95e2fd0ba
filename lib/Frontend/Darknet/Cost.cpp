// SPDX-License-Identifier: Apache-2.0
// [cost]: what training minimizes; at inference the identity.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Cost : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return CostOp::create(emitter.builder, location, emitter.featureMap(output),
                          emitter.output(inputs.front()), name, index,
                          ModeAttr(), DictionaryAttr());
  }
};

} // namespace

std::unique_ptr<Layer> darknet::planCost(SectionReader &reader,
                                         const Network &network) {
  auto layer = std::make_unique<Cost>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  reader.ignore({"noobj", "ratio", "scale", "thresh", "type"});
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  return layer;
}
