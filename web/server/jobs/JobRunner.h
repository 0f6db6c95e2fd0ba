// SPDX-License-Identifier: Apache-2.0
// Runs the jobs that wait, one after the other or several at a time.
#ifndef QSIM_WEB_SERVER_JOBS_JOBRUNNER_H
#define QSIM_WEB_SERVER_JOBS_JOBRUNNER_H

#include "JobCommand.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace qsim::server {

struct JobRunnerOptions {
  std::string program; ///< qsim
  int atATime = 1;
};

/// What a runner tells. Called from its threads.
struct JobHooks {
  /// State or progress have changed.
  std::function<void(const Job &)> changed;
  /// Its program has ended well and printed this; a Problem that is thrown
  /// makes the job fail.
  std::function<void(const Job &, const std::string &)> succeeded;
  /// It failed or was cancelled.
  std::function<void(const Job &)> failed;
};

class JobRunner {
public:
  JobRunner(Store &store, const DataFolder &data, JobRunnerOptions options,
            JobHooks hooks);
  ~JobRunner();

  /// What ran when the last server ended waits again; then begins.
  void start();
  /// Ends what runs; it runs again after the next start.
  void stop();

  /// There may be something new that waits.
  void wake();
  /// A queued job is cancelled at once, a running one within a second.
  void cancel(const std::string &id);

  /// Of a running job.
  std::optional<boost::json::object> progress(const std::string &id);

  std::filesystem::path log(const std::string &id) const {
    return data.job(id) / "log";
  }
  std::filesystem::path result(const std::string &id) const {
    return data.job(id) / "result.json";
  }

private:
  struct Running {
    bool cancelled = false;
    boost::json::object progress;
  };
  struct Outcome;

  void work();
  void runJob(Job &job);
  /// What is noted of the attempt is noted in the job, too.
  Outcome runProgram(Job &job);
  bool isCancelled(const std::string &id);

  Store &store;
  const DataFolder &data;
  JobRunnerOptions options;
  JobHooks hooks;
  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::map<std::string, Running> running;
  std::vector<std::thread> threads;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_JOBS_JOBRUNNER_H
