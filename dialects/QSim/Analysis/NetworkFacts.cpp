// SPDX-License-Identifier: Apache-2.0
// Facts about a whole network: its function, attributes, and the runtime's form
// of them.
#include "QSim/Analysis/NetworkFacts.h"

#include "qsimrt/qsimrt.h"

using namespace mlir;
using namespace qsim;

FailureOr<func::FuncOp> qsim::findNetwork(ModuleOp module) {
  auto functions = llvm::to_vector(module.getOps<func::FuncOp>());
  if (functions.size() != 1)
    return module.emitError("the module has ")
           << functions.size() << " functions, wanted one, the network";
  func::FuncOp network = functions.front();
  if (network.isExternal() || network.getNumArguments() != 1 ||
      !isFeatureMapType(network.getArgumentTypes().front()))
    return network.emitError("the function has type ")
           << network.getFunctionType()
           << ", wanted a body and one argument, the picture as a 1xCxHxW "
              "tensor";
  return network;
}

FailureOr<NetworkAttr> qsim::findNetworkAttr(ModuleOp module) {
  auto attr = module->getAttrOfType<NetworkAttr>(kNetworkAttrName);
  if (!attr)
    return module.emitError("the module has no ")
           << kNetworkAttrName << ", wanted a #qsim.network";
  return attr;
}

DatapathAttr qsim::datapathOf(ModuleOp module) {
  if (auto attr = module->getAttrOfType<DatapathAttr>(kDatapathAttrName))
    return attr;
  return DatapathAttr::getDefault(module.getContext());
}

SmallVector<Value> qsim::namedOutputs(func::FuncOp network) {
  SmallVector<Value> result;
  auto module = network->getParentOfType<ModuleOp>();
  auto outputs =
      module ? module->getAttrOfType<ArrayAttr>(kOutputsAttrName) : nullptr;
  if (!outputs)
    return result;
  llvm::DenseMap<int64_t, Value> tensors;
  tensors[-1] = network.getArgument(0);
  network.walk([&](LayerOpInterface layer) {
    tensors[layer.getLayerIndex()] = layer->getResult(0);
  });
  for (auto output : outputs.getAsRange<OutputAttr>())
    if (Value tensor = tensors.lookup(output.getLayer()))
      result.push_back(tensor);
  return result;
}

// The enumerators of the dialect and of the runtime stand in the same order.
static_assert(int(Rounding::HalfUp) == QSIMRT_ROUND_HALF_UP &&
              int(Rounding::HalfAway) == QSIMRT_ROUND_HALF_AWAY &&
              int(Rounding::HalfEven) == QSIMRT_ROUND_HALF_EVEN &&
              int(Rounding::TowardZero) == QSIMRT_ROUND_TOWARD_ZERO &&
              int(Rounding::Floor) == QSIMRT_ROUND_FLOOR);
static_assert(int(Overflow::Saturate) == QSIMRT_SATURATE &&
              int(Overflow::Wrap) == QSIMRT_WRAP);
static_assert(int(OverflowCheck::Output) == QSIMRT_CHECK_OUTPUT &&
              int(OverflowCheck::PerAdd) == QSIMRT_CHECK_PER_ADD);
static_assert(int(LeakyForm::Multiplier) == QSIMRT_LEAKY_MULTIPLIER &&
              int(LeakyForm::N256) == QSIMRT_LEAKY_N256 &&
              int(LeakyForm::Shift) == QSIMRT_LEAKY_SHIFT);
static_assert(int(Arithmetic::Pjreddie) == QSIMRT_PJREDDIE &&
              int(Arithmetic::Alexeyab) == QSIMRT_ALEXEYAB &&
              int(Arithmetic::Yolo2Light) == QSIMRT_YOLO2_LIGHT &&
              int(Arithmetic::Onnx) == QSIMRT_ONNX);
