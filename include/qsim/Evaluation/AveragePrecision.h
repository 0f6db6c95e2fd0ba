// SPDX-License-Identifier: Apache-2.0
// Average precision, and its means over classes and overlaps.
#ifndef QSIM_EVALUATION_AVERAGEPRECISION_H
#define QSIM_EVALUATION_AVERAGEPRECISION_H

#include "qsim/Evaluation/Matching.h"

#include <span>

namespace qsim {

/// How often each picture counts (a bootstrap sample); empty: once.
using PictureWeights = std::span<const std::uint32_t>;

/// The area under the precision-recall curve, 0..1, over all points: at each
/// recall the highest precision that is reached there or further right.
/// `ranked` is best first, `objects` the number of objects in each picture,
/// `threshold` an index of iouThreshold. Without any object the result is 0.
double averagePrecision(std::span<const RankedDetection> ranked,
                        std::span<const std::uint32_t> objects, int threshold,
                        PictureWeights weights = {});

/// Average precision of each class at one threshold.
std::vector<double> classAveragePrecisions(const Matching &matching,
                                           int threshold);

/// Their sum divided by the number of *all* classes: a class without a labelled
/// object counts, with 0. No class at all gives 0.
double meanAveragePrecision(const Matching &matching, int threshold,
                            PictureWeights weights = {});

/// The mean of meanAveragePrecision over all thresholds .50:.05:.95.
double meanAveragePrecisionOverThresholds(const Matching &matching);

/// Average precision of one curve with the detections of all classes (each
/// still finds objects of its own class only).
double pooledAveragePrecision(const Matching &matching, int threshold,
                              PictureWeights weights = {});

} // namespace qsim

#endif // QSIM_EVALUATION_AVERAGEPRECISION_H
