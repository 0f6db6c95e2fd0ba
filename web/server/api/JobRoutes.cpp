// SPDX-License-Identifier: Apache-2.0
// Jobs: queued, looked at, cancelled, retried.
#include "App.h"
#include "Documents.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../files/FileVault.h"
#include "../files/IdxHead.h"

#include <algorithm>
#include <set>

namespace qsim::server {
namespace {

/// Whether the graph tells of a detector: of one that is compiled still, nobody
/// knows.
bool isDetector(const App &app, const Experiment &experiment) {
  const std::optional<boost::json::object> graph =
      readObject(app.data.graph(experiment.id));
  const boost::json::value *detector =
      graph ? graph->if_contains("detector") : nullptr;
  return detector && detector->is_bool() && detector->get_bool();
}

/// Refuses what cannot be measured on the files under the path.
void checkImages(App &app, const Project &project, const Experiment &experiment,
                 const std::string &kind, const std::string &images) {
  const auto stemOf = [](const std::string &path) {
    return std::filesystem::path(path).replace_extension().string();
  };
  std::set<std::string> stems;
  bool any = false;
  for (const File &file : app.store.files.under(project.id, images)) {
    const bool picture = file.kind == "picture" || file.kind == "tensor";
    any = any || picture || hasPictures(app.data, file);
    if (picture)
      stems.insert(stemOf(file.path));
  }
  if (!any)
    throw unprocessable(
        images.empty() ? Said(Reason::no_pictures)
                       : Said(Reason::no_pictures_under, {{"path", images}}));
  if (kind == "compare" || stems.empty() || !isDetector(app, experiment))
    return;
  for (const File &file :
       app.store.files.list(app.store.projects.ownerOf(project.id), project.id))
    // A file of labels may look like one of names.
    if (std::filesystem::path(file.path).extension() == ".txt" &&
        stems.count(stemOf(file.path)))
      return;
  throw unprocessable(Reason::no_labels);
}

Response createJob(App &app, Call &call) {
  const Project project = app.project(call, call.id("project"));
  JsonReader body(call.body);
  Job job;
  job.kind = body.word("kind", {"evaluate", "compare", "cross"});
  const std::string experimentId = body.id("experiment");
  const std::optional<Experiment> experiment =
      app.store.experiments.find(call.user.id, experimentId);
  if (!experiment || experiment->project != project.id)
    throw unprocessable(Reason::key_experiment);
  needCompilation(*experiment);
  const std::string mode =
      body.optionalWord("mode", {"float", "hybrid", "int"}).value_or("int");
  if (mode == "float" && job.kind != "evaluate")
    throw unprocessable({Reason::mode_compares, {{"kind", job.kind}}});
  if (experiment->state == "ready" && !experiment->modes.empty() &&
      std::find(experiment->modes.begin(), experiment->modes.end(),
                boost::json::value(mode)) == experiment->modes.end())
    throw unprocessable({Reason::mode_missing,
                         {{"experiment", experiment->name}, {"mode", mode}}});
  const std::string images = body.text("images", 0, 240);
  const std::optional<std::int64_t> limit =
      body.optionalInteger("limit", 1, 1'000'000);
  body.finish();
  checkImages(app, project, *experiment, job.kind, images);
  job.project = project.id;
  job.experiment = experiment->id;
  job.request = {{"mode", mode}, {"images", images}};
  if (limit)
    job.request["limit"] = *limit;
  return jsonResponse(201, app.document(app.createJob(job)));
}

/// A file that may not be there yet is empty.
Response logOf(App &app, const Call &call) {
  call.reader().finish();
  const Job job = app.job(call, call.id("job"));
  const std::filesystem::path log = app.jobs.log(job.id);
  if (!std::filesystem::exists(log)) {
    rangeOf(*call.request, 0);
    return response(200, "", "text/plain; charset=utf-8");
  }
  return fileResponse(*call.request, log, job.kind + "-" + job.id + ".log",
                      "text/plain; charset=utf-8");
}

Response resultOf(App &app, const Call &call) {
  call.reader().finish();
  const Job job = app.job(call, call.id("job"));
  if (job.state != "done")
    throw conflict(Reason::job_no_result);
  return fileResponse(*call.request, app.jobs.result(job.id),
                      job.kind + "-" + job.id + ".json", "application/json");
}

Response retry(App &app, const Call &call) {
  const Job job = app.job(call, call.id("job"));
  std::optional<Experiment> experiment;
  if (job.kind == "compile" && job.experiment)
    experiment = app.store.experiments.find(*job.experiment);
  if (!app.store.jobs.requeue(job.id))
    throw conflict(Reason::job_no_retry);
  if (experiment) {
    experiment->state = "compiling";
    app.store.experiments.update(*experiment);
    app.tellExperiment(*experiment);
  }
  const Job queued = app.job(call, job.id);
  app.tellJob(queued);
  app.jobs.wake();
  return jsonResponse(200, app.document(queued));
}

} // namespace

void addJobRoutes(Router &router, App &app) {
  router.add("GET", "/api/v1/projects/{project}/jobs", [&app](Call &call) {
    call.reader().finish();
    const Project project = app.project(call, call.id("project"));
    boost::json::array all;
    for (const Job &job : app.store.jobs.list(call.user.id, project.id))
      all.push_back(app.document(job));
    return jsonResponse(200, all);
  });
  router
      .add("POST", "/api/v1/projects/{project}/jobs",
           [&app](Call &call) { return createJob(app, call); })
      .json = true;
  router.add("GET", "/api/v1/jobs/{job}", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(200, app.document(app.job(call, call.id("job"))));
  });
  router.add("GET", "/api/v1/jobs/{job}/log",
             [&app](Call &call) { return logOf(app, call); });
  router.add("GET", "/api/v1/jobs/{job}/result",
             [&app](Call &call) { return resultOf(app, call); });
  router.add("POST", "/api/v1/jobs/{job}/cancel", [&app](Call &call) {
    const Job job = app.job(call, call.id("job"));
    if (job.isEnded())
      throw conflict(Reason::job_ended);
    app.jobs.cancel(job.id);
    return jsonResponse(200, app.document(app.job(call, job.id)));
  });
  router.add("POST", "/api/v1/jobs/{job}/retry",
             [&app](Call &call) { return retry(app, call); });
}

} // namespace qsim::server
