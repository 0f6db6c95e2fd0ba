// SPDX-License-Identifier: Apache-2.0
// Runs a classifier over many pictures, several at a time.
#ifndef QSIM_EXECUTION_CLASSIFICATION_H
#define QSIM_EXECUTION_CLASSIFICATION_H

#include "qsim/Execution/Package.h"
#include "qsim/Execution/Session.h"

#include <span>
#include <string>
#include <vector>

namespace qsim {

/// Classes, the best first.
using Ranking = std::vector<std::int32_t>;

/// The `count` classes with the highest scores (fewer when there are fewer). Of
/// equal scores the lower class comes first; a score that is not a number is
/// never among them.
Ranking rankClasses(std::span<const float> scores, std::size_t count);

/// How many scores the network gives: the elements of its last layer's output.
int scoreCount(const qsimrt_model &model);

struct ScoredClass {
  std::int32_t class_id = 0;
  float score = 0;
};

/// The `count` best classes of a session that ran, ranked as above.
Result<std::vector<ScoredClass>> bestClasses(const Session &session,
                                             std::size_t count);

struct ClassificationOptions {
  qsimrt_mode mode = QSIMRT_FLOAT;
  Kernels kernels = fastestKernels();
  std::size_t best = 5; ///< classes to keep of each picture
  int threads = 0;      ///< pictures at a time; 0: as many as cores
};

/// Ranks the last layer's output, flattened, for every picture, in the order of
/// `pictures`; the same for any number of threads. The first picture (by
/// position) that cannot be read is the error.
Result<std::vector<Ranking>>
classifyAll(const Package &package, const std::vector<std::string> &pictures,
            const ClassificationOptions &options);

} // namespace qsim

#endif // QSIM_EXECUTION_CLASSIFICATION_H
