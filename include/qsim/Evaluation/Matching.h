// SPDX-License-Identifier: Apache-2.0
// Which detections find which labelled objects: the step before every score.
#ifndef QSIM_EVALUATION_MATCHING_H
#define QSIM_EVALUATION_MATCHING_H

#include "qsim/Support/Dataset.h"
#include "qsim/Support/Result.h"
#include "qsimrt/qsimrt.h"

#include <cstdint>
#include <vector>

namespace qsim {

/// Detections of each picture, boxes relative to the picture (after
/// qsimrt_suppress and qsimrt_restore_boxes), in any order.
using DetectionSets = std::vector<std::vector<qsimrt_detection>>;
/// Labelled objects of each picture, in the same order of pictures.
using LabelSets = std::vector<Labels>;

/// Overlap of two boxes (centre and size): area of the intersection divided by
/// that of the union, in double precision; 0 where the union is empty.
double intersectionOverUnion(const Label &a, const Label &b);

/// The overlaps that a detection can be asked for: .50, .55, ... .95.
inline constexpr int iouThresholdCount = 10;
constexpr double iouThreshold(int index) { return (50 + 5 * index) / 100.0; }

/// A detection in the order of its curve.
struct RankedDetection {
  float score;
  std::uint32_t picture;
  std::uint16_t hits; ///< bit t: it found an object at iouThreshold(t)
  bool hit(int threshold) const { return hits >> threshold & 1; }
};

/// All detections, best first, with what they found. Order: score descending,
/// then picture, layer, cell, anchor, class. A detection takes, among the
/// objects of its class in its picture that no better one has taken, the one
/// that it overlaps most (the first labelled of equals), if the overlap reaches
/// the threshold; each threshold is matched on its own.
struct Matching {
  std::uint32_t pictureCount = 0;
  std::vector<std::vector<RankedDetection>> perClass;
  std::vector<RankedDetection> pooled; ///< all classes in one order

  /// Objects of a class, and those of all classes, in each picture.
  std::vector<std::vector<std::uint32_t>> objects;
  std::vector<std::uint32_t> pooledObjects;

  int classCount() const { return static_cast<int>(perClass.size()); }
};

/// Fails when the numbers of pictures differ, or a detection's or object's
/// class is not in 0..classCount-1, or a score is not a number.
Result<Matching> matchDetections(const DetectionSets &detections,
                                 const LabelSets &labels, int classCount);

} // namespace qsim

#endif // QSIM_EVALUATION_MATCHING_H
