// SPDX-License-Identifier: Apache-2.0
// A change of quantization as a rule of overrides.
#ifndef QSIM_TOOLS_QSIM_ENGINE_QUANTIZING_H
#define QSIM_TOOLS_QSIM_ENGINE_QUANTIZING_H

#include "engine.pb.h"

#include "qsim/Workbench/Workbench.h"

namespace qsim::engine {

/// "3", "3..7", "2,5..9": sorted layers, for people.
std::string selectorsText(const std::vector<int> &layers);

/// Scale and zero point of an activation that holds low..high.
struct GridChoice {
  double scale = 0;
  int zeroPoint = 0;
};
/// (-t, t) is symmetric: scale t / (2^(width-1) - 1). Else low becomes the
/// lowest integer and high the highest, 0 always among the values between. In
/// powers of two: symmetric, t rounded up to the next one, scale
/// t / 2^(width-1).
GridChoice gridFor(double low, double high, int width, bool powersOfTwo);

/// Layers that lack what is changed are passed over; an error where all do.
Result<Change> quantizeChange(const Edit::Quantize &ask,
                              const qsimrt_model &model);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_QUANTIZING_H
