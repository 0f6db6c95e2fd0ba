// SPDX-License-Identifier: Apache-2.0
// The parts put together, and what one noun's change means for the others.
#include "App.h"
#include "Documents.h"
#include "Results.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../jobs/SharedCalibration.h"
#include "../simulations/GraphReader.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <spdlog/spdlog.h>

namespace qsim::server {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

SupervisorOptions supervisorOptions(const Options &options) {
  SupervisorOptions made;
  made.engine.program = options.engine;
  made.engine.memoryMiB = options.simulationMemory;
  made.atMost = options.maxSimulations;
  made.idle = std::chrono::minutes(options.idleMinutes);
  return made;
}

} // namespace

App::App(const Options &options, Origins origins)
    : options(options), origins(std::move(origins)), data(options.data),
      store(data.database()), sessions(store, this->origins.isSecure()),
      supervisor(store, data, supervisorOptions(options), supervisorHooks()),
      jobs(store, data, {options.program, options.jobs}, jobHooks()) {}

void App::start() {
  data.sweep("files", store.files.allIds());
  data.sweep("experiments", store.experiments.allIds());
  data.sweep("jobs", store.jobs.allIds());
  supervisor.start();
  jobs.start();
}

void App::makeFirstProject() {
  const User user = store.users.builtIn();
  if (store.projects.none())
    makeExample(*this, user);
}

void App::stop() {
  supervisor.stop();
  jobs.stop();
  hub.closeAll();
}

void App::printSignInLink() {
  std::printf("sign in: %s/sign-in#%s\n", origins.publicUrl().c_str(),
              sessions.newSignInToken().c_str());
  std::fflush(stdout);
}

Project App::project(const Call &call, const std::string &id) {
  std::optional<Project> found = store.projects.find(call.user.id, id);
  if (!found)
    throw notFound(Reason::no_such_project);
  return std::move(*found);
}

File App::file(const Call &call, const std::string &id) {
  std::optional<File> found = store.files.find(call.user.id, id);
  if (!found)
    throw notFound(Reason::no_such_file);
  return std::move(*found);
}

Experiment App::experiment(const Call &call, const std::string &id) {
  std::optional<Experiment> found = store.experiments.find(call.user.id, id);
  if (!found)
    throw notFound(Reason::no_such_experiment);
  return std::move(*found);
}

Job App::job(const Call &call, const std::string &id) {
  std::optional<Job> found = store.jobs.find(call.user.id, id);
  if (!found)
    throw notFound(Reason::no_such_job);
  return std::move(*found);
}

void App::tellProject(const Owner &owner, const std::string &id, bool gone) {
  json::object event = {{"kind", "project"}, {"project", id}};
  if (gone)
    event["gone"] = true;
  hub.tell(owner, event);
}

void App::tellFile(const Owner &owner, const File &file, bool gone) {
  json::object event = {
      {"kind", "file"}, {"project", file.project}, {"file", file.id}};
  if (gone)
    event["gone"] = true;
  hub.tell(owner, event);
}

void App::tellExperiment(const Experiment &experiment, bool gone) {
  json::object event = {{"kind", "experiment"},
                        {"project", experiment.project},
                        {"experiment", documentOf(experiment, store)}};
  if (gone)
    event["gone"] = true;
  hub.tell(store.projects.ownerOf(experiment.project), event);
}

void App::tellJob(const Job &job) {
  hub.tell(store.projects.ownerOf(job.project),
           {{"kind", "job"}, {"project", job.project}, {"job", document(job)}});
}

json::object App::document(const Job &job) {
  return documentOf(job, jobs.progress(job.id));
}

Experiment App::createExperiment(const Owner &, Experiment experiment) {
  Job job;
  job.id = newId();
  job.project = experiment.project;
  job.experiment = experiment.id;
  job.kind = "compile";
  job.title = "Compile " + experiment.name;
  job.experimentName = experiment.name;
  job.created = now();
  experiment.job = job.id;
  {
    Transaction transaction(store.database);
    store.experiments.add(experiment);
    store.jobs.add(job);
    store.projects.touch(experiment.project);
    transaction.commit();
  }
  tellExperiment(experiment);
  tellJob(job);
  jobs.wake();
  return experiment;
}

