// SPDX-License-Identifier: Apache-2.0
// A value that is never zero may still be the integer zero: where a quotient
// or a logarithm has its pole, the answer is then one end of the scale.
#include "Network.h"
#include "ScaleChoice.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>

using namespace mlir;
using namespace qsim;

namespace {

// How near to zero a tensor comes that keeps to one side of it; 0 for one that
// has both signs, whose values near zero a histogram does not tell from zero.
double nearestToZero(const Histogram &seen) {
  if (seen.minimum() > 0)
    return seen.minimum();
  return seen.maximum() < 0 ? -double(seen.maximum()) : 0;
}

// 0 for what stays in float.
double stepOf(Type elements) { return toQuant(elements).scale; }

bool hasPoleAtZero(LayerOpInterface layer) {
  switch (*layer.getLayerActivation()) {
  case ActivationKind::Log:
  case ActivationKind::Reciprocal:
    return true;
  case ActivationKind::Pow:
    return layer.getLayerAlpha().getValue().isNegative();
  default:
    return false;
  }
}

} // namespace

void qsim::warnOfZeros(func::FuncOp network,
                       const NetworkStatistics &statistics) {
  const auto warn = [&](LayerOpInterface layer, const std::string &tensor,
                        double step, const Twine &what) {
    const TensorStatistics *seen = statistics.find(tensor);
    const double nearest = seen ? nearestToZero(seen->histogram) : 0;
    if (!(nearest > 0 && nearest <= step / 2)) // a half is rounded to even
      return;
    layer->emitWarning("layer \"")
        << layer.getLayerName() << "\": " << what
        << " comes as near to zero as "
        << formatFloat(static_cast<float>(nearest))
        << ", which is 0 in integers of step "
        << formatFloat(static_cast<float>(step))
        << ": there the result is one end of its scale; wanted more bits";
  };
  for (LayerOpInterface layer : layersOf(network)) {
    auto binary = dyn_cast<BinaryOp>(layer.getOperation());
    if (binary && binary.getKind() == BinaryKind::Div) {
      const std::string divisor = producerName(binary.getRhs()).str();
      warn(layer, divisor, stepOf(elementTypeOf(binary.getRhs())),
           "its divisor \"" + Twine(divisor) + "\"");
    } else if (hasTable(layer) && hasPoleAtZero(layer)) {
      // A layer of its own loses what its input has lost already.
      double step = stepOf(layer.getLayerPreactivation());
      if (auto alone = dyn_cast<ActivationOp>(layer.getOperation()))
        step = std::max(step, stepOf(elementTypeOf(alone.getInput())));
      warn(layer, preActivationName(layer), step,
           "what its " + stringifyActivationKind(*layer.getLayerActivation()) +
               " reads");
    }
  }
}
