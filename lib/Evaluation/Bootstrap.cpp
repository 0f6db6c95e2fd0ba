// SPDX-License-Identifier: Apache-2.0
// Resampling of pictures.
#include "qsim/Evaluation/Bootstrap.h"

#include "qsim/Evaluation/AveragePrecision.h"
#include "qsim/Support/Random.h"

#include <cassert>
#include <cmath>

using namespace qsim;

double qsim::bootstrapDeviation(std::uint32_t pictureCount,
                                const SampledScore &score, ThreadPool &pool,
                                BootstrapOptions options) {
  assert(options.resamples >= 2);
  if (pictureCount < 2)
    return 0;
  std::size_t resamples = static_cast<std::size_t>(options.resamples);
  std::vector<double> scores(resamples);
  pool.parallelFor(resamples, [&](std::size_t i, std::size_t) {
    // Two rounds of mixing keep samples i and i+1 apart.
    SplitMix64 random(SplitMix64(options.seed + i).next());
    std::vector<std::uint32_t> weights(pictureCount, 0);
    for (std::uint32_t p = 0; p < pictureCount; ++p)
      ++weights[random.below(pictureCount)];
    scores[i] = score(weights);
  });
  double mean = 0;
  for (double value : scores)
    mean += value;
  mean /= static_cast<double>(resamples);
  double squares = 0;
  for (double value : scores)
    squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(resamples - 1));
}

double qsim::deviationOfMap50(const Matching &matching, ThreadPool &pool,
                              BootstrapOptions options) {
  return bootstrapDeviation(
      matching.pictureCount,
      [&](PictureWeights weights) {
        return meanAveragePrecision(matching, 0, weights);
      },
      pool, options);
}

using Score = double (*)(const Matching &, int, PictureWeights);

static Result<PairedDrop> pairedDrop(const Matching &from, const Matching &to,
                                     Score score, ThreadPool &pool,
                                     BootstrapOptions options) {
  if (from.objects != to.objects)
    return Error{"evaluation: a drop can only be taken between runs on the "
                 "same labelled pictures"};
  auto drop = [&](PictureWeights weights) {
    return score(from, 0, weights) - score(to, 0, weights);
  };
  return PairedDrop{drop({}),
                    bootstrapDeviation(from.pictureCount, drop, pool, options)};
}

Result<PairedDrop> qsim::pairedDropOfMap50(const Matching &from,
                                           const Matching &to, ThreadPool &pool,
                                           BootstrapOptions options) {
  return pairedDrop(from, to, meanAveragePrecision, pool, options);
}

Result<PairedDrop> qsim::pairedDropOfPooledAp50(const Matching &from,
                                                const Matching &to,
                                                ThreadPool &pool,
                                                BootstrapOptions options) {
  return pairedDrop(from, to, pooledAveragePrecision, pool, options);
}
