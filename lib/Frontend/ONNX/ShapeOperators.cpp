// SPDX-License-Identifier: Apache-2.0
// Constants, sizes of tensors, and operators that do nothing.
#include "Movement.h"
#include "Operators.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>

using namespace qsim;
using namespace qsim::onnximport;

void onnximport::lowerConstant(Lowering &lowering) {
  const auto &attributes = lowering.node().attributes;
  if (attributes.size() != 1) {
    lowering.refuse("it has " + llvm::Twine(attributes.size()) +
                    " attributes, wanted one value");
    return;
  }
  const Attribute &value = attributes.begin()->second;
  Tensor tensor;
  if (const auto *given = std::get_if<Tensor>(&value))
    tensor = *given;
  else if (const auto *integer = std::get_if<std::int64_t>(&value))
    tensor = makeIntegers({}, {*integer});
  else if (const auto *number = std::get_if<float>(&value))
    tensor = makeFloats({}, {*number});
  else if (const auto *list = std::get_if<Dims>(&value))
    tensor = makeIntegers({static_cast<std::int64_t>(list->size())}, *list);
  else if (const auto *floats = std::get_if<std::vector<float>>(&value))
    tensor = makeFloats({static_cast<std::int64_t>(floats->size())}, *floats);
  else {
    lowering.refuse("attribute " + attributes.begin()->first +
                    " is of a kind that is not supported");
    return;
  }
  lowering.set(0, lowering.constant(std::move(tensor)));
}

void onnximport::lowerConstantOfShape(Lowering &lowering) {
  const std::optional<Dims> dims =
      lowering.constantIntegers(lowering.input(0), "its shape");
  if (!dims)
    return;
  Tensor value = makeFloats({1}, {0.0f});
  if (lowering.has("value")) {
    const auto found = lowering.node().attributes.find("value");
    const auto *given = std::get_if<Tensor>(&found->second);
    if (!given || given->count() != 1 || typeSize(given->type) == 0) {
      lowering.refuse("attribute value is not a tensor of one number");
      return;
    }
    value = *given;
    value.dims = {1};
  }
  const std::optional<std::int64_t> count = countOf(*dims);
  if (!count) {
    lowering.refuse("its shape is " + dimsText(*dims) +
                    ", wanted extents from 0");
    return;
  }
  if (!lowering.spend(*count))
    return;
  lowering.set(0, lowering.constant(gather(
                      value, View{*dims, Dims(dims->size(), 0), 0}, *dims)));
}

void onnximport::lowerShape(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const auto rank = static_cast<std::int64_t>(value->dims.size());
  const auto limited = [&](std::int64_t place) {
    return std::clamp<std::int64_t>(place < 0 ? place + rank : place, 0, rank);
  };
  const std::int64_t from = limited(lowering.integer("start", 0));
  const std::int64_t to = limited(lowering.integer("end", rank));
  Dims dims;
  for (std::int64_t k = from; k < to; ++k)
    dims.push_back(value->dims[static_cast<std::size_t>(k)]);
  const auto count = static_cast<std::int64_t>(dims.size());
  lowering.set(0, lowering.constant(makeIntegers({count}, std::move(dims))));
}

void onnximport::lowerSize(Lowering &lowering) {
  if (const std::optional<Value> value = lowering.firstInput())
    lowering.set(0, lowering.constant(makeIntegers({}, {value->count()})));
}

/// What a float becomes as an integer; 0 where that has no meaning.
static std::int64_t truncated(double value, ElementType type) {
  if (type == ElementType::Bool)
    return value != 0;
  if (!(std::abs(value) < 9.2e18))
    return 0;
  return static_cast<std::int64_t>(value);
}

