// SPDX-License-Identifier: Apache-2.0
// Rows to documents.
#include "Documents.h"

#include "../base/Problem.h"
#include "../store/StoredJson.h"

#include <boost/json/parse.hpp>
#include <fstream>

namespace qsim::server {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

/// What evaluations measured, without what only the server needs to know.
json::object scoresOf(json::object scores) {
  scores.erase("set");
  return scores;
}

} // namespace

json::object documentOf(const Project &project) {
  json::object document = {{"id", project.id},
                           {"name", project.name},
                           {"owner", project.ownerName},
                           {"example", project.example},
                           {"created", rfc3339(project.created)},
                           {"changed", rfc3339(project.changed)},
                           {"files", project.files},
                           {"experiments", project.experiments},
                           {"bytes", project.bytes}};
  if (project.bestScores)
    document["best"] = scoresOf(
        storedObject(*project.bestScores, "project " + project.id, "scores"));
  if (project.latestExperiment)
    document["latestExperiment"] = *project.latestExperiment;
  return document;
}

json::object documentOf(const File &file) {
  return {{"id", file.id},
          {"project", file.project},
          {"path", file.path},
          {"kind", file.kind},
          {"bytes", file.bytes},
          {"sha256", file.sha256},
          {"created", rfc3339(file.created)}};
}

json::object documentOf(const Experiment &experiment, Store &store) {
  json::object source = experiment.source;
  const Owner owner = store.projects.ownerOf(experiment.project);
  for (const char *key : {"network", "weights", "names", "overrides", "sys"})
    if (const json::value *id = source.if_contains(key))
      if (!id->is_string() ||
          !store.files.find(owner, std::string(id->get_string())))
        source.erase(key);
  json::object document = {{"id", experiment.id},
                           {"project", experiment.project},
                           {"name", experiment.name},
                           {"state", experiment.state},
                           {"created", rfc3339(experiment.created)},
                           {"options", experiment.options},
                           {"source", std::move(source)},
                           {"edits", experiment.edits},
                           {"scores", scoresOf(experiment.scores)}};
  if (experiment.parent)
    document["parent"] = *experiment.parent;
  if (experiment.job)
    document["job"] = *experiment.job;
  if (experiment.bytes)
    document["bytes"] = *experiment.bytes;
  if (experiment.layers)
    document["layers"] = *experiment.layers;
  if (!experiment.modes.empty())
    document["modes"] = experiment.modes;
  if (experiment.sqnr)
    document["sqnr"] = *experiment.sqnr;
  return document;
}

json::object documentOf(const Job &job,
                        const std::optional<json::object> &progress) {
  json::object document = {{"id", job.id},
                           {"project", job.project},
                           {"kind", job.kind},
                           {"state", job.state},
                           {"title", job.title},
                           {"created", rfc3339(job.created)},
                           {"attempts", job.attempts}};
  if (job.experiment)
    document["experiment"] = *job.experiment;
  if (!job.experimentName.empty())
    document["experimentName"] = job.experimentName;
  for (const char *key : {"mode", "images", "limit"}) // of one that measures
    if (const json::value *value = job.request.if_contains(key))
      document[key] = *value;
  if (job.started)
    document["started"] = rfc3339(*job.started);
  if (job.finished)
    document["finished"] = rfc3339(*job.finished);
  if (progress && job.state == "running")
    document["progress"] = *progress;
  put(document, "note", "noteReason", job.note);
  put(document, "message", "messageReason", job.message);
  put(document, "advice", "adviceReason", job.advice);
  return document;
}

std::optional<json::object> readObject(const fs::path &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return std::nullopt;
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object())
    return std::nullopt;
  return std::move(value.as_object());
}

void writeWhole(const fs::path &path, std::string_view bytes) {
  const fs::path beside = path.string() + ".part";
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.flush();
    if (!file)
      throw unavailable(Reason::cannot_write);
  }
  fs::rename(beside, path);
}

std::int64_t bytesOf(const fs::path &folder) {
  std::int64_t sum = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error))
    if (entry->is_regular_file(error))
      sum += static_cast<std::int64_t>(entry->file_size(error));
  return sum;
}

} // namespace qsim::server
