// SPDX-License-Identifier: Apache-2.0
// The words for methods and grids.
#include "qsim/Calibration/MethodNames.h"

using namespace qsim;

namespace {

constexpr std::string_view methods[] = {"minmax", "kl", "mse", "log2"};
constexpr std::string_view grids[] = {"any", "log2"};

} // namespace

std::string qsim::methodName(ThresholdMethod method) {
  return std::string(methods[static_cast<int>(method)]);
}

std::optional<ThresholdMethod> qsim::parseMethod(std::string_view word) {
  for (int i = 0; i < 4; ++i)
    if (methods[i] == word)
      return static_cast<ThresholdMethod>(i);
  return std::nullopt;
}

std::string qsim::gridName(ScaleGrid grid) {
  return std::string(grids[static_cast<int>(grid)]);
}

std::optional<ScaleGrid> qsim::parseGrid(std::string_view word) {
  for (int i = 0; i < 2; ++i)
    if (grids[i] == word)
      return static_cast<ScaleGrid>(i);
  return std::nullopt;
}

std::string qsim::granularityName(bool perChannel) {
  return perChannel ? "channel" : "tensor";
}