void onnximport::lowerRange(Lowering &lowering) {
  const Value parts[] = {lowering.input(0), lowering.input(1),
                         lowering.input(2)};
  for (const Value &part : parts)
    if (!part.isConstant() || part.count() != 1 || typeSize(part.type) == 0 ||
        part.type != parts[0].type) {
      lowering.refuse("its inputs are no constant numbers of one type");
      return;
    }
  const double start = parts[0].constant.number(0);
  const double limit = parts[1].constant.number(0);
  const double step = parts[2].constant.number(0);
  const double wanted = std::ceil((limit - start) / step);
  if (step == 0 || !std::isfinite(wanted)) {
    lowering.refuse("it steps by " + formatDouble(step) + " from " +
                    formatDouble(start) + " to " + formatDouble(limit) +
                    ", which has no end");
    return;
  }
  if (!(wanted < double(std::int64_t(1) << 40))) {
    lowering.refuse("it has " + formatDouble(wanted) +
                    " numbers, wanted fewer than 2^40");
    return;
  }
  const auto count = static_cast<std::int64_t>(std::max(wanted, 0.0));
  if (!lowering.spend(count))
    return;
  std::vector<float> floats;
  std::vector<std::int64_t> integers;
  for (std::int64_t i = 0; i < count; ++i) {
    const double value = start + static_cast<double>(i) * step;
    if (parts[0].constant.isFloat())
      floats.push_back(static_cast<float>(value));
    else
      integers.push_back(truncated(value, ElementType::Int64));
  }
  lowering.set(
      0, lowering.constant(
             parts[0].constant.isFloat()
                 ? makeFloats({count}, std::move(floats), parts[0].type)
                 : makeIntegers({count}, std::move(integers), parts[0].type)));
}

void onnximport::lowerCast(Lowering &lowering) {
  Value value = lowering.input(0);
  const auto type = static_cast<ElementType>(lowering.integer("to", 1));
  if (value.missing() || lowering.refused()) {
    lowering.refuse("its input is missing");
    return;
  }
  if (typeSize(type) == 0 || typeSize(value.type) == 0) {
    lowering.refuse("it casts " + typeName(value.type) + " to " +
                    typeName(type) + ", wanted numbers");
    return;
  }
  if (value.live()) {
    // All floats are float32 here; an index that a live value is, is one too.
    if (isFloatType(type) || value.type == type)
      value.type = isFloatType(type) ? type : value.type;
    else
      value = lowering.refuse("it casts what is computed when the network runs "
                              "from " +
                              typeName(value.type) + " to " + typeName(type) +
                              ", wanted floats");
    lowering.set(0, value);
    return;
  }
  if (!lowering.spend(value.count()))
    return;
  if (isFloatType(type) && value.constant.isFloat()) {
    value.type = value.constant.type = type;
    lowering.set(0, value);
    return;
  }
  std::vector<float> floats;
  std::vector<std::int64_t> integers;
  for (std::int64_t i = 0, count = value.count(); i < count; ++i)
    if (isFloatType(type))
      floats.push_back(static_cast<float>(value.constant.number(i)));
    else if (value.constant.isFloat())
      integers.push_back(truncated(value.constant.number(i), type));
    else
      integers.push_back(
          type == ElementType::Bool
              ? (*value.constant.integers)[static_cast<std::size_t>(i)] != 0
              : (*value.constant.integers)[static_cast<std::size_t>(i)]);
  lowering.set(0,
               lowering.constant(
                   isFloatType(type)
                       ? makeFloats(value.dims, std::move(floats), type)
                       : makeIntegers(value.dims, std::move(integers), type)));
}

void onnximport::lowerIdentity(Lowering &lowering) {
  const Value value = lowering.input(0);
  if (value.missing())
    lowering.refuse("its input is missing");
  else
    lowering.set(0, value);
}

void onnximport::lowerDropout(Lowering &lowering) {
  const Value value = lowering.input(0);
  const Value ratio = lowering.input(1), training = lowering.input(2);
  const bool drops = !ratio.missing() &&
                     !(ratio.isConstant() && ratio.constant.uniform() == 0.0);
  const bool trains =
      !training.missing() &&
      !(training.isConstant() && training.constant.uniform() == 0.0);
  if (trains && (ratio.missing() || drops)) {
    lowering.refuse(
        "input training_mode is not false: what it drops is random");
    return;
  }
  lowering.set(0, value);
  if (!lowering.wants(1) || value.broken() || value.missing())
    return;
  // Nothing is dropped.
  const Tensor one = makeIntegers({1}, {1}, ElementType::Bool);
  if (lowering.spend(value.count()))
    lowering.set(1, lowering.constant(gather(
                        one, View{value.dims, Dims(value.dims.size(), 0), 0},
                        value.dims)));
}
