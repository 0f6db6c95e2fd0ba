// SPDX-License-Identifier: Apache-2.0
// Finds the layers at which a network in another mode begins to lose too much.
#ifndef QSIM_EXECUTION_CROSSINGSEARCH_H
#define QSIM_EXECUTION_CROSSINGSEARCH_H

#include "qsim/Support/Result.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace qsim {

/// The score of a network whose `layers` run in the mode, the others in FLOAT.
using CrossingScore =
    std::function<Result<double>(const std::vector<int> &layers)>;

struct CrossingSearchOptions {
  double limit = 0;        ///< what may be lost against FLOAT's score
  bool exhaustive = false; ///< measure every front
};

/// The first `length` layers in the mode.
struct CrossingFront {
  std::size_t length = 0;
  double score = 0;
  bool broken = false; ///< loses more than the limit
};

/// Broken, although the front that is shorter by one layer is not. With every
/// front measured it is the first such.
struct BreakingLayer {
  int layer = -1;
  double before = 0, at = 0; ///< the scores of the fronts before and up to it
  double single = 0;         ///< of this layer alone in the mode
  bool alone = false;        ///< that is broken, too
  /// Layers of the front that are broken when only they run in the mode, and
  /// are not when any one of them runs in FLOAT, too. There may be others.
  std::vector<int> set;
  double setScore = 0;
};

struct CrossingFinding {
  double reference = 0, whole = 0; ///< scores of FLOAT and of all layers
  std::optional<BreakingLayer> breaking;
  std::vector<CrossingFront> fronts; ///< those measured, by length
  /// The shortest measured front that is not broken though a shorter one is:
  /// losses do not only grow.
  std::optional<CrossingFront> recovered;
  bool complete = false; ///< every front was measured
  int runs = 0;
};

/// Halves for a breaking layer, then looks at fronts spread over the others:
/// about 2 log2(layers) + 6 runs, and 2 k log2(layers) more for a set of k
/// layers where the layer alone is not broken. Few fronts prove nothing about
/// those between them; `complete` says whether all were seen.
Result<CrossingFinding> searchCrossings(const std::vector<int> &layers,
                                        const CrossingSearchOptions &options,
                                        const CrossingScore &score);

} // namespace qsim

#endif // QSIM_EXECUTION_CROSSINGSEARCH_H
