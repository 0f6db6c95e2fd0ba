// SPDX-License-Identifier: Apache-2.0
// Between overrides and the dictionaries on layers.
#include "Request.h"

#include "QSim/Analysis/ScaleGroups.h"
#include "qsim/Calibration/MethodNames.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

namespace {

constexpr llvm::StringLiteral requestKey = "request";
constexpr llvm::StringLiteral activationKey = "activation";
constexpr llvm::StringLiteral weightsKey = "weights";

// Builds one part of a request from what is set.
class Part {
public:
  Part(MLIRContext *context, DictionaryAttr request, StringRef key)
      : builder(context), request(request), key(key) {
    if (request)
      if (auto part = request.getAs<DictionaryAttr>(key))
        values.append(part.begin(), part.end());
  }

  template <typename T>
  void integer(StringRef name, const std::optional<T> &value) {
    if (value)
      values.set(name, builder.getI64IntegerAttr(*value));
  }
  void scale(const std::optional<float> &value) {
    if (!value)
      return;
    values.set("scale", builder.getF32FloatAttr(*value));
    values.erase("method");
    values.erase("scale_kind");
  }
  // A later search replaces an earlier fixed scale.
  void search(const std::optional<ThresholdMethod> &method,
              const std::optional<ScaleGrid> &grid) {
    if (method || grid)
      values.erase("scale");
    if (method) {
      word("method", methodName(*method));
      if (*method == ThresholdMethod::Log2)
        values.erase("scale_kind");
    }
    if (grid)
      word("scale_kind", gridName(*grid));
  }
  void word(StringRef name, const std::string &text) {
    values.set(name, builder.getStringAttr(text));
  }
  DictionaryAttr finish() {
    NamedAttrList parts(request ? request : builder.getDictionaryAttr({}));
    parts.set(key, values.getDictionary(builder.getContext()));
    return parts.getDictionary(builder.getContext());
  }

private:
  Builder builder;
  DictionaryAttr request;
  StringRef key;
  NamedAttrList values;
};

// Reads one part of a request strictly.
class Reader {
public:
  explicit Reader(Value tensor) : tensor(tensor) {}

  bool failed() const { return hasFailed; }

  void width(Attribute attr, std::optional<int> &into) {
    integer("width", attr, 2, 16, into);
  }
  void integer(StringRef name, Attribute attr, int64_t low, int64_t high,
               std::optional<int> &into) {
    auto value = dyn_cast<IntegerAttr>(attr);
    if (!value || !value.getType().isInteger(64) || value.getInt() < low ||
        value.getInt() > high)
      fail(name, attr) << "an i64 from " << low << " to " << high;
    else
      into = static_cast<int>(value.getInt());
  }
  void scale(Attribute attr, std::optional<float> &into) {
    auto value = dyn_cast<FloatAttr>(attr);
    float number = value && value.getType().isF32()
                       ? value.getValue().convertToFloat()
                       : 0;
    if (!(number > 0) || !std::isnormal(number))
      fail("scale", attr) << "a positive f32";
    else
      into = number;
  }
  void method(Attribute attr, std::optional<ThresholdMethod> &into) {
    into = parseMethod(text(attr));
    if (!into)
      fail("method", attr) << "minmax, kl, mse or log2";
  }
  void grid(Attribute attr, std::optional<ScaleGrid> &into) {
    into = parseGrid(text(attr));
    if (!into)
      fail("scale_kind", attr) << "any or log2";
  }
  void granularity(Attribute attr, std::optional<bool> &into) {
    StringRef word = text(attr);
    if (word != "channel" && word != "tensor")
      fail("granularity", attr) << "channel or tensor";
    else
      into = word == "channel";
  }
  InFlightDiagnostic fail(StringRef key, Attribute seen) {
    hasFailed = true;
    InFlightDiagnostic diagnostic = emitError(tensor.getLoc());
    diagnostic << "layer \"" << producerName(tensor) << "\": request: " << key
               << " is " << seen << "; wanted ";
    return diagnostic;
  }

