// SPDX-License-Identifier: Apache-2.0
// [convolutional]: cross-correlation, batch norm or biases, activation.
#include "WeightedLayer.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Convolutional : public WeightedLayer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr> parameters) override;

  int64_t filters, size, stride, strideX, strideY, dilation, padding, groups;
  std::optional<float> inputMultiplier; // of yolo2_light
};

} // namespace

static void refuseVariants(SectionReader &reader) {
  refuseForeignParameters(reader);
  if (reader.darknet() == Arithmetic::Yolo2Light)
    reader.refuseUnless("groups", 1); // it would compute something else
  for (StringRef key : {"binary", "flipped", "xnor"})
    reader.refuseUnless(key, 0);
  for (StringRef key :
       {"antialiasing", "assisted_excitation", "bin_output", "cbn", "coordconv",
        "deform", "expand", "reverse", "rotate", "share_index", "stretch",
        "stretch_sway", "sway", "tree", "use_bin_output"})
    reader.refuseUnlessAlexeyab(key, 0);
  reader.ignore({"angle", "dot", "grad_centr", "wait_stream", "stream"});
  reader.ignoreCommon();
}

/// The multiplier of the layer's input in yolo2_light (numerics N44). The first
/// layer and linear ones have none: they run in float.
static std::optional<float> inputMultiplier(SectionReader &reader,
                                            const Network &network,
                                            ActivationKind activation) {
  if (reader.darknet() != Arithmetic::Yolo2Light || network.layers.empty() ||
      activation == ActivationKind::Linear)
    return std::nullopt;
  size_t before = llvm::count_if(network.layers, [](const auto &layer) {
    return StringRef(layer->name).starts_with("conv_");
  });
  if (before < network.inputCalibration.size())
    return network.inputCalibration[before];
  reader.warning({}) << "input_calibration in [net] has "
                     << network.inputCalibration.size()
                     << " numbers, none for convolution " << before
                     << ": it is 40, as in yolo2_light";
  return 40;
}

/// Strides of each direction and dilation. Padding grows with the dilation, but
/// Darknet's output does not: only where both agree it is written in full.
static void readWindow(SectionReader &reader, Convolutional &layer) {
  layer.strideX =
      reader.alexeyabInteger("stride_x", layer.stride, 1, kMaxExtent);
  layer.strideY =
      reader.alexeyabInteger("stride_y", layer.stride, 1, kMaxExtent);
  layer.dilation = reader.alexeyabInteger("dilation", 1, 1, kMaxExtent);
  if (layer.size == 1)
    layer.dilation = 1;
  if (layer.dilation != 1 && 2 * layer.padding != layer.size - 1)
    reader.error("dilation")
        << "dilation is " << layer.dilation << " with a size of " << layer.size
        << " and a padding of " << layer.padding
        << ", wanted an odd size and half of it as padding (pad=1)";
}

std::unique_ptr<Layer> darknet::planConvolutional(SectionReader &reader,
                                                  const Network &network) {
  auto layer = std::make_unique<Convolutional>();
  const Shape &input = network.shapeOf(network.previous());
  layer->inputs = {network.previous()};
  layer->filters = reader.integer("filters", 1, 1, kMaxExtent);
  layer->size = reader.integer("size", 1, 1, kMaxExtent);
  layer->stride = reader.integer("stride", 1, 1, kMaxExtent);
  layer->groups = reader.integer("groups", 1, 1, kMaxExtent);
  layer->padding = reader.integer("padding", 0, 0, kMaxExtent);
  // `pad` is a yes or no, and wins over `padding`.
  if (reader.integer("pad", 0, 0, kMaxExtent) != 0)
    layer->padding = layer->size / 2;
  layer->batchNorm = reader.integer("batch_normalize", 0, 0, 1) == 1;
  layer->activation = readActivation(reader, ActivationKind::Logistic);
  readWindow(reader, *layer);
  refuseVariants(reader);
  if (input.channels % layer->groups != 0 ||
      layer->filters % layer->groups != 0)
    reader.error("groups") << "groups is " << layer->groups
                           << ", wanted a divisor of " << input.channels
                           << " input channels and " << layer->filters
                           << " filters";
  int64_t height = input.height + 2 * layer->padding;
  int64_t width = input.width + 2 * layer->padding;
  if (layer->size > height || layer->size > width)
    reader.error("size") << "size is " << layer->size
                         << ", wanted at most the padded input, " << height
                         << "x" << width;
  if (reader.finish())
    return nullptr;
  if (layer->size == 1 && layer->stride > 1 &&
      reader.darknet() == Arithmetic::Pjreddie)
    reader.warning("stride")
        << "pjreddie's Darknet computes a convolution of size 1 and stride "
        << layer->stride << " wrongly on a CPU; qsim computes it correctly";

  layer->inputMultiplier =
      ::inputMultiplier(reader, network, layer->activation);
  layer->output = {layer->filters, (height - layer->size) / layer->strideY + 1,
                   (width - layer->size) / layer->strideX + 1};
  using Role = Parameter::Role;
  layer->parameters.push_back({Role::Biases, {layer->filters}});
  if (layer->batchNorm)
    for (Role role : {Role::Scales, Role::Mean, Role::Variance})
      layer->parameters.push_back({role, {layer->filters}});
  int64_t depth = input.channels / layer->groups;
  layer->parameters.push_back(
      {Role::Weights,
       {layer->filters, depth, layer->size, layer->size},
       depth * layer->size * layer->size});
  return layer;
}

Value Convolutional::emit(Emitter &emitter, ArrayRef<ElementsAttr> parameters) {
  FloatAttr multiplier = inputMultiplier
                             ? emitter.builder.getF32FloatAttr(*inputMultiplier)
                             : FloatAttr();
  Value result = Conv2DOp::create(
      emitter.builder, location, emitter.featureMap(output),
      emitter.output(inputs.front()), emitWeights(emitter, parameters), name,
      index, /*ceiling=*/ModeAttr(), /*request=*/DictionaryAttr(),
      {strideY, strideX}, SmallVector<int64_t>(4, padding * dilation), groups,
      ownBiases(parameters), /*scales=*/ElementsAttr(),
      /*mean=*/ElementsAttr(), /*variance=*/ElementsAttr(),
      /*bias_delta=*/ElementsAttr(), multiplier, /*preactivation=*/TypeAttr(),
      ActivationKind::Linear, /*alpha=*/FloatAttr(), /*beta=*/FloatAttr(),
      /*dilations=*/{dilation, dilation}, /*input_dilations=*/{1, 1},
      /*epsilon=*/FloatAttr());
  return emitEnd(emitter, result, parameters);
}
