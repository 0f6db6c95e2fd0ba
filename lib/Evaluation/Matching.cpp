// SPDX-License-Identifier: Apache-2.0
// Ranking and greedy matching of detections.
#include "qsim/Evaluation/Matching.h"

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace qsim;

double qsim::intersectionOverUnion(const Label &a, const Label &b) {
  auto overlap = [](double p, double pSize, double q, double qSize) {
    double low = std::max(p - pSize / 2, q - qSize / 2);
    double high = std::min(p + pSize / 2, q + qSize / 2);
    return std::max(0.0, high - low);
  };
  double common = overlap(a.x, a.w, b.x, b.w) * overlap(a.y, a.h, b.y, b.h);
  double whole = double(a.w) * a.h + double(b.w) * b.h - common;
  return whole > 0 ? common / whole : 0;
}

namespace {
/// A detection with its place in the total order.
struct Candidate {
  const qsimrt_detection *detection;
  std::uint32_t picture;

  auto rank() const {
    // Ascending order of the negated score is descending order of the score.
    return std::tuple(-detection->score, picture, detection->layer,
                      detection->cell, detection->anchor, detection->class_id);
  }
};
} // namespace

static Result<void> check(const DetectionSets &detections,
                          const LabelSets &labels, int classCount) {
  if (detections.size() != labels.size())
    return Error{"evaluation: there are detections of " +
                 std::to_string(detections.size()) +
                 " pictures and labels of " + std::to_string(labels.size())};
  auto inRange = [&](std::int32_t id) { return id >= 0 && id < classCount; };
  auto where = [&](const char *what, std::size_t picture, std::int32_t id) {
    return Error{std::string("evaluation: ") + what + " of picture " +
                 std::to_string(picture) + " has class " + std::to_string(id) +
                 ", 0.." + std::to_string(classCount - 1) + " is wanted"};
  };
  for (std::size_t p = 0; p < labels.size(); ++p) {
    for (const qsimrt_detection &detection : detections[p]) {
      if (!inRange(detection.class_id))
        return where("a detection", p, detection.class_id);
      if (std::isnan(detection.score))
        return Error{"evaluation: the score of a detection of picture " +
                     std::to_string(p) + " is not a number"};
    }
    for (const Label &label : labels[p])
      if (!inRange(label.classId))
        return where("an object", p, label.classId);
  }
  return {};
}

/// Which thresholds the detection reaches, taking objects for each.
/// `taken` holds one set of threshold bits per object of the picture.
static std::uint16_t takeObjects(const qsimrt_detection &detection,
                                 const Labels &labels,
                                 std::vector<std::uint16_t> &taken) {
  Label box{detection.class_id, detection.x, detection.y, detection.w,
            detection.h};
  double best[iouThresholdCount] = {};
  std::size_t choice[iouThresholdCount] = {};
  std::uint16_t hits = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].classId != detection.class_id)
      continue;
    double overlap = intersectionOverUnion(box, labels[i]);
    for (int t = 0; t < iouThresholdCount && overlap >= iouThreshold(t); ++t) {
      if (taken[i] >> t & 1 || overlap <= best[t])
        continue;
      best[t] = overlap;
      choice[t] = i;
      hits = static_cast<std::uint16_t>(hits | 1u << t);
    }
  }
  for (int t = 0; t < iouThresholdCount; ++t)
    if (hits >> t & 1)
      taken[choice[t]] = static_cast<std::uint16_t>(taken[choice[t]] | 1u << t);
  return hits;
}

Result<Matching> qsim::matchDetections(const DetectionSets &detections,
                                       const LabelSets &labels,
                                       int classCount) {
  if (Result<void> checked = check(detections, labels, classCount); !checked)
    return checked.error();
  Matching matching;
  std::size_t pictures = labels.size();
  matching.pictureCount = static_cast<std::uint32_t>(pictures);
  matching.perClass.resize(static_cast<std::size_t>(classCount));
  matching.objects.assign(static_cast<std::size_t>(classCount),
                          std::vector<std::uint32_t>(pictures, 0));
  matching.pooledObjects.assign(pictures, 0);

  std::vector<Candidate> order;
  std::vector<std::vector<std::uint16_t>> taken(pictures);
  for (std::size_t p = 0; p < pictures; ++p) {
    taken[p].assign(labels[p].size(), 0);
    for (const qsimrt_detection &detection : detections[p])
      order.push_back({&detection, static_cast<std::uint32_t>(p)});
    for (const Label &label : labels[p]) {
      ++matching.objects[static_cast<std::size_t>(label.classId)][p];
      ++matching.pooledObjects[p];
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Candidate &a, const Candidate &b) {
                     return a.rank() < b.rank();
                   });
  // Classes do not compete for objects, so one pass in the pooled order takes
  // the same objects as one pass per class.
  matching.pooled.reserve(order.size());
  for (const Candidate &candidate : order) {
    const qsimrt_detection &detection = *candidate.detection;
    RankedDetection ranked{detection.score, candidate.picture,
                           takeObjects(detection, labels[candidate.picture],
                                       taken[candidate.picture])};
    matching.pooled.push_back(ranked);
    matching.perClass[static_cast<std::size_t>(detection.class_id)].push_back(
        ranked);
  }
  return matching;
}
