// SPDX-License-Identifier: Apache-2.0
// One op for each planned layer, parameters as resources over the data itself.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Verifier.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringSet.h"

#include <cmath>

using namespace mlir;
using namespace qsim;
using namespace qsim::onnximport;

/// The word as the attribute of the dialect that a key of an op has.
static Attribute wordAttr(MLIRContext *context, StringRef op, StringRef key,
                          StringRef word) {
  if (op == "binary")
    return BinaryKindAttr::get(context, *symbolizeBinaryKind(word));
  if (op == "reduce")
    return ReduceKindAttr::get(context, *symbolizeReduceKind(word));
  if (op == "pad")
    return PadModeAttr::get(context, *symbolizePadMode(word));
  if (key == "mode")
    return ResizeModeAttr::get(context, *symbolizeResizeMode(word));
  if (key == "coordinates")
    return CoordinatesAttr::get(context, *symbolizeCoordinates(word));
  return NearestRoundingAttr::get(context, *symbolizeNearestRounding(word));
}

namespace {

class ModuleEmitter {
public:
  ModuleEmitter(MLIRContext &context, const Plan &plan, StringRef path)
      : context(context), builder(&context), plan(plan),
        names(nameLayers(plan)),
        file(FileLineColLoc::get(&context, path, 0, 0)) {}

  OwningOpRef<ModuleOp> emit(StringRef name, ArrayAttr classes);

private:
  RankedTensorType mapType(const Shape &shape) {
    return RankedTensorType::get({1, shape.channels, shape.height, shape.width},
                                 builder.getF32Type());
  }
  Value valueOf(int layer) {
    return layer < 0 ? image : outputs[static_cast<size_t>(layer)];
  }
  FailureOr<ElementsAttr> elements(const Parameter &parameter, StringRef layer,
                                   StringRef role, Location location);
  LogicalResult emitLayer(std::size_t index);
  LogicalResult addVectors(const Layer &layer, StringRef name,
                           Location location, NamedAttrList &attributes);
  void addActivation(const Layer &layer, NamedAttrList &attributes);
  void addGraphNames(ModuleOp module);

  MLIRContext &context;
  OpBuilder builder;
  const Plan &plan;
  std::vector<std::string> names;
  Location file;
  Value image;
  SmallVector<Value> outputs;
};

} // namespace

FailureOr<ElementsAttr> ModuleEmitter::elements(const Parameter &parameter,
                                                StringRef layer, StringRef role,
                                                Location location) {
  const auto count = static_cast<size_t>(parameter.count());
  const ArrayRef<float> values(parameter.values.get(), count);
  for (float value : values)
    if (!std::isfinite(value))
      return emitError(location) << "the " << role << " of " << layer
                                 << " have a value that is no finite number";
  auto &manager = DenseResourceElementsHandle::getManagerInterface(&context);
  // The blob's deleter keeps the data alive; there is nothing else to free.
  AsmResourceBlob blob = UnmanagedAsmResourceBlob::allocateInferAlign(
      values, [owner = parameter.values](void *, size_t, size_t) {});
  auto type = RankedTensorType::get(parameter.dims, builder.getF32Type());
  return ElementsAttr(DenseResourceElementsAttr::get(
      type, manager.insert((layer + "." + role).str(), std::move(blob))));
}

LogicalResult ModuleEmitter::addVectors(const Layer &layer, StringRef name,
                                        Location location,
                                        NamedAttrList &attributes) {
  const std::pair<StringLiteral, const Parameter *> vectors[] = {
      {"biases", &layer.biases}, {"scales", &layer.scales},
      {"mean", &layer.mean},     {"variance", &layer.variance},
      {"values", &layer.values},
  };
  for (const auto &[role, parameter] : vectors) {
    if (!*parameter)
      continue;
    FailureOr<ElementsAttr> attr = elements(*parameter, name, role, location);
    if (failed(attr))
      return failure();
    attributes.set(role, *attr);
  }
  if (layer.epsilon)
    attributes.set("epsilon", builder.getF32FloatAttr(*layer.epsilon));
  return success();
}

void ModuleEmitter::addActivation(const Layer &layer,
                                  NamedAttrList &attributes) {
  const Activation &activation = layer.activation;
  if (activation.linear())
    return;
  attributes.set(layer.op == "activation" ? "kind" : "activation",
                 ActivationKindAttr::get(
                     &context, *symbolizeActivationKind(activation.kind)));
  if (activation.alpha)
    attributes.set("alpha", builder.getF32FloatAttr(*activation.alpha));
  if (activation.beta)
    attributes.set("beta", builder.getF32FloatAttr(*activation.beta));
}

