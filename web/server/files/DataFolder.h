// SPDX-License-Identifier: Apache-2.0
// Where everything lies that the server keeps.
#ifndef QSIM_WEB_SERVER_FILES_DATAFOLDER_H
#define QSIM_WEB_SERVER_FILES_DATAFOLDER_H

#include <filesystem>
#include <string>
#include <vector>

namespace qsim::server {

class DataFolder {
public:
  /// Makes what is missing, for this user alone, and holds the folder's lock;
  /// throws where another server holds it.
  explicit DataFolder(std::filesystem::path root);
  ~DataFolder();
  DataFolder(const DataFolder &) = delete;
  DataFolder &operator=(const DataFolder &) = delete;

  const std::filesystem::path &root() const { return folder; }
  std::string database() const { return (folder / "qsim.db").string(); }
  /// Uploads under way; emptied at the start.
  std::filesystem::path incoming() const { return folder / "incoming"; }
  std::filesystem::path file(const std::string &id) const {
    return folder / "files" / id.substr(0, 2) / id;
  }
  std::filesystem::path experiment(const std::string &id) const {
    return folder / "experiments" / id;
  }
  std::filesystem::path package(const std::string &experiment) const {
    return this->experiment(experiment) / "package";
  }
  std::filesystem::path graph(const std::string &experiment) const {
    return this->experiment(experiment) / "graph.json";
  }
  std::filesystem::path job(const std::string &id) const {
    return folder / "jobs" / id;
  }
  std::filesystem::path simulation(const std::string &id) const {
    return folder / "simulations" / id;
  }

  /// Takes away whatever lies in files, experiments, jobs or simulations (the
  /// `kind`) and is none of the ids: what a server that was killed left over.
  void sweep(const char *kind, const std::vector<std::string> &ids) const;

private:
  std::filesystem::path folder;
  int lock = -1;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_FILES_DATAFOLDER_H
