// SPDX-License-Identifier: Apache-2.0
// From the files of a network, as the runtime reads them, to qnet. A new layer
// kind is one function here.
#include "QSim/Analysis/NetworkFacts.h"
#include "SysWriter.h"
#include "qsim/Target/Net.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Verifier.h"

using namespace qsim;
using namespace qsim::qnet;

namespace {

/// The lines on which sections begin: [net] first, then the layers.
llvm::SmallVector<unsigned> sectionLines(llvm::StringRef text) {
  llvm::SmallVector<unsigned> lines;
  for (unsigned line = 1; !text.empty(); ++line) {
    if (text.starts_with("["))
      lines.push_back(line);
    text = text.split('\n').second;
  }
  return lines;
}

/// Emits the runtime's message at its place; it begins with `NAME:LINE: `.
void emitRuntimeError(llvm::StringRef message, mlir::MLIRContext *context) {
  const auto [place, text] = message.split(": ");
  const auto [name, lineText] = place.rsplit(':');
  unsigned line = 0;
  if (text.empty() || lineText.getAsInteger(10, line)) {
    mlir::emitError(mlir::UnknownLoc::get(context)) << message;
    return;
  }
  mlir::emitError(mlir::FileLineColLoc::get(context, name, line, 1)) << text;
}

class NetReader {
public:
  NetReader(const NetSources &sources, const qsimrt_model &model,
            mlir::MLIRContext *context)
      : sources(sources), model(model), builder(context),
        lines(sectionLines(
            {static_cast<const char *>(sources.net.data), sources.net.size})) {}

  mlir::OwningOpRef<mlir::ModuleOp> read() {
    mlir::OwningOpRef<mlir::ModuleOp> module =
        mlir::ModuleOp::create(builder, location(0));
    builder.setInsertionPointToStart(module->getBody());
    llvm::SmallVector<llvm::StringRef> classes(
        model.class_names, model.class_names + model.class_count);
    auto network = NetworkOp::create(
        builder, location(0), builder.getStringAttr(model.name),
        ArithmeticAttr::get(builder.getContext(),
                            model.arithmetic == QSIMRT_ALEXEYAB
                                ? Arithmetic::Alexeyab
                                : Arithmetic::Pjreddie),
        ResizeAttr::get(builder.getContext(),
                        static_cast<Resize>(model.resize)),
        builder.getStrArrayAttr(classes),
        builder.getDenseI32ArrayAttr(extents(model.image)),
        quantization(model.image_quant),
        toAttr(builder.getContext(), model.datapath));
    builder.createBlock(&network.getBody());
    for (int32_t i = 0; i < model.layer_count; ++i)
      readLayer(model.layers[i]);
    return module;
  }

private:
  mlir::Location location(size_t section) {
    return mlir::FileLineColLoc::get(
        builder.getContext(), sources.net.name,
        section < lines.size() ? lines[section] : 0, 1);
  }
  static std::array<int32_t, 3> extents(const qsimrt_shape &shape) {
    return {shape.c, shape.h, shape.w};
  }
  QuantAttr quantization(const qsimrt_quant &quant) {
    if (quant.bits == 0)
      return {};
    return QuantAttr::get(builder.getContext(), quant.bits, quant.scale,
                          quant.zero_point);
  }
  static llvm::ArrayRef<int32_t> inputs(const qsimrt_layer &layer) {
    return {layer.inputs, static_cast<size_t>(layer.input_count)};
  }
  static Mode ceiling(const qsimrt_layer &layer) {
    return layer.ceiling == QSIMRT_FLOAT    ? Mode::Float
           : layer.ceiling == QSIMRT_HYBRID ? Mode::Hybrid
                                            : Mode::Int;
  }

  void readLayer(const qsimrt_layer &layer) {
    switch (layer.kind) {
    case QSIMRT_CONVOLUTIONAL:
      return readConvolutional(layer);
    case QSIMRT_MAXPOOL:
      return readMaxPool(layer);
    case QSIMRT_ROUTE:
      return readRoute(layer);
    case QSIMRT_UPSAMPLE:
      return readUpsample(layer);
    case QSIMRT_YOLO:
      return readYolo(layer);
    case QSIMRT_KIND_COUNT:
      break;
    }
    llvm_unreachable("the parser knows no other kinds");
  }

  /// A tensor of the .fweights, in place; null where there is none.
  mlir::ElementsAttr parameter(const qsimrt_layer &layer, llvm::StringRef name,
                               const float *values,
                               llvm::ArrayRef<int64_t> shape) {
    if (!values)
      return {};
    const auto type = mlir::RankedTensorType::get(shape, builder.getF32Type());
    const size_t bytes =
        static_cast<size_t>(type.getNumElements()) * sizeof(float);
    // The blob keeps the file mapped.
    auto deleter = [file = sources.fweights](void *, size_t, size_t) {};
    mlir::AsmResourceBlob blob =
        mlir::UnmanagedAsmResourceBlob::allocateWithAlign(
            {reinterpret_cast<const char *>(values), bytes},
            AlignedBytes::alignment, std::move(deleter));
    return mlir::DenseResourceElementsAttr::get(
        type, (llvm::StringRef(layer.name) + "." + name).str(),
        std::move(blob));
  }

