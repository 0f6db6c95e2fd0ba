// SPDX-License-Identifier: Apache-2.0
// /api/v1/projects
#include "App.h"
#include "Documents.h"

#include "../base/Problem.h"

namespace qsim::server {
namespace {

std::string nameOf(const Call &call) {
  JsonReader body(call.body);
  std::string name = body.text("name", 1, 120);
  body.finish();
  return name;
}

void removeProject(App &app, const Call &call, const Project &project) {
  for (const Job &job : app.store.jobs.list(call.user.id, project.id))
    if (!job.isEnded())
      app.jobs.cancel(job.id);
  for (const Experiment &experiment :
       app.store.experiments.list(call.user.id, project.id))
    app.removeExperiment(call.user.id, experiment);
  const std::vector<File> files =
      app.store.files.list(call.user.id, project.id);
  const std::vector<Job> jobs = app.store.jobs.list(call.user.id, project.id);
  app.store.projects.remove(call.user.id, project.id);
  std::error_code ignored;
  for (const File &file : files)
    std::filesystem::remove(app.data.file(file.id), ignored);
  for (const Job &job : jobs)
    std::filesystem::remove_all(app.data.job(job.id), ignored);
}

} // namespace

void addProjectRoutes(Router &router, App &app) {
  router.add("GET", "/api/v1/guide", [&app](Call &call) {
    call.reader().finish();
    const std::optional<boost::json::object> guide =
        readObject(std::filesystem::path(app.options.example) / "guide.json");
    if (!guide)
      throw notFound(Reason::no_such_guide);
    return jsonResponse(200, *guide);
  });

  router.add("GET", "/api/v1/projects", [&app](Call &call) {
    call.reader().finish();
    boost::json::array all;
    for (const Project &project : app.store.projects.list(call.user.id))
      all.push_back(documentOf(project));
    return jsonResponse(200, all);
  });

  router
      .add("POST", "/api/v1/projects",
           [&app](Call &call) {
             const Project project =
                 app.store.projects.create(call.user.id, nameOf(call), false);
             app.tellProject(call.user.id, project.id);
             return jsonResponse(201, documentOf(project));
           })
      .json = true;

  router.add("GET", "/api/v1/projects/{project}", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(200, documentOf(app.project(call, call.id("project"))));
  });

  router
      .add("PATCH", "/api/v1/projects/{project}",
           [&app](Call &call) {
             const std::string &id = call.id("project");
             app.project(call, id);
             app.store.projects.rename(call.user.id, id, nameOf(call));
             app.tellProject(call.user.id, id);
             return jsonResponse(200, documentOf(app.project(call, id)));
           })
      .json = true;

  router.add("DELETE", "/api/v1/projects/{project}", [&app](Call &call) {
    const Project project = app.project(call, call.id("project"));
    removeProject(app, call, project);
    app.tellProject(call.user.id, project.id, true);
    return noContent();
  });
}

} // namespace qsim::server
