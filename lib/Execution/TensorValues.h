// SPDX-License-Identifier: Apache-2.0
// Numbers in the memory of a tensor, whatever its type.
#ifndef QSIM_EXECUTION_TENSORVALUES_H
#define QSIM_EXECUTION_TENSORVALUES_H

#include "qsimrt/qsimrt.h"

#include <cstddef>

namespace qsim {

/// A tensor of multipliers is one of QSIMRT_I32 here.
double valueAt(const std::byte *data, qsimrt_dtype dtype, std::size_t index);

/// False, and nothing stored, where the type cannot hold the value.
bool storeValue(std::byte *data, qsimrt_dtype dtype, std::size_t index,
                double value);

} // namespace qsim

#endif // QSIM_EXECUTION_TENSORVALUES_H
