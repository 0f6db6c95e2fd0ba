// SPDX-License-Identifier: Apache-2.0
// What an engine tells of a package without a picture.
#ifndef QSIM_WEB_SERVER_SIMULATIONS_GRAPHREADER_H
#define QSIM_WEB_SERVER_SIMULATIONS_GRAPHREADER_H

#include "Engine.h"

#include <boost/json/object.hpp>
#include <filesystem>

namespace qsim::server {

struct GraphFacts {
  boost::json::object document; ///< Graph of web/api/openapi.yaml
  boost::json::array modes;     ///< that the package can run in
  std::int64_t bytes = 0, layers = 0;
};

/// Starts an engine for this alone. `scratch` must not exist; it is gone
/// afterwards. Throws a Problem where the package cannot be read.
GraphFacts readGraph(EngineOptions options,
                     const std::filesystem::path &package,
                     const std::filesystem::path &scratch);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SIMULATIONS_GRAPHREADER_H
