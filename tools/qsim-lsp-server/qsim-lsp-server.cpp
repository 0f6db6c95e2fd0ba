// SPDX-License-Identifier: Apache-2.0
// qsim-lsp-server: shows an editor what is in a module of the qsim dialects.
#include "qsim/Pipelines/Register.h"

#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  qsim::registerAllDialects(registry);
  return mlir::failed(mlir::MlirLspServerMain(argc, argv, registry));
}
