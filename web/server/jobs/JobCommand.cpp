// SPDX-License-Identifier: Apache-2.0
// Command lines of jobs. The files are links: what is deleted or replaced
// meanwhile stays what it was for the job.
#include "JobCommand.h"

#include "SharedCalibration.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../files/IdxHead.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <fstream>
#include <set>

namespace qsim::server {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

/// A part of a path that file systems take: 120 characters may be more bytes
/// than a name can have. A picture's and its labels' stay alike.
std::string fittingPart(const std::string &part) {
  constexpr std::size_t longest = 255, longestEnding = 16;
  if (part.size() <= longest)
    return part;
  std::size_t dot = part.rfind('.');
  if (dot == std::string::npos || part.size() - dot > longestEnding)
    dot = part.size();
  const std::string mark = "-" + hashed(part.substr(0, dot)).substr(0, 16);
  std::size_t end = std::min(dot, longest - longestEnding - mark.size());
  while (end > 0 && (static_cast<unsigned char>(part[end]) & 0xc0) == 0x80)
    --end; // whole characters
  return part.substr(0, end) + mark + part.substr(dot);
}

fs::path fittingPath(const std::string &path) {
  fs::path made;
  for (const fs::path &part : fs::path(path))
    made /= fittingPart(part.string());
  return made;
}

class WorkFolder {
public:
  WorkFolder(Store &store, const DataFolder &data, const Job &job)
      : store(store), data(data), job(job), folder(data.job(job.id) / "work") {
    fs::remove_all(folder);
    fs::create_directories(folder / "files");
  }

  const fs::path &path() const { return folder; }

  /// The file's path seen from the folder.
  std::string add(const File &file) {
    const fs::path inside = fs::path("files") / fittingPath(file.path);
    if (added.insert(file.id).second) {
      fs::create_directories((folder / inside).parent_path());
      fs::create_hard_link(data.file(file.id), folder / inside);
    }
    return inside.string();
  }

  std::string addById(const std::string &id, Reason deleted) {
    const std::optional<File> file =
        store.files.find(store.projects.ownerOf(job.project), id);
    if (!file)
      throw unprocessable(deleted);
    return add(*file);
  }

  /// What `--images` gets: an IDX file or a list of the pictures under a path.
  /// No more than `limit`.
  std::string addPictures(const std::string &path,
                          std::optional<std::int64_t> limit) {
    std::vector<std::string> pictures;
    std::string idx; // a file of many
    std::uint64_t left =
        limit ? static_cast<std::uint64_t>(*limit) : std::uint64_t(-1);
    for (const File &file : store.files.under(job.project, path)) {
      const std::optional<std::uint64_t> count = picturesIn(data, file);
      if (!count) {
        if (file.kind == "idx" || file.kind == "labels" || file.kind == "names")
          add(file);
        continue;
      }
      const std::string name = add(file);
      const std::uint64_t taken = std::min(*count, left);
      if (taken == 0)
        continue;
      left -= taken;
      pictures.push_back(name);
      if (file.kind != "idx")
        continue;
      // In a list its name alone would be one picture.
      pictures.back() += "#0.." + std::to_string(taken - 1);
      idx = taken == *count ? name : pictures.back();
    }
    // The labels of an IDX file, and of a single picture, lie beside it.
    if (pictures.size() == 1)
      for (const File &file : store.files.under(job.project, parentOf(path)))
        if (file.kind == "idx" || file.kind == "labels")
          add(file);
    if (pictures.size() == 1 && !idx.empty())
      return idx;
    if (pictures.empty())
      throw unprocessable(
          path.empty() ? Said(Reason::no_pictures_in_project)
                       : Said(Reason::no_pictures_under, {{"path", path}}));
    std::ofstream list(folder / "pictures.txt", std::ios::binary);
    for (const std::string &picture : pictures)
      list << picture << "\n";
    return "pictures.txt";
  }

  /// The ranges that another experiment has measured, for `--calibration`;
  /// nothing where its package has gone meanwhile.
  std::optional<std::string> addCalibration(const Experiment &from) {
    const fs::path inside = "calibration";
    fs::create_directories(folder / inside);
    std::error_code error;
    for (const char *name : {"calibration.yaml", "calibration.hist"}) {
      fs::create_hard_link(data.package(from.id) / name, folder / inside / name,
                           error);
      if (error)
        return std::nullopt;
    }
    return (inside / "calibration.yaml").string();
  }

  void write(const char *name, const std::string &content) {
    std::ofstream(folder / name, std::ios::binary) << content;
  }

private:
  static std::string parentOf(const std::string &path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
  }

