// SPDX-License-Identifier: Apache-2.0
// [region]: a YOLOv2 detection head.
#include "Anchors.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class RegionHead : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return RegionOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), name, index, ModeAttr(),
        DictionaryAttr(), classes, softmax, anchors);
  }

  HeadClasses headClasses() const override {
    return {HeadClasses::Head::Detector, classes};
  }

  int64_t classes;
  bool softmax;
  SmallVector<float> anchors;
};

} // namespace

std::unique_ptr<Layer> darknet::planRegion(SectionReader &reader,
                                           const Network &network) {
  auto layer = std::make_unique<RegionHead>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  layer->classes = reader.integer("classes", 20, 1, kMaxExtent);
  layer->softmax = reader.integer("softmax", 0, 0, 1) == 1;
  layer->anchors = readAnchors(reader);
  for (StringRef key : {"tree", "map"})
    if (reader.has(key))
      reader.error(key) << key
                        << " in [region]: tree hierarchies are not "
                           "supported";
  reader.refuseUnless("coords", 4);
  reader.refuseUnless("background", 0);
  reader.ignore({"absolute", "bias_match", "class_scale", "classfix",
                 "coord_scale", "focal_loss", "jitter", "log", "mask_scale",
                 "max", "noobject_scale", "object_scale", "random", "rescore",
                 "resize", "thresh"});
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  int64_t anchors = layer->anchors.size() / 2;
  int64_t wanted = anchors * (5 + layer->classes);
  if (layer->output.channels == wanted)
    return layer;
  reader.error() << "the layer before has " << layer->output.channels
                 << " channels, wanted " << wanted << " = " << anchors
                 << " anchors * (5 + " << layer->classes << " classes)";
  return nullptr;
}
