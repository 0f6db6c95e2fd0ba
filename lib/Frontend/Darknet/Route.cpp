// SPDX-License-Identifier: Apache-2.0
// [route]: earlier outputs, concatenated by channel in the order listed.
#include "Emitter.h"
#include "Network.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Route : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    SmallVector<Value> values;
    for (int64_t input : inputs)
      values.push_back(emitter.output(input));
    return ConcatOp::create(emitter.builder, location,
                            emitter.featureMap(output), values, name, index,
                            ModeAttr(), DictionaryAttr());
  }
};

} // namespace

std::unique_ptr<Layer> darknet::planRoute(SectionReader &reader,
                                          const Network &network) {
  auto layer = std::make_unique<Route>();
  int64_t self = network.previous() + 1;
  SmallVector<int64_t> listed = reader.integers("layers");
  reader.refuseUnlessAlexeyab("groups", 1);
  reader.refuseUnlessAlexeyab("group_id", 0);
  reader.ignore(
      {"dontload", "dontsave", "onlyforward", "stopbackward", "truth"});
  if (!reader.has("layers"))
    reader.error() << "[route] has no layers, wanted layer indices";
  for (int64_t number : listed) {
    // Negative numbers count back from this layer.
    if (number >= self || number < -self) {
      reader.error("layers") << "layers names " << number
                             << ", wanted a layer before this one, 0.."
                             << self - 1 << " or " << -self << "..-1";
      break;
    }
    layer->inputs.push_back(number < 0 ? self + number : number);
  }
  if (layer->inputs.size() == listed.size() && !listed.empty()) {
    layer->output = network.shapeOf(layer->inputs.front());
    for (int64_t input : llvm::drop_begin(layer->inputs)) {
      const Shape &shape = network.shapeOf(input);
      if (shape.height != layer->output.height ||
          shape.width != layer->output.width) {
        reader.error("layers") << "layer " << input << " is " << text(shape)
                               << ", wanted the height and width of layer "
                               << layer->inputs.front() << ", "
                               << text(network.shapeOf(layer->inputs.front()));
        break;
      }
      layer->output.channels += shape.channels;
    }
  }
  if (reader.finish())
    return nullptr;
  return layer;
}
