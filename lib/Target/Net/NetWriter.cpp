// SPDX-License-Identifier: Apache-2.0
// The .net: one section per record. A new layer kind is one function here; keys
// stand in the order of docs/spec/net.md.
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

std::string text(const llvm::APFloat &value) {
  return formatFloat(value.convertToFloat());
}

/// The keys that come behind those of an activation.
template <typename Op> void writeParameters(TextWriter &out, Op op) {
  if (op.getAlpha())
    out.key("alpha", text(*op.getAlpha()));
  if (op.getBeta())
    out.key("beta", text(*op.getBeta()));
}

/// One padding of all sides, which the key `pad` holds.
bool hasOnePad(WindowAttr window) {
  return window.getTop() == window.getLeft() &&
         window.getTop() == window.getBottom() &&
         window.getTop() == window.getRight();
}

/// Another number of the columns than of the rows.
void writeColumns(TextWriter &out, llvm::StringRef key, int32_t columns,
                  int32_t rows) {
  if (columns != rows)
    out.key(key, columns);
}

void writePads(TextWriter &out, WindowAttr window) {
  out.key("pads",
          llvm::ArrayRef<int32_t>({window.getTop(), window.getLeft(),
                                   window.getBottom(), window.getRight()}));
}

void writeDilation(TextWriter &out, WindowAttr window) {
  if (window.getDilationY() != 1)
    out.key("dilation", window.getDilationY());
  writeColumns(out, "dilation_x", window.getDilationX(), window.getDilationY());
}

template <typename Op> void writeActivation(TextWriter &out, Op op) {
  out.key("activation", stringifyActivationKind(op.getActivation()));
  if (op.getPreactivationAttr())
    out.key("preactivation", quantizationText(op.getPreactivationAttr()));
}

template <typename Op> void writeWeightScales(TextWriter &out, Op op) {
  if (op.getWeightBits()) {
    out.key("weight_bits", *op.getWeightBits());
    out.key("weight_scales", *op.getWeightScales());
  } else {
    out.key("weight_bits", "none");
    out.key("weight_scales", "none");
  }
  out.key("bias_correction", op.getBiasCorrection());
}

template <typename Op> void writeEpsilon(TextWriter &out, Op op) {
  if (op.getEpsilon())
    out.key("epsilon", text(*op.getEpsilon()));
}

void writeKeys(TextWriter &out, ConvolutionalOp op) {
  out.key("filters", op.getFilters());
  out.key("size", op.getSize());
  out.key("stride", op.getStride());
  const WindowAttr window = op.getWindowAttr();
  const bool onePad = window && hasOnePad(window);
  out.key("pad", onePad ? window.getTop() : op.getPad());
  out.key("groups", op.getGroups());
  out.key("batch_normalize", op.getBatchNormalize());
  writeActivation(out, op);
  writeWeightScales(out, op);
  if (op.getInputMultiplier())
    out.key("input_multiplier", text(*op.getInputMultiplier()));
  if (window) {
    writeColumns(out, "size_x", window.getSizeX(), window.getSizeY());
    writeColumns(out, "stride_x", window.getStrideX(), window.getStrideY());
    if (!onePad)
      writePads(out, window);
    writeDilation(out, window);
    if (window.getInputDilationY() != 1)
      out.key("input_dilation", window.getInputDilationY());
    writeColumns(out, "input_dilation_x", window.getInputDilationX(),
                 window.getInputDilationY());
  }
  writeEpsilon(out, op);
  writeParameters(out, op);
}

void writeKeys(TextWriter &out, ConnectedOp op) {
  out.key("outputs", op.getOutputs());
  out.key("batch_normalize", op.getBatchNormalize());
  writeActivation(out, op);
  writeWeightScales(out, op);
  writeEpsilon(out, op);
  writeParameters(out, op);
}

void writeKeys(TextWriter &out, LocalOp op) {
  out.key("filters", op.getFilters());
  out.key("size", op.getSize());
  out.key("stride", op.getStride());
  out.key("pad", op.getPad());
  writeActivation(out, op);
  writeWeightScales(out, op);
  writeParameters(out, op);
}

void writeKeys(TextWriter &out, MaxPoolOp op) {
  out.key("size", op.getSize());
  out.key("stride", op.getStride());
  out.key("padding", op.getPadding());
  if (const WindowAttr window = op.getWindowAttr()) {
    writeColumns(out, "size_x", window.getSizeX(), window.getSizeY());
    writeColumns(out, "stride_x", window.getStrideX(), window.getStrideY());
    writePads(out, window);
    writeDilation(out, window);
  }
  if (op.getCeil())
    out.key("ceil", 1);
}

