// SPDX-License-Identifier: Apache-2.0
// The area under the monotone envelope of a precision-recall curve.
#include "qsim/Evaluation/AveragePrecision.h"

#include <algorithm>

using namespace qsim;

double qsim::averagePrecision(std::span<const RankedDetection> ranked,
                              std::span<const std::uint32_t> objects,
                              int threshold, PictureWeights weights) {
  auto weight = [&](std::size_t picture) -> std::uint64_t {
    return weights.empty() ? 1 : weights[picture];
  };
  std::uint64_t total = 0;
  for (std::size_t p = 0; p < objects.size(); ++p)
    total += weight(p) * objects[p];
  if (total == 0)
    return 0;

  // The curve rises in recall only where a detection hits.
  struct Step {
    std::uint64_t gained;
    double precision;
  };
  std::vector<Step> steps;
  std::uint64_t found = 0, seen = 0;
  for (const RankedDetection &detection : ranked) {
    std::uint64_t copies = weight(detection.picture);
    if (copies == 0)
      continue;
    seen += copies;
    if (!detection.hit(threshold))
      continue;
    found += copies;
    steps.push_back(
        {copies, static_cast<double>(found) / static_cast<double>(seen)});
  }
  double area = 0, envelope = 0;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    envelope = std::max(envelope, step->precision);
    area += static_cast<double>(step->gained) * envelope;
  }
  return area / static_cast<double>(total);
}

std::vector<double> qsim::classAveragePrecisions(const Matching &matching,
                                                 int threshold) {
  std::vector<double> values;
  for (std::size_t c = 0; c < matching.perClass.size(); ++c)
    values.push_back(
        averagePrecision(matching.perClass[c], matching.objects[c], threshold));
  return values;
}

double qsim::meanAveragePrecision(const Matching &matching, int threshold,
                                  PictureWeights weights) {
  if (matching.perClass.empty())
    return 0;
  double sum = 0;
  for (std::size_t c = 0; c < matching.perClass.size(); ++c)
    sum += averagePrecision(matching.perClass[c], matching.objects[c],
                            threshold, weights);
  return sum / matching.classCount();
}

double qsim::meanAveragePrecisionOverThresholds(const Matching &matching) {
  double sum = 0;
  for (int t = 0; t < iouThresholdCount; ++t)
    sum += meanAveragePrecision(matching, t);
  return sum / iouThresholdCount;
}

double qsim::pooledAveragePrecision(const Matching &matching, int threshold,
                                    PictureWeights weights) {
  return averagePrecision(matching.pooled, matching.pooledObjects, threshold,
                          weights);
}
