// SPDX-License-Identifier: Apache-2.0
// The qsim dialect: one op per network layer, from import to chosen scales.
#ifndef QSIM_IR_QSIMDIALECT_TD
#define QSIM_IR_QSIMDIALECT_TD

include "mlir/IR/OpBase.td"

def QSim_Dialect : Dialect {
  let name = "qsim";
  let cppNamespace = "::qsim";
  let summary = "CNN layers with the quantization that is being found for them";
  let description = [{
    A network is one `func.func` in a module that carries `qsim.network` (and,
    once chosen, `qsim.datapath`). Shapes are static, batch is 1, layout is NCHW.

    The element type of a value tells its stage: `f32` (imported),
    `!quant.calibrated<f32<min:max>>` (observed), `!quant.uniform<...>`
    (quantized). Host heads return `f32` at every stage. Imported parameters are
    never rewritten: `qsim.parameter` keeps its f32 payload and only its result
    type becomes quantized; batch norm and bias correction are vectors on the
    layer. Layer ops are not pure: a layer that nobody reads is kept.

    Attributes of the dialect on other ops:

    * `qsim.network` (`#qsim.network`) on the module. network_C1: it stands on a module;
      network_C2: the names of all layers in the module are unique.
    * `qsim.datapath` (`#qsim.datapath`) on the module (datapath_C1); absent means defaults.
    * `qsim.input` (`#qsim.input`) on the module: the graph's input in its source. input_C1: it stands on a
      module; input_C2: its dimensions hold as many values as the picture.
    * `qsim.outputs` (an array of `#qsim.output`) on the module: the graph's outputs in order; absent means the layers that
      nobody reads. outputs_C1: it stands on a module and is not empty; outputs_C2: names are unique; outputs_C3: each
      names a layer of the network, or the picture; outputs_C4: its dimensions hold as many values as that.
    * `qsim.request` (a dictionary) on the function's argument: what an override asks of the
      picture's quantization (request_C1).
    * `qsim.accumulator_range` (`array<i64: lo, hi>`, lo <= hi) on a layer with weights: the proved
      range of its accumulator (accumulator_range_C1).
  }];
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::mlir::quant::QuantDialect", "::mlir::func::FuncDialect"];
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
}

#endif // QSIM_IR_QSIMDIALECT_TD
