// SPDX-License-Identifier: Apache-2.0
// The ONNX importer from end to end: read the file, settle its inputs, lower
// the graph, build the module.
#include "qsim/Frontend/ONNX.h"

#include "Emitter.h"
#include "Head.h"
#include "Lowering.h"

#include "QSim/IR/QSimOps.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <set>

using namespace mlir;
using namespace qsim;
using namespace qsim::onnximport;

namespace qsim::onnximport {
std::set<std::string> neededNames(const Model &model);
} // namespace qsim::onnximport

namespace {

using Values = std::map<std::string, onnximport::Value>;

/// Which inputs are constants, and which one the network reads.
class InputSettler {
public:
  InputSettler(const Model &model, const OnnxImportOptions &options,
               Lowering &lowering, Location location)
      : model(model), options(options), lowering(lowering), location(location) {
  }

  FailureOr<Values> settle(Plan &plan);

private:
  const ValueInfo *find(StringRef name) const;
  LogicalResult freeze(StringRef option);
  LogicalResult readShape(StringRef option);
  LogicalResult readSize(const ValueInfo &input);
  const ValueInfo *chooseLive();
  FailureOr<Dims> dimsOf(const ValueInfo &input);

  const Model &model;
  const OnnxImportOptions &options;
  Lowering &lowering;
  Location location;
  Values values;
  std::map<std::string, Dims> shapes; // of --input
  bool failedBefore = false;
};

} // namespace

const ValueInfo *InputSettler::find(StringRef name) const {
  for (const ValueInfo &input : model.inputs)
    if (input.name == name)
      return &input;
  return nullptr;
}

static std::string namesOf(const std::vector<ValueInfo> &inputs) {
  std::string text;
  for (const ValueInfo &input : inputs)
    text += (text.empty() ? "" : ", ") + input.name;
  return text.empty() ? "none" : text;
}

LogicalResult InputSettler::freeze(StringRef option) {
  auto [name, path] = option.split('=');
  const ValueInfo *input = find(name);
  if (!input)
    return emitError(location)
           << "--freeze-input: the model has no input '" << name
           << "', wanted NAME=FILE with one of " << namesOf(model.inputs);
  Result<Tensor> tensor = readTensorFile(path.str());
  if (!tensor)
    return emitError(location) << "--freeze-input: " << tensor.error().message;
  const bool known = input->type != ElementType::Undefined;
  if (!agrees(*input, tensor->dims) ||
      (known && isFloatType(input->type) != tensor->isFloat()))
    return emitError(location)
           << "--freeze-input: " << path << " is " << typeName(tensor->type)
           << " " << onnximport::dimsText(tensor->dims) << ", wanted "
           << typeName(input->type) << " " << onnximport::dimsText(*input)
           << " for input '" << name << "'";
  values[input->name] = lowering.constant(std::move(*tensor));
  return success();
}

LogicalResult InputSettler::readShape(StringRef option) {
  auto [name, text] = option.rsplit('=');
  Dims dims;
  bool good = option.contains('=');
  SmallVector<StringRef> parts;
  text.split(parts, 'x', -1, /*KeepEmpty=*/true);
  for (StringRef part : parts) {
    const std::optional<std::int64_t> extent =
        parseInteger({part.data(), part.size()});
    good &= extent && *extent >= 1 && *extent <= 0x7fffffff;
    dims.push_back(extent.value_or(0));
  }
  if (!good)
    return emitError(location)
           << "--input: got '" << option << "', wanted NAME=1x3x416x416";
  const ValueInfo *input = find(name);
  if (!input)
    return emitError(location) << "--input: the model has no input '" << name
                               << "', wanted one of " << namesOf(model.inputs);
  if (!agrees(*input, dims))
    return emitError(location)
           << "--input: " << name << " is " << onnximport::dimsText(*input)
           << " in the model, got " << text;
  shapes[input->name] = dims;
  return success();
}

