// SPDX-License-Identifier: Apache-2.0
// Typed access to the keys of one cfg section, with Darknet's leniency and its
// limits.
#include "SectionReader.h"

#include "qsim/Support/Numbers.h"

#include "llvm/ADT/STLExtras.h"

#include <charconv>
#include <cmath>
#include <type_traits>

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

StringRef darknet::programOf(Arithmetic dialect) {
  switch (dialect) {
  case Arithmetic::Pjreddie:
    return "pjreddie's Darknet";
  case Arithmetic::Alexeyab:
    return "alexeyab's Darknet";
  case Arithmetic::Yolo2Light:
    return "yolo2_light";
  case Arithmetic::Onnx:
    break;
  }
  llvm_unreachable("every dialect has a program");
}

Location SectionReader::location() const {
  return cfgLocation(fileName, section.line);
}

const CfgOption *SectionReader::find(StringRef key) {
  used.insert(key);
  auto option = llvm::find_if(section.options,
                              [&](const CfgOption &o) { return o.key == key; });
  return option == section.options.end() ? nullptr : &*option;
}

Location SectionReader::locationOf(StringRef key) {
  const CfgOption *option = key.empty() ? nullptr : find(key);
  return option ? Location(cfgLocation(fileName, option->line)) : location();
}

InFlightDiagnostic SectionReader::error(StringRef key) {
  bad = true;
  return emitError(locationOf(key));
}

InFlightDiagnostic SectionReader::warning(StringRef key) {
  return emitWarning(locationOf(key));
}

bool SectionReader::has(StringRef key) { return find(key) != nullptr; }

/// The number at the beginning of `text`, as atoi and atof find it.
template <typename T>
std::optional<T> SectionReader::number(const CfgOption &option, StringRef text,
                                       StringRef wanted) {
  T value = {};
  StringRef digits = text;
  digits.consume_front("+");
  auto [end, status] = std::from_chars(digits.begin(), digits.end(), value);
  bool finite = true;
  if constexpr (std::is_floating_point_v<T>)
    finite = std::isfinite(value);
  if (status != std::errc() || !finite) {
    error(option.key) << option.key << " is " << quoted(text) << ", wanted "
                      << wanted;
    return std::nullopt;
  }
  // Subnormal numbers have no place in a .net.
  if constexpr (std::is_same_v<T, float>)
    if (value != 0 && !std::isnormal(value)) {
      error(option.key) << option.key << " is " << quoted(text) << ", wanted "
                        << wanted << ": 0 or 1.17549435e-38 and more in size";
      return std::nullopt;
    }
  if (end != digits.end())
    warning(option.key) << option.key << " is " << quoted(text)
                        << ", read as Darknet does: "
                        << StringRef(digits.begin(), end - digits.begin());
  return value;
}

int64_t SectionReader::integer(StringRef key, int64_t fallback, int64_t low,
                               int64_t high) {
  const CfgOption *option = find(key);
  if (!option)
    return fallback;
  std::string wanted =
      ("an integer in " + llvm::Twine(low) + ".." + llvm::Twine(high)).str();
  std::optional<int64_t> value =
      number<int64_t>(*option, option->value, wanted);
  if (!value)
    return low;
  if (*value < low || *value > high) {
    error(key) << key << " is " << *value << ", wanted " << wanted;
    return low;
  }
  return *value;
}

int64_t SectionReader::requiredInteger(StringRef key, int64_t low,
                                       int64_t high) {
  if (!has(key))
    error() << "[" << section.name << "] has no " << key
            << ", wanted an integer in " << low << ".." << high;
  return integer(key, low, low, high);
}

StringRef SectionReader::text(StringRef key) {
  const CfgOption *option = find(key);
  return option ? StringRef(option->value) : StringRef();
}

template <typename T>
SmallVector<T> SectionReader::list(StringRef key, StringRef wanted) {
  SmallVector<T> result;
  const CfgOption *option = find(key);
  if (!option)
    return result;
  SmallVector<StringRef> parts;
  StringRef(option->value).split(parts, ',');
  for (StringRef part : parts) {
    std::optional<T> value = number<T>(*option, part, wanted);
    if (!value)
      return {};
    result.push_back(*value);
  }
  return result;
}

SmallVector<int64_t> SectionReader::integers(StringRef key) {
  return list<int64_t>(key, "integers between commas");
}

SmallVector<float> SectionReader::reals(StringRef key) {
  return list<float>(key, "numbers between commas");
}

float SectionReader::real(StringRef key, float fallback) {
  const CfgOption *option = find(key);
  if (!option)
    return fallback;
  return number<float>(*option, option->value, "a number").value_or(fallback);
}

void SectionReader::refuseUnless(StringRef key, double neutral) {
  const CfgOption *option = find(key);
  if (!option)
    return;
  std::optional<double> value =
      number<double>(*option, option->value, "a number");
  if (value && *value != neutral)
    error(key) << key << "=" << option->value << " in [" << section.name
               << "] is not supported yet, wanted " << formatDouble(neutral);
}

void SectionReader::refuseUnlessAlexeyab(StringRef key, double neutral) {
  if (hasAlexeyab(key))
    refuseUnless(key, neutral);
}

bool SectionReader::hasAlexeyab(StringRef key) {
  if (!has(key))
    return false;
  if (dialect == Arithmetic::Alexeyab)
    return true;
  warning(key) << programOf(dialect) << " ignores " << key << " in ["
               << section.name << "], and so does qsim";
  return false;
}

int64_t SectionReader::alexeyabInteger(StringRef key, int64_t otherwise,
                                       int64_t low, int64_t high) {
  return hasAlexeyab(key) ? integer(key, otherwise, low, high) : otherwise;
}

void SectionReader::ignore(ArrayRef<StringRef> keys) {
  for (StringRef key : keys)
    used.insert(key);
}

void SectionReader::ignoreCommon() {
  ignore({"burnin_update", "clip", "dontload", "dontloadscales", "dontsave",
          "learning_rate", "numload", "onlyforward", "smooth", "stopbackward",
          "train_only_bn", "truth"});
}

bool SectionReader::finish() {
  for (const CfgOption &option : section.options)
    if (!used.contains(option.key))
      emitWarning(cfgLocation(fileName, option.line))
          << "key " << quoted(option.key) << " in [" << section.name
          << "] is unknown and ignored";
  return bad;
}
