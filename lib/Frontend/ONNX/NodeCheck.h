// SPDX-License-Identifier: Apache-2.0
// What can be said against a node without knowing what it reads.
#ifndef QSIM_LIB_FRONTEND_ONNX_NODECHECK_H
#define QSIM_LIB_FRONTEND_ONNX_NODECHECK_H

#include "Model.h"

#include <set>

namespace qsim::onnximport {

/// Every reason why the node cannot be imported whatever its inputs are: the
/// operator, its opset, how many inputs and outputs, each attribute. `needed`
/// are the values that some output of the graph needs.
std::vector<std::string> checkNode(const Node &node, std::int64_t opset,
                                   const std::set<std::string> &needed);

/// What else is sure of a node whose inputs are unknown, and would be said with
/// their dimensions otherwise.
std::vector<std::string> checkUnknown(const Node &node);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_NODECHECK_H
