// SPDX-License-Identifier: Apache-2.0
// [maxpool]: max pooling; Darknet's padding is the total of both sides.
#include "Emitter.h"
#include "Network.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class MaxPool : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    int64_t before = padding / 2, after = padding - before;
    return MaxPool2DOp::create(
        emitter.builder, location, emitter.featureMap(output),
        emitter.output(inputs.front()), name, index, ModeAttr(),
        DictionaryAttr(), {size, size}, {strideY, strideX},
        {before, before, after, after});
  }

  int64_t size, stride, strideX, strideY, padding;
};

} // namespace

std::unique_ptr<Layer> darknet::planMaxPool(SectionReader &reader,
                                            const Network &network) {
  auto layer = std::make_unique<MaxPool>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  layer->stride = reader.integer("stride", 1, 1, kMaxExtent);
  layer->size = reader.integer("size", layer->stride, 1, kMaxExtent);
  layer->padding = reader.integer("padding", layer->size - 1, 0, kMaxExtent);
  layer->strideX =
      reader.alexeyabInteger("stride_x", layer->stride, 1, kMaxExtent);
  layer->strideY =
      reader.alexeyabInteger("stride_y", layer->stride, 1, kMaxExtent);
  reader.refuseUnlessAlexeyab("antialiasing", 0);
  reader.refuseUnlessAlexeyab("maxpool_depth", 0);
  reader.refuseUnlessAlexeyab("out_channels", 1);
  reader.ignoreCommon();
  int64_t height = input.height + layer->padding;
  int64_t width = input.width + layer->padding;
  if (layer->size > height || layer->size > width)
    reader.error("size") << "size is " << layer->size
                         << ", wanted at most the padded input, " << height
                         << "x" << width;
  if (reader.finish())
    return nullptr;
  layer->output = {input.channels, (height - layer->size) / layer->strideY + 1,
                   (width - layer->size) / layer->strideX + 1};
  return layer;
}