/// --size, as if it were said with --input.
LogicalResult InputSettler::readSize(const ValueInfo &input) {
  auto [width, height] = StringRef(options.size).split('x');
  const auto number = [](StringRef text) {
    return parseInteger({text.data(), text.size()}).value_or(0);
  };
  Dims dims;
  if (auto given = shapes.find(input.name); given != shapes.end())
    dims = given->second;
  else
    for (std::size_t k = 0; input.dims && k < input.dims->size(); ++k) {
      const std::int64_t extent = (*input.dims)[k].extent;
      dims.push_back(extent < 0 && k == 0 ? 1 : extent);
    }
  if (number(width) < 1 || number(height) < 1)
    return emitError(location)
           << "--size: got '" << options.size << "', wanted WIDTHxHEIGHT";
  if (dims.size() != 4)
    return emitError(location)
           << "--size: input '" << input.name << "' is "
           << onnximport::dimsText(input) << ", wanted four dimensions";
  const Dims wanted = {dims[0], dims[1], number(height), number(width)};
  if (dims[1] < 1 || !agrees(input, wanted))
    return emitError(location)
           << "--size: input '" << input.name << "' is "
           << onnximport::dimsText(input) << " in the model, got width "
           << number(width) << " and height " << number(height);
  shapes[input.name] = wanted;
  return success();
}

/// The input that the network reads: the only one that is needed and not
/// frozen. Null where there is none, or an error.
const ValueInfo *InputSettler::chooseLive() {
  const std::set<std::string> needed = neededNames(model);
  std::vector<ValueInfo> open;
  const ValueInfo *chosen = nullptr, *unread = nullptr;
  for (const ValueInfo &input : model.inputs) {
    if (values.count(input.name))
      continue;
    if (!needed.count(input.name)) {
      if (isFloatType(input.type) && !unread)
        unread = &input;
      continue;
    }
    open.push_back(input);
    chosen = &input;
  }
  if (open.size() > 1) {
    emitError(location) << "the model has " << open.size() << " inputs ("
                        << namesOf(open)
                        << "), wanted one: others must be constants, "
                           "--freeze-input NAME=FILE";
    failedBefore = true;
    return nullptr;
  }
  return chosen ? chosen : unread;
}

FailureOr<Dims> InputSettler::dimsOf(const ValueInfo &input) {
  if (!input.tensor || !isFloatType(input.type))
    return emitError(location)
           << "input '" << input.name << "' is "
           << (input.tensor ? typeName(input.type) : "no tensor")
           << ", wanted floats (integers can be constants, --freeze-input "
              "NAME=FILE)";
  Dims dims;
  if (!options.size.empty() && failed(readSize(input)))
    return failure();
  if (auto given = shapes.find(input.name); given != shapes.end()) {
    dims = given->second;
  } else {
    bool known = input.dims.has_value();
    for (std::size_t k = 0; known && k < input.dims->size(); ++k) {
      std::int64_t extent = (*input.dims)[k].extent;
      if (extent < 0 && k == 0)
        extent = 1; // the batch
      known = extent >= 0;
      dims.push_back(extent);
    }
    if (!known)
      return emitError(location)
             << "input '" << input.name << "' is "
             << onnximport::dimsText(input)
             << ": its size is open, wanted --input " << input.name
             << "=1x3x416x416 (with the right numbers)";
  }
  const std::int64_t count = countOf(dims).value_or(0);
  const Shape shape = count > 0 ? shapeOf(dims) : Shape{0, 0, 0};
  const std::int64_t largest =
      std::max({shape.channels, shape.height, shape.width});
  if (count < 1 || dims.size() > 32 || largest > 65536 || count > 0x7fffffff)
    return emitError(location)
           << "input '" << input.name << "' is " << onnximport::dimsText(dims)
           << ", wanted 1..65536 as channels (with the batch), height and "
              "width, and fewer than 2^31 values";
  return dims;
}

FailureOr<Values> InputSettler::settle(Plan &plan) {
  for (const std::string &option : options.frozen)
    if (failed(freeze(option)))
      return failure();
  for (const std::string &option : options.inputs)
    if (failed(readShape(option)))
      return failure();
  const ValueInfo *input = chooseLive();
  if (failedBefore)
    return failure();
  if (!input)
    return values; // nothing depends on a picture
  FailureOr<Dims> dims = dimsOf(*input);
  if (failed(dims))
    return failure();
  plan.inputName = input->name;
  plan.inputDims = *dims;
  plan.image = shapeOf(*dims);
  onnximport::Value value;
  value.state = onnximport::Value::State::Live;
  value.type = input->type;
  value.dims = *dims;
  values[input->name] = value;
  return values;
}

