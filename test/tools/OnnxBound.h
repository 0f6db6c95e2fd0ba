// SPDX-License-Identifier: Apache-2.0
// How far a run in INT may be from the real network, value by value: the rules
// of docs/onnx.md, "How far INT may be".
#ifndef QSIM_TEST_TOOLS_ONNXBOUND_H
#define QSIM_TEST_TOOLS_ONNXBOUND_H

#include "qsim/Execution/Session.h"

#include <span>
#include <vector>

namespace qsim::conformance {

/// What stands for "no bound": a quotient by what may be 0, an index.
inline constexpr double kUnbounded = 1e30;

struct Bounds {
  /// Each layer's output in FLOAT.
  std::vector<std::vector<float>> real;
  /// Of each layer's output: at most |INT - real|. An index that can be no
  /// other has 0.
  std::vector<std::vector<double>> layers;
  std::vector<double> image; ///< of the picture, as its readers see it
};

/// Of a quantized network whose layers run in `modes`, for this input. The real
/// values are those of FLOAT.
Result<Bounds> boundsOf(const qsimrt_model &model,
                        const std::vector<qsimrt_mode> &modes,
                        std::span<const float> image);

} // namespace qsim::conformance

#endif // QSIM_TEST_TOOLS_ONNXBOUND_H
