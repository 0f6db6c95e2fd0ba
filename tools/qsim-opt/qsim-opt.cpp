// SPDX-License-Identifier: Apache-2.0
// qsim-opt: parses a module, runs the passes that are asked for, prints the
// result.
#include "qsim/Pipelines/Register.h"

#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  qsim::registerAllDialects(registry);
  qsim::registerAllPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "qsim: finds and applies quantization\n", registry));
}