  void readConvolutional(const qsimrt_layer &layer) {
    const qsimrt_convolutional &conv = layer.u.convolutional;
    const int32_t channels = layer.inputs[0] == QSIMRT_IMAGE
                                 ? model.image.c
                                 : model.layers[layer.inputs[0]].shape.c;
    const auto i32 = [&](int32_t value) {
      return builder.getI32IntegerAttr(value);
    };
    const auto vector = [&](llvm::StringRef name, const float *values) {
      return parameter(layer, name, values, {conv.filters});
    };
    mlir::IntegerAttr bits;
    mlir::DenseF32ArrayAttr scales;
    if (conv.weight_bits) {
      bits = i32(conv.weight_bits);
      scales = builder.getDenseF32ArrayAttr(
          {conv.weight_scales, static_cast<size_t>(conv.weight_scale_count)});
    }
    ConvolutionalOp::create(
        builder, location(layer.index + 1), builder.getStringAttr(layer.name),
        i32(layer.index), builder.getDenseI32ArrayAttr(inputs(layer)),
        builder.getDenseI32ArrayAttr(extents(layer.shape)),
        quantization(layer.output), i32(layer.scale_group),
        ModeAttr::get(builder.getContext(), ceiling(layer)), i32(conv.filters),
        i32(conv.size), i32(conv.stride), i32(conv.pad), i32(conv.groups),
        builder.getBoolAttr(conv.batch_normalize),
        ActivationKindAttr::get(builder.getContext(),
                                conv.activation == QSIMRT_LEAKY
                                    ? ActivationKind::Leaky
                                    : ActivationKind::Linear),
        bits, scales, builder.getBoolAttr(conv.bias_correction),
        parameter(layer, "weights", conv.weights,
                  {conv.filters, channels / conv.groups, conv.size, conv.size}),
        vector("biases", conv.biases), vector("scales", conv.scales),
        vector("mean", conv.mean), vector("variance", conv.variance),
        vector("bias_delta", conv.bias_delta));
  }

  void readMaxPool(const qsimrt_layer &layer) {
    const qsimrt_maxpool &pool = layer.u.maxpool;
    MaxPoolOp::create(builder, location(layer.index + 1), layer.name,
                      layer.index, inputs(layer), extents(layer.shape),
                      quantization(layer.output), layer.scale_group,
                      ceiling(layer), pool.size, pool.stride, pool.padding);
  }

  void readRoute(const qsimrt_layer &layer) {
    RouteOp::create(builder, location(layer.index + 1), layer.name, layer.index,
                    inputs(layer), extents(layer.shape),
                    quantization(layer.output), layer.scale_group,
                    ceiling(layer));
  }

  void readUpsample(const qsimrt_layer &layer) {
    qnet::UpsampleOp::create(builder, location(layer.index + 1), layer.name,
                             layer.index, inputs(layer), extents(layer.shape),
                             quantization(layer.output), layer.scale_group,
                             ceiling(layer), layer.u.upsample.stride);
  }

  void readYolo(const qsimrt_layer &layer) {
    const qsimrt_yolo &yolo = layer.u.yolo;
    qnet::YoloOp::create(
        builder, location(layer.index + 1), layer.name, layer.index,
        inputs(layer), extents(layer.shape), quantization(layer.output),
        layer.scale_group, ceiling(layer), yolo.classes,
        llvm::ArrayRef(yolo.mask, static_cast<size_t>(yolo.anchor_count)),
        llvm::ArrayRef(yolo.anchors,
                       2 * static_cast<size_t>(yolo.total_anchors)));
  }

  const NetSources &sources;
  const qsimrt_model &model;
  mlir::OpBuilder builder;
  llvm::SmallVector<unsigned> lines;
};

} // namespace

mlir::OwningOpRef<mlir::ModuleOp> qsim::importNet(const NetSources &sources,
                                                  mlir::MLIRContext *context) {
  context->loadDialect<QNetDialect>();
  qsimrt_files files = {};
  files.net = sources.net;
  files.sys = sources.sys;
  std::string defaults;
  if (!files.sys.data) {
    defaults = writeSys(DatapathAttr::getDefault(context), Resize::Stretch, {});
    files.sys = {"default.sys", defaults.data(), defaults.size()};
  }
  if (sources.fweights)
    files.fweights = {sources.fweights->path().c_str(),
                      sources.fweights->data(), sources.fweights->size()};

  AlignedBytes memory(qsimrt_model_size(&files));
  const qsimrt_model *model = nullptr;
  qsimrt_error error = {};
  if (qsimrt_model_init(memory.data(), memory.size(), &files, &model, &error) !=
      QSIMRT_OK) {
    emitRuntimeError(error.text, context);
    return {};
  }
  mlir::OwningOpRef<mlir::ModuleOp> module =
      NetReader(sources, *model, context).read();
  if (failed(mlir::verify(*module)))
    return {};
  return module;
}
