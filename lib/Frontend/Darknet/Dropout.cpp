// SPDX-License-Identifier: Apache-2.0
// [dropout]: at inference the identity.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Dropout : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return DropoutOp::create(emitter.builder, location,
                             emitter.featureMap(output),
                             emitter.output(inputs.front()), name, index,
                             ModeAttr(), DictionaryAttr());
  }
};

} // namespace

std::unique_ptr<Layer> darknet::planDropout(SectionReader &reader,
                                            const Network &network) {
  auto layer = std::make_unique<Dropout>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  reader.ignore(
      {"dropblock", "dropblock_size_abs", "dropblock_size_rel", "probability"});
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  return layer;
}
