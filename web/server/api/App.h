// SPDX-License-Identifier: Apache-2.0
// The parts of the server, and what routes need of them together.
#ifndef QSIM_WEB_SERVER_API_APP_H
#define QSIM_WEB_SERVER_API_APP_H

#include "../Options.h"
#include "../events/Hub.h"
#include "../files/DataFolder.h"
#include "../http/Router.h"
#include "../jobs/JobRunner.h"
#include "../session/Origins.h"
#include "../session/Sessions.h"
#include "../simulations/Supervisor.h"
#include "../store/Store.h"

namespace qsim::server {

inline constexpr std::uint64_t largestUpload = std::uint64_t{1} << 30;

class App {
public:
  App(const Options &options, Origins origins);

  /// Sweeps what a killed server left over; runs jobs.
  void start();
  /// In an empty data folder the example. Takes seconds.
  void makeFirstProject();
  /// Parks simulations, ends jobs, tells browsers.
  void stop();

  const Options options;
  const Origins origins;
  DataFolder data;
  Store store;
  Sessions sessions;
  Hub hub;
  Supervisor supervisor;
  JobRunner jobs;

  // Found for their owner, or 404.
  Project project(const Call &call, const std::string &id);
  File file(const Call &call, const std::string &id);
  Experiment experiment(const Call &call, const std::string &id);
  Job job(const Call &call, const std::string &id);

  // Tell the owner's browsers what has changed.
  void tellProject(const Owner &owner, const std::string &id,
                   bool gone = false);
  void tellFile(const Owner &owner, const File &file, bool gone = false);
  void tellExperiment(const Experiment &experiment, bool gone = false);
  void tellJob(const Job &job);

  boost::json::object document(const Job &job);

  /// Runs a task on another thread, soon.
  std::function<void(std::function<void()>)> later;

  /// What an engine tells of the experiment's package: keeps its graph, fills
  /// in layers, modes and bytes.
  void readPackage(Experiment &experiment);

  /// On standard output, for the person at the console.
  void printSignInLink();

  /// Makes the rows of an experiment and its job, and begins.
  Experiment createExperiment(const Owner &owner, Experiment experiment);
  Job createJob(Job job);
  /// Ends what runs on it and takes it away, with its folder.
  void removeExperiment(const Owner &owner, const Experiment &experiment);

private:
  JobHooks jobHooks();
  SupervisorHooks supervisorHooks();
  void jobSucceeded(const Job &job, const std::string &printed);
  /// Or was cancelled.
  void jobFailed(const Job &job);
};

/// 409 where the experiment has no package, and none is on its way.
void needCompilation(const Experiment &experiment);
/// 409 where it has none.
void needPackage(const Experiment &experiment);

/// The routes of one noun each.
void addSessionRoutes(Router &router, App &app);
void addProjectRoutes(Router &router, App &app);
void addFileRoutes(Router &router, App &app);
void addExperimentRoutes(Router &router, App &app);
void addJobRoutes(Router &router, App &app);
void addSimulationRoutes(Router &router, App &app);

/// The project "Example: scenes" of what lies in the folder, if it is there.
void makeExample(App &app, const User &user);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_API_APP_H
