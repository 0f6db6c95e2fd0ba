// SPDX-License-Identifier: Apache-2.0
// The integer parameters of a network in the order of the optimised kernels.
#ifndef QSIM_EXECUTION_PACKEDPARAMETERS_H
#define QSIM_EXECUTION_PACKEDPARAMETERS_H

#include "qsim/Execution/Package.h"

namespace qsim {

/// Made once for a model, shared by its sessions.
class PackedParameters {
public:
  /// Null for QSIMRT_ISA_NONE.
  static Result<std::shared_ptr<const PackedParameters>>
  create(const qsimrt_model &model, qsimrt_isa kernels);

  const qsimrt_packed *get() const { return packed; }

private:
  PackedParameters() = default;

  RuntimeMemory memory;
  const qsimrt_packed *packed = nullptr;
};

} // namespace qsim

#endif // QSIM_EXECUTION_PACKEDPARAMETERS_H
