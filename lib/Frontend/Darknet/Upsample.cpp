// SPDX-License-Identifier: Apache-2.0
// [upsample]: every value repeated stride x stride times.
#include "Emitter.h"
#include "Network.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Upsample : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return UpsampleOp::create(emitter.builder, location,
                              emitter.featureMap(output),
                              emitter.output(inputs.front()), name, index,
                              ModeAttr(), DictionaryAttr(), stride);
  }

  int64_t stride;
};

} // namespace

std::unique_ptr<Layer> darknet::planUpsample(SectionReader &reader,
                                             const Network &network) {
  auto layer = std::make_unique<Upsample>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  layer->stride = reader.integer("stride", 2, 1, kMaxExtent);
  reader.refuseUnless("scale", 1);
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  layer->output = {input.channels, input.height * layer->stride,
                   input.width * layer->stride};
  return layer;
}
