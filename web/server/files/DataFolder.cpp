// SPDX-License-Identifier: Apache-2.0
// The data folder, its lock and what is swept from it.
#include "DataFolder.h"

#include <fcntl.h>
#include <set>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qsim::server {
namespace fs = std::filesystem;

DataFolder::DataFolder(fs::path root) : folder(std::move(root)) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw std::runtime_error(folder.string() +
                             ": cannot make the folder: " + error.message());
  folder = fs::canonical(folder);
  if (chmod(folder.c_str(), 0700) != 0)
    throw std::runtime_error(folder.string() + ": is another user's");
  lock = open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0)
    throw std::runtime_error(folder.string() + ": cannot be written");
  if (flock(lock, LOCK_EX | LOCK_NB) != 0)
    throw std::runtime_error(folder.string() +
                             ": another qsim-server works in this folder");
  for (const char *name : {"files", "experiments", "jobs", "simulations"})
    fs::create_directories(folder / name);
  fs::remove_all(incoming());
  fs::create_directories(incoming());
}

DataFolder::~DataFolder() { close(lock); }

void DataFolder::sweep(const char *kind,
                       const std::vector<std::string> &ids) const {
  const std::set<std::string> known(ids.begin(), ids.end());
  const auto sweepOne = [&known](const fs::path &path) {
    std::error_code ignored;
    if (!known.count(path.filename().string()))
      fs::remove_all(path, ignored);
  };
  for (const auto &entry : fs::directory_iterator(folder / kind))
    if (entry.path().filename().string().size() == 2) // of files
      for (const auto &file : fs::directory_iterator(entry.path()))
        sweepOne(file.path());
    else
      sweepOne(entry.path());
}

} // namespace qsim::server
