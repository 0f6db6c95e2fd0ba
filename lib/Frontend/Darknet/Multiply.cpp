// SPDX-License-Identifier: Apache-2.0
// [scale_channels] and [sam]: an earlier layer times the layer before.
#include "Activation.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Multiply : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    Value product =
        MulOp::create(emitter.builder, location, emitter.featureMap(output),
                      emitter.output(inputs[0]), emitter.output(inputs[1]),
                      name, index, ModeAttr(), DictionaryAttr(),
                      /*preactivation=*/TypeAttr(), ActivationKind::Linear,
                      /*alpha=*/FloatAttr(), /*beta=*/FloatAttr());
    return emitActivation(emitter, *this, product, activation);
  }

  double power(ArrayRef<double> inputs) const override {
    return inputs[0] * inputs[1];
  }

  ActivationKind activation;
};

} // namespace

/// Reads `from` and the activation. The inputs are the layer before, the gate,
/// and the layer that is scaled; null without the latter.
static std::unique_ptr<Multiply> plan(SectionReader &reader,
                                      const Network &network) {
  auto layer = std::make_unique<Multiply>();
  layer->activation = readActivation(reader, ActivationKind::Linear);
  reader.ignoreCommon();
  if (!reader.has("from")) {
    reader.error() << "[" << reader.name()
                   << "] has no from, wanted a layer index";
    return nullptr;
  }
  int64_t from = network.resolve(
      reader, "from", reader.integer("from", -1, -kMaxExtent, kMaxExtent));
  if (from < -1)
    return nullptr;
  layer->inputs = {network.previous(), from};
  layer->output = network.shapeOf(from);
  return layer;
}

static std::unique_ptr<Layer> finish(SectionReader &reader,
                                     const Network &network,
                                     std::unique_ptr<Multiply> layer,
                                     const Shape &wanted) {
  const Shape &gate = network.shapeOf(network.previous());
  if (gate != wanted)
    reader.error() << "the layer before is " << text(gate) << ", wanted "
                   << text(wanted) << " to scale layer " << layer->inputs[1]
                   << ", " << text(layer->output);
  if (reader.finish())
    return nullptr;
  return layer;
}

std::unique_ptr<Layer> darknet::planScaleChannels(SectionReader &reader,
                                                  const Network &network) {
  // A value for each channel or, with scale_wh, for each place.
  bool places = reader.integer("scale_wh", 0, 0, 1) == 1;
  std::unique_ptr<Multiply> layer = plan(reader, network);
  if (!layer)
    return nullptr;
  const Shape &shape = layer->output;
  return finish(reader, network, std::move(layer),
                places ? Shape{1, shape.height, shape.width}
                       : Shape{shape.channels, 1, 1});
}

std::unique_ptr<Layer> darknet::planSam(SectionReader &reader,
                                        const Network &network) {
  std::unique_ptr<Multiply> layer = plan(reader, network);
  if (!layer)
    return nullptr;
  const Shape shape = layer->output;
  return finish(reader, network, std::move(layer), shape);
}
