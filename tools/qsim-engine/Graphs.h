// SPDX-License-Identifier: Apache-2.0
// A package as a graph.
#ifndef QSIM_TOOLS_QSIM_ENGINE_GRAPHS_H
#define QSIM_TOOLS_QSIM_ENGINE_GRAPHS_H

#include "engine.pb.h"

#include "qsim/Execution/Package.h"

namespace qsim::engine {

/// Fills an empty message.
void describeGraph(const Package &package, Graph &graph);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_GRAPHS_H
