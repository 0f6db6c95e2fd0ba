// SPDX-License-Identifier: Apache-2.0
// From a layer, as the runtime has it, to its record. A new layer kind is one
// function here.
#include "RecordReader.h"

using namespace qsim;
using namespace qsim::qnet;

QuantAttr qsim::toAttr(mlir::MLIRContext *context, const qsimrt_quant &quant) {
  if (quant.bits == 0)
    return {};
  return QuantAttr::get(context, quant.bits, quant.scale, quant.zero_point);
}

// The enumerators of the dialect and of the runtime stand in the same order.
static_assert(int(ReorgOrder::Darknet) == QSIMRT_REORG_DARKNET &&
              int(ReorgOrder::SpaceToDepth) == QSIMRT_REORG_SPACE_TO_DEPTH);
static_assert(int(NmsKind::Default) == QSIMRT_NMS_DEFAULT &&
              int(NmsKind::Greedy) == QSIMRT_NMS_GREEDY &&
              int(NmsKind::Diou) == QSIMRT_NMS_DIOU);
static_assert(int(PadMode::Constant) == QSIMRT_PAD_CONSTANT &&
              int(PadMode::Edge) == QSIMRT_PAD_EDGE &&
              int(PadMode::Reflect) == QSIMRT_PAD_REFLECT);
static_assert(int(ResizeMode::Nearest) == QSIMRT_NEAREST &&
              int(ResizeMode::Linear) == QSIMRT_BILINEAR &&
              int(ResizeMode::Cubic) == QSIMRT_CUBIC);
static_assert(int(Coordinates::HalfPixel) == QSIMRT_HALF_PIXEL &&
              int(Coordinates::PytorchHalfPixel) == QSIMRT_PYTORCH_HALF_PIXEL &&
              int(Coordinates::AlignCorners) == QSIMRT_ALIGN_CORNERS &&
              int(Coordinates::Asymmetric) == QSIMRT_ASYMMETRIC &&
              int(Coordinates::TfCropAndResize) == QSIMRT_TF_CROP_AND_RESIZE &&
              int(Coordinates::HalfPixelSymmetric) ==
                  QSIMRT_HALF_PIXEL_SYMMETRIC &&
              int(Coordinates::TfHalfPixelForNn) ==
                  QSIMRT_TF_HALF_PIXEL_FOR_NN);
static_assert(int(NearestRounding::RoundPreferFloor) ==
                  QSIMRT_ROUND_PREFER_FLOOR &&
              int(NearestRounding::RoundPreferCeil) ==
                  QSIMRT_ROUND_PREFER_CEIL &&
              int(NearestRounding::Floor) == QSIMRT_NEAREST_FLOOR &&
              int(NearestRounding::Ceil) == QSIMRT_NEAREST_CEIL);
static_assert(int(ReduceKind::Mean) == QSIMRT_REDUCE_MEAN &&
              int(ReduceKind::Sum) == QSIMRT_REDUCE_SUM &&
              int(ReduceKind::Max) == QSIMRT_REDUCE_MAX &&
              int(ReduceKind::Min) == QSIMRT_REDUCE_MIN);
static_assert(int(BinaryKind::Sub) == QSIMRT_BINARY_SUB &&
              int(BinaryKind::Max) == QSIMRT_BINARY_MAX &&
              int(BinaryKind::Min) == QSIMRT_BINARY_MIN &&
              int(BinaryKind::Div) == QSIMRT_BINARY_DIV &&
              int(BinaryKind::Pow) == QSIMRT_BINARY_POW);
static_assert(int(ActivationKind::Linear) == QSIMRT_LINEAR &&
              int(ActivationKind::Pow) == QSIMRT_POW);
static_assert(int(Mode::Float) == QSIMRT_FLOAT &&
              int(Mode::Hybrid) == QSIMRT_HYBRID &&
              int(Mode::Int) == QSIMRT_INT);

