// SPDX-License-Identifier: Apache-2.0
// What a .net says of a layer, for people.
#ifndef QSIM_TOOLS_QSIM_ENGINE_NETSECTIONS_H
#define QSIM_TOOLS_QSIM_ENGINE_NETSECTIONS_H

#include <string>
#include <utility>
#include <vector>

namespace qsim::engine {

/// Keys and values of a layer's section in the package's .net, but those that
/// are told elsewhere (index, name, inputs, shape), long lists shortened. The
/// package has been opened: what cannot be read any more is left out.
std::vector<std::pair<std::string, std::string>>
sectionOf(const std::string &package, int layer);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_NETSECTIONS_H
