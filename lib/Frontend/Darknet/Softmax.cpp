// SPDX-License-Identifier: Apache-2.0
// [softmax]: over the whole input or equal parts of it.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"
#include "qsim/Support/Numbers.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Softmax : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return SoftmaxOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), name, index, ModeAttr(),
        DictionaryAttr(), groups, APFloat(temperature));
  }

  HeadClasses headClasses() const override {
    return {HeadClasses::Head::Classifier,
            output.channels * output.height * output.width / groups};
  }

  int64_t groups;
  float temperature;
};

} // namespace

std::unique_ptr<Layer> darknet::planSoftmax(SectionReader &reader,
                                            const Network &network) {
  auto layer = std::make_unique<Softmax>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  layer->groups = reader.integer("groups", 1, 1, kMaxExtent);
  layer->temperature = reader.real("temperature", 1);
  if (!(layer->temperature > 0))
    reader.error("temperature")
        << "temperature is " << formatFloat(layer->temperature)
        << ", wanted a number above 0";
  const Shape &shape = layer->output;
  if (shape.channels * shape.height * shape.width % layer->groups != 0)
    reader.error("groups") << "groups is " << layer->groups
                           << ", wanted a divisor of the size of the input, "
                           << text(shape);
  if (reader.has("tree"))
    reader.error("tree") << "tree hierarchies are not supported";
  reader.refuseUnless("spatial", 0);
  reader.ignore({"noloss"});
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  return layer;
}
