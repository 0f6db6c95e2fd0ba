// SPDX-License-Identifier: Apache-2.0
// The pictures in the folders of simulations: put there, found again, and named
// as the person named them.
#include "Supervisor.h"

#include "../base/Text.h"

#include <algorithm>

namespace qsim::server {
namespace fs = std::filesystem;

/// In a simulation's folder: the ending tells an engine the kind.
static std::string nameOf(const File &picture) {
  return picture.id + fs::path(picture.path).extension().string();
}

std::string Supervisor::linkPicture(const std::string &id,
                                    const File &picture) {
  const fs::path folder = data.simulation(id) / "pictures";
  fs::create_directories(folder);
  const std::string name = nameOf(picture);
  std::error_code error;
  fs::create_hard_link(data.file(picture.id), folder / name, error);
  if (error && error != std::errc::file_exists)
    throw notFound(Reason::no_such_picture);
  return name;
}

/// Of a data folder that was copied, the folders of simulations may be missing:
/// a picture that the project still has is put there again.
bool Supervisor::findPicture(SimulationRecord &record) {
  if (fs::exists(data.simulation(record.id) / "pictures" / record.file))
    return true;
  const std::optional<File> picture =
      store.files.find(record.owner, record.picture);
  if (!picture)
    return false;
  try {
    record.file = linkPicture(record.id, *picture);
  } catch (const Problem &) {
    return false;
  }
  return true;
}

/// What an engine says of files, by the names that the person gave them.
std::string Supervisor::forPerson(const SimulationRecord &record,
                                  std::string message) {
  const std::string pictures =
      (data.simulation(record.id) / "pictures").string() + "/";
  for (std::size_t at = 0;
       (at = message.find(pictures, at)) != std::string::npos;) {
    message.erase(at, pictures.size());
    const std::size_t end = std::min(message.find('.', at), message.size());
    const std::optional<File> file =
        store.files.find(record.owner, message.substr(at, end - at));
    if (!file)
      continue;
    const std::string name = nameOf(*file);
    if (message.compare(at, name.size(), name) == 0)
      message.replace(at, name.size(), file->path);
    at += file->path.size();
  }
  message = withoutFolder(std::move(message),
                          data.package(record.experiment).string());
  return withoutFolder(std::move(message), data.root().string());
}

} // namespace qsim::server
