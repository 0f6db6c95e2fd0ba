// SPDX-License-Identifier: Apache-2.0
// The .net: one section per record. A new layer kind is one function here.
#include "TextWriter.h"
#include "qsim/Target/Net.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace qsim;
using namespace qsim::qnet;

namespace {

std::string quantizationText(QuantAttr quant) {
  if (!quant)
    return "none";
  return std::to_string(quant.getBits()) + ":" +
         formatFloat(quant.getScaleAsFloat()) + ":" +
         std::to_string(quant.getZeroPoint());
}

void writeKeys(TextWriter &text, ConvolutionalOp op) {
  text.key("filters", op.getFilters());
  text.key("size", op.getSize());
  text.key("stride", op.getStride());
  text.key("pad", op.getPad());
  text.key("groups", op.getGroups());
  text.key("batch_normalize", op.getBatchNormalize());
  text.key("activation", stringifyActivationKind(op.getActivation()));
  if (op.getWeightBits()) {
    text.key("weight_bits", *op.getWeightBits());
    text.key("weight_scales", *op.getWeightScales());
  } else {
    text.key("weight_bits", "none");
    text.key("weight_scales", "none");
  }
  text.key("bias_correction", op.getBiasCorrection());
}

void writeKeys(TextWriter &text, MaxPoolOp op) {
  text.key("size", op.getSize());
  text.key("stride", op.getStride());
  text.key("padding", op.getPadding());
}

void writeKeys(TextWriter &, RouteOp) {}

void writeKeys(TextWriter &text, UpsampleOp op) {
  text.key("stride", op.getStride());
}

void writeKeys(TextWriter &text, YoloOp op) {
  text.key("classes", op.getClasses());
  text.key("mask", op.getMask());
  text.key("anchors", op.getAnchors());
}

} // namespace

std::string qsim::writeNet(NetworkOp network) {
  TextWriter text;
  text.section("net");
  text.key("format", "1.0");
  text.key("name", network.getSymName());
  text.key("arithmetic", stringifyArithmetic(network.getArithmetic()));
  text.key("channels", network.getShape()[0]);
  text.key("height", network.getShape()[1]);
  text.key("width", network.getShape()[2]);
  text.key("quantization", quantizationText(network.getQuantizationAttr()));
  for (RecordOpInterface record : network.getRecords()) {
    text.section(record.getSection());
    text.key("index", record.getRecordIndex());
    text.key("name", record.getRecordName());
    text.key("inputs", record.getInputs());
    text.key("shape", record.getShape());
    text.key("quantization", quantizationText(record.getQuantizationAttr()));
    text.key("scale_group", record.getRecordScaleGroup());
    text.key("ceiling", stringifyMode(record.getCeiling()));
    llvm::TypeSwitch<mlir::Operation *>(record)
        .Case<ConvolutionalOp, MaxPoolOp, RouteOp, UpsampleOp, YoloOp>(
            [&](auto op) { writeKeys(text, op); });
  }
  return text.take();
}
