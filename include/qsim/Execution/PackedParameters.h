// SPDX-License-Identifier: Apache-2.0
// The parameters of a network in the order of the optimised kernels.
#ifndef QSIM_EXECUTION_PACKEDPARAMETERS_H
#define QSIM_EXECUTION_PACKEDPARAMETERS_H

#include "qsim/Execution/Package.h"

namespace qsim {

/// Made once for a model, shared by its sessions.
class PackedParameters {
public:
  /// `parts`: QSIMRT_PACK_... Null where there is nothing to pack.
  static Result<std::shared_ptr<const PackedParameters>>
  create(const qsimrt_model &model, qsimrt_isa isa, std::uint32_t parts);

  const qsimrt_packed *get() const { return packed; }

private:
  PackedParameters() = default;

  RuntimeMemory memory;
  const qsimrt_packed *packed = nullptr;
};

} // namespace qsim

#endif // QSIM_EXECUTION_PACKEDPARAMETERS_H
