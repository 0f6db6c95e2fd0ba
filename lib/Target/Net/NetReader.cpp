// SPDX-License-Identifier: Apache-2.0
// From the files of a network, as the runtime reads them, to qnet.
#include "QSim/Analysis/NetworkFacts.h"
#include "RecordReader.h"
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
  NetReader(const NetSources &sources, const qsimrt_bytes &fweights,
            const qsimrt_model &model, mlir::MLIRContext *context)
      : sources(sources), fweights(fweights), model(model), builder(context),
        lines(sectionLines(
            {static_cast<const char *>(sources.net.data), sources.net.size})) {}

  mlir::OwningOpRef<mlir::ModuleOp> read() {
    mlir::MLIRContext *context = builder.getContext();
    mlir::OwningOpRef<mlir::ModuleOp> module =
        mlir::ModuleOp::create(builder, location(0));
    builder.setInsertionPointToStart(module->getBody());
    llvm::SmallVector<llvm::StringRef> classes(
        model.class_names, model.class_names + model.class_count);
    auto network = NetworkOp::create(
        builder, location(0), builder.getStringAttr(model.name),
        ArithmeticAttr::get(context, Arithmetic(model.arithmetic)),
        ResizeAttr::get(context, Resize(model.preprocess.resize)),
        builder.getStrArrayAttr(classes),
        builder.getDenseI32ArrayAttr(
            {model.image.c, model.image.h, model.image.w}),
        toAttr(context, model.image_quant), toAttr(context, model.datapath),
        toAttr(context, model.preprocess), graphInput(), graphOutputs());
    builder.createBlock(&network.getBody());
    for (int32_t i = 0; i < model.layer_count; ++i) {
      mlir::Operation *record =
          readRecord(builder, location(static_cast<size_t>(i) + 1),
                     model.arithmetic, model.layers[i]);
      if (model.has_float)
        readParameters(i, record);
    }
    return module;
  }

private:
  mlir::Location location(size_t section) {
    return mlir::FileLineColLoc::get(
        builder.getContext(), sources.net.name,
        section < lines.size() ? lines[section] : 0, 1);
  }

  static llvm::SmallVector<int64_t> dims(const qsimrt_view &view) {
    return {view.dims, view.dims + view.rank};
  }

  /// Null where the .net does not name it.
  InputAttr graphInput() {
    if (!model.input_name)
      return {};
    return InputAttr::get(builder.getContext(), model.input_name,
                          dims(model.input_dims));
  }

  /// Null where the .net names none.
  mlir::ArrayAttr graphOutputs() {
    llvm::SmallVector<mlir::Attribute> outputs;
    for (const qsimrt_graph_output &output :
         llvm::ArrayRef(model.outputs, static_cast<size_t>(model.output_count)))
      outputs.push_back(OutputAttr::get(builder.getContext(), output.name,
                                        output.layer, dims(output.dims)));
    return outputs.empty() ? mlir::ArrayAttr() : builder.getArrayAttr(outputs);
  }

  /// Each tensor of the .fweights, in place, under its name.
  void readParameters(int32_t layer, mlir::Operation *record) {
    qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
    int32_t count = 0;
    qsimrt_float_tensors(&model, layer, specs, &count);
    for (const qsimrt_tensor_spec &spec : llvm::ArrayRef(specs, count)) {
      const std::string name =
          std::string(model.layers[layer].name) + "." + spec.suffix;
      qsimrt_tensor_view view = {};
      if (!qsimrt_container_find(&fweights, name.c_str(), &view))
        llvm_unreachable("the runtime has bound all parameters");
      record->setAttr(spec.suffix, parameter(name, view));
    }
  }

  mlir::ElementsAttr parameter(llvm::StringRef name,
                               const qsimrt_tensor_view &view) {
    const auto type = mlir::RankedTensorType::get(
        llvm::ArrayRef(view.dims, static_cast<size_t>(view.rank)),
        builder.getF32Type());
    // The blob keeps the file mapped.
    auto deleter = [file = sources.fweights](void *, size_t, size_t) {};
    mlir::AsmResourceBlob blob =
        mlir::UnmanagedAsmResourceBlob::allocateWithAlign(
            {static_cast<const char *>(view.data), view.bytes},
            AlignedBytes::alignment, std::move(deleter));
    return mlir::DenseResourceElementsAttr::get(type, name, std::move(blob));
  }

  const NetSources &sources;
  const qsimrt_bytes &fweights;
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
    defaults = writeSys(DatapathAttr::getDefault(context),
                        qsimrt_default_preprocess(), {});
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
      NetReader(sources, files.fweights, *model, context).read();
  if (failed(mlir::verify(*module)))
    return {};
  return module;
}
