// SPDX-License-Identifier: Apache-2.0
// What becomes of a network's boxes when something in it changes.
#ifndef QSIM_EVALUATION_BOXCHANGES_H
#define QSIM_EVALUATION_BOXCHANGES_H

#include "qsim/Evaluation/Matching.h"

namespace qsim {

struct BoxChanges {
  std::size_t kept = 0;     ///< found again: same class, overlap .5 or more
  std::size_t lost = 0;     ///< not found again
  std::size_t added = 0;    ///< found although they were not before
  double overlapOfKept = 0; ///< sum over those found again

  /// 0..1, how little the kept ones moved; not a number where none is.
  double meanOverlap() const;
};

/// Boxes below the threshold count on neither side. A box, best first, takes
/// the earlier one of its class in its picture that no better one has taken and
/// that it overlaps most. Both sets are of the same pictures.
BoxChanges boxChanges(const DetectionSets &before, const DetectionSets &after,
                      float threshold);

} // namespace qsim

#endif // QSIM_EVALUATION_BOXCHANGES_H