namespace {

class RecordReader {
public:
  RecordReader(mlir::OpBuilder &builder, mlir::Location location,
               qsimrt_arithmetic arithmetic, const qsimrt_layer &layer)
      : builder(builder), location(location), arithmetic(arithmetic),
        layer(layer) {}

  mlir::Operation *read() {
    switch (layer.kind) {
    case QSIMRT_CONVOLUTIONAL:
      return readConvolutional();
    case QSIMRT_CONNECTED:
      return readConnected();
    case QSIMRT_LOCAL:
      return readLocal();
    case QSIMRT_MAXPOOL:
      return make<MaxPoolOp>(
          layer.u.maxpool.size, layer.u.maxpool.stride, layer.u.maxpool.padding,
          window(layer.u.maxpool.window), layer.u.maxpool.ceil != 0);
    case QSIMRT_AVGPOOL:
      return make<AvgPoolOp>(window(layer.u.avgpool.window),
                             layer.u.avgpool.ceil != 0,
                             layer.u.avgpool.count_pads != 0);
    case QSIMRT_ROUTE:
      return make<RouteOp>(layer.u.route.groups, layer.u.route.group_id,
                           layer.u.route.outer);
    case QSIMRT_SHORTCUT:
      return readElementwise<ShortcutOp>();
    case QSIMRT_MULTIPLY:
      return readElementwise<MultiplyOp>();
    case QSIMRT_ACTIVATION:
      return readElementwise<qnet::ActivationOp>();
    case QSIMRT_UPSAMPLE:
      return make<qnet::UpsampleOp>(layer.u.upsample.stride);
    case QSIMRT_REORG:
      return make<qnet::ReorgOp>(layer.u.reorg.stride,
                                 ReorgOrder(layer.u.reorg.order),
                                 layer.u.reorg.extra);
    case QSIMRT_CROP:
      return make<qnet::CropOp>(layer.u.crop.noadjust != 0);
    case QSIMRT_DROPOUT:
      return make<qnet::DropoutOp>();
    case QSIMRT_SOFTMAX:
      return make<qnet::SoftmaxOp>(
          layer.u.softmax.groups, llvm::APFloat(layer.u.softmax.temperature),
          layer.u.softmax.inner, layer.u.softmax.log != 0);
    case QSIMRT_COST:
      return make<qnet::CostOp>();
    case QSIMRT_YOLO:
      return readYolo();
    case QSIMRT_REGION:
      return make<qnet::RegionOp>(
          layer.u.region.classes, layer.u.region.softmax != 0,
          pairs(layer.u.region.anchors, layer.u.region.anchor_count));
    case QSIMRT_DETECTION:
      return make<qnet::DetectionOp>(
          layer.u.detection.classes, layer.u.detection.side,
          layer.u.detection.num, layer.u.detection.softmax != 0,
          layer.u.detection.sqrt != 0);
    case QSIMRT_YOLOX:
      return make<qnet::YoloxOp>(
          layer.u.yolox.classes,
          list(layer.u.yolox.strides, layer.u.yolox.stride_count));
    case QSIMRT_CONSTANT:
      return make<qnet::ConstantOp>(mlir::ElementsAttr());
    case QSIMRT_STRIDED:
      return make<qnet::StridedOp>(
          dims(layer.u.strided.sizes),
          list(layer.u.strided.steps, layer.u.strided.sizes.rank),
          layer.u.strided.offset);
    case QSIMRT_PAD:
      return readPad();
    case QSIMRT_RESIZE:
      return readResize();
    case QSIMRT_REDUCE:
      return make<qnet::ReduceOp>(
          ReduceKind(layer.u.reduce.operation), dims(layer.u.reduce.in),
          list(layer.u.reduce.axes, layer.u.reduce.in.rank));
    case QSIMRT_BINARY:
      return make<qnet::BinaryOp>(
          BinaryKind(layer.u.elementwise.operation),
          ActivationKind(layer.u.elementwise.activation),
          quantization(layer.u.elementwise.preactivation),
          alpha(layer.u.elementwise.parameters),
          beta(layer.u.elementwise.parameters));
    case QSIMRT_ARGMAX:
      return make<qnet::ArgmaxOp>(layer.u.argmax.outer, layer.u.argmax.inner,
                                  layer.u.argmax.last != 0);
    case QSIMRT_LRN:
      return make<qnet::LrnOp>(
          layer.u.lrn.batch, layer.u.lrn.size, llvm::APFloat(layer.u.lrn.alpha),
          llvm::APFloat(layer.u.lrn.beta), llvm::APFloat(layer.u.lrn.bias));
    case QSIMRT_INSTANCE_NORM:
      return make<qnet::InstanceNormOp>(
          llvm::APFloat(layer.u.instance_norm.epsilon), mlir::ElementsAttr(),
          mlir::ElementsAttr());
    case QSIMRT_KIND_COUNT:
      break;
    }
    llvm_unreachable("the parser knows no other kinds");
  }

private:
  /// The record of a kind with the keys that every section has.
  template <typename Op, typename... Keys>
  mlir::Operation *make(Keys &&...keys) {
    const int32_t shape[] = {layer.shape.c, layer.shape.h, layer.shape.w};
    return Op::create(
        builder, location, layer.name, static_cast<uint32_t>(layer.index),
        llvm::ArrayRef(layer.inputs, static_cast<size_t>(layer.input_count)),
        shape, quantization(layer.output),
        static_cast<uint32_t>(layer.scale_group), Mode(layer.ceiling),
        std::forward<Keys>(keys)...);
  }

