// SPDX-License-Identifier: Apache-2.0
// The passes of the qsim dialect, in the order in which they run.
#ifndef QSIM_TRANSFORMS_PASSES_TD
#define QSIM_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

class QSim_Pass<string flag> : Pass<flag, "::mlir::ModuleOp"> {
  let dependentDialects = ["::qsim::QSimDialect"];
}

def FuseBatchNormPass : QSim_Pass<"qsim-fuse-batch-norm"> {
  let summary = "Put each batch norm on the layer before it";
  let description = [{
    The vectors of a `qsim.batch_norm` become vectors of the `qsim.conv2d` or
    `qsim.connected` that it reads; the weights stay as they are. That layer must
    have no other reader, no activation and neither biases nor a batch norm yet;
    anything else is an error.
  }];
}

def FuseActivationPass : QSim_Pass<"qsim-fuse-activation"> {
  let summary = "Put each activation on the layer before it";
  let description = [{
    The kind and the parameters of a `qsim.activation` that has the index of
    another layer become those of the layer that it reads (one with weights, an
    add or a mul), which must have no other reader and be linear. A linear one
    vanishes behind any layer. A `qsim.activation` with an index of its own is a
    layer and stays.
  }];
}

def CalibratePass : QSim_Pass<"qsim-calibrate"> {
  let summary = "Run pictures through the network and record what its tensors hold";
  let description = [{
    Runs every picture in FLOAT, once, and gives the picture and every layer that
    does not run on the host a `!quant.calibrated` type with the range that was
    seen; the pre-activations of table activations too. Histograms and channel means go to `hist`, a readable summary to `yaml`
    (docs/spec/calibration.md). The result depends on neither the order of the
    pictures nor the number of threads.

    With `from` nothing is run: the ranges come from an earlier calibration of
    the same network.
  }];
  let constructor = "::qsim::createCalibratePass(nullptr)";
  let options = [
    Option<"images", "images", "std::string", [{""}],
           "List of pictures, folder, picture or .npy tensor to run">,
    Option<"hist", "hist", "std::string", [{""}],
           "File for histograms and channel means; in the folder of yaml">,
    Option<"yaml", "yaml", "std::string", [{""}], "File for the summary">,
    Option<"threads", "threads", "unsigned", "0",
           "Worker threads; 0: as many as the machine has cores">,
    Option<"from", "from", "std::string", [{""}],
           "calibration.yaml to take instead of running pictures">,
  ];
}

def ApplyOverridesPass : QSim_Pass<"qsim-apply-overrides"> {
  let summary = "Write the user's wishes from overrides.yaml onto the layers";
  let description = [{
    Sets `request` on the layers (`qsim.request` on the picture) and `ceiling`,
    rule by rule, later ones winning (docs/spec/overrides.md). A rule, or a part
    of one, that applies to no layer is an error with file and line. Without
    `file` nothing happens.
  }];
  let options = [
    Option<"file", "file", "std::string", [{""}], "The overrides.yaml">,
  ];
}

