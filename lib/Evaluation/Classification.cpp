// SPDX-License-Identifier: Apache-2.0
// Counting right answers.
#include "qsim/Evaluation/Classification.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

/// The best class of a ranking; -1 when it is empty.
static std::int32_t best(const std::vector<std::int32_t> &ranking) {
  return ranking.empty() ? -1 : ranking.front();
}

static bool isAmong(const std::vector<std::int32_t> &ranking, std::size_t count,
                    std::int32_t wanted) {
  const auto end = ranking.begin() +
                   static_cast<std::ptrdiff_t>(std::min(count, ranking.size()));
  return std::find(ranking.begin(), end, wanted) != end;
}

static double binomialDeviation(double mean, double count) {
  return std::sqrt(mean * (1 - mean) / count);
}

Result<ClassificationResult>
qsim::summarizeClassification(const Rankings &rankings,
                              std::span<const std::int32_t> classes,
                              const Rankings &floatRankings) {
  const std::size_t count = classes.size();
  if (count == 0 || rankings.size() != count || floatRankings.size() != count)
    return Error{"evaluation: " + std::to_string(count) +
                 " labelled pictures, rankings of " +
                 std::to_string(rankings.size()) + " and " +
                 std::to_string(floatRankings.size())};
  std::size_t top1 = 0, top5 = 0, agreeing = 0;
  for (std::size_t i = 0; i < count; ++i) {
    top1 += isAmong(rankings[i], 1, classes[i]);
    top5 += isAmong(rankings[i], 5, classes[i]);
    agreeing += best(rankings[i]) == best(floatRankings[i]);
  }
  const double pictures = static_cast<double>(count);
  ClassificationResult result;
  result.pictures = static_cast<std::uint32_t>(count);
  result.top1 = static_cast<double>(top1) / pictures;
  result.top5 = static_cast<double>(top5) / pictures;
  result.top1Deviation = binomialDeviation(result.top1, pictures);
  result.top5Deviation = binomialDeviation(result.top5, pictures);
  result.fidelity = static_cast<double>(agreeing) / pictures;
  return result;
}

Top1Drop qsim::dropOfTop1(const Rankings &floatRankings,
                          const Rankings &rankings,
                          std::span<const std::int32_t> classes) {
  std::size_t lost = 0, won = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const bool before = best(floatRankings[i]) == classes[i];
    const bool after = best(rankings[i]) == classes[i];
    lost += before && !after;
    won += after && !before;
  }
  // Each picture's difference is 1, 0 or -1, so that lost + won is the sum of
  // their squares.
  const double pictures = static_cast<double>(classes.size());
  const double drop =
      (static_cast<double>(lost) - static_cast<double>(won)) / pictures;
  const double squares = static_cast<double>(lost + won) / pictures;
  return {drop, std::sqrt((squares - drop * drop) / pictures)};
}

void qsim::writeMembers(JsonWriter &json, const ClassificationResult &result) {
  json.member("mode", result.mode)
      .member("pictures", result.pictures)
      .member("top1", result.top1)
      .member("top1_deviation", result.top1Deviation)
      .member("top5", result.top5)
      .member("top5_deviation", result.top5Deviation)
      .member("fidelity", result.fidelity);
}

std::string qsim::toTable(const ClassificationResult &result) {
  Table scores({"mode", "pictures", "top-1", "+-", "top-5", "+-", "fidelity"});
  scores.addRow(
      {result.mode, std::to_string(result.pictures),
       formatFixed(result.top1, 4), formatFixed(result.top1Deviation, 4),
       formatFixed(result.top5, 4), formatFixed(result.top5Deviation, 4),
       formatFixed(result.fidelity, 4)});
  return scores.text();
}
