// SPDX-License-Identifier: Apache-2.0
// Operators of two constants, computed at import time: sizes and indices
// mostly.
#include "Elementwise.h"
#include "Movement.h"

#include <algorithm>
#include <cmath>

using namespace qsim;
using namespace qsim::onnximport;

static double onFloats(llvm::StringRef operation, double a, double b) {
  if (operation == "add")
    return a + b;
  if (operation == "sub")
    return a - b;
  if (operation == "mul")
    return a * b;
  if (operation == "div")
    return a / b;
  if (operation == "pow")
    return std::pow(a, b);
  if (operation == "max")
    return std::max(a, b);
  if (operation == "min")
    return std::min(a, b);
  return std::fmod(a, b);
}

// Sums and products wrap around: those of a hostile file must end somehow.
static std::int64_t wrapped(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

/// Nothing for a division by 0 or a power that integers have not.
static std::optional<std::int64_t> onIntegers(llvm::StringRef operation,
                                              std::int64_t a, std::int64_t b) {
  const auto x = static_cast<std::uint64_t>(a);
  const auto y = static_cast<std::uint64_t>(b);
  if (operation == "add")
    return wrapped(x + y);
  if (operation == "sub")
    return wrapped(x - y);
  if (operation == "mul")
    return wrapped(x * y);
  if (operation == "max")
    return std::max(a, b);
  if (operation == "min")
    return std::min(a, b);
  if (operation == "pow") {
    if (b < 0 || b > 64)
      return std::nullopt;
    std::uint64_t power = 1;
    for (std::int64_t i = 0; i < b; ++i)
      power *= x;
    return wrapped(power);
  }
  if (b == 0)
    return std::nullopt;
  if (b == -1)
    return operation == "div" ? wrapped(0 - x) : 0;
  if (operation == "div")
    return a / b;
  const std::int64_t rest = a % b; // a mod has the divisor's sign
  if (operation == "fmod")
    return rest;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

static std::optional<bool> compared(llvm::StringRef operation, double a,
                                    double b) {
  if (operation == "equal")
    return a == b;
  if (operation == "less")
    return a < b;
  if (operation == "greater")
    return a > b;
  if (operation == "less_or_equal")
    return a <= b;
  if (operation == "greater_or_equal")
    return a >= b;
  if (operation == "and")
    return a != 0 && b != 0;
  if (operation == "or")
    return a != 0 || b != 0;
  if (operation == "xor")
    return (a != 0) != (b != 0);
  return std::nullopt;
}

Value onnximport::computeBinary(Lowering &lowering, llvm::StringRef operation,
                                const Value &first, const Value &second) {
  const std::optional<Dims> dims = broadcastDims(first.dims, second.dims);
  if (!dims)
    return lowering.refuse("its inputs " + dimsText(first.dims) + " and " +
                           dimsText(second.dims) +
                           " cannot be broadcast to each other");
  const Value a = expand(lowering, first, *dims);
  const Value b = expand(lowering, second, *dims);
  const std::optional<std::int64_t> count = countOf(*dims);
  if (!a.isConstant() || !b.isConstant() || !count || !lowering.spend(*count))
    return lowering.refuse("");
  if (typeSize(a.type) == 0 || typeSize(b.type) == 0)
    return lowering.refuse("its inputs are of types " + typeName(a.type) +
                           " and " + typeName(b.type) + ", wanted numbers");
  if (compared(operation, 0, 0)) {
    std::vector<std::int64_t> values;
    for (std::int64_t i = 0; i < *count; ++i)
      values.push_back(
          *compared(operation, a.constant.number(i), b.constant.number(i)));
    return lowering.constant(
        makeIntegers(*dims, std::move(values), ElementType::Bool));
  }
  if (a.constant.isFloat()) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < *count; ++i)
      values.push_back(static_cast<float>(
          onFloats(operation, a.constant.number(i), b.constant.number(i))));
    return lowering.constant(makeFloats(*dims, std::move(values), a.type));
  }
  if (b.constant.isFloat())
    return lowering.refuse("its inputs are of types " + typeName(a.type) +
                           " and " + typeName(b.type) + ", wanted one type");
  std::vector<std::int64_t> values;
  for (std::int64_t i = 0; i < *count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const std::optional<std::int64_t> value = onIntegers(
        operation, (*a.constant.integers)[k], (*b.constant.integers)[k]);
    if (!value)
      return lowering.refuse("it divides a constant by 0, or takes a power "
                             "that integers have not");
    values.push_back(*value);
  }
  return lowering.constant(makeIntegers(*dims, std::move(values), a.type));
}
