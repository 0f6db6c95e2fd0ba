// SPDX-License-Identifier: Apache-2.0
// What several passes need: walking layers, changing types, errors in files.
#ifndef QSIM_TRANSFORMS_NETWORK_H
#define QSIM_TRANSFORMS_NETWORK_H

#include "QSim/IR/QSimOps.h"
#include "qsim/Calibration/CalibrationFile.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace qsim {

/// The layers of a network in program order.
llvm::SmallVector<LayerOpInterface> layersOf(mlir::func::FuncOp network);

/// Gives a tensor other elements. Call updateSignature afterwards.
void setElements(mlir::Value tensor, mlir::Type elements);
/// Makes the function's type agree with its arguments and what it returns.
void updateSignature(mlir::func::FuncOp network);

/// Reports a message "FILE:LINE: text" at that line, any other at `otherwise`.
mlir::LogicalResult emitFileError(mlir::Location otherwise,
                                  llvm::StringRef message);

/// True for a layer whose activation is a table over a pre-activation.
bool hasTable(LayerOpInterface layer);
/// The name under which calibration keeps a layer's pre-activation.
std::string preActivationName(LayerOpInterface layer);

/// Reads the calibration that a pass's option names and checks that it has the
/// picture and every layer that is not a host layer, with its channels, and
/// every pre-activation.
mlir::FailureOr<Calibration> readCalibrationOf(mlir::func::FuncOp network,
                                               llvm::StringRef yamlPath);

} // namespace qsim

#endif // QSIM_TRANSFORMS_NETWORK_H
