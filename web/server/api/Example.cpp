// SPDX-License-Identifier: Apache-2.0
// The project that an empty data folder begins with: a small detector, its
// pictures and two experiments.
#include "App.h"
#include "Documents.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../files/FileVault.h"
#include "../files/Kinds.h"

#include <algorithm>
#include <fstream>
#include <spdlog/spdlog.h>

namespace qsim::server {
namespace fs = std::filesystem;
namespace {

/// All files that qsim reads, by path.
void addFiles(App &app, const Project &project, const fs::path &folder) {
  std::vector<fs::path> paths;
  for (const auto &entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::string bytes(256 << 10, '\0');
  for (const fs::path &path : paths) {
    const std::string inside = path.lexically_relative(folder).generic_string();
    if (inside == "guide.json")
      continue; // for the pages, not of the project
    std::ifstream file(path, std::ios::binary);
    IncomingFile incoming(app.data, largestUpload);
    while (file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())),
           file.gcount() > 0)
      incoming.write(std::string_view(bytes).substr(
          0, static_cast<std::size_t>(file.gcount())));
    std::optional<File> before;
    incoming.keep(app.store, project.id, inside, before);
  }
}

void addExperiment(App &app, const User &user, const Project &project,
                   const std::string &name,
                   const boost::json::object &options) {
  Experiment experiment;
  experiment.id = newId();
  experiment.project = project.id;
  experiment.created = now();
  experiment.name = name;
  experiment.options = options;
  experiment.source["calibration"] = "calib";
  for (const auto &[key, path] : {std::pair("network", "scenes.cfg"),
                                  {"weights", "scenes.weights"},
                                  {"names", "scenes.names"}})
    experiment.source[key] = app.store.files.findPath(project.id, path)->id;
  experiment.source["networkPath"] = "scenes.cfg";
  app.createExperiment(user.id, experiment);
  for (const char *mode : {"float", "int"}) {
    Job job;
    job.kind = "evaluate";
    job.project = project.id;
    job.experiment = experiment.id;
    job.request = {{"mode", mode}, {"images", "test"}};
    app.createJob(job);
  }
}

} // namespace

void makeExample(App &app, const User &user) {
  const fs::path folder = app.options.example;
  if (!fs::exists(folder / "scenes.cfg")) {
    spdlog::warn("{}: no example is there", folder.string());
    return;
  }
  const Project project =
      app.store.projects.create(user.id, "Example: scenes", true);
  try {
    addFiles(app, project, folder);
    // The one that the guided path walks through was found for its story.
    const std::optional<boost::json::object> guide =
        readObject(folder / "guide.json");
    if (guide)
      addExperiment(app, user, project,
                    guide->at("experiment").as_string().c_str(),
                    guide->at("options").as_object());
    addExperiment(app, user, project, "log2", {{"method", "log2"}});
    addExperiment(app, user, project, "mse asymmetric",
                  {{"method", "mse"}, {"activations", "asymmetric"}});
  } catch (const std::exception &error) {
    // Without it the server is as good as with it.
    spdlog::error("the example could not be made: {}", error.what());
    app.store.projects.remove(user.id, project.id);
  }
}

} // namespace qsim::server
