// SPDX-License-Identifier: Apache-2.0
// The scores of a classifier over labelled pictures, and how they are shown.
#ifndef QSIM_EVALUATION_CLASSIFICATION_H
#define QSIM_EVALUATION_CLASSIFICATION_H

#include "qsim/Support/Json.h"
#include "qsim/Support/Result.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace qsim {

/// For each picture the classes with the best scores, best first.
using Rankings = std::vector<std::vector<std::int32_t>>;

/// All scores are 0..1; deviations are those of the mean over the pictures.
struct ClassificationResult {
  std::string mode; ///< "float", "hybrid" or "int", for display
  std::uint32_t pictures = 0;
  double top1 = 0; ///< the labelled class is the best
  double top5 =
      0; ///< it is among the first five (of a ranking of five or more)
  double top1Deviation = 0,
         top5Deviation = 0; ///< binomial: sqrt(p (1 - p) / n)
  double fidelity = 0;      ///< the best class is FLOAT's best class
};

/// Fails when the numbers of pictures differ or there is none. A picture
/// without any ranked class is wrong, and agrees with FLOAT's only where that
/// has none either. `mode` is the caller's.
Result<ClassificationResult>
summarizeClassification(const Rankings &rankings,
                        std::span<const std::int32_t> classes,
                        const Rankings &floatRankings);

/// What top-1 loses from FLOAT on the same pictures. The deviation is paired: a
/// picture that both get right, or both wrong, contributes nothing but its
/// weight in the mean.
struct Top1Drop {
  double drop, deviation;
};
/// As many rankings as classes, in both (checked by summarizeClassification).
Top1Drop dropOfTop1(const Rankings &floatRankings, const Rankings &rankings,
                    std::span<const std::int32_t> classes);

/// The members "mode","pictures","top1","top1_deviation","top5",
/// "top5_deviation","fidelity" of an object that the caller has begun.
void writeMembers(JsonWriter &json, const ClassificationResult &result);

/// One row of scores under their names.
std::string toTable(const ClassificationResult &result);

} // namespace qsim

#endif // QSIM_EVALUATION_CLASSIFICATION_H