Job App::createJob(Job job) {
  const Experiment experiment = *store.experiments.find(*job.experiment);
  std::string mode(job.request.at("mode").as_string());
  for (char &c : mode)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  job.id = newId();
  job.created = now();
  job.experimentName = experiment.name;
  job.title = job.kind == "evaluate"
                  ? "Evaluate " + experiment.name + " in " + mode
              : job.kind == "compare"
                  ? "Compare " + experiment.name + " in " + mode +
                        " with FLOAT, layer by layer"
                  : "Cross FLOAT and " + mode + " in " + experiment.name;
  store.jobs.add(job);
  tellJob(job);
  jobs.wake();
  return job;
}

void App::removeExperiment(const Owner &owner, const Experiment &experiment) {
  const std::vector<Job> ofIt = store.jobs.ofExperiment(experiment.id);
  for (const Job &job : ofIt)
    if (!job.isEnded())
      jobs.cancel(job.id);
  supervisor.closeAllOf(experiment.id);
  store.experiments.remove(owner, experiment.id);
  std::error_code ignored;
  fs::remove_all(data.experiment(experiment.id), ignored);
  for (const Job &job : ofIt)
    fs::remove_all(data.job(job.id), ignored);
}

SupervisorHooks App::supervisorHooks() {
  return {
      [this](const Owner &owner, const json::object &document, bool gone) {
        json::object event = {{"kind", "simulation"}, {"simulation", document}};
        if (gone)
          event["gone"] = true;
        hub.tell(owner, event);
      },
      [this](const Owner &owner, const std::string &id, int layer) {
        hub.tell(owner, {{"kind", "progress"},
                         {"progress", {{"simulation", id}, {"layer", layer}}}});
      }};
}

void App::readPackage(Experiment &experiment) {
  const fs::path package = data.package(experiment.id);
  const GraphFacts facts =
      readGraph(supervisor.engineOptions(), package, data.incoming() / newId());
  writeWhole(data.graph(experiment.id), json::serialize(facts.document));
  experiment.modes = facts.modes;
  experiment.layers = facts.layers;
  experiment.bytes = facts.bytes;
  experiment.packageBytes = bytesOf(package);
}

JobHooks App::jobHooks() {
  return {[this](const Job &job) { tellJob(job); },
          [this](const Job &job, const std::string &printed) {
            jobSucceeded(job, printed);
          },
          [this](const Job &job) { jobFailed(job); }};
}

void App::jobSucceeded(const Job &job, const std::string &printed) {
  std::optional<Experiment> experiment =
      store.experiments.find(job.experiment.value_or(""));
  if (!experiment)
    return; // deleted meanwhile
  if (job.kind == "compile") {
    const fs::path package = data.package(experiment->id);
    fs::remove_all(data.experiment(experiment->id));
    fs::create_directories(package.parent_path());
    const fs::path work = data.job(job.id) / "work";
    fs::rename(work / compiledPackage, package);
    fs::rename(work / calibrationKeyFile,
               data.experiment(experiment->id) / calibrationKeyFile);
    readPackage(*experiment);
    experiment->state = "ready";
  } else {
    applyResult(*experiment, job, printed,
                readObject(data.graph(experiment->id)));
  }
  // Of what it measures, another job may have written meanwhile.
  store.experiments.update(*experiment);
  store.projects.touch(experiment->project);
  tellExperiment(*experiment);
}

void App::jobFailed(const Job &job) {
  if (job.kind != "compile")
    return;
  std::optional<Experiment> experiment =
      store.experiments.find(job.experiment.value_or(""));
  if (!experiment || experiment->state == job.state)
    return;
  experiment->state = job.state; // failed or cancelled
  store.experiments.update(*experiment);
  tellExperiment(*experiment);
}

void needCompilation(const Experiment &experiment) {
  if (experiment.state == "failed")
    throw conflict(Reason::experiment_failed);
  if (experiment.state == "cancelled")
    throw conflict(Reason::experiment_cancelled);
}

void needPackage(const Experiment &experiment) {
  needCompilation(experiment);
  if (experiment.state != "ready")
    throw conflict(Reason::experiment_compiling);
}

} // namespace qsim::server
