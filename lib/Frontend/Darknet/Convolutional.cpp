// SPDX-License-Identifier: Apache-2.0
// [convolutional]: cross-correlation, batch norm or biases, activation.
#include "Emitter.h"
#include "Network.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Convolutional : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr> parameters) override;

  int64_t filters, size, stride, padding, groups;
  bool batchNorm;
  ActivationKind activation;
};

} // namespace

/// Linear where the name is bad, which is an error.
static ActivationKind readActivation(SectionReader &reader) {
  // A network without the key runs with Darknet's default.
  StringRef name =
      reader.has("activation") ? reader.text("activation") : "logistic";
  std::optional<ActivationKind> kind = symbolizeActivationKind(name);
  if (kind)
    return *kind;
  InFlightDiagnostic diag = reader.error("activation");
  if (reader.has("activation"))
    diag << "activation is " << quoted(name);
  else
    diag << "activation is missing, which means 'logistic' to Darknet";
  diag << "; supported are";
  for (unsigned i = 0; i <= getMaxEnumValForActivationKind(); ++i)
    diag << (i ? ", " : " ") << stringifyActivationKind(ActivationKind(i));
  return ActivationKind::Linear;
}

static void refuseVariants(SectionReader &reader) {
  for (StringRef key :
       {"binary", "dontload", "dontloadscales", "flipped", "numload", "xnor"})
    reader.refuseUnless(key, 0);
  int64_t stride = reader.integer("stride", 1, 1, kMaxExtent);
  reader.refuseUnlessAlexeyab("stride_x", stride);
  reader.refuseUnlessAlexeyab("stride_y", stride);
  reader.refuseUnlessAlexeyab("dilation", 1);
  for (StringRef key :
       {"antialiasing", "assisted_excitation", "bin_output", "cbn", "coordconv",
        "deform", "expand", "reverse", "rotate", "share_index", "stretch",
        "stretch_sway", "sway", "tree", "use_bin_output"})
    reader.refuseUnlessAlexeyab(key, 0);
  reader.ignore({"angle", "burnin_update", "clip", "dontsave", "dot",
                 "learning_rate", "onlyforward", "smooth", "stopbackward",
                 "train_only_bn", "truth", "grad_centr", "wait_stream",
                 "stream"});
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
  layer->activation = readActivation(reader);
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

  layer->output = {layer->filters, (height - layer->size) / layer->stride + 1,
                   (width - layer->size) / layer->stride + 1};
  using Role = Parameter::Role;
  layer->parameters.push_back({Role::Biases, {layer->filters}});
  if (layer->batchNorm)
    for (Role role : {Role::Scales, Role::Mean, Role::Variance})
      layer->parameters.push_back({role, {layer->filters}});
  layer->parameters.push_back({Role::Weights,
                               {layer->filters, input.channels / layer->groups,
                                layer->size, layer->size}});
  return layer;
}

Value Convolutional::emit(Emitter &emitter, ArrayRef<ElementsAttr> parameters) {
  OpBuilder &builder = emitter.builder;
  Location loc = location;
  RankedTensorType type = emitter.featureMap(output);
  ElementsAttr weights = parameters.back(), biases = parameters.front();
  Value weightsValue = ParameterOp::create(
      builder, loc, cast<RankedTensorType>(weights.getShapedType()), weights);
  Value result = Conv2DOp::create(
      builder, loc, type, emitter.output(inputs.front()), weightsValue, name,
      index, /*ceiling=*/ModeAttr(), /*request=*/DictionaryAttr(),
      {stride, stride}, {padding, padding, padding, padding}, groups,
      batchNorm ? ElementsAttr() : biases, /*scales=*/ElementsAttr(),
      /*mean=*/ElementsAttr(), /*variance=*/ElementsAttr(),
      /*bias_delta=*/ElementsAttr(), /*input_multiplier=*/FloatAttr(),
      /*preactivation=*/TypeAttr(), ActivationKind::Linear);
  if (batchNorm)
    result = BatchNormOp::create(
        builder, loc, type, result, name + "/batch_norm", index, ModeAttr(),
        DictionaryAttr(), parameters[1], parameters[2], parameters[3], biases);
  if (activation != ActivationKind::Linear)
    result =
        ActivationOp::create(builder, loc, type, result, name + "/activation",
                             index, ModeAttr(), DictionaryAttr(), activation);
  return result;
}