static_assert(int(Resize::Stretch) == QSIMRT_RESIZE_STRETCH &&
              int(Resize::Letterbox) == QSIMRT_RESIZE_LETTERBOX &&
              int(Resize::CenterCrop) == QSIMRT_RESIZE_CENTER_CROP &&
              int(Resize::LetterboxTopLeft) ==
                  QSIMRT_RESIZE_LETTERBOX_TOP_LEFT &&
              int(Resize::Crop) == QSIMRT_RESIZE_CROP);
static_assert(int(Mode::Float) == QSIMRT_FLOAT &&
              int(Mode::Hybrid) == QSIMRT_HYBRID &&
              int(Mode::Int) == QSIMRT_INT);
static_assert(int(ActivationKind::Linear) == QSIMRT_LINEAR &&
              int(ActivationKind::Leaky) == QSIMRT_LEAKY &&
              int(ActivationKind::Relu) == QSIMRT_RELU &&
              int(ActivationKind::Relu6) == QSIMRT_RELU6 &&
              int(ActivationKind::Relie) == QSIMRT_RELIE &&
              int(ActivationKind::Ramp) == QSIMRT_RAMP &&
              int(ActivationKind::Logistic) == QSIMRT_LOGISTIC &&
              int(ActivationKind::Loggy) == QSIMRT_LOGGY &&
              int(ActivationKind::Tanh) == QSIMRT_TANH &&
              int(ActivationKind::Elu) == QSIMRT_ELU &&
              int(ActivationKind::Selu) == QSIMRT_SELU &&
              int(ActivationKind::Hardtan) == QSIMRT_HARDTAN &&
              int(ActivationKind::Lhtan) == QSIMRT_LHTAN &&
              int(ActivationKind::Plse) == QSIMRT_PLSE &&
              int(ActivationKind::Stair) == QSIMRT_STAIR &&
              int(ActivationKind::Swish) == QSIMRT_SWISH &&
              int(ActivationKind::Mish) == QSIMRT_MISH &&
              int(ActivationKind::HardMish) == QSIMRT_HARD_MISH &&
              int(ActivationKind::Gelu) == QSIMRT_GELU &&
              int(ActivationKind::LeakyRelu) == QSIMRT_LEAKY_RELU &&
              int(ActivationKind::Clip) == QSIMRT_CLIP &&
              int(ActivationKind::Affine) == QSIMRT_AFFINE &&
              int(ActivationKind::HardSigmoid) == QSIMRT_HARD_SIGMOID &&
              int(ActivationKind::HardSwish) == QSIMRT_HARD_SWISH &&
              int(ActivationKind::Softplus) == QSIMRT_SOFTPLUS &&
              int(ActivationKind::Softsign) == QSIMRT_SOFTSIGN &&
              int(ActivationKind::ThresholdedRelu) == QSIMRT_THRESHOLDED_RELU &&
              int(ActivationKind::Exp) == QSIMRT_EXP &&
              int(ActivationKind::Log) == QSIMRT_LOG &&
              int(ActivationKind::Sqrt) == QSIMRT_SQRT &&
              int(ActivationKind::Abs) == QSIMRT_ABS &&
              int(ActivationKind::Reciprocal) == QSIMRT_RECIPROCAL &&
              int(ActivationKind::Pow) == QSIMRT_POW);
static_assert(getMaxEnumValForActivationKind() + 1 == QSIMRT_ACTIVATION_COUNT);
static_assert(int(ReorgOrder::Darknet) == QSIMRT_REORG_DARKNET &&
              int(ReorgOrder::SpaceToDepth) == QSIMRT_REORG_SPACE_TO_DEPTH);
static_assert(int(NmsKind::Default) == QSIMRT_NMS_DEFAULT &&
              int(NmsKind::Greedy) == QSIMRT_NMS_GREEDY &&
              int(NmsKind::Diou) == QSIMRT_NMS_DIOU);

