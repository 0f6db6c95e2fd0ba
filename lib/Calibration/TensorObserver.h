// SPDX-License-Identifier: Apache-2.0
// What one worker of calibration needs to count the values of a tensor.
#ifndef QSIM_LIB_CALIBRATION_TENSOROBSERVER_H
#define QSIM_LIB_CALIBRATION_TENSOROBSERVER_H

#include "HistogramTally.h"
#include "qsim/Calibration/Statistics.h"
#include "qsim/Calibration/TensorView.h"

#include <vector>

namespace qsim {

/// Adds tensors to statistics, each value read once and in the order in which
/// it lies. What is added does not depend on that order: the sums of a channel
/// go through the same steps for all (docs/spec/calibration.md).
class TensorObserver {
public:
  /// Of one picture; as many channels as the statistics have.
  void add(TensorStatistics &statistics, const TensorView &view);

private:
  void addPlanes(Histogram &histogram, const TensorView &view);
  void addPixels(Histogram &histogram, const TensorView &view);

  HistogramTally tally;
  std::vector<double> partial; // [sumLanes][channels], of pixel order
  std::vector<double> sums;    // [channels]
  std::vector<float> packed;   // a block without its gaps
};

} // namespace qsim

#endif // QSIM_LIB_CALIBRATION_TENSOROBSERVER_H
