// SPDX-License-Identifier: Apache-2.0
// The scores of one run over labelled pictures, and how they are shown.
#ifndef QSIM_EVALUATION_EVALUATION_H
#define QSIM_EVALUATION_EVALUATION_H

#include "qsim/Evaluation/Bootstrap.h"
#include "qsim/Support/Json.h"

#include <optional>
#include <string>

namespace qsim {

struct ClassScore {
  std::string name;
  double ap50; ///< 0..1; 0 when there is no labelled object
  std::uint64_t objects;
};

/// All scores are 0..1.
struct EvaluationResult {
  std::string mode; ///< "float", "hybrid" or "int", for display
  std::uint32_t images = 0;
  double map50 = 0;      ///< mean over all classes, overlap .5
  double map = 0;        ///< the same, mean over overlaps .50:.05:.95
  double pooledAp50 = 0; ///< one curve for all classes, overlap .5
  /// Pooled AP at .5 with FLOAT's confident detections in place of the labels;
  /// nothing when FLOAT was not run or detected nothing.
  std::optional<double> fidelity;
  double deviation = 0; ///< bootstrap standard deviation of map50
  std::vector<ClassScore> perClass;
};

/// FLOAT's detections with a score above this stand in for labels.
inline constexpr float fidelityScore = 0.25f;

/// FLOAT's detections with a score above fidelityScore, as labels.
LabelSets confidentDetections(const DetectionSets &floatDetections);

/// Pooled average precision at overlap .5 against FLOAT's own detections;
/// nothing when none of them has a score above fidelityScore. Fails as
/// matchDetections does.
Result<std::optional<double>>
measureFidelity(const DetectionSets &detections,
                const DetectionSets &floatDetections, int classCount);

/// Everything but mode and fidelity, which the caller adds. `classNames` may
/// be shorter than the number of classes: the others are "class_<id>"; a name
/// that occurs again gets its id behind it.
EvaluationResult summarize(const Matching &matching,
                           const std::vector<std::string> &classNames,
                           ThreadPool &pool, BootstrapOptions options = {});

/// {"mode","images","map50","map","pooled_ap50","fidelity","deviation",
///  "per_class":{NAME:{"ap50","objects"}}} as one value; fidelity may be null.
void writeJson(JsonWriter &json, const EvaluationResult &result);

/// One line per class that has labelled objects, then the scores.
std::string toTable(const EvaluationResult &result);

} // namespace qsim

#endif // QSIM_EVALUATION_EVALUATION_H