  QuantAttr quantization(const qsimrt_quant &quant) {
    return toAttr(builder.getContext(), quant);
  }
  static llvm::ArrayRef<float> pairs(const float *values, int32_t count) {
    return {values, 2 * static_cast<size_t>(count)};
  }

  static llvm::ArrayRef<int32_t> list(const int32_t *values, int32_t count) {
    return {values, static_cast<size_t>(count)};
  }
  static llvm::ArrayRef<int32_t> dims(const qsimrt_view &view) {
    return list(view.dims, view.rank);
  }
  /// Null where there is none.
  WindowAttr window(const qsimrt_window &w) {
    if (w.size_y == 0)
      return {};
    return WindowAttr::get(builder.getContext(), w.size_y, w.size_x, w.stride_y,
                           w.stride_x, w.top, w.left, w.bottom, w.right,
                           w.dilation_y, w.dilation_x, w.input_dilation_y,
                           w.input_dilation_x);
  }
  mlir::FloatAttr number(bool given, float value) {
    return given ? builder.getF32FloatAttr(value) : mlir::FloatAttr();
  }
  mlir::FloatAttr alpha(const qsimrt_parameters &parameters) {
    return number(parameters.count > 0, parameters.alpha);
  }
  mlir::FloatAttr beta(const qsimrt_parameters &parameters) {
    return number(parameters.count > 1, parameters.beta);
  }
  /// Of a batch norm in the arithmetic onnx.
  mlir::FloatAttr epsilon(const qsimrt_convolutional &conv) {
    return number(arithmetic == QSIMRT_ONNX && conv.batch_normalize,
                  conv.epsilon);
  }

  mlir::IntegerAttr weightBits(const qsimrt_convolutional &conv) {
    return conv.weight_bits ? builder.getI32IntegerAttr(conv.weight_bits)
                            : mlir::IntegerAttr();
  }
  mlir::DenseF32ArrayAttr weightScales(const qsimrt_convolutional &conv) {
    if (!conv.weight_bits)
      return {};
    return builder.getDenseF32ArrayAttr(
        {conv.weight_scales, static_cast<size_t>(conv.weight_scale_count)});
  }

