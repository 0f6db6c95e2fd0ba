// SPDX-License-Identifier: Apache-2.0
// Writes the rules of overrides.yaml onto the layers.
#include "Network.h"
#include "Request.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/Transforms/Passes.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_APPLYOVERRIDESPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

// One thing that a rule can match: a layer's output, or the picture.
struct Target {
  Value tensor;
  LayerOpInterface layer; // null for the picture
  StringRef name, kind;
  int index;
};

SmallVector<Target> targetsOf(func::FuncOp network) {
  SmallVector<Target> targets;
  targets.push_back({network.getArgument(0), {}, "image", "image", -1});
  for (LayerOpInterface layer : layersOf(network))
    targets.push_back({layer->getResult(0), layer, layer.getLayerName(),
                       layer.getLayerKind(),
                       static_cast<int>(layer.getLayerIndex())});
  return targets;
}

std::string_view view(StringRef text) { return {text.data(), text.size()}; }

class RuleApplier {
public:
  RuleApplier(func::FuncOp network, StringRef file)
      : context(network.getContext()), file(file), groups(network),
        targets(targetsOf(network)) {}

  LogicalResult apply(const OverrideRule &rule) {
    SmallVector<Target *> matched;
    for (Target &target : targets)
      if (rule.matches(view(target.name), target.index, view(target.kind)))
        matched.push_back(&target);
    if (matched.empty())
      return fail(rule.line, "the rule for " + rule.describe() +
                                 " matches no layer; wanted at least one");
    if (rule.activation && !applyActivation(*rule.activation, matched))
      return fail(rule.activation->line,
                  "activation applies to no layer of " + rule.describe() +
                      "; wanted a layer with a quantization of its own (" +
                      reason(*matched.front()) + ")");
    if (rule.weights && !applyWeights(*rule.weights, matched))
      return fail(rule.weights->line, "weights applies to no layer of " +
                                          rule.describe() +
                                          "; wanted a layer with weights");
    if (rule.mode && !applyMode(*rule.mode, matched))
      return fail(rule.modeLine, "mode applies to no layer of " +
                                     rule.describe() +
                                     "; wanted a layer that can run in "
                                     "integers");
    return success();
  }

private:
  LogicalResult fail(int line, const std::string &message) {
    return emitError(at(line)) << message;
  }

  FileLineColLoc at(int line) const {
    return FileLineColLoc::get(context, file, line, 1);
  }

  // Why a layer has no quantization of its own.
  std::string reason(Target &target) {
    if (target.layer && target.layer.isHostLayer())
      return target.name.str() + " runs on the host";
    return target.name.str() + " takes that of " +
           producerName(groups.ownerOf(target.tensor)).str();
  }

  bool applyActivation(const ActivationOverride &activation,
                       ArrayRef<Target *> matched) {
    bool applied = false;
    for (Target *target : matched) {
      bool host = target->layer && target->layer.isHostLayer();
      if (host || groups.ownerOf(target->tensor) != target->tensor)
        continue;
      setRequest(target->tensor, merged(at(activation.line),
                                        requestOf(target->tensor), activation));
      applied = true;
    }
    return applied;
  }

  bool applyWeights(const WeightsOverride &weights,
                    ArrayRef<Target *> matched) {
    bool applied = false;
    for (Target *target : matched) {
      if (!target->layer || !target->layer.getLayerWeights())
        continue;
      setRequest(target->tensor,
                 merged(at(weights.line), requestOf(target->tensor), weights));
      applied = true;
    }
    return applied;
  }

  bool applyMode(ModeCeiling mode, ArrayRef<Target *> matched) {
    bool applied = false;
    for (Target *target : matched) {
      if (!target->layer || target->layer.isHostLayer())
        continue;
      target->layer->setAttr("ceiling",
                             ModeAttr::get(context, static_cast<Mode>(mode)));
      applied = true;
    }
    return applied;
  }

  MLIRContext *context;
  StringRef file;
  ScaleGroups groups;
  SmallVector<Target> targets;
};

struct ApplyOverridesPass
    : qsim::impl::ApplyOverridesPassBase<ApplyOverridesPass> {
  using ApplyOverridesPassBase::ApplyOverridesPassBase;

  void runOnOperation() override {
    if (!file.empty() && failed(apply()))
      signalPassFailure();
  }

private:
  LogicalResult apply() {
    FailureOr<func::FuncOp> network = findNetwork(getOperation());
    if (failed(network))
      return failure();
    Result<Overrides> overrides = readOverrides(file);
    if (!overrides)
      return emitFileError(network->getLoc(), overrides.error().message);
    RuleApplier applier(*network, overrides->file);
    for (const OverrideRule &rule : overrides->rules)
      if (failed(applier.apply(rule)))
        return failure();
    return success();
  }
};

static_assert(int(ModeCeiling::Float) == int(Mode::Float) &&
              int(ModeCeiling::Hybrid) == int(Mode::Hybrid) &&
              int(ModeCeiling::Int) == int(Mode::Int));

} // namespace
