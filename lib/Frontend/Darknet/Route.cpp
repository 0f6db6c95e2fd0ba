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
                            ModeAttr(), DictionaryAttr(), groups, groupId);
  }

  int64_t groups = 1, groupId = 0;
};

} // namespace

/// Adds up the channels that each input contributes; all inputs have the same
/// height and width.
static void planOutput(SectionReader &reader, const Network &network,
                       Route &layer) {
  layer.output = network.shapeOf(layer.inputs.front());
  layer.output.channels = 0;
  for (int64_t input : layer.inputs) {
    const Shape &shape = network.shapeOf(input);
    if (shape.height != layer.output.height ||
        shape.width != layer.output.width) {
      reader.error("layers")
          << "layer " << input << " is " << text(shape)
          << ", wanted the height and width of layer " << layer.inputs.front()
          << ", " << text(network.shapeOf(layer.inputs.front()));
      return;
    }
    if (shape.channels % layer.groups != 0) {
      reader.error("groups") << "groups is " << layer.groups
                             << ", wanted a divisor of the channels of layer "
                             << input << ", " << text(shape);
      return;
    }
    layer.output.channels += shape.channels / layer.groups;
  }
}

std::unique_ptr<Layer> darknet::planRoute(SectionReader &reader,
                                          const Network &network) {
  auto layer = std::make_unique<Route>();
  SmallVector<int64_t> listed = reader.integers("layers");
  if (reader.hasAlexeyab("groups"))
    layer->groups = reader.integer("groups", 1, 1, kMaxExtent);
  if (reader.hasAlexeyab("group_id"))
    layer->groupId = reader.integer("group_id", 0, 0, layer->groups - 1);
  reader.ignoreCommon();
  if (!reader.has("layers"))
    reader.error() << "[route] has no layers, wanted layer indices";
  for (int64_t number : listed) {
    int64_t input = network.resolve(reader, "layers", number);
    if (input < -1)
      break;
    layer->inputs.push_back(input);
  }
  if (layer->inputs.size() == listed.size() && !listed.empty())
    planOutput(reader, network, *layer);
  if (reader.finish())
    return nullptr;
  return layer;
}
