// SPDX-License-Identifier: Apache-2.0
// qsim-translate: one translation into or out of MLIR, chosen by its flag.
#include "qsim/Frontend/Darknet.h"
#include "qsim/Frontend/ONNX.h"
#include "qsim/Target/Net.h"

#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"

int main(int argc, char **argv) {
  qsim::registerDarknetTranslation();
  qsim::registerOnnxTranslation();
  qsim::registerNetTranslations();
  return mlir::failed(
      mlir::mlirTranslateMain(argc, argv, "qsim: translates networks\n"));
}
