// SPDX-License-Identifier: Apache-2.0
// Experiments: made of files, compiled by a job, looked at.
#include "App.h"
#include "Documents.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../files/FileVault.h"
#include "../files/IdxHead.h"
#include "../files/Kinds.h"

#include <algorithm>
#include <limits>

namespace qsim::server {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

bool isResize(std::string_view text) {
  for (const char *word :
       {"stretch", "letterbox", "letterbox-topleft", "center-crop"})
    if (text == word)
      return true;
  constexpr std::string_view crop = "crop:";
  const std::string_view side =
      text.substr(0, crop.size()) == crop ? text.substr(crop.size()) : "";
  if (side.empty() || side.size() > 5 ||
      side.find_first_not_of("0123456789") != std::string_view::npos)
    return false;
  const int pixels = std::stoi(std::string(side));
  return pixels >= 1 && pixels <= 65536;
}

/// Such as 0.5 or 1e2,-3,+4: what exactly it means is qsim's to judge, but
/// there must be one number or three.
bool isNumbers(std::string_view text) {
  const auto commas = std::count(text.begin(), text.end(), ',');
  return text.find_first_not_of("-+0123456789.eE,") == std::string_view::npos &&
         (commas == 0 || commas == 2) && text.front() != ',' &&
         text.back() != ',' && text.find(",,") == std::string_view::npos;
}

/// Copies what is given and right; the keys of CompileOptions.
json::object optionsOf(const json::object &given) {
  JsonReader reader(given, "options.");
  const auto fits = [&](const char *key, bool (*good)(std::string_view),
                        Reason wanted) {
    const std::optional<std::string> text = reader.optionalText(key, 1, 80);
    if (text && !good(*text))
      reader.refuse(key, wanted);
  };
  reader.optionalWord("method",
                      {"kl", "log2", "minmax", "mse", "octav", "percentile"});
  reader.optionalNumber("percentile", 50, 100);
  reader.optionalWord("activations", {"symmetric", "asymmetric"});
  reader.optionalWord("scale", {"any", "log2"});
  reader.optionalWord("granularity", {"channel", "tensor"});
  reader.optionalWord("log2Form", {"min-error", "non-overflow"});
  for (const char *key : {"activationWidth", "weightWidth", "headWidth"})
    reader.optionalInteger(key, 2, 16);
  reader.optionalBoolean("biasCorrection");
  reader.optionalWord("darknetDialect",
                      {"pjreddie", "alexeyab", "yolo2_light"});
  fits("resize", isResize, Reason::key_resize);
  reader.optionalWord("order", {"rgb", "bgr"});
  if (const std::optional<std::int64_t> scale =
          reader.optionalInteger("scaleInput", 1, 255);
      scale && *scale != 1 && *scale != 255)
    reader.refuse("scaleInput", Reason::key_scale_input);
  for (const char *key : {"mean", "std"})
    fits(key, isNumbers, Reason::key_numbers);
  reader.optionalNumber("padValue", 0, 255);
  if (given.contains("inputs")) {
    for (const json::value &input : reader.array("inputs", 16))
      if (!input.is_string() || input.get_string().size() > 200)
        reader.refuse("inputs", Reason::key_inputs);
      else
        reader.check("inputs", input.get_string());
  }
  reader.finish();
  return given;
}

class SourceReader {
public:
  SourceReader(App &app, const Call &call, const Project &project)
      : app(app), call(call), project(project), reader(call.body) {}

  json::object read() {
    const File network = *file("network", {"darknet-cfg", "onnx"}, true);
    source["network"] = network.id;
    source["networkPath"] = network.path;
    if (network.bytes < 16)
      throw unprocessable(
          {Reason::network_short,
           {{"path", network.path}, {"bytes", std::to_string(network.bytes)}}});
    isDarknet = network.kind == "darknet-cfg";
    const bool weights =
        add("weights", {"darknet-weights"}, network.kind == "darknet-cfg");
    const std::optional<std::int64_t> seed = reader.optionalInteger(
        "seed", 0, std::numeric_limits<std::int64_t>::max());
    if (seed)
      source["seed"] = *seed;
    if (weights && seed)
      throw unprocessable(Reason::weights_and_seed);
    if (!weights && !seed && network.kind == "darknet-cfg")
      throw unprocessable(Reason::weights_missing);
    add("names", {"names", "labels"}, true);
    add("overrides", {"overrides"}, true);
    add("sys", {"sys"}, true);
    const std::string calibration =
        reader.optionalText("calibration", 0, 240).value_or("");
    const std::vector<File> pictures =
        app.store.files.under(project.id, calibration);
    if (std::none_of(pictures.begin(), pictures.end(), [&](const File &file) {
          return hasPictures(app.data, file);
        }))
      throw unprocessable(
          calibration.empty()
              ? Said(Reason::no_calibration)
              : Said(Reason::no_calibration_under, {{"path", calibration}}));
    source["calibration"] = calibration;
    return std::move(source);
  }

  JsonReader &rest() { return reader; }

  void check(const json::object &options) const {
    const json::value *inputs = options.if_contains("inputs");
    if (isDarknet && inputs && !inputs->as_array().empty())
      throw unprocessable(Reason::inputs_darknet);
  }

private:
  std::optional<File> file(const char *key,
                           const std::vector<std::string> &kinds, bool need) {
    const std::optional<std::string> id =
        need ? std::optional(reader.id(key)) : reader.optionalId(key);
    if (!id)
      return std::nullopt;
    const std::optional<File> found = app.store.files.find(call.user.id, *id);
    if (!found || found->project != project.id)
      throw unprocessable({Reason::key_file, {{"key", key}}});
    if (std::find(kinds.begin(), kinds.end(), found->kind) == kinds.end())
      throw unprocessable({Reason::key_file_kind,
                           {{"key", key},
                            {"path", found->path},
                            {"kind", found->kind},
                            {"wanted", kinds[0]}}});
    return found;
  }