  // The named part, or an empty dictionary.
  DictionaryAttr part(StringRef key) {
    DictionaryAttr none = DictionaryAttr::get(tensor.getContext());
    DictionaryAttr request = requestOf(tensor);
    if (!request)
      return none;
    for (NamedAttribute entry : request)
      if ((entry.getName() != activationKey && entry.getName() != weightsKey) ||
          !isa<DictionaryAttr>(entry.getValue())) {
        fail(entry.getName(), entry.getValue())
            << "activation = {...} or weights = {...}";
        return none;
      }
    auto part = request.getAs<DictionaryAttr>(key);
    return part ? part : none;
  }

private:
  static StringRef text(Attribute attr) {
    auto word = dyn_cast<StringAttr>(attr);
    return word ? word.getValue() : StringRef();
  }

  Value tensor;
  bool hasFailed = false;
};

} // namespace

DictionaryAttr qsim::requestOf(Value tensor) {
  if (Operation *op = tensor.getDefiningOp())
    return op->getAttrOfType<DictionaryAttr>(requestKey);
  auto argument = cast<BlockArgument>(tensor);
  auto network = cast<func::FuncOp>(argument.getOwner()->getParentOp());
  return network.getArgAttrOfType<DictionaryAttr>(argument.getArgNumber(),
                                                  kRequestAttrName);
}

void qsim::setRequest(Value tensor, DictionaryAttr request) {
  if (Operation *op = tensor.getDefiningOp()) {
    op->setAttr(requestKey, request);
    return;
  }
  auto argument = cast<BlockArgument>(tensor);
  cast<func::FuncOp>(argument.getOwner()->getParentOp())
      .setArgAttr(argument.getArgNumber(), kRequestAttrName, request);
}

DictionaryAttr qsim::merged(MLIRContext *context, DictionaryAttr request,
                            const ActivationOverride &activation) {
  Part part(context, request, activationKey);
  part.integer("width", activation.width);
  part.integer("zero_point", activation.zeroPoint);
  part.scale(activation.scale);
  part.search(activation.method, activation.grid);
  return part.finish();
}

DictionaryAttr qsim::merged(MLIRContext *context, DictionaryAttr request,
                            const WeightsOverride &weights) {
  Part part(context, request, weightsKey);
  part.integer("width", weights.width);
  part.scale(weights.scale);
  part.search(weights.method, weights.grid);
  if (weights.perChannel)
    part.word("granularity", granularityName(*weights.perChannel));
  return part.finish();
}

FailureOr<ActivationOverride> qsim::activationRequest(Value tensor) {
  Reader in(tensor);
  ActivationOverride result;
  for (NamedAttribute entry : in.part(activationKey)) {
    StringRef key = entry.getName();
    Attribute value = entry.getValue();
    if (key == "width")
      in.width(value, result.width);
    else if (key == "zero_point")
      in.integer(key, value, -32768, 32767, result.zeroPoint);
    else if (key == "scale")
      in.scale(value, result.scale);
    else if (key == "method")
      in.method(value, result.method);
    else if (key == "scale_kind")
      in.grid(value, result.grid);
    else
      in.fail(key, value)
          << "width, zero_point, scale, method or scale_kind as keys";
  }
  if (in.failed())
    return failure();
  return result;
}

FailureOr<WeightsOverride> qsim::weightsRequest(Value tensor) {
  Reader in(tensor);
  WeightsOverride result;
  for (NamedAttribute entry : in.part(weightsKey)) {
    StringRef key = entry.getName();
    Attribute value = entry.getValue();
    if (key == "width")
      in.width(value, result.width);
    else if (key == "scale")
      in.scale(value, result.scale);
    else if (key == "method")
      in.method(value, result.method);
    else if (key == "scale_kind")
      in.grid(value, result.grid);
    else if (key == "granularity")
      in.granularity(value, result.perChannel);
    else
      in.fail(key, value)
          << "width, scale, method, scale_kind or granularity as keys";
  }
  if (in.failed())
    return failure();
  return result;
}
