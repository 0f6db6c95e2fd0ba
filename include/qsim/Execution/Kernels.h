// SPDX-License-Identifier: Apache-2.0
// Which kernels compute a network.
#ifndef QSIM_EXECUTION_KERNELS_H
#define QSIM_EXECUTION_KERNELS_H

#include "qsimrt/qsimrt.h"

namespace qsim {

/// What INT and HYBRID compute depends on neither.
struct Kernels {
  /// The instruction set of the optimised kernels; QSIMRT_ISA_NONE has the
  /// reference and, for direct FLOAT, portable ones.
  qsimrt_isa isa = qsimrt_best_isa();
  /// Exact FLOAT has the bits of the source network's own engine; direct FLOAT
  /// is as near as rounding, and faster; mixed FLOAT is the fastest and takes
  /// the most memory. Both are the same for every instruction set.
  qsimrt_float_kernels floats = QSIMRT_FLOAT_EXACT;
};

/// The fastest that this machine has: mixed FLOAT.
inline Kernels fastestKernels() {
  return {qsimrt_best_isa(), QSIMRT_FLOAT_MIXED};
}

} // namespace qsim

#endif // QSIM_EXECUTION_KERNELS_H