  bool add(const char *key, const std::vector<std::string> &kinds,
           bool sensible) {
    const std::optional<File> found = file(key, kinds, false);
    if (found && !sensible)
      throw unprocessable({Reason::weights_onnx, {{"key", key}}});
    if (found)
      source[key] = found->id;
    return found.has_value();
  }

  App &app;
  const Call &call;
  const Project &project;
  bool isDarknet = false;
  JsonReader reader;
  json::object source;
};

Response createExperiment(App &app, Call &call) {
  const Project project = app.project(call, call.id("project"));
  SourceReader source(app, call, project);
  Experiment experiment;
  experiment.id = newId();
  experiment.project = project.id;
  experiment.created = now();
  experiment.source = source.read();
  experiment.name = source.rest().text("name", 1, 120);
  experiment.options = optionsOf(source.rest().object_("options"));
  source.rest().finish();
  source.check(experiment.options);
  return jsonResponse(
      201,
      documentOf(app.createExperiment(call.user.id, experiment), app.store));
}

Response graphOf(App &app, const Call &call) {
  call.reader().finish();
  const Experiment experiment = app.experiment(call, call.id("experiment"));
  needPackage(experiment);
  const std::string tag = "\"graph-" + experiment.id + "\"";
  if (call.request->header("If-None-Match") == tag) {
    Response same;
    same.status = 304;
    same.headers = {{"ETag", tag}};
    return same;
  }
  const std::optional<json::object> graph =
      readObject(app.data.graph(experiment.id));
  if (!graph)
    throw unavailable(Reason::experiment_graph);
  Response made = jsonResponse(200, *graph);
  made.headers.push_back({"ETag", tag});
  made.headers.push_back({"Cache-Control", "private, no-cache"});
  return made;
}

Response listPackage(App &app, const Call &call) {
  call.reader().finish();
  const Experiment experiment = app.experiment(call, call.id("experiment"));
  needPackage(experiment);
  const fs::path package = app.data.package(experiment.id);
  std::vector<std::pair<std::string, std::uint64_t>> files;
  for (const auto &entry : fs::recursive_directory_iterator(package))
    if (entry.is_regular_file())
      files.emplace_back(entry.path().lexically_relative(package).string(),
                         entry.file_size());
  std::sort(files.begin(), files.end());
  json::array all;
  for (const auto &[name, bytes] : files)
    all.push_back({{"name", name}, {"bytes", bytes}});
  return jsonResponse(200, all);
}

Response downloadPackageFile(App &app, const Call &call) {
  call.reader().finish();
  const Experiment experiment = app.experiment(call, call.id("experiment"));
  needPackage(experiment);
  const std::string &name = call.part("name");
  try {
    checkPath(name);
  } catch (const Problem &) {
    throw notFound(Reason::no_such_file);
  }
  Response made = fileResponse(
      *call.request, app.data.package(experiment.id) / name,
      name.substr(name.rfind('/') + 1), "application/octet-stream");
  made.headers.push_back({"Cache-Control", "private, no-cache"});
  return made;
}

} // namespace

void addExperimentRoutes(Router &router, App &app) {
  router.add("GET", "/api/v1/projects/{project}/experiments",
             [&app](Call &call) {
               call.reader().finish();
               const Project project = app.project(call, call.id("project"));
               json::array all;
               for (const Experiment &experiment :
                    app.store.experiments.list(call.user.id, project.id))
                 all.push_back(documentOf(experiment, app.store));
               return jsonResponse(200, all);
             });
  router
      .add("POST", "/api/v1/projects/{project}/experiments",
           [&app](Call &call) { return createExperiment(app, call); })
      .json = true;
  router.add("GET", "/api/v1/experiments/{experiment}", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(
        200,
        documentOf(app.experiment(call, call.id("experiment")), app.store));
  });
  router
      .add("PATCH", "/api/v1/experiments/{experiment}",
           [&app](Call &call) {
             const std::string &id = call.id("experiment");
             app.experiment(call, id);
             JsonReader body(call.body);
             const std::string name = body.text("name", 1, 120);
             body.finish();
             app.store.experiments.rename(call.user.id, id, name);
             const Experiment renamed = app.experiment(call, id);
             app.tellExperiment(renamed);
             return jsonResponse(200, documentOf(renamed, app.store));
           })
      .json = true;
  router.add("DELETE", "/api/v1/experiments/{experiment}", [&app](Call &call) {
    const Experiment experiment = app.experiment(call, call.id("experiment"));
    app.removeExperiment(call.user.id, experiment);
    app.store.projects.touch(experiment.project);
    app.tellExperiment(experiment, true);
    return noContent();
  });
  router.add("GET", "/api/v1/experiments/{experiment}/graph",
             [&app](Call &call) { return graphOf(app, call); });
  router.add("GET", "/api/v1/experiments/{experiment}/files",
             [&app](Call &call) { return listPackage(app, call); });
  router.add("GET", "/api/v1/experiments/{experiment}/files/{name...}",
             [&app](Call &call) { return downloadPackageFile(app, call); });
}

} // namespace qsim::server
