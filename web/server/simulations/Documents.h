// SPDX-License-Identifier: Apache-2.0
// Between the messages of web/protocol/engine.proto and the documents of
// web/api/openapi.yaml.
#ifndef QSIM_WEB_SERVER_SIMULATIONS_DOCUMENTS_H
#define QSIM_WEB_SERVER_SIMULATIONS_DOCUMENTS_H

#include "../http/JsonReader.h"
#include "engine.pb.h"

namespace qsim::server {

/// What of a Simulation the engine tells.
boost::json::object documentOf(const engine::State &state);
boost::json::array documentOf(const engine::Errors &errors);
boost::json::object documentOf(const engine::Answers &answers);
boost::json::object documentOf(const engine::LayerDetails &layer);
boost::json::object documentOf(const engine::Statistics &statistics);
boost::json::object documentOf(const engine::Graph &graph);

const char *wordOf(engine::Mode mode);
engine::Mode modeOf(const std::string &word);

/// Each reads the whole body and throws 422 where it is not as it must be.
engine::Move moveOf(const boost::json::object &body);
engine::SetStops stopsOf(const boost::json::object &body);
engine::Edit editOf(const boost::json::object &body);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SIMULATIONS_DOCUMENTS_H
