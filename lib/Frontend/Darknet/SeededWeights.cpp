// SPDX-License-Identifier: Apache-2.0
// Parameters drawn from a seed, in memory or as a .weights file that Darknet
// can load.
#include "ParameterData.h"

#include "qsim/Frontend/Darknet.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Random.h"

#include "mlir/IR/Diagnostics.h"

#include <cmath>
#include <vector>

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

/// Bounds of the uniform distribution of a parameter's values; `scale` is a
/// factor on weights.
static std::pair<double, double> boundsOf(const Parameter &parameter,
                                          double scale) {
  using Role = Parameter::Role;
  switch (parameter.role) {
  case Role::Biases:
  case Role::Mean:
    return {-0.1, 0.1};
  case Role::Scales:
    return {0.8, 1.2};
  case Role::Variance:
    return {0.5, 1.5};
  case Role::Weights:
    break;
  }
  // He: variance 2 / inputs of one output; a uniform distribution over
  // -a..a has variance a^2 / 3.
  double bound = scale * std::sqrt(6.0 / double(parameter.fanIn));
  return {-bound, bound};
}

namespace {

/// Follows how large signals become. Sums of layers, gates and linear layers
/// add up in deep networks to values that no trained network has; weights then
/// bring the signal back to 1.
class SignalPower {
public:
  /// Scale of the weights of the next layer.
  double enter(const Layer &layer) {
    SmallVector<double> inputs;
    for (int64_t input : layer.inputs)
      inputs.push_back(input < 0 ? 1 : powers[input]);
    double scale = 1;
    bool weighted = !layer.parameters.empty();
    if (weighted && (inputs.front() > 4 || inputs.front() < 0.25)) {
      scale = 1 / std::sqrt(inputs.front());
      inputs.front() = 1;
    }
    powers.push_back(layer.power(inputs));
    return scale;
  }

private:
  SmallVector<double> powers; // of each layer's output
};

} // namespace

ParameterData darknet::drawParameters(const Network &network, uint64_t seed) {
  auto storage = std::make_shared<std::vector<float>>();
  storage->reserve(network.parameterCount());
  SplitMix64 random(seed);
  SignalPower power;
  for (const auto &layer : network.layers) {
    double scale = power.enter(*layer);
    for (const Parameter &parameter : layer->parameters) {
      auto [low, high] = boundsOf(parameter, scale);
      for (int64_t i = 0, count = parameter.count(); i < count; ++i)
        storage->push_back(
            static_cast<float>(low + (high - low) * random.uniform()));
    }
  }
  ArrayRef<float> values = *storage;
  return {std::move(storage), values};
}

/// "net.cfg:3: message" for the first error, as a Result carries it.
static std::string format(Diagnostic &diag) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (auto loc = diag.getLocation()->findInstanceOf<FileLineColLoc>())
    stream << loc.getFilename().getValue() << ":" << loc.getLine() << ": ";
  stream << diag;
  return text;
}

Result<void> qsim::writeSeededWeights(const std::string &cfgPath, uint64_t seed,
                                      const std::string &weightsPath,
                                      std::optional<Arithmetic> dialect) {
  Result<MappedFile> cfg = MappedFile::open(cfgPath);
  if (!cfg)
    return cfg.error();
  MLIRContext context(MLIRContext::Threading::DISABLED);
  std::string firstError;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diag) {
    if (diag.getSeverity() == DiagnosticSeverity::Error && firstError.empty())
      firstError = format(diag);
    return success();
  });
  FailureOr<Network> network =
      planNetwork(cfg->text(), StringAttr::get(&context, cfgPath), dialect);
  if (failed(network))
    return Error{firstError};
  ParameterData data = drawParameters(*network, seed);

  Result<AtomicFile> file = AtomicFile::create(weightsPath);
  if (!file)
    return file.error();
  // Version 0.2.0, then the pictures seen, 64 bits: none.
  const int32_t header[] = {0, 2, 0, 0, 0};
  // A failed write is reported by commit.
  (void)file->write(header, sizeof(header));
  (void)file->write(data.values.data(), data.values.size() * sizeof(float));
  return file->commit();
}
