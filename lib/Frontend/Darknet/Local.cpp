// SPDX-License-Identifier: Apache-2.0
// [local]: a convolution with weights of its own at every place.
#include "WeightedLayer.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Local : public WeightedLayer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr> parameters) override {
    Value result = LocalOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), emitWeights(emitter, parameters), name,
        index, /*ceiling=*/ModeAttr(), /*request=*/DictionaryAttr(), size,
        stride, pad, ownBiases(parameters), /*bias_delta=*/ElementsAttr(),
        /*preactivation=*/TypeAttr(), ActivationKind::Linear,
        /*alpha=*/FloatAttr(), /*beta=*/FloatAttr());
    return emitEnd(emitter, result, parameters);
  }

  int64_t size, stride, pad;
};

} // namespace

std::unique_ptr<Layer> darknet::planLocal(SectionReader &reader,
                                          const Network &network) {
  auto layer = std::make_unique<Local>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  int64_t filters = reader.integer("filters", 1, 1, kMaxExtent);
  layer->size = reader.integer("size", 1, 1, kMaxExtent);
  layer->stride = reader.integer("stride", 1, 1, kMaxExtent);
  layer->pad = reader.integer("pad", 0, 0, 1);
  layer->activation = readActivation(reader, ActivationKind::Logistic);
  refuseForeignParameters(reader);
  reader.ignoreCommon();
  // Here `pad` is how many zeros, not a yes or no; but Darknet computes the
  // size of the output as if they were size / 2.
  int64_t height = input.height + 2 * layer->pad - layer->size;
  int64_t width = input.width + 2 * layer->pad - layer->size;
  if (layer->pad == 1 && layer->size != 3)
    reader.error("pad") << "pad is 1, which Darknet's [local] computes only "
                           "for size 3, not "
                        << layer->size;
  else if (height < 0 || width < 0)
    reader.error("size") << "size is " << layer->size
                         << ", wanted at most the padded input, "
                         << input.height + 2 * layer->pad << "x"
                         << input.width + 2 * layer->pad;
  if (reader.finish())
    return nullptr;
  layer->output = {filters, height / layer->stride + 1,
                   width / layer->stride + 1};
  using Role = Parameter::Role;
  int64_t places = layer->output.height * layer->output.width;
  int64_t window = layer->size * layer->size;
  layer->parameters.push_back({Role::Biases, {filters, places}});
  layer->parameters.push_back({Role::Weights,
                               {places, filters, input.channels, window},
                               input.channels * window});
  return layer;
}
