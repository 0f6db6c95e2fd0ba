// SPDX-License-Identifier: Apache-2.0
// How far a score, or a difference of two, would move on other pictures.
#ifndef QSIM_EVALUATION_BOOTSTRAP_H
#define QSIM_EVALUATION_BOOTSTRAP_H

#include "qsim/Evaluation/Matching.h"
#include "qsim/Support/ThreadPool.h"

#include <functional>
#include <span>

namespace qsim {

/// A score of one sample, from how often each picture is in it.
using SampledScore =
    std::function<double(std::span<const std::uint32_t> weights)>;

struct BootstrapOptions {
  int resamples = 500; ///< at least 2
  std::uint64_t seed = 20240607;
};

/// The standard deviation of `score` over resamples: each draws pictureCount
/// pictures with replacement. Sample i is drawn by SplitMix64 from the seed and
/// i alone, so that the result does not depend on the threads, and equal seeds
/// and counts of pictures draw the same samples. Less than two pictures give 0.
double bootstrapDeviation(std::uint32_t pictureCount, const SampledScore &score,
                          ThreadPool &pool, BootstrapOptions options = {});

/// The deviation of meanAveragePrecision at overlap .5. A class whose objects
/// are all in pictures that a sample left out counts in it with 0, as it would
/// if the data set were that sample.
double deviationOfMap50(const Matching &matching, ThreadPool &pool,
                        BootstrapOptions options = {});

/// A drop in map50 from one mode to another, in 0..1, and its paired deviation:
/// both modes are scored on the same samples, so that what makes a sample hard
/// for both cancels out.
struct PairedDrop {
  double drop; ///< map50 of `from` minus map50 of `to`
  double deviation;
};

/// Fails when the two matchings are not of the same pictures and classes.
Result<PairedDrop> pairedDropOfMap50(const Matching &from, const Matching &to,
                                     ThreadPool &pool,
                                     BootstrapOptions options = {});
/// The same for the pooled average precision at overlap .5.
Result<PairedDrop> pairedDropOfPooledAp50(const Matching &from,
                                          const Matching &to, ThreadPool &pool,
                                          BootstrapOptions options = {});

} // namespace qsim

#endif // QSIM_EVALUATION_BOOTSTRAP_H
