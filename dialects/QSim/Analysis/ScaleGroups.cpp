// SPDX-License-Identifier: Apache-2.0
// Which tensors share one quantization, and which of them owns it.
#include "QSim/Analysis/ScaleGroups.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;

/// Why the output of `layer` must have the quantization of its input, or empty.
static StringRef reasonOf(LayerOpInterface layer) {
  if (layer.keepsScale())
    return "keeps the scale of its input";
  if (isa<ConcatOp>(layer) && layer->getNumOperands() == 1)
    return "one input";
  return {};
}

ScaleGroups::ScaleGroups(func::FuncOp network) {
  auto add = [this](Value value, Value wanted) {
    owner[value] = wanted;
    members[wanted].push_back(value);
  };
  for (BlockArgument argument : network.getArguments())
    add(argument, argument);
  // Operands come before their users, so one pass finds every owner.
  network.walk([&](LayerOpInterface layer) {
    Value output = layer->getResult(0);
    Value shared;
    if (!reasonOf(layer).empty())
      shared = owner.lookup(layer->getOperand(0));
    add(output, shared ? shared : output);
  });
}

Value ScaleGroups::ownerOf(Value value) const { return owner.lookup(value); }

ArrayRef<Value> ScaleGroups::membersOf(Value value) const {
  auto entry = members.find(ownerOf(value));
  return entry == members.end() ? ArrayRef<Value>() : entry->second;
}

int64_t ScaleGroups::ownerIndex(Value value) const {
  return producerIndex(ownerOf(value));
}

SmallVector<Value> ScaleGroups::owners() const {
  SmallVector<Value> result;
  for (const auto &entry : members)
    result.push_back(entry.first);
  return result;
}

StringRef qsim::sharingReason(Value value) {
  auto layer = value.getDefiningOp<LayerOpInterface>();
  return layer ? reasonOf(layer) : StringRef();
}

int64_t qsim::producerIndex(Value value) {
  auto layer =
      value ? value.getDefiningOp<LayerOpInterface>() : LayerOpInterface();
  return layer ? layer.getLayerIndex() : -1;
}

StringRef qsim::producerName(Value value) {
  auto layer =
      value ? value.getDefiningOp<LayerOpInterface>() : LayerOpInterface();
  return layer ? layer.getLayerName() : "image";
}
