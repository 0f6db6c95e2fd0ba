// SPDX-License-Identifier: Apache-2.0
// The conversion from qsim to qnet.
#ifndef QSIM_CONVERSION_QSIMTOQNET_TD
#define QSIM_CONVERSION_QSIMTOQNET_TD

include "mlir/Pass/PassBase.td"

def ConvertQSimToQNetPass : Pass<"convert-qsim-to-qnet", "::mlir::ModuleOp"> {
  let summary = "Write a network as the records of its .net";
  let description = [{
    Takes the one `func.func` of a module with `qsim.network` and puts a `qnet.network` in its place. Accepts
    networks that are quantized throughout (`qsim-check-quantized`) and networks without any quantized tensor; of the
    latter, those of the arithmetic `yolo2_light` keep the weights that are quantized for an input multiplier.
    It decides nothing: layers that no record can hold are errors.
  }];
  let dependentDialects = ["::qsim::qnet::QNetDialect"];
}

#endif // QSIM_CONVERSION_QSIMTOQNET_TD
