// SPDX-License-Identifier: Apache-2.0
// The words for methods and grids.
#include "qsim/Calibration/MethodNames.h"

using namespace qsim;

namespace {

constexpr std::string_view methods[] = {"minmax", "kl",         "mse",
                                        "log2",   "percentile", "octav"};
constexpr std::string_view grids[] = {"any", "log2"};
constexpr std::string_view symmetries[] = {"symmetric", "asymmetric"};

template <typename Value, std::size_t count>
std::optional<Value> parse(const std::string_view (&words)[count],
                           std::string_view word) {
  for (std::size_t i = 0; i < count; ++i)
    if (words[i] == word)
      return static_cast<Value>(i);
  return std::nullopt;
}

} // namespace

std::string qsim::methodName(ThresholdMethod method) {
  return std::string(methods[static_cast<int>(method)]);
}

std::optional<ThresholdMethod> qsim::parseMethod(std::string_view word) {
  return parse<ThresholdMethod>(methods, word);
}

std::string qsim::gridName(ScaleGrid grid) {
  return std::string(grids[static_cast<int>(grid)]);
}

std::optional<ScaleGrid> qsim::parseGrid(std::string_view word) {
  return parse<ScaleGrid>(grids, word);
}

std::string qsim::granularityName(bool perChannel) {
  return perChannel ? "channel" : "tensor";
}

std::string qsim::symmetryName(Symmetry symmetry) {
  return std::string(symmetries[static_cast<int>(symmetry)]);
}

std::optional<Symmetry> qsim::parseSymmetry(std::string_view word) {
  return parse<Symmetry>(symmetries, word);
}
