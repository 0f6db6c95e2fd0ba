// SPDX-License-Identifier: Apache-2.0
// The words for methods and grids in files, options and attributes.
#ifndef QSIM_CALIBRATION_METHODNAMES_H
#define QSIM_CALIBRATION_METHODNAMES_H

#include "qsim/Calibration/Thresholds.h"

#include <optional>
#include <string>
#include <string_view>

namespace qsim {

/// minmax, kl, mse, log2, percentile, octav
std::string methodName(ThresholdMethod method);
std::optional<ThresholdMethod> parseMethod(std::string_view word);
/// any, log2
std::string gridName(ScaleGrid grid);
std::optional<ScaleGrid> parseGrid(std::string_view word);
/// tensor, channel
std::string granularityName(bool perChannel);
/// symmetric, asymmetric
std::string symmetryName(Symmetry symmetry);
std::optional<Symmetry> parseSymmetry(std::string_view word);

} // namespace qsim

#endif // QSIM_CALIBRATION_METHODNAMES_H
