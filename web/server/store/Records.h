// SPDX-License-Identifier: Apache-2.0
// The rows of the tables as structs.
#ifndef QSIM_WEB_SERVER_STORE_RECORDS_H
#define QSIM_WEB_SERVER_STORE_RECORDS_H

#include "../base/Reason.h"
#include "../base/Time.h"

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

namespace qsim::server {

struct User {
  std::string id, name;
};

struct Project {
  std::string id, owner, ownerName, name;
  bool example = false;
  Milliseconds created = 0, changed = 0;
  std::int64_t files = 0, experiments = 0, bytes = 0;
  std::optional<std::string> bestScores; ///< JSON
  std::optional<std::string> latestExperiment;
};

struct File {
  std::string id, project, path, kind, sha256;
  std::int64_t bytes = 0;
  Milliseconds created = 0;
};

struct Experiment {
  std::string id, project, name;
  std::optional<std::string> parent, job;
  std::string state = "compiling"; ///< ready, failed, cancelled
  Milliseconds created = 0;
  boost::json::object options, source, scores;
  boost::json::array edits;
  std::optional<std::int64_t> bytes, layers;
  boost::json::array modes;
  std::optional<double> sqnr;
  std::int64_t packageBytes = 0;
};

struct Job {
  std::string id, project;
  std::optional<std::string> experiment;
  std::string experimentName; ///< as it is now; empty of one not stored yet
  std::string kind, state = "queued", title;
  boost::json::object request; ///< NewJob without what is told elsewhere
  Milliseconds created = 0;
  std::optional<Milliseconds> started, finished;
  std::int64_t attempts = 0;
  Said note;            ///< of the last attempt
  Said message, advice; ///< of a failed one

  bool isEnded() const {
    return state == "done" || state == "failed" || state == "cancelled";
  }
};

struct SimulationRecord {
  std::string id, experiment, project, owner;
  std::string picture; ///< id of a file, which may have gone since
  std::string file;    ///< name of its copy in the simulation's folder
  Milliseconds created = 0;
  std::string state = "parked"; ///< live, failed, unresponsive
  Said message;
  boost::json::object snapshot; ///< what the last State told
  std::string bookmark;         ///< of the engine; empty: at the first layer
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_STORE_RECORDS_H
