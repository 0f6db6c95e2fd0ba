// SPDX-License-Identifier: Apache-2.0
// [crop]: the middle of the picture, and its values brought to -1..1.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Crop : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return CropOp::create(emitter.builder, location, emitter.featureMap(output),
                          emitter.output(inputs.front()), name, index,
                          ModeAttr(), DictionaryAttr(), noadjust);
  }

  bool noadjust;
};

} // namespace

std::unique_ptr<Layer> darknet::planCrop(SectionReader &reader,
                                         const Network &network) {
  auto layer = std::make_unique<Crop>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  layer->output = {input.channels,
                   reader.requiredInteger("crop_height", 1, input.height),
                   reader.requiredInteger("crop_width", 1, input.width)};
  layer->noadjust = reader.integer("noadjust", 0, 0, 1) == 1;
  reader.ignore({"angle", "exposure", "flip", "saturation", "shift"});
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  return layer;
}
