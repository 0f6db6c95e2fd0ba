// SPDX-License-Identifier: Apache-2.0
// Proves the range of every accumulator from the derived integers.
#include "Network.h"

#include "QSim/Analysis/HostSide.h"
#include "QSim/Analysis/LayerParameters.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

#include <algorithm>

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_ANNOTATERANGESPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

struct Bounds {
  int64_t low = 0, high = 0;
};

// Each tap contributes between its extremes; the input's integers include zero
// (and the value of padding), so every partial sum lies within as well. At most
// 2^30 times the number of taps: far from the ends of int64.
Bounds boundsOf(ArrayRef<int32_t> weights, int64_t bias, qsimrt_quant input) {
  int64_t largest = (int64_t(1) << (input.bits - 1)) - 1;
  int64_t smallest = -largest - 1;
  Bounds bounds{bias, bias};
  for (int64_t weight : weights) {
    bounds.low += std::min(weight * smallest, weight * largest);
    bounds.high += std::max(weight * smallest, weight * largest);
  }
  return bounds;
}

LogicalResult annotate(LayerOpInterface op, DatapathAttr declared,
                       qsimrt_arithmetic arithmetic) {
  auto layer = RuntimeConvolution::create(op);
  if (failed(layer))
    return failure();
  qsimrt_datapath datapath = toRuntime(declared);
  FailureOr<DerivedConvolution> integers =
      (*layer)->derive(datapath, arithmetic);
  if (failed(integers))
    return failure();
  // One bias for each filter and place; weights in the order place, filter.
  ArrayRef<int32_t> weights = integers->weights;
  size_t filters = (*layer)->parameters().filters;
  size_t places = integers->biases.size() / filters;
  size_t taps = weights.size() / integers->biases.size();
  Bounds all{INT64_MAX, INT64_MIN};
  for (size_t filter = 0; filter < filters; ++filter)
    for (size_t place = 0; place < places; ++place) {
      Bounds one = boundsOf(
          weights.slice((place * filters + filter) * taps, taps),
          integers->biases[filter * places + place], (*layer)->input());
      all = {std::min(all.low, one.low), std::max(all.high, one.high)};
    }
  op->setAttr(
      kAccumulatorRangeAttrName,
      Builder(op.getContext()).getDenseI64ArrayAttr({all.low, all.high}));
  int bits = (*layer)->isNarrow() ? datapath.accumulator_bits
                                  : datapath.wide_accumulator_bits;
  int64_t limit = int64_t(1) << (bits - 1);
  if (all.low < -limit || all.high >= limit)
    op->emitWarning("layer \"")
        << op.getLayerName() << "\": the accumulator can reach " << all.low
        << ".." << all.high << "; its " << bits << " bits hold " << -limit
        << ".." << limit - 1
        << " (overflow: " << stringifyOverflow(declared.getOverflow()) << ")";
  return success();
}

struct AnnotateRangesPass
    : qsim::impl::AnnotateRangesPassBase<AnnotateRangesPass> {
  void runOnOperation() override {
    FailureOr<func::FuncOp> network = findNetwork(getOperation());
    FailureOr<NetworkAttr> facts = findNetworkAttr(getOperation());
    if (failed(network) || failed(facts))
      return signalPassFailure();
    const HostSide hostSide(*network);
    for (LayerOpInterface layer : layersOf(*network))
      if (layer.getLayerWeights() && !hostSide.contains(layer) &&
          failed(annotate(layer, datapathOf(getOperation()),
                          toRuntime(facts->getArithmetic()))))
        return signalPassFailure();
  }
};

} // namespace
