// SPDX-License-Identifier: Apache-2.0
// Runs a network over samples and gathers the statistics of every tensor.
#ifndef QSIM_CALIBRATION_CALIBRATOR_H
#define QSIM_CALIBRATION_CALIBRATOR_H

#include "qsim/Calibration/Executor.h"
#include "qsim/Calibration/Statistics.h"

namespace qsim {

/// A tensor to observe.
struct ObservedTensor {
  std::string name;
  int index;            // -1: the picture
  std::size_t channels; // >= 1, divides the tensor's size
  TensorRole role = TensorRole::Output;
};

/// Runs every sample once, on as many threads as the executor has workers.
/// Memory depends on the tensors and the workers, not on the samples; the
/// result depends on neither the order of the samples nor the workers. Shows a
/// progress bar. Fails with the executor's error (of the lowest sample) or when
/// a tensor holds NaN or infinite values.
Result<NetworkStatistics> calibrate(Executor &executor,
                                    const std::string &network,
                                    const std::vector<ObservedTensor> &tensors);

} // namespace qsim

#endif // QSIM_CALIBRATION_CALIBRATOR_H
