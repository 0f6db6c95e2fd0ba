// SPDX-License-Identifier: Apache-2.0
// [reorg] and [reorg3d]: places become channels.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Reorg : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    return ReorgOp::create(emitter.builder, location,
                           emitter.featureMap(output),
                           emitter.output(inputs.front()), name, index,
                           ModeAttr(), DictionaryAttr(), stride, order, extra);
  }

  int64_t stride;
  ReorgOrder order;
  int64_t extra; // zeros behind the flat input, which is then not reordered
};

} // namespace

/// With `extra` Darknet copies its input and leaves room behind it.
static std::unique_ptr<Layer> planExtra(SectionReader &reader,
                                        std::unique_ptr<Reorg> layer,
                                        const Shape &input) {
  reader.refuseUnless("flatten", 0);
  reader.ignore({"reverse"});
  reader.ignoreCommon();
  layer->stride = 1;
  int64_t values = input.channels * input.height * input.width + layer->extra;
  if (values > kMaxExtent)
    reader.error("extra") << values << " values with extra=" << layer->extra
                          << ", wanted at most " << kMaxExtent;
  if (reader.finish())
    return nullptr;
  layer->output = {values, 1, 1};
  return layer;
}

static std::unique_ptr<Layer> plan(SectionReader &reader,
                                   const Network &network, ReorgOrder order) {
  auto layer = std::make_unique<Reorg>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  layer->order = order;
  layer->stride = reader.integer("stride", 1, 1, kMaxExtent);
  layer->extra = order == ReorgOrder::Darknet
                     ? reader.integer("extra", 0, 0, kMaxExtent)
                     : 0;
  if (layer->extra > 0)
    return planExtra(reader, std::move(layer), input);
  int64_t square = layer->stride * layer->stride;
  if (input.height % layer->stride != 0 || input.width % layer->stride != 0)
    reader.error("stride") << "stride is " << layer->stride
                           << ", wanted a divisor of the height and width of "
                              "the input, "
                           << text(input);
  else if (order == ReorgOrder::Darknet && input.channels % square != 0)
    reader.error("stride") << "stride is " << layer->stride
                           << ", wanted one whose square divides the "
                           << input.channels << " channels of the input";
  for (StringRef key : {"reverse", "flatten"})
    reader.refuseUnless(key, 0);
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  layer->output = {input.channels * square, input.height / layer->stride,
                   input.width / layer->stride};
  return layer;
}

std::unique_ptr<Layer> darknet::planReorg(SectionReader &reader,
                                          const Network &network) {
  // yolo2_light computes what [reorg] should have been.
  return plan(reader, network,
              reader.darknet() == Arithmetic::Yolo2Light
                  ? ReorgOrder::SpaceToDepth
                  : ReorgOrder::Darknet);
}

std::unique_ptr<Layer> darknet::planReorg3D(SectionReader &reader,
                                            const Network &network) {
  return plan(reader, network, ReorgOrder::SpaceToDepth);
}
