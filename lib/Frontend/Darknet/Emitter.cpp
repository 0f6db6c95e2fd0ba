// SPDX-License-Identifier: Apache-2.0
// Builds the module of a planned network.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

RankedTensorType Emitter::featureMap(const Shape &shape) {
  return RankedTensorType::get({1, shape.channels, shape.height, shape.width},
                               builder.getF32Type());
}

Value Emitter::output(int64_t index) const {
  return index < 0 ? image : outputs[index];
}

/// The arrays of one layer as resources over the data itself; `next` moves on
/// to the data of the next layer.
static SmallVector<ElementsAttr> makeParameters(MLIRContext *context,
                                                const Layer &layer,
                                                const ParameterData &data,
                                                ArrayRef<float> &next) {
  auto &manager = DenseResourceElementsHandle::getManagerInterface(context);
  SmallVector<ElementsAttr> result;
  for (const Parameter &parameter : layer.parameters) {
    size_t count = parameter.count();
    // The blob's deleter keeps the data alive; there is nothing else to free.
    AsmResourceBlob blob = UnmanagedAsmResourceBlob::allocateInferAlign(
        next.take_front(count),
        [owner = data.owner](void *, size_t, size_t) {});
    next = next.drop_front(count);
    auto type =
        RankedTensorType::get(parameter.shape, Float32Type::get(context));
    result.push_back(DenseResourceElementsAttr::get(
        type, manager.insert((layer.name + "." + parameter.name()).str(),
                             std::move(blob))));
  }
  return result;
}

OwningOpRef<ModuleOp> darknet::emitNetwork(MLIRContext &context,
                                           const Network &network,
                                           const ParameterData &data,
                                           ArrayAttr classes) {
  Location loc = network.location;
  auto attr = NetworkAttr::getChecked(
      [&] { return emitError(loc); }, &context, StringRef(network.name),
      network.dialect, network.resize, classes, PreprocessAttr());
  if (!attr)
    return {};
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc, network.name);
  (*module)->setAttr(kNetworkAttrName, attr);

  OpBuilder builder = OpBuilder::atBlockEnd(module->getBody());
  auto imageType = RankedTensorType::get(
      {1, network.image.channels, network.image.height, network.image.width},
      builder.getF32Type());
  auto function = func::FuncOp::create(
      builder, loc, network.name, builder.getFunctionType({imageType}, {}));
  Block *block =
      builder.createBlock(&function.getBody(), {}, {imageType},
                          {NameLoc::get(builder.getStringAttr("image"), loc)});
  Emitter emitter(builder, block->getArgument(0));
  ArrayRef<float> next = data.values;
  for (const auto &layer : network.layers)
    emitter.addOutput(
        layer->emit(emitter, makeParameters(&context, *layer, data, next)));

  SmallVector<Value> heads;
  for (const auto &layer : network.layers)
    if (Value output = emitter.output(layer->index); output.use_empty())
      heads.push_back(output);
  func::ReturnOp::create(builder, loc, heads);
  function.setFunctionType(
      builder.getFunctionType({imageType}, ValueRange(heads).getTypes()));
  if (failed(verify(*module)))
    return {};
  return module;
}