/// The file's name without folder and suffix, made a valid name.
static std::string nameFrom(StringRef path) {
  std::string name = llvm::sys::path::stem(path).str();
  for (char &c : name)
    if (!isValidName(StringRef(&c, 1)))
      c = '_';
  return name.empty() || name == "-" ? "network" : name;
}

static FailureOr<ArrayAttr> readNames(Builder &builder, const std::string &path,
                                      Location location) {
  if (path.empty())
    return builder.getArrayAttr({});
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return emitError(location) << file.error().message;
  SmallVector<StringRef> names;
  StringRef(file->text()).trim().split(names, '\n');
  for (StringRef &name : names)
    name = name.trim();
  return builder.getStrArrayAttr(names);
}

/// All that cannot be imported, in one error.
static LogicalResult report(const std::vector<std::string> &troubles,
                            Location location) {
  if (troubles.empty())
    return success();
  std::string text = troubles.size() == 1
                         ? "the model cannot be imported:"
                         : "the model cannot be imported, for " +
                               std::to_string(troubles.size()) + " reasons:";
  for (const std::string &trouble : troubles)
    text += "\n  " + trouble;
  return emitError(location) << text;
}

/// Values that may be computed at import time: what the options say, and as
/// many again as the model has, so that a large one may turn its matrices.
static std::int64_t budgetFor(const Model &model,
                              const OnnxImportOptions &options) {
  constexpr std::int64_t most = std::int64_t(1) << 32;
  std::int64_t parameters = 0;
  for (const auto &[name, tensor] : model.initializers)
    parameters = std::min(parameters + tensor.count(), most);
  return options.constantValues + parameters;
}

static OwningOpRef<ModuleOp> importModel(MLIRContext &context,
                                         const Model &model,
                                         const OnnxImportOptions &options) {
  Location location = FileLineColLoc::get(&context, model.path, 0, 0);
  Builder builder(&context);
  Plan plan;
  Lowering lowering(&context, model, plan, budgetFor(model, options));
  FailureOr<ArrayAttr> names = readNames(builder, options.namesPath, location);
  if (failed(names))
    return {};
  FailureOr<Values> inputs =
      InputSettler(model, options, lowering, location).settle(plan);
  if (failed(inputs))
    return {};
  if (model.outputs.empty()) {
    emitError(location, "the model has no outputs");
    return {};
  }
  lowering.run(*inputs);
  if (failed(report(lowering.troubles(), location)))
    return {};
  dropDeadLayers(plan);
  if (!options.head.empty() &&
      failed(addHead(plan, options.head, options.headStrides, location)))
    return {};
  if (plan.layers.size() > 10000) {
    emitError(location) << "the model becomes " << plan.layers.size()
                        << " layers, wanted at most 10000";
    return {};
  }
  return emitModule(context, plan,
                    options.name.empty() ? nameFrom(model.path) : options.name,
                    model.path, *names);
}

static OwningOpRef<ModuleOp> importResult(MLIRContext &context,
                                          const Result<Model> &model,
                                          const OnnxImportOptions &options) {
  context.loadDialect<QSimDialect, func::FuncDialect, quant::QuantDialect>();
  if (!model) {
    // The message names the file itself.
    emitError(UnknownLoc::get(&context)) << model.error().message;
    return {};
  }
  return importModel(context, *model, options);
}

OwningOpRef<ModuleOp> qsim::importOnnx(MLIRContext &context,
                                       const std::string &path,
                                       const OnnxImportOptions &options) {
  return importResult(context, readModel(path), options);
}

OwningOpRef<ModuleOp> qsim::importOnnxBytes(MLIRContext &context,
                                            StringRef bytes,
                                            const std::string &path,
                                            const std::string &folder,
                                            const OnnxImportOptions &options) {
  return importResult(
      context, parseModel({bytes.data(), bytes.size()}, path, folder), options);
}

bool qsim::looksLikeOnnx(const std::string &path) {
  if (StringRef(path).ends_with(".onnx"))
    return true;
  Result<MappedFile> file = MappedFile::open(path);
  // Field 1, a number: the IR version.
  return file && file->size() > 2 && file->text()[0] == 8 &&
         static_cast<unsigned char>(file->text()[1]) < 32;
}
