// SPDX-License-Identifier: Apache-2.0
// Keys of calibrations, and which experiment has one already.
#include "SharedCalibration.h"

#include "../base/Ids.h"

#include <boost/json/serialize.hpp>
#include <fstream>

namespace qsim::server {
namespace json = boost::json;
namespace {

/// Grows where calibrations of an earlier server no longer serve.
constexpr char version[] = "1";

std::string keyIn(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

} // namespace

std::string calibrationKey(Store &store, const Experiment &experiment) {
  const json::object &source = experiment.source;
  const Owner owner = store.projects.ownerOf(experiment.project);
  std::string text = version;
  for (const char *key : {"network", "weights"}) {
    const json::value *id = source.if_contains(key);
    if (!id)
      continue;
    const std::optional<File> file =
        store.files.find(owner, std::string(id->as_string()));
    if (!file)
      return {};
    text += std::string("\n") + key + " " + file->sha256;
  }
  // A calibration is of a network of this name, which is its file's.
  if (const json::value *path = source.if_contains("networkPath"))
    text +=
        "\nname " +
        std::filesystem::path(std::string(path->as_string())).stem().string();
  if (const json::value *seed = source.if_contains("seed"))
    text += "\nseed " + json::serialize(*seed);
  for (const char *key : {"darknetDialect", "resize", "order", "scaleInput",
                          "padValue", "mean", "std", "inputs"})
    if (const json::value *value = experiment.options.if_contains(key))
      text += std::string("\n") + key + " " + json::serialize(*value);
  const json::value *path = source.if_contains("calibration");
  for (const File &file : store.files.under(
           experiment.project, path ? std::string(path->as_string()) : ""))
    if (file.kind == "picture" || file.kind == "tensor" || file.kind == "idx")
      text += "\n" + file.kind + " " + file.sha256;
  return hashed(text);
}

std::optional<Experiment> findCalibrated(Store &store, const DataFolder &data,
                                         const Experiment &experiment,
                                         const std::string &key) {
  if (key.empty())
    return std::nullopt;
  const Owner owner = store.projects.ownerOf(experiment.project);
  for (Experiment &other : store.experiments.list(owner, experiment.project))
    if (other.state == "ready" && other.id != experiment.id &&
        keyIn(data.experiment(other.id) / calibrationKeyFile) == key)
      return std::move(other);
  return std::nullopt;
}

} // namespace qsim::server
