// SPDX-License-Identifier: Apache-2.0
// Cross inference: a network that changes its mode on the way.
#ifndef QSIM_EXECUTION_CROSSING_H
#define QSIM_EXECUTION_CROSSING_H

#include "qsim/Execution/Answer.h"
#include "qsim/Execution/Difference.h"

namespace qsim {

struct CrossingOptions {
  qsimrt_mode mode = QSIMRT_INT; ///< what FLOAT is crossed with
  int threads = 0;               ///< pictures at a time; 0: all cores
  AnswerOptions answers;
};

/// All pictures in one choice of modes.
struct Crossing {
  std::vector<Answer> answers; ///< by picture
  Difference outputs; ///< of the layers that no layer reads, from FLOAT
};

/// The layers that a crossing can change: those that run in the mode.
Result<std::vector<int>> crossableLayers(const qsimrt_model &model,
                                         qsimrt_mode mode);

struct CrossingSweep {
  std::vector<int> layers;
  Crossing all;                  ///< the whole network in the mode
  std::vector<Answer> reference; ///< FLOAT's, by picture
  std::vector<Crossing> prefix; ///< by layers[i]: the mode up to it, then FLOAT
  std::vector<Crossing> single; ///< by layers[i]: only this layer in the mode
};

/// Every front part and every single layer. Of each picture FLOAT runs once;
/// each crossing computes again only what depends on the layers that changed.
/// The same for any number of threads.
Result<CrossingSweep> sweepCrossings(const Package &package,
                                     const std::vector<std::string> &pictures,
                                     const CrossingOptions &options);

/// Answers with these modes, one per layer.
Result<std::vector<Answer>> answerAll(const Package &package,
                                      const std::vector<std::string> &pictures,
                                      const std::vector<qsimrt_mode> &modes,
                                      const CrossingOptions &options);

} // namespace qsim

#endif // QSIM_EXECUTION_CROSSING_H