LogicalResult ModuleEmitter::emitLayer(std::size_t index) {
  const Layer &layer = plan.layers[index];
  const std::string &name = names[index];
  Location location = NameLoc::get(builder.getStringAttr(layer.node), file);
  OperationState state(location, "qsim." + layer.op);
  for (int input : layer.inputs)
    state.operands.push_back(valueOf(input));
  if (layer.weights) {
    FailureOr<ElementsAttr> weights =
        elements(layer.weights, name, "weights", location);
    if (failed(weights))
      return failure();
    state.operands.push_back(ParameterOp::create(
        builder, location, cast<RankedTensorType>((*weights).getShapedType()),
        *weights));
  }
  NamedAttrList attributes = layer.attributes;
  attributes.set("name", builder.getStringAttr(name));
  attributes.set("index",
                 builder.getI64IntegerAttr(static_cast<int64_t>(index)));
  for (const auto &[key, word] : layer.words)
    attributes.set(key == "operation" ? "kind" : key,
                   wordAttr(&context, layer.op, key, word));
  addActivation(layer, attributes);
  if (failed(addVectors(layer, name, location, attributes)))
    return failure();
  state.addAttributes(attributes);
  state.addTypes(mapType(layer.shape));
  outputs.push_back(builder.create(state)->getResult(0));
  return success();
}

/// A name of the graph as one that files may have.
static std::string validName(StringRef text, llvm::StringSet<> &taken) {
  std::string base = text.str();
  for (char &c : base)
    if (!isValidName(StringRef(&c, 1)))
      c = '_';
  if (base.empty())
    base = "value";
  std::string name = base;
  for (unsigned next = 2; !taken.insert(name).second; ++next)
    name = base + "_" + std::to_string(next);
  return name;
}

void ModuleEmitter::addGraphNames(ModuleOp module) {
  llvm::StringSet<> inputNames, outputNames;
  if (!plan.inputName.empty() && plan.inputDims.size() <= 8)
    module->setAttr(kInputAttrName,
                    InputAttr::get(&context,
                                   validName(plan.inputName, inputNames),
                                   plan.inputDims));
  SmallVector<Attribute> list;
  for (const GraphOutput &output : plan.outputs)
    list.push_back(OutputAttr::get(&context,
                                   validName(output.name, outputNames),
                                   output.layer, output.dims));
  module->setAttr(kOutputsAttrName, builder.getArrayAttr(list));
}

OwningOpRef<ModuleOp> ModuleEmitter::emit(StringRef name, ArrayAttr classes) {
  auto attr = NetworkAttr::getChecked(
      [&] { return emitError(file); }, &context, name,
      *symbolizeArithmetic("onnx"), Resize::Stretch, classes, PreprocessAttr());
  if (!attr)
    return {};
  OwningOpRef<ModuleOp> module = ModuleOp::create(file, name);
  (*module)->setAttr(kNetworkAttrName, attr);
  builder.setInsertionPointToEnd(module->getBody());
  RankedTensorType imageType = mapType(plan.image);
  auto function = func::FuncOp::create(
      builder, file, name, builder.getFunctionType({imageType}, {}));
  Block *block =
      builder.createBlock(&function.getBody(), {}, {imageType},
                          {NameLoc::get(builder.getStringAttr("image"), file)});
  image = block->getArgument(0);
  for (std::size_t i = 0; i < plan.layers.size(); ++i)
    if (failed(emitLayer(i)))
      return {};
  llvm::SetVector<Value> results;
  for (const GraphOutput &output : plan.outputs)
    results.insert(valueOf(output.layer));
  func::ReturnOp::create(builder, file, results.getArrayRef());
  function.setFunctionType(builder.getFunctionType(
      {imageType}, ValueRange(results.getArrayRef()).getTypes()));
  addGraphNames(*module);
  if (failed(verify(*module)))
    return {};
  return module;
}

OwningOpRef<ModuleOp> onnximport::emitModule(MLIRContext &context,
                                             const Plan &plan, StringRef name,
                                             StringRef path,
                                             ArrayAttr classes) {
  return ModuleEmitter(context, plan, path).emit(name, classes);
}