void writeKeys(TextWriter &out, AvgPoolOp op) {
  const WindowAttr window = op.getWindowAttr();
  if (!window)
    return;
  out.key("size", window.getSizeY());
  writeColumns(out, "size_x", window.getSizeX(), window.getSizeY());
  if (window.getStrideY() != 1)
    out.key("stride", window.getStrideY());
  writeColumns(out, "stride_x", window.getStrideX(), window.getStrideY());
  if (!hasOnePad(window) || window.getTop() != 0)
    writePads(out, window);
  writeDilation(out, window);
  if (op.getCeil())
    out.key("ceil", 1);
  if (op.getCountPads())
    out.key("count_pads", 1);
}

void writeKeys(TextWriter &out, RouteOp op) {
  if (op.getGroups() != 1)
    out.key("groups", op.getGroups());
  if (op.getGroupId() != 0)
    out.key("group_id", op.getGroupId());
  if (op.getOuter() != 1)
    out.key("outer", op.getOuter());
}

template <typename Op> void writeElementwise(TextWriter &out, Op op) {
  writeActivation(out, op);
  writeParameters(out, op);
}

void writeKeys(TextWriter &out, ShortcutOp op) { writeElementwise(out, op); }

void writeKeys(TextWriter &out, MultiplyOp op) { writeElementwise(out, op); }

void writeKeys(TextWriter &out, qnet::ActivationOp op) {
  writeElementwise(out, op);
}

void writeKeys(TextWriter &out, qnet::UpsampleOp op) {
  out.key("stride", op.getStride());
}

void writeKeys(TextWriter &out, qnet::ReorgOp op) {
  out.key("stride", op.getStride());
  out.key("order", stringifyReorgOrder(op.getOrder()));
  if (op.getExtra() != 0)
    out.key("extra", op.getExtra());
}

void writeKeys(TextWriter &out, qnet::CropOp op) {
  out.key("noadjust", op.getNoadjust());
}

void writeKeys(TextWriter &, qnet::DropoutOp) {}

void writeKeys(TextWriter &, qnet::ConstantOp) {}

void writeKeys(TextWriter &out, qnet::StridedOp op) {
  out.key("sizes", op.getSizes());
  out.key("steps", op.getSteps());
  out.key("offset", op.getOffset());
}

void writeKeys(TextWriter &out, qnet::PadOp op) {
  out.key("dims", op.getDims());
  out.key("before", op.getBefore());
  out.key("after", op.getAfter());
  out.key("mode", stringifyPadMode(op.getMode()));
  // -0 is not the default.
  if (!op.getValue().isPosZero())
    out.key("value", text(op.getValue()));
}

void writeKeys(TextWriter &out, qnet::ResizeOp op) {
  out.key("mode", stringifyResizeMode(op.getMode()));
  out.key("coordinates", stringifyCoordinates(op.getCoordinates()));
  out.key("scale", text(op.getScale()));
  out.key("scale_x", text(op.getScaleX()));
  if (op.getRounding() != NearestRounding::RoundPreferFloor)
    out.key("rounding", stringifyNearestRounding(op.getRounding()));
  if (op.getCubicA().convertToFloat() != -0.75f)
    out.key("cubic_a", text(op.getCubicA()));
  if (op.getExcludeOutside())
    out.key("exclude_outside", op.getExcludeOutside());
  if (op.getRoi())
    out.key("roi", *op.getRoi());
  if (!op.getExtrapolation().isPosZero())
    out.key("extrapolation", text(op.getExtrapolation()));
}

void writeKeys(TextWriter &out, qnet::ReduceOp op) {
  out.key("operation", stringifyReduceKind(op.getKind()));
  out.key("dims", op.getDims());
  out.key("axes", op.getAxes());
}

void writeKeys(TextWriter &out, qnet::BinaryOp op) {
  out.key("operation", stringifyBinaryKind(op.getKind()));
  writeElementwise(out, op);
}

void writeKeys(TextWriter &out, qnet::ArgmaxOp op) {
  out.key("outer", op.getOuter());
  out.key("inner", op.getInner());
  if (op.getLast())
    out.key("last", op.getLast());
}

void writeKeys(TextWriter &out, qnet::LrnOp op) {
  out.key("batch", op.getBatch());
  out.key("size", op.getSize());
  out.key("alpha", text(op.getAlpha()));
  out.key("beta", text(op.getBeta()));
  out.key("bias", text(op.getBias()));
}

