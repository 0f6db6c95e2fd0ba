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
constexpr llvm::StringLiteral originKey = "origin";

// Where the part comes from; without one where the tensor does.
Location originOf(Value tensor, StringRef key) {
  if (DictionaryAttr request = requestOf(tensor))
    if (auto part = request.getAs<DictionaryAttr>(key))
      if (auto origin = part.getAs<StringAttr>(originKey)) {
        auto [file, line] = origin.getValue().rsplit(':');
        unsigned number;
        if (!line.getAsInteger(10, number))
          return FileLineColLoc::get(tensor.getContext(), file, number, 1);
      }
  return tensor.getLoc();
}

// Builds one part of a request from what is set.
class Part {
public:
  Part(FileLineColLoc origin, DictionaryAttr request, StringRef key)
      : builder(origin.getContext()), request(request), key(key) {
    if (request)
      if (auto part = request.getAs<DictionaryAttr>(key))
        values.append(part.begin(), part.end());
    word(originKey,
         origin.getFilename().str() + ":" + std::to_string(origin.getLine()));
  }

  // What activations and weights have in common. A fixed scale and a search
  // replace each other.
  void common(const QuantizationOverride &asked) {
    integer("width", asked.width);
    if (asked.scale) {
      values.set("scale", builder.getF32FloatAttr(*asked.scale));
      erase({"method", "percentile", "scale_kind", "symmetry"});
    }
    if (asked.method || asked.grid)
      erase({"scale"});
    if (asked.method) {
      word("method", methodName(*asked.method));
      erase({"percentile"});
      if (asked.percentile)
        values.set("percentile", builder.getF64FloatAttr(*asked.percentile));
      if (*asked.method == ThresholdMethod::Log2)
        erase({"scale_kind"});
    }
    if (asked.grid)
      word("scale_kind", gridName(*asked.grid));
  }
  template <typename T>
  void integer(StringRef name, const std::optional<T> &value) {
    if (value)
      values.set(name, builder.getI64IntegerAttr(*value));
  }
  void word(StringRef name, const std::string &text) {
    values.set(name, builder.getStringAttr(text));
  }
  void erase(std::initializer_list<StringRef> names) {
    for (StringRef name : names)
      values.erase(name);
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
  Reader(Value tensor, StringRef key)
      : tensor(tensor), origin(originOf(tensor, key)) {}

  bool failed() const { return hasFailed; }

  // True when the key is one that activations and weights have in common.
  bool common(StringRef key, Attribute value, QuantizationOverride &into) {
    if (key == "width")
      integer(key, value, 2, 16, into.width);
    else if (key == "scale")
      scale(value, into.scale);
    else if (key == "method")
      word(key, value, parseMethod(text(value)), into.method,
           "minmax, kl, mse, log2, percentile or octav");
    else if (key == "percentile")
      percentile(value, into.percentile);
    else if (key == "scale_kind")
      word(key, value, parseGrid(text(value)), into.grid, "any or log2");
    else
      return key == originKey && isa<StringAttr>(value);
    return true;
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
  template <typename T>
  void word(StringRef key, Attribute attr, std::optional<T> parsed,
            std::optional<T> &into, StringRef wanted) {
    if (!parsed)
      fail(key, attr) << wanted;
    into = parsed;
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
    InFlightDiagnostic diagnostic = emitError(origin);
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

  static std::string_view text(Attribute attr) {
    auto word = dyn_cast<StringAttr>(attr);
    StringRef value = word ? word.getValue() : StringRef();
    return {value.data(), value.size()};
  }

private:
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
  void percentile(Attribute attr, std::optional<double> &into) {
    auto value = dyn_cast<FloatAttr>(attr);
    double number = value && value.getType().isF64()
                        ? value.getValue().convertToDouble()
                        : 0;
    if (!(number >= lowestPercentile && number <= highestPercentile))
      fail("percentile", attr) << "an f64 from 50 to 100";
    else
      into = number;
  }

  Value tensor;
  Location origin;
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

DictionaryAttr qsim::merged(FileLineColLoc origin, DictionaryAttr request,
                            const ActivationOverride &activation) {
  Part part(origin, request, activationKey);
  part.common(activation);
  part.integer("zero_point", activation.zeroPoint);
  if (activation.zeroPoint)
    part.erase({"symmetry"});
  if (activation.symmetry) {
    part.word("symmetry", symmetryName(*activation.symmetry));
    part.erase({"scale", "zero_point"});
  }
  return part.finish();
}

DictionaryAttr qsim::merged(FileLineColLoc origin, DictionaryAttr request,
                            const WeightsOverride &weights) {
  Part part(origin, request, weightsKey);
  part.common(weights);
  if (weights.perChannel)
    part.word("granularity", granularityName(*weights.perChannel));
  return part.finish();
}

FailureOr<ActivationOverride> qsim::activationRequest(Value tensor) {
  Reader in(tensor, activationKey);
  ActivationOverride result;
  for (NamedAttribute entry : in.part(activationKey)) {
    StringRef key = entry.getName();
    Attribute value = entry.getValue();
    if (in.common(key, value, result))
      continue;
    if (key == "zero_point")
      in.integer(key, value, -32768, 32767, result.zeroPoint);
    else if (key == "symmetry")
      in.word(key, value, parseSymmetry(Reader::text(value)), result.symmetry,
              "symmetric or asymmetric");
    else
      in.fail(key, value) << "width, scale, zero_point, method, percentile, "
                             "scale_kind or symmetry as keys";
  }
  if (in.failed())
    return failure();
  return result;
}

FailureOr<WeightsOverride> qsim::weightsRequest(Value tensor) {
  Reader in(tensor, weightsKey);
  WeightsOverride result;
  for (NamedAttribute entry : in.part(weightsKey)) {
    StringRef key = entry.getName();
    Attribute value = entry.getValue();
    if (in.common(key, value, result))
      continue;
    if (key == "granularity")
      in.granularity(value, result.perChannel);
    else
      in.fail(key, value) << "width, scale, method, percentile, scale_kind or "
                             "granularity as keys";
  }
  if (in.failed())
    return failure();
  return result;
}

Location qsim::activationOrigin(Value tensor) {
  return originOf(tensor, activationKey);
}
