// SPDX-License-Identifier: Apache-2.0
// Pairs boxes of two runs.
#include "qsim/Evaluation/BoxChanges.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace qsim {
namespace {

using Boxes = std::vector<qsimrt_detection>;

Label place(const qsimrt_detection &box) {
  return {box.class_id, box.x, box.y, box.w, box.h};
}

Boxes bestFirst(const Boxes &boxes, float threshold) {
  Boxes kept;
  for (const qsimrt_detection &box : boxes)
    if (box.score >= threshold)
      kept.push_back(box);
  std::stable_sort(kept.begin(), kept.end(),
                   [](const qsimrt_detection &a, const qsimrt_detection &b) {
                     return a.score > b.score;
                   });
  return kept;
}

void addPicture(BoxChanges &changes, const Boxes &before, const Boxes &after) {
  std::vector<bool> taken(before.size());
  std::size_t kept = 0;
  for (const qsimrt_detection &box : after) {
    double best = 0;
    std::size_t choice = before.size();
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (taken[i] || before[i].class_id != box.class_id)
        continue;
      const double overlap =
          intersectionOverUnion(place(box), place(before[i]));
      if (overlap >= iouThreshold(0) && overlap > best) {
        best = overlap;
        choice = i;
      }
    }
    if (choice == before.size())
      continue;
    taken[choice] = true;
    ++kept;
    changes.overlapOfKept += best;
  }
  changes.kept += kept;
  changes.lost += before.size() - kept;
  changes.added += after.size() - kept;
}

} // namespace

double BoxChanges::meanOverlap() const {
  return kept ? overlapOfKept / static_cast<double>(kept)
              : std::numeric_limits<double>::quiet_NaN();
}

BoxChanges boxChanges(const DetectionSets &before, const DetectionSets &after,
                      float threshold) {
  assert(before.size() == after.size());
  BoxChanges changes;
  for (std::size_t i = 0; i < before.size(); ++i)
    addPicture(changes, bestFirst(before[i], threshold),
               bestFirst(after[i], threshold));
  return changes;
}

} // namespace qsim