  Store &store;
  const DataFolder &data;
  const Job &job;
  fs::path folder;
  std::set<std::string> added;
};

std::string textOf(const json::value &value) {
  if (value.is_string())
    return std::string(value.get_string());
  if (!value.is_double())
    return json::serialize(value);
  char text[32]; // 99.5, where JSON's writer has 9.95E1
  return {text,
          std::to_chars(text, text + sizeof text, value.get_double()).ptr};
}

const json::value *member(const json::object &object, const char *key) {
  return object.if_contains(key);
}

/// `--images LIST`, or `--calibration FILE` where an experiment of the project
/// has measured the same already.
void addRanges(WorkFolder &work, Store &store, const DataFolder &data,
               const Experiment &experiment, JobCommand &command) {
  const std::string key = calibrationKey(store, experiment);
  work.write(calibrationKeyFile, key);
  if (const std::optional<Experiment> other =
          findCalibrated(store, data, experiment, key))
    if (const std::optional<std::string> file = work.addCalibration(*other)) {
      command.note = {Reason::ranges_shared, {{"experiment", other->name}}};
      command.arguments.insert(command.arguments.end(),
                               {"--calibration", *file});
      return;
    }
  const json::value *calibration = member(experiment.source, "calibration");
  command.arguments.insert(
      command.arguments.end(),
      {"--images",
       work.addPictures(calibration ? textOf(*calibration) : std::string(),
                        std::nullopt)});
}

JobCommand compileCommand(WorkFolder &work, Store &store,
                          const DataFolder &data,
                          const Experiment &experiment) {
  const json::object &source = experiment.source;
  JobCommand command = {work.path(), {"compile"}};
  std::vector<std::string> &arguments = command.arguments;
  if (!member(source, "network"))
    throw unprocessable(Reason::deleted_network);
  arguments.push_back(work.addById(textOf(*member(source, "network")),
                                   Reason::deleted_network));
  const auto addFile = [&](const char *key, const char *option,
                           Reason deleted) {
    if (const json::value *id = member(source, key)) {
      arguments.push_back(option);
      arguments.push_back(work.addById(textOf(*id), deleted));
    }
  };
  addFile("weights", "--weights", Reason::deleted_weights);
  if (const json::value *seed = member(source, "seed")) {
    arguments.push_back("--seed");
    arguments.push_back(textOf(*seed));
  }
  addFile("names", "--names", Reason::deleted_names);
  addFile("overrides", "--overrides", Reason::deleted_overrides);
  addFile("sys", "--sys", Reason::deleted_sys);
  addRanges(work, store, data, experiment, command);
  for (std::string &argument : compileArguments(experiment.options))
    arguments.push_back(std::move(argument));
  arguments.insert(arguments.end(), {"-o", compiledPackage, "--json"});
  return command;
}

/// As far as its graph tells.
bool isClassifier(const DataFolder &data, const std::string &experiment) {
  std::ifstream file(data.graph(experiment), std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  boost::system::error_code error;
  const json::value graph = json::parse(text, error);
  const json::value *detector = !error && graph.is_object()
                                    ? graph.get_object().if_contains("detector")
                                    : nullptr;
  return detector && detector->is_bool() && !detector->get_bool();
}

std::vector<std::string> measuringCommand(WorkFolder &work,
                                          const DataFolder &data,
                                          const Job &job,
                                          const Experiment &experiment) {
  const json::object &request = job.request;
  const json::value *limit = member(request, "limit");
  std::vector<std::string> arguments = {
      job.kind == "evaluate" ? "eval" : job.kind,
      data.package(experiment.id).string(),
      "--mode",
      textOf(request.at("mode")),
      "--images",
      work.addPictures(textOf(request.at("images")),
                       limit ? std::optional(limit->to_number<std::int64_t>())
                             : std::nullopt)};
  const json::value *names = member(experiment.source, "names");
  // Then classes are looked for by name in the pictures' paths.
  if (names && job.kind != "compare" && isClassifier(data, experiment.id)) {
    arguments.push_back("--labels");
    arguments.push_back(work.addById(textOf(*names), Reason::deleted_names));
  }
  arguments.push_back("--json");
  return arguments;
}

} // namespace

std::vector<std::string> compileArguments(const json::object &options) {
  static const std::vector<std::pair<const char *, const char *>> names = {
      {"method", "--method"},
      {"percentile", "--percentile"},
      {"activations", "--activations"},
      {"scale", "--scale"},
      {"granularity", "--granularity"},
      {"log2Form", "--log2-form"},
      {"activationWidth", "--activation-width"},
      {"weightWidth", "--weight-width"},
      {"headWidth", "--head-width"},
      {"darknetDialect", "--darknet-dialect"},
      {"resize", "--resize"},
      {"order", "--order"},
      {"scaleInput", "--scale-input"},
      {"padValue", "--pad-value"}};
  std::vector<std::string> arguments;
  for (const auto &[key, option] : names)
    if (const json::value *value = options.if_contains(key)) {
      arguments.push_back(option);
      arguments.push_back(textOf(*value));
    }
  // May begin with a minus: an option of its own, else.
  for (const char *key : {"mean", "std"})
    if (const json::value *value = options.if_contains(key))
      arguments.push_back(std::string("--") + key + "=" + textOf(*value));
  if (const json::value *correct = options.if_contains("biasCorrection"))
    if (correct->is_bool() && !correct->get_bool())
      arguments.push_back("--no-bias-correction");
  if (const json::value *inputs = options.if_contains("inputs"))
    for (const json::value &input : inputs->as_array()) {
      arguments.push_back("--input");
      arguments.push_back(textOf(input));
    }
  return arguments;
}

JobCommand prepareJob(Store &store, const DataFolder &data, const Job &job) {
  const std::optional<Experiment> experiment =
      store.experiments.find(job.experiment.value_or(""));
  if (!experiment)
    throw unprocessable(Reason::deleted_experiment);
  if (job.kind != "compile" && experiment->state != "ready")
    throw unprocessable(
        {Reason::job_not_compiled, {{"experiment", experiment->name}}});
  WorkFolder work(store, data, job);
  if (job.kind == "compile")
    return compileCommand(work, store, data, *experiment);
  return {work.path(), measuringCommand(work, data, job, *experiment)};
}

} // namespace qsim::server
