// SPDX-License-Identifier: Apache-2.0
// overrides.yaml: what the user wants for chosen layers.
#ifndef QSIM_CALIBRATION_OVERRIDES_H
#define QSIM_CALIBRATION_OVERRIDES_H

#include "qsim/Calibration/Thresholds.h"
#include "qsim/Support/Result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qsim {

/// Only what is set is asked for.
struct QuantizationOverride {
  int line = 0;
  std::optional<int> width; // 2..16
  std::optional<float> scale;
  std::optional<ThresholdMethod> method;
  std::optional<double> percentile; // with method percentile only, 50..100
  std::optional<ScaleGrid> grid;
};

struct ActivationOverride : QuantizationOverride {
  std::optional<int> zeroPoint;
  std::optional<Symmetry> symmetry; // excludes scale and zeroPoint
};

struct WeightsOverride : QuantizationOverride {
  std::optional<bool> perChannel;
};

/// The most integer mode a layer may run in.
enum class ModeCeiling { Float, Hybrid, Int };

/// One rule: a layer must fit every condition that is set.
struct OverrideRule {
  int line = 0;
  std::optional<std::string> name;          // glob: * and ?
  std::optional<std::pair<int, int>> index; // inclusive; -1 is the picture
  std::optional<std::string> kind;          // section name in the .net

  std::optional<ActivationOverride> activation;
  std::optional<WeightsOverride> weights;
  std::optional<ModeCeiling> mode;
  int modeLine = 0;

  bool matches(std::string_view layerName, int layerIndex,
               std::string_view layerKind) const;
  /// The conditions as text for messages: name "conv_*", index 3..7.
  std::string describe() const;
};

struct Overrides {
  std::string file;
  std::vector<OverrideRule> rules; // later ones win
};

/// Errors begin with FILE:LINE.
Result<Overrides> parseOverrides(const std::string &file,
                                 std::string_view text);
Result<Overrides> readOverrides(const std::string &path);

/// `*` stands for any text, `?` for one character; all else for itself.
bool matchGlob(std::string_view pattern, std::string_view text);

} // namespace qsim

#endif // QSIM_CALIBRATION_OVERRIDES_H
