// SPDX-License-Identifier: Apache-2.0
// Which layers compute in float because the host has computed what they read.
#include "QSim/Analysis/HostSide.h"

using namespace mlir;
using namespace qsim;

HostSide::HostSide(func::FuncOp network) {
  // Operands come before their users, so one pass finds all.
  network.walk([&](LayerOpInterface layer) {
    for (Value operand : layer->getOperands()) {
      auto producer = operand.getDefiningOp<LayerOpInterface>();
      if (producer && isFloat(producer))
        layers.insert(layer);
    }
  });
}
