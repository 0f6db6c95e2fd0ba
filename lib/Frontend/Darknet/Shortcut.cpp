// SPDX-License-Identifier: Apache-2.0
// [shortcut]: the layer before plus earlier ones.
#include "Activation.h"

#include "QSim/IR/QSimOps.h"

#include <numeric>

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

namespace {

class Shortcut : public Layer {
public:
  Value emit(Emitter &emitter, ArrayRef<ElementsAttr>) override {
    SmallVector<Value> values;
    for (int64_t input : inputs)
      values.push_back(emitter.output(input));
    Value sum =
        AddOp::create(emitter.builder, location, emitter.featureMap(output),
                      values, name, index, ModeAttr(), DictionaryAttr(),
                      /*preactivation=*/TypeAttr(), ActivationKind::Linear,
                      /*alpha=*/FloatAttr(), /*beta=*/FloatAttr());
    return emitActivation(emitter, *this, sum, activation);
  }

  double power(ArrayRef<double> inputs) const override {
    return std::accumulate(inputs.begin(), inputs.end(), 0.0);
  }

  ActivationKind activation;
};

} // namespace

/// Whether Darknet can sample `from` at the places of `output`: rows and
/// columns shrink or grow alike.
static bool fits(const Shape &from, const Shape &output) {
  return from.width / output.width == from.height / output.height &&
         output.width / from.width == output.height / from.height;
}

static void checkShape(SectionReader &reader, const Network &network,
                       int64_t from, const Shape &output) {
  const Shape &shape = network.shapeOf(from);
  bool same = shape.height == output.height && shape.width == output.width;
  if (same)
    return;
  if (reader.darknet() == Arithmetic::Alexeyab)
    reader.error("from") << "layer " << from << " is " << text(shape)
                         << ", wanted the height and width of the layer "
                            "before, "
                         << text(output)
                         << ": alexeyab's Darknet does not resample";
  else if (!fits(shape, output))
    reader.error("from") << "layer " << from << " is " << text(shape)
                         << ", wanted a height and a width by the same factor "
                            "larger or smaller than "
                         << text(output);
}

std::unique_ptr<Layer> darknet::planShortcut(SectionReader &reader,
                                             const Network &network) {
  auto layer = std::make_unique<Shortcut>();
  layer->inputs = {network.previous()};
  layer->output = network.shapeOf(network.previous());
  SmallVector<int64_t> listed = reader.integers("from");
  if (!reader.has("from"))
    reader.error() << "[shortcut] has no from, wanted a layer index";
  if (listed.size() > 1 && reader.darknet() != Arithmetic::Alexeyab) {
    reader.warning("from") << programOf(reader.darknet())
                           << " reads only the first layer of from, and so "
                              "does qsim";
    listed.truncate(1);
  }
  for (int64_t number : listed) {
    int64_t from = network.resolve(reader, "from", number);
    if (from < -1)
      break;
    checkShape(reader, network, from, layer->output);
    layer->inputs.push_back(from);
  }
  layer->activation = readActivation(reader, ActivationKind::Linear);
  reader.refuseUnless("alpha", 1);
  reader.refuseUnless("beta", 1);
  for (StringRef key : {"weights_type", "weights_normalization"})
    if (reader.hasAlexeyab(key) && reader.text(key) != "none")
      reader.error(key) << key << "=" << reader.text(key)
                        << " in [shortcut] is not supported yet, wanted none";
  reader.ignoreCommon();
  if (reader.finish())
    return nullptr;
  return layer;
}
