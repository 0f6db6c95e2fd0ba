// SPDX-License-Identifier: Apache-2.0
// Values brought to mean 0 and variance 1, by what they are themselves.
#ifndef QSIM_LIB_FRONTEND_ONNX_NORMALIZATION_H
#define QSIM_LIB_FRONTEND_ONNX_NORMALIZATION_H

#include "Lowering.h"

namespace qsim::onnximport {

/// (x - m) / sqrt(v + epsilon) with the mean m and the variance v over the
/// dimensions that are gone: one instance_norm, between views that put these
/// dimensions last.
Value normalize(Lowering &lowering, const Value &value,
                const std::vector<bool> &gone, float epsilon);

/// a / b as that, where the layers before compute a as x - m and b as
/// sqrt(v + epsilon); nothing for other quotients.
std::optional<Value> normalizedQuotient(Lowering &lowering, const Value &a,
                                        const Value &b);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_NORMALIZATION_H
