// SPDX-License-Identifier: Apache-2.0
// What tells a network from another one of the same name.
#ifndef QSIM_ANALYSIS_FINGERPRINT_H
#define QSIM_ANALYSIS_FINGERPRINT_H

#include "qsim/Calibration/CalibrationFile.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace qsim {

/// The same at every stage from the imported to the quantized network: added
/// vectors and element types do not count. Parameters that cannot be read are
/// errors at their layer.
mlir::FailureOr<NetworkFingerprint> fingerprintOf(mlir::func::FuncOp network);

} // namespace qsim

#endif // QSIM_ANALYSIS_FINGERPRINT_H
