// SPDX-License-Identifier: Apache-2.0
// How calibration runs a network without knowing who executes it.
#ifndef QSIM_CALIBRATION_EXECUTOR_H
#define QSIM_CALIBRATION_EXECUTOR_H

#include "qsim/Calibration/TensorView.h"
#include "qsim/Support/Result.h"

#include <cstddef>
#include <functional>
#include <string>

namespace qsim {

/// What a layer shows: its output, or what its table activation is applied to.
enum class TensorRole { Output, PreActivation };

/// A float network together with the samples to run it on. lib/Execution
/// implements it on the C runtime.
class Executor {
public:
  /// `layer` is -1 for the picture, else the layer's index; `tensor` is its
  /// output, or as many pre-activations, valid during the call.
  using Observer =
      std::function<void(TensorRole role, int layer, const TensorView &tensor)>;

  virtual ~Executor() = default;

  /// How many samples there are; at least 1.
  virtual std::size_t sampleCount() const = 0;

  /// How many workers may call run() at the same time; at least 1.
  virtual unsigned workerCount() const = 0;

  /// Runs sample `sample` in FLOAT and shows every output, and every
  /// pre-activation of a table activation, once, in execution order. Calls with
  /// different `worker` (0..workerCount()-1) may overlap.
  virtual Result<void> run(std::size_t sample, unsigned worker,
                           const Observer &observer) = 0;
};

} // namespace qsim

#endif // QSIM_CALIBRATION_EXECUTOR_H
