// SPDX-License-Identifier: Apache-2.0
// A data folder with two people, a project of the first and files in it.
#ifndef QSIM_TEST_UNIT_WEB_SERVER_TESTSTORE_H
#define QSIM_TEST_UNIT_WEB_SERVER_TESTSTORE_H

#include "../Support/TemporaryFolder.h"
#include "base/Ids.h"
#include "base/Problem.h"
#include "files/FileVault.h"
#include "store/Store.h"

#include <chrono>
#include <thread>

namespace qsim::server {

struct TestStore {
  test::TemporaryFolder folder;
  DataFolder data{folder.path("data")};
  Store store{data.database()};
  User owner = store.users.builtIn();
  User other{newId(), "other"};
  Project project = store.projects.create(owner.id, "mine", false);

  TestStore() {
    store.database.run("INSERT INTO users VALUES(?, ?, ?)", other.id,
                       other.name, now());
  }

  File addFile(const std::string &path, const std::string &bytes) {
    IncomingFile incoming(data, 1 << 20);
    incoming.write(bytes);
    std::optional<File> before;
    return incoming.keep(store, project.id, path, before);
  }

  File addPicture(const std::string &path) {
    return addFile(path, "\x89PNG\r\n\x1a\n" + path);
  }

  Experiment addExperiment(const std::string &state = "ready") {
    Experiment experiment;
    experiment.id = newId();
    experiment.project = project.id;
    experiment.name = "log2";
    experiment.state = state;
    experiment.created = now();
    experiment.modes = {"float", "int"};
    store.experiments.add(experiment);
    std::filesystem::create_directories(data.package(experiment.id));
    return experiment;
  }
};

/// Whether it becomes true within so many milliseconds.
template <typename Condition>
bool eventually(int milliseconds, const Condition &condition) {
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::milliseconds(milliseconds);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

/// The status of the Problem that `act` throws; 0 where it throws none.
template <typename Act> int statusOf(const Act &act) {
  try {
    act();
  } catch (const Problem &problem) {
    return problem.status();
  }
  return 0;
}

inline Request requestWith(std::vector<Header> headers) {
  Request request;
  request.id = "1";
  request.method = "POST";
  request.headers = std::move(headers);
  return request;
}

} // namespace qsim::server

#endif // QSIM_TEST_UNIT_WEB_SERVER_TESTSTORE_H
