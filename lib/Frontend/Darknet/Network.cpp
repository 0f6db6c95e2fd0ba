// SPDX-License-Identifier: Apache-2.0
// A Darknet network as planned from its cfg: layers, shapes, parameters in file
// order.
#include "Network.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

// Beyond these no machine runs the network; sums below stay far from overflow.
static constexpr int64_t kMaxElements = int64_t(1) << 31;
static constexpr int64_t kMaxParameters = int64_t(1) << 30;

std::string darknet::text(const Shape &shape) {
  return (llvm::Twine(shape.channels) + "x" + llvm::Twine(shape.height) + "x" +
          llvm::Twine(shape.width))
      .str();
}

int64_t Parameter::count() const {
  int64_t result = 1;
  for (int64_t size : shape) {
    // Saturates: four sizes of up to 65536 can exceed 63 bits.
    if (result > kMaxParameters / size)
      return kMaxParameters + 1;
    result *= size;
  }
  return result;
}

StringRef Parameter::name() const {
  switch (role) {
  case Role::Biases:
    return "biases";
  case Role::Scales:
    return "scales";
  case Role::Mean:
    return "mean";
  case Role::Variance:
    return "variance";
  case Role::Weights:
    return "weights";
  }
  llvm_unreachable("every role has a name");
}

const Shape &Network::shapeOf(int64_t index) const {
  return index < 0 ? image : layers[index]->output;
}

int64_t Network::resolve(SectionReader &reader, StringRef key,
                         int64_t number) const {
  int64_t self = previous() + 1;
  if (number < self && number >= -self)
    return number < 0 ? self + number : number;
  InFlightDiagnostic diag = reader.error(key);
  diag << key << " names " << number << ", wanted a layer before this one";
  if (self > 0)
    diag << ", 0.." << self - 1 << " or " << -self << "..-1";
  return -2;
}

int64_t Network::parameterCount() const {
  int64_t result = 0;
  for (const auto &layer : layers)
    for (const Parameter &parameter : layer->parameters)
      result += parameter.count();
  return result;
}

/// True for sizes that no later step needs to doubt again. Adds the layer's
/// parameters to `parameters`.
static bool isReasonable(SectionReader &reader, const Layer &layer,
                         int64_t &parameters) {
  const Shape &shape = layer.output;
  for (int64_t size : {shape.channels, shape.height, shape.width})
    if (size < 1 || size > kMaxExtent) {
      reader.error() << "the output is " << text(shape) << ", wanted 1.."
                     << kMaxExtent << " each";
      return false;
    }
  int64_t elements = shape.channels * shape.height * shape.width;
  if (elements > kMaxElements) {
    reader.error() << "the output is " << text(shape) << ", wanted at most "
                   << kMaxElements << " elements";
    return false;
  }
  for (const Parameter &parameter : layer.parameters)
    parameters += parameter.count();
  if (parameters > kMaxParameters) {
    reader.error() << "up to here the network has " << parameters
                   << " or more parameters, wanted at most " << kMaxParameters;
    return false;
  }
  return true;
}

static void warnOfSurplusMultipliers(SectionReader &net,
                                     const Network &network) {
  size_t convolutions = llvm::count_if(network.layers, [](const auto &layer) {
    return StringRef(layer->name).starts_with("conv_");
  });
  if (network.inputCalibration.size() > convolutions)
    net.warning("input_calibration")
        << "input_calibration has " << network.inputCalibration.size()
        << " numbers, wanted one for each of the " << convolutions
        << " convolutions: the last ones are not used";
}

FailureOr<Network> darknet::planNetwork(StringRef cfgText, StringAttr fileName,
                                        std::optional<Arithmetic> wanted) {
  unsigned crLfLine = 0;
  auto sections = parseCfg(cfgText, fileName, crLfLine);
  if (failed(sections))
    return failure();
  Arithmetic dialect = wanted ? *wanted : guessDialect(*sections, fileName);
  if (crLfLine != 0 && dialect == Arithmetic::Pjreddie)
    emitWarning(cfgLocation(fileName, crLfLine),
                "the line ends with CR LF: pjreddie's Darknet refuses such a "
                "file, qsim reads it");
  // Before any detail: what the network is made of decides whether it can be
  // imported at all.
  SmallVector<const SectionKind *> kinds;
  for (const CfgSection &section : llvm::drop_begin(*sections)) {
    SectionReader reader(section, fileName, dialect);
    kinds.push_back(findSectionKind(reader));
    if (!kinds.back())
      return failure();
  }
  Network network;
  network.dialect = dialect;
  SectionReader net(sections->front(), fileName, dialect);
  network.location = net.location();
  if (!planNet(net, network))
    return failure();
  if (sections->size() == 1)
    return emitError(net.location(), "the network has no layers");
  int64_t parameters = 0;
  for (auto [section, kind] :
       llvm::zip_equal(llvm::drop_begin(*sections), kinds)) {
    SectionReader reader(section, fileName, dialect);
    std::unique_ptr<Layer> layer = kind->plan(reader, network);
    // A later layer that reads this one would only repeat the message.
    if (!layer || !isReasonable(reader, *layer, parameters))
      return failure();
    layer->index = network.previous() + 1;
    layer->name = (kind->layerPrefix + "_" + llvm::Twine(layer->index)).str();
    layer->location = reader.location();
    network.layers.push_back(std::move(layer));
  }
  planClassifierResize(sections->front(), network);
  warnOfSurplusMultipliers(net, network);
  return network;
}
