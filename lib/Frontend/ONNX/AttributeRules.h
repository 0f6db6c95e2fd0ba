// SPDX-License-Identifier: Apache-2.0
// The kinds and values that attributes may have.
#ifndef QSIM_LIB_FRONTEND_ONNX_ATTRIBUTERULES_H
#define QSIM_LIB_FRONTEND_ONNX_ATTRIBUTERULES_H

#include "Model.h"

namespace qsim::onnximport {

/// What is wrong with the kind or the value of a node's attribute; empty where
/// nothing is, or only its inputs can tell.
std::string checkAttribute(const Node &node, const std::string &name,
                           const Attribute &value, std::int64_t opset);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_ATTRIBUTERULES_H
