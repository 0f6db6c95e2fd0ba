// SPDX-License-Identifier: Apache-2.0
// Numbers that an op has for each direction and a record once.
#ifndef QSIM_CONVERSION_SINGLE_H
#define QSIM_CONVERSION_SINGLE_H

#include "mlir/IR/Operation.h"

#include <cstdint>
#include <limits>

namespace qsim {

/// The one value of a list that a record holds as a single number; `what` names
/// it in errors at `op`.
inline mlir::FailureOr<int32_t> single(mlir::Operation *op,
                                       llvm::StringRef what,
                                       llvm::ArrayRef<int64_t> values) {
  if (!llvm::all_equal(values))
    return op->emitOpError("has different ")
           << what << " (" << values
           << "); a .net record holds one for all directions";
  if (values.front() > std::numeric_limits<int32_t>::max())
    return op->emitOpError("has ")
           << what << " of " << values.front() << ", more than a .net holds";
  return static_cast<int32_t>(values.front());
}

} // namespace qsim

#endif // QSIM_CONVERSION_SINGLE_H