def ChooseScalesPass : QSim_Pass<"qsim-choose-scales"> {
  let summary = "Choose width, scale and zero point of every tensor and all weights";
  let description = [{
    The only pass that searches thresholds (docs/spec/calibration.md). Calibrated
    types become quantized ones; each choice is a remark of category
    `choose-scales`, and is recorded in the calibration.yaml.

    * Activations: `activation-width` bits by `method` and `scale`; widths above
      8 keep the whole range. `activations=asymmetric` chooses zero points too,
      except of tensors that host layers alone read.
    * A layer read by host layers only, or an output of the graph that no other
      layer reads: `head-width` bits, whole range; with 8
      bits or fewer the range of a yolo head is capped at +-12.
    * The pre-activation of a table activation: as wide as the datapath's
      `table_bits`; of a function that is flat beyond +-12 it is capped there.
    * The picture: 0..1, scale 1 / (2^(b-1) - 1), as a power of two 2^-(b-1),
      asymmetric 1 / (2^b - 1).
    * A concat of several inputs: the largest range of its inputs, and asymmetric
      the range of all of them where that has less error.
    * Weights: `weight-width` bits; kl means mse here.

    A `request` on a layer goes before all of this.
  }];
  let options = [
    Option<"method", "method", "::qsim::ThresholdMethod",
           "::qsim::ThresholdMethod::KL", "How thresholds are chosen", [{
             ::llvm::cl::values(
               clEnumValN(::qsim::ThresholdMethod::MinMax, "minmax", "the whole range"),
               clEnumValN(::qsim::ThresholdMethod::KL, "kl", "least divergence"),
               clEnumValN(::qsim::ThresholdMethod::MSE, "mse", "least squared error"),
               clEnumValN(::qsim::ThresholdMethod::Log2, "log2", "powers of two"),
               clEnumValN(::qsim::ThresholdMethod::Percentile, "percentile",
                          "what `percentile` per cent of the values do not exceed"),
               clEnumValN(::qsim::ThresholdMethod::Octav, "octav",
                          "least expected error, by OCTAV's iteration"))}]>,
    Option<"percentile", "percentile", "double", "99.99",
           "Share of the values that method percentile keeps, 50..100 per cent">,
    Option<"activations", "activations", "::qsim::Symmetry", "::qsim::Symmetry::Symmetric",
           "Whether zero points of activations are 0 or chosen", [{
             ::llvm::cl::values(
               clEnumValN(::qsim::Symmetry::Symmetric, "symmetric", "zero point 0"),
               clEnumValN(::qsim::Symmetry::Asymmetric, "asymmetric", "chosen with the scale"))}]>,
    Option<"scale", "scale", "std::string", [{""}],
           "Allowed scales: any or log2; default: log2 with method log2, else any">,
    Option<"granularity", "granularity", "::qsim::Granularity", "::qsim::Granularity::Channel",
           "Weight scales per output channel or per tensor", [{
             ::llvm::cl::values(
               clEnumValN(::qsim::Granularity::Channel, "channel", "one scale per output channel"),
               clEnumValN(::qsim::Granularity::Tensor, "tensor", "one scale for all"))}]>,
    Option<"log2Form", "log2-form", "::qsim::Log2Form", "::qsim::Log2Form::MinError",
           "Form of method log2", [{
             ::llvm::cl::values(
               clEnumValN(::qsim::Log2Form::MinError, "min-error", "least squared error"),
               clEnumValN(::qsim::Log2Form::NonOverflow, "non-overflow", "nothing saturates"))}]>,
    Option<"activationWidth", "activation-width", "unsigned", "8", "Bits of activations, 2..16">,
    Option<"weightWidth", "weight-width", "unsigned", "8", "Bits of weights, 2..16">,
    Option<"headWidth", "head-width", "unsigned", "16", "Bits of tensors that only host layers read, 2..16">,
    Option<"calibration", "calibration", "std::string", [{""}],
           "The calibration.yaml of the network; it is updated">,
    Option<"threads", "threads", "unsigned", "0",
           "Threads of the search, which do not change what it finds; 0: as many as the machine has cores">,
  ];
}

def ChooseWeightMultipliersPass : QSim_Pass<"qsim-choose-weight-multipliers"> {
  let summary = "Quantize weights as the profile yolo2_light does";
  let description = [{
    The weights of each `qsim.conv2d` with an input multiplier become 8 bits with
    one power of two as scale, the reciprocal of the multiplier of numerics.md
    N43; it is chosen from the weights with their batch norm folded in, without
    any picture. Each choice is a remark of category `choose-weight-multipliers`.
    Everything else stays as it is: no tensor of such a network is quantized.

    This stands in the place of `qsim-calibrate` to `qsim-correct-bias` and takes
    networks whose arithmetic is `yolo2_light` only.
  }];
}

def CorrectBiasPass : QSim_Pass<"qsim-correct-bias"> {
  let summary = "Cancel the mean error that quantized weights cause";
  let description = [{
    Sets `bias_delta` of each layer with weights to minus the sum, over its
    inputs' channels, of the error of the quantized weights times the channel's
    mean at calibration; of a local layer for each place. Nothing is run.
  }];
  let options = [
    Option<"calibration", "calibration", "std::string", [{""}],
           "The calibration.yaml of the network">,
  ];
}

def CheckQuantizedPass : QSim_Pass<"qsim-check-quantized"> {
  let summary = "Verify the contract between quantization and lowering";
  let description = [{
    * quantized_C1: the picture and the output of every layer that does not run on
      the host are quantized with 2..16 bits.
    * quantized_C2: weights are quantized with 2..16 bits.
    * quantized_C3: every scale is a positive float32.
    * quantized_C4: no batch norm stands alone.
    * quantized_C5: the pre-activation of each table activation is quantized with
      2..`table_bits` bits.
    * quantized_C7: what a crop without `noadjust` reads has at most `table_bits` bits.
    * quantized_C8: what reads the output of a host layer, itself or through
      others, is f32 instead.

    With the arithmetic `yolo2_light` instead of C1, C2, C3, C5 and C7

    * quantized_C6: no tensor is quantized; the weights of convolutions with an
      input multiplier are, with 8 bits and one power of two, all others not.

    That tensors which share a scale have one type, and that the datapath is
    consistent, the verifiers of the ops and of `#qsim.datapath` see to.
  }];
}

def AnnotateRangesPass : QSim_Pass<"qsim-annotate-ranges"> {
  let summary = "Prove the range of every accumulator";
  let description = [{
    Sets `qsim.accumulator_range` of each layer with weights to bounds that hold
    for any input, from the derived integers. Warns where the declared accumulator is
    narrower. Every partial sum lies within the same bounds.
  }];
}

#endif // QSIM_TRANSFORMS_PASSES_TD
