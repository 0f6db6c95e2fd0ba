// SPDX-License-Identifier: Apache-2.0
// qsim-lsp-server: shows an editor what is in a module of the qsim dialects.
#include "QNet/IR/QNetOps.h"
#include "QSim/IR/QSimDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  registry.insert<mlir::func::FuncDialect, mlir::quant::QuantDialect,
                  qsim::QSimDialect, qsim::qnet::QNetDialect>();
  return mlir::failed(mlir::MlirLspServerMain(argc, argv, registry));
}
