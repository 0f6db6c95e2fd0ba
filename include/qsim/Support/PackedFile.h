// SPDX-License-Identifier: Apache-2.0
// Writing NAME.packed: integer weights in the order of the kernels.
#ifndef QSIM_SUPPORT_PACKEDFILE_H
#define QSIM_SUPPORT_PACKEDFILE_H

#include "qsim/Support/Result.h"
#include "qsimrt/qsimrt.h"

#include <string>

namespace qsim {

/// Writes the file of a model whose integers are those of `qweights`, the same
/// on every machine; none where no layer has weights in that order.
Result<void> writePackedFile(const std::string &path, const qsimrt_model &model,
                             const qsimrt_bytes &qweights);

} // namespace qsim

#endif // QSIM_SUPPORT_PACKEDFILE_H
