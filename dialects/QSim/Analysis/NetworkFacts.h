// SPDX-License-Identifier: Apache-2.0
// Facts about a whole network: its function, attributes, and the runtime's form
// of them.
#ifndef QSIM_ANALYSIS_NETWORKFACTS_H
#define QSIM_ANALYSIS_NETWORKFACTS_H

#include "QSim/Analysis/QuantTypes.h"
#include "QSim/IR/QSimOps.h"
#include "qsimrt/model.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace qsim {

/// The one func.func of a network with one argument, the picture. Any other
/// module is an error at the module.
mlir::FailureOr<mlir::func::FuncOp> findNetwork(mlir::ModuleOp module);

/// `qsim.network` of the module; its absence is an error at the module.
mlir::FailureOr<NetworkAttr> findNetworkAttr(mlir::ModuleOp module);

/// `qsim.datapath` of the module, or the defaults where it declares none.
DatapathAttr datapathOf(mlir::ModuleOp module);

/// The tensors that `qsim.outputs` names; none where the module has none.
llvm::SmallVector<mlir::Value> namedOutputs(mlir::func::FuncOp network);

qsimrt_datapath toRuntime(DatapathAttr datapath);
DatapathAttr toAttr(mlir::MLIRContext *context,
                    const qsimrt_datapath &datapath);
qsimrt_arithmetic toRuntime(Arithmetic arithmetic);
qsimrt_resize toRuntime(Resize resize);
/// `preprocess` may be null: what Darknet does.
qsimrt_preprocess toRuntime(Resize resize, PreprocessAttr preprocess);
/// What any picture holds after that, 0 (the value of padding) included.
Range pictureRange(NetworkAttr facts);
/// Null where there is nothing to say beside the resize.
PreprocessAttr toAttr(mlir::MLIRContext *context,
                      const qsimrt_preprocess &preprocess);
qsimrt_mode toRuntime(Mode mode);
qsimrt_activation toRuntime(ActivationKind kind);

} // namespace qsim

#endif // QSIM_ANALYSIS_NETWORKFACTS_H
