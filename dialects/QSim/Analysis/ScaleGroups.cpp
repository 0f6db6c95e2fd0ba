// SPDX-License-Identifier: Apache-2.0
// Which tensors share one quantization, and which of them owns it.
#include "QSim/Analysis/ScaleGroups.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;

/// The input whose quantization the output of `layer` must have, or null.
static Value sharedInput(LayerOpInterface layer) {
  if (layer.keepsScale() ||
      (isa<ConcatOp>(layer) && layer->getNumOperands() == 1))
    return layer->getOperand(0);
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
    Value input = sharedInput(layer);
    Value shared = input ? owner.lookup(input) : Value();
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
