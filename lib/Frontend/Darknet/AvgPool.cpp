// SPDX-License-Identifier: Apache-2.0
// [avgpool]: the mean of each channel's whole map.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class AvgPool : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return AvgPool2DOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), name, index, ModeAttr(),
        DictionaryAttr(), /*kernel=*/DenseI64ArrayAttr());
  }
};

} // namespace

std::unique_ptr<Layer> darknet::planAvgPool(SectionReader &reader,
                                            const Network &network) {
  auto layer = std::make_unique<AvgPool>();
  layer->inputs = {network.previous()};
  layer->output = {network.shapeOf(network.previous()).channels, 1, 1};
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  return layer;
}