  mlir::Operation *readConvolutional() {
    const qsimrt_convolutional &conv = layer.u.convolutional;
    const mlir::ElementsAttr none;
    return make<ConvolutionalOp>(
        conv.filters, conv.size, conv.stride, conv.pad, conv.groups,
        conv.batch_normalize != 0, ActivationKind(conv.activation),
        weightBits(conv), weightScales(conv), conv.bias_correction != 0, none,
        none, none, none, none, none, quantization(conv.preactivation),
        number(conv.input_multiplier != 0, conv.input_multiplier),
        window(conv.window), epsilon(conv), alpha(conv.parameters),
        beta(conv.parameters));
  }

  mlir::Operation *readConnected() {
    const qsimrt_convolutional &conv = layer.u.convolutional;
    const mlir::ElementsAttr none;
    return make<ConnectedOp>(conv.filters, conv.batch_normalize != 0,
                             ActivationKind(conv.activation), weightBits(conv),
                             weightScales(conv), conv.bias_correction != 0,
                             none, none, none, none, none, none,
                             quantization(conv.preactivation), epsilon(conv),
                             alpha(conv.parameters), beta(conv.parameters));
  }

  mlir::Operation *readLocal() {
    const qsimrt_convolutional &conv = layer.u.convolutional;
    const mlir::ElementsAttr none;
    return make<LocalOp>(conv.filters, conv.size, conv.stride, conv.pad,
                         ActivationKind(conv.activation), weightBits(conv),
                         weightScales(conv), conv.bias_correction != 0, none,
                         none, none, quantization(conv.preactivation),
                         alpha(conv.parameters), beta(conv.parameters));
  }

  template <typename Op> mlir::Operation *readElementwise() {
    const qsimrt_elementwise &elementwise = layer.u.elementwise;
    return make<Op>(ActivationKind(elementwise.activation),
                    quantization(elementwise.preactivation),
                    alpha(elementwise.parameters),
                    beta(elementwise.parameters));
  }

  mlir::Operation *readPad() {
    const qsimrt_pad &pad = layer.u.pad;
    return make<qnet::PadOp>(dims(pad.in), list(pad.before, pad.in.rank),
                             list(pad.after, pad.in.rank), PadMode(pad.mode),
                             llvm::APFloat(pad.value));
  }

  mlir::Operation *readResize() {
    const qsimrt_resizing &resize = layer.u.resize;
    const bool hasRoi = resize.coordinates == QSIMRT_TF_CROP_AND_RESIZE;
    return make<qnet::ResizeOp>(
        ResizeMode(resize.mode), Coordinates(resize.coordinates),
        llvm::APFloat(resize.scale), llvm::APFloat(resize.scale_x),
        NearestRounding(resize.rounding), llvm::APFloat(resize.cubic_a),
        resize.exclude_outside != 0,
        hasRoi ? builder.getDenseF32ArrayAttr(resize.roi)
               : mlir::DenseF32ArrayAttr(),
        llvm::APFloat(resize.extrapolation));
  }

  mlir::Operation *readYolo() {
    const qsimrt_yolo &yolo = layer.u.yolo;
    return make<qnet::YoloOp>(
        yolo.classes,
        llvm::ArrayRef(yolo.mask, static_cast<size_t>(yolo.anchor_count)),
        pairs(yolo.anchors, yolo.total_anchors), llvm::APFloat(yolo.scale_x_y),
        yolo.new_coords != 0, NmsKind(yolo.nms_kind),
        llvm::APFloat(yolo.beta_nms));
  }

  mlir::OpBuilder &builder;
  mlir::Location location;
  qsimrt_arithmetic arithmetic;
  const qsimrt_layer &layer;
};

} // namespace

mlir::Operation *qsim::readRecord(mlir::OpBuilder &builder,
                                  mlir::Location location,
                                  qsimrt_arithmetic arithmetic,
                                  const qsimrt_layer &layer) {
  return RecordReader(builder, location, arithmetic, layer).read();
}