void writeKeys(TextWriter &out, qnet::InstanceNormOp op) {
  out.key("epsilon", text(op.getEpsilon()));
}

void writeKeys(TextWriter &out, qnet::SoftmaxOp op) {
  out.key("groups", op.getGroups());
  out.key("temperature", text(op.getTemperature()));
  if (op.getInner() != 1)
    out.key("inner", op.getInner());
  if (op.getLog())
    out.key("log", 1);
}

void writeKeys(TextWriter &, qnet::CostOp) {}

void writeKeys(TextWriter &out, qnet::YoloOp op) {
  out.key("classes", op.getClasses());
  out.key("mask", op.getMask());
  out.key("anchors", op.getAnchors());
  if (op.getScaleXY().convertToFloat() != 1.0f)
    out.key("scale_x_y", text(op.getScaleXY()));
  if (op.getNewCoords())
    out.key("new_coords", op.getNewCoords());
  if (op.getNmsKind() != NmsKind::Default)
    out.key("nms_kind", stringifyNmsKind(op.getNmsKind()));
  if (op.getBetaNms().convertToFloat() != 0.6f)
    out.key("beta_nms", text(op.getBetaNms()));
}

void writeKeys(TextWriter &out, qnet::RegionOp op) {
  out.key("classes", op.getClasses());
  out.key("softmax", op.getSoftmax());
  out.key("anchors", op.getAnchors());
}

void writeKeys(TextWriter &out, qnet::DetectionOp op) {
  out.key("classes", op.getClasses());
  out.key("side", op.getSide());
  out.key("num", op.getNum());
  out.key("softmax", op.getSoftmax());
  out.key("sqrt", op.getSqrt());
}

void writeKeys(TextWriter &out, qnet::YoloxOp op) {
  out.key("classes", op.getClasses());
  out.key("strides", op.getStrides());
}

void writeDims(TextWriter &out, llvm::StringRef key,
               llvm::ArrayRef<int64_t> dims) {
  out.key(key, llvm::ArrayRef<int32_t>(
                   llvm::SmallVector<int32_t>(dims.begin(), dims.end())));
}

} // namespace

std::string qsim::writeNet(NetworkOp network) {
  TextWriter out;
  out.section("net");
  out.key("format", netFormat);
  out.key("name", network.getSymName());
  out.key("arithmetic", stringifyArithmetic(network.getArithmetic()));
  out.key("channels", network.getShape()[0]);
  out.key("height", network.getShape()[1]);
  out.key("width", network.getShape()[2]);
  out.key("quantization", quantizationText(network.getQuantizationAttr()));
  if (const InputAttr input = network.getInputAttr()) {
    out.key("input_name", input.getName());
    if (!input.getDims().empty())
      writeDims(out, "input_dims", input.getDims());
  }
  for (RecordOpInterface record : network.getRecords()) {
    out.section(record.getSection());
    out.key("index", record.getRecordIndex());
    out.key("name", record.getRecordName());
    if (record.getInputs().empty())
      out.key("inputs", "none");
    else
      out.key("inputs", record.getInputs());
    out.key("shape", record.getShape());
    out.key("quantization", quantizationText(record.getQuantizationAttr()));
    out.key("scale_group", record.getRecordScaleGroup());
    out.key("ceiling", stringifyMode(record.getCeiling()));
    llvm::TypeSwitch<mlir::Operation *>(record)
        .Case<ConvolutionalOp, ConnectedOp, LocalOp, MaxPoolOp, AvgPoolOp,
              RouteOp, ShortcutOp, MultiplyOp, qnet::ActivationOp,
              qnet::UpsampleOp, qnet::ReorgOp, qnet::CropOp, qnet::DropoutOp,
              qnet::SoftmaxOp, qnet::CostOp, qnet::YoloOp, qnet::RegionOp,
              qnet::DetectionOp, qnet::ConstantOp, qnet::StridedOp, qnet::PadOp,
              qnet::ResizeOp, qnet::ReduceOp, qnet::BinaryOp, qnet::ArgmaxOp,
              qnet::LrnOp, qnet::InstanceNormOp, qnet::YoloxOp>(
            [&](auto op) { writeKeys(out, op); });
  }
  const mlir::ArrayAttr outputs = network.getOutputsAttr();
  for (mlir::Attribute attribute :
       outputs ? outputs.getValue() : llvm::ArrayRef<mlir::Attribute>()) {
    const auto output = llvm::cast<OutputAttr>(attribute);
    out.section("output");
    out.key("name", output.getName());
    out.key("layer", output.getLayer());
    writeDims(out, "dims", output.getDims());
  }
  return out.take();
}
