// SPDX-License-Identifier: Apache-2.0
// Choosing scale and zero point together.
#ifndef QSIM_CALIBRATION_ASYMMETRICSCALE_H
#define QSIM_CALIBRATION_ASYMMETRICSCALE_H

#include "qsim/Calibration/Thresholds.h"

namespace qsim {

/// The grid for an asymmetric request; grid is Any and the method not Log2.
/// `symmetric` is the scale that the same request has with zero point 0: MSE
/// never does worse.
AffineGrid chooseAffineGrid(const Histogram &histogram,
                            const ActivationRequest &request, float symmetric,
                            ThreadPool *pool);

} // namespace qsim

#endif // QSIM_CALIBRATION_ASYMMETRICSCALE_H
