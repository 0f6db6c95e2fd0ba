// SPDX-License-Identifier: Apache-2.0
// qsim-opt: parses a module, runs the passes that are asked for, prints the
// result.
#include "QNet/IR/QNetOps.h"
#include "QSim/IR/QSimDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  registry.insert<mlir::func::FuncDialect, mlir::quant::QuantDialect,
                  qsim::QSimDialect, qsim::qnet::QNetDialect>();
  mlir::registerTransformsPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(
      argc, argv, "qsim: finds and applies quantization\n", registry));
}
