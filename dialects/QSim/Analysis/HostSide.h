// SPDX-License-Identifier: Apache-2.0
// Which layers compute in float because the host has computed what they read.
#ifndef QSIM_ANALYSIS_HOSTSIDE_H
#define QSIM_ANALYSIS_HOSTSIDE_H

#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"

namespace qsim {

/// The layers of one network that read a host layer's output, themselves or
/// through others. It is a snapshot: build it again after layers were added.
class HostSide {
public:
  explicit HostSide(mlir::func::FuncOp network);

  /// False for host layers themselves that read nothing of the kind.
  bool contains(mlir::Operation *layer) const { return layers.contains(layer); }

  /// True for a layer that has no integers: on the host or behind it.
  bool isFloat(LayerOpInterface layer) const {
    return layer.isHostLayer() || contains(layer);
  }

private:
  llvm::DenseSet<mlir::Operation *> layers;
};

} // namespace qsim

#endif // QSIM_ANALYSIS_HOSTSIDE_H
