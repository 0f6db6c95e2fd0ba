// SPDX-License-Identifier: Apache-2.0
// [detection]: the YOLOv1 detection head.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Detection : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return DetectionOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), name, index, ModeAttr(),
        DictionaryAttr(), classes, side, num, softmax, sqrt);
  }

  HeadClasses headClasses() const override {
    return {HeadClasses::Head::Detector, classes};
  }

  int64_t classes, side, num;
  bool softmax, sqrt;
};

} // namespace

std::unique_ptr<Layer> darknet::planDetection(SectionReader &reader,
                                              const Network &network) {
  auto layer = std::make_unique<Detection>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  layer->classes = reader.integer("classes", 1, 1, kMaxExtent);
  layer->side = reader.integer("side", 7, 1, kMaxExtent);
  layer->num = reader.integer("num", 1, 1, kMaxExtent);
  layer->softmax = reader.integer("softmax", 0, 0, 1) == 1;
  layer->sqrt = reader.integer("sqrt", 0, 0, 1) == 1;
  // Darknet's default is 1, of which it makes no boxes.
  if (int64_t coords = reader.integer("coords", 1, 0, kMaxExtent); coords != 4)
    reader.error("coords") << "coords is " << coords << ", wanted 4";
  reader.ignore({"class_scale", "coord_scale", "forced", "jitter", "max",
                 "noobject_scale", "object_scale", "random", "reorg",
                 "rescore"});
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  const Shape &shape = layer->output;
  int64_t values = shape.channels * shape.height * shape.width;
  int64_t perCell = layer->classes + 5 * layer->num;
  // Divides instead of multiplying: three sizes of up to 65536.
  if (values % perCell == 0 && values / perCell == layer->side * layer->side)
    return layer;
  reader.error() << "the layer before has " << values << " values, wanted "
                 << layer->side << " * " << layer->side << " cells * ("
                 << layer->classes << " classes + 5 * " << layer->num
                 << " boxes)";
  return nullptr;
}