qsimrt_datapath qsim::toRuntime(DatapathAttr datapath) {
  qsimrt_datapath result = {};
  result.rounding = qsimrt_rounding(datapath.getRounding());
  result.overflow = qsimrt_overflow(datapath.getOverflow());
  result.overflow_check = qsimrt_overflow_check(datapath.getOverflowCheck());
  result.leaky = qsimrt_leaky_form(datapath.getLeaky());
  result.accumulator_bits = datapath.getAccumulatorBits();
  result.wide_accumulator_bits = datapath.getWideAccumulatorBits();
  result.bias_bits = datapath.getBiasBits();
  result.wide_bias_bits = datapath.getWideBiasBits();
  result.multiplier_bits = datapath.getMultiplierBits();
  result.wide_multiplier_bits = datapath.getWideMultiplierBits();
  result.max_shift = datapath.getMaxShift();
  result.table_bits = datapath.getTableBits();
  return result;
}

DatapathAttr qsim::toAttr(MLIRContext *context,
                          const qsimrt_datapath &datapath) {
  return DatapathAttr::get(
      context, Rounding(datapath.rounding), Overflow(datapath.overflow),
      OverflowCheck(datapath.overflow_check), LeakyForm(datapath.leaky),
      datapath.accumulator_bits, datapath.wide_accumulator_bits,
      datapath.bias_bits, datapath.wide_bias_bits, datapath.multiplier_bits,
      datapath.wide_multiplier_bits, datapath.max_shift, datapath.table_bits);
}

qsimrt_arithmetic qsim::toRuntime(Arithmetic arithmetic) {
  return qsimrt_arithmetic(arithmetic);
}

qsimrt_resize qsim::toRuntime(Resize resize) { return qsimrt_resize(resize); }

qsimrt_preprocess qsim::toRuntime(Resize resize, PreprocessAttr preprocess) {
  qsimrt_preprocess result = qsimrt_default_preprocess();
  result.resize = toRuntime(resize);
  if (!preprocess)
    return result;
  result.crop_side = preprocess.getCropSide();
  result.bgr = preprocess.getOrder() == ChannelOrder::BGR;
  result.scale = preprocess.getScale();
  if (preprocess.getMean())
    llvm::copy(preprocess.getMean().asArrayRef(), result.mean);
  if (preprocess.getStd())
    llvm::copy(preprocess.getStd().asArrayRef(), result.deviation);
  if (preprocess.getPadValue())
    result.pad_value = preprocess.getPadValue().getValue().convertToFloat();
  return result;
}

Range qsim::pictureRange(NetworkAttr facts) {
  const qsimrt_preprocess how =
      toRuntime(facts.getResize(), facts.getPreprocess());
  Range range{0, 0};
  for (int c = 0; c < 3; ++c)
    for (const float extreme : {0.0f, 1.0f}) {
      const float scaled = how.scale == 1 ? extreme * 255 : extreme;
      const float value = (scaled - how.mean[c]) / how.deviation[c];
      range.minimum = std::min(range.minimum, double(value));
      range.maximum = std::max(range.maximum, double(value));
    }
  return range;
}

PreprocessAttr qsim::toAttr(MLIRContext *context,
                            const qsimrt_preprocess &preprocess) {
  const qsimrt_preprocess plain = qsimrt_default_preprocess();
  Builder builder(context);
  const auto triple = [&](const float(&numbers)[3], const float(&usual)[3]) {
    return llvm::equal(numbers, usual) ? DenseF32ArrayAttr()
                                       : builder.getDenseF32ArrayAttr(numbers);
  };
  auto result = PreprocessAttr::get(
      context, preprocess.crop_side,
      preprocess.bgr ? ChannelOrder::BGR : ChannelOrder::RGB, preprocess.scale,
      triple(preprocess.mean, plain.mean),
      triple(preprocess.deviation, plain.deviation),
      preprocess.pad_value == plain.pad_value
          ? FloatAttr()
          : builder.getF32FloatAttr(preprocess.pad_value));
  // Nothing but the defaults: nothing to say.
  return result == PreprocessAttr::get(context, 0, ChannelOrder::RGB, 255, {},
                                       {}, {})
             ? PreprocessAttr()
             : result;
}

qsimrt_mode qsim::toRuntime(Mode mode) { return qsimrt_mode(mode); }

qsimrt_activation qsim::toRuntime(ActivationKind kind) {
  return qsimrt_activation(kind);
}
