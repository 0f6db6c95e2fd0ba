// SPDX-License-Identifier: Apache-2.0
// A thread for each job at a time: starts the program, reads what it says,
// ends it where that is wanted.
#include "JobRunner.h"

#include "Advice.h"
#include "ProgressLines.h"

#include "../base/Problem.h"
#include "../base/Text.h"
#include "../process/Child.h"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace qsim::server {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

/// Between two events of one job's progress.
constexpr std::chrono::milliseconds eventPause{250};
/// How long a program has to end after it was asked to.
constexpr std::chrono::milliseconds endTime{800};
constexpr std::size_t longestLog = 16 << 20;

class Descriptor {
public:
  explicit Descriptor(int number) : number(number) {
    if (number < 0)
      throw unavailable(Reason::cannot_open);
  }
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  int get() const { return number; }
  void reset() {
    if (number >= 0)
      close(number);
    number = -1;
  }

private:
  int number;
};

std::string contentOf(const fs::path &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

std::string shellLine(const std::vector<std::string> &arguments) {
  std::string line = "$ qsim";
  for (const std::string &argument : arguments)
    line += " " + argument;
  return line + "\n";
}

} // namespace

struct JobRunner::Outcome {
  enum { Good, Bad, Cancelled, Stopped } kind = Good;
  Said message;       ///< of a bad one
  std::string result; ///< of a good one
};

JobRunner::JobRunner(Store &store, const DataFolder &data,
                     JobRunnerOptions options, JobHooks hooks)
    : store(store), data(data), options(std::move(options)),
      hooks(std::move(hooks)) {}

JobRunner::~JobRunner() { stop(); }

void JobRunner::start() {
  const int again = store.jobs.requeueRunning();
  if (again > 0)
    spdlog::info("{} jobs were interrupted and run again", again);
  for (int i = 0; i < options.atATime; ++i)
    threads.emplace_back([this] { work(); });
}

void JobRunner::stop() {
  {
    std::lock_guard lock(mutex);
    stopping = true;
  }
  changed.notify_all();
  for (std::thread &thread : threads)
    thread.join();
  threads.clear();
}

void JobRunner::wake() { changed.notify_all(); }

void JobRunner::cancel(const std::string &id) {
  if (store.jobs.cancelQueued(id)) {
    if (const std::optional<Job> job = store.jobs.find(id)) {
      hooks.failed(*job);
      hooks.changed(*job);
    }
    return;
  }
  std::lock_guard lock(mutex);
  if (const auto found = running.find(id); found != running.end())
    found->second.cancelled = true;
}

std::optional<boost::json::object> JobRunner::progress(const std::string &id) {
  std::lock_guard lock(mutex);
  const auto found = running.find(id);
  if (found == running.end() || found->second.progress.empty())
    return std::nullopt;
  return found->second.progress;
}

bool JobRunner::isCancelled(const std::string &id) {
  std::lock_guard lock(mutex);
  return running[id].cancelled;
}

void JobRunner::work() {
  while (true) {
    std::optional<Job> job;
    {
      std::unique_lock lock(mutex);
      if (stopping)
        return;
      job = store.jobs.claim();
      if (!job) {
        // Whoever adds a job may do so just before this waits.
        changed.wait_for(lock, std::chrono::milliseconds(500));
        continue;
      }
      running[job->id] = {};
    }
    try {
      runJob(*job);
    } catch (const std::exception &error) {
      spdlog::error("job {}: {}", job->id, error.what());
    }
    std::lock_guard lock(mutex);
    running.erase(job->id);
  }
}

void JobRunner::runJob(Job &job) {
  spdlog::info("job {}: {} (attempt {})", job.id, job.title, job.attempts);
  hooks.changed(job);
  Outcome outcome;
  try {
    outcome = runProgram(job);
    if (outcome.kind == Outcome::Good)
      hooks.succeeded(job, outcome.result);
  } catch (const Problem &problem) {
    outcome = {Outcome::Bad, problem.said(), {}};
  } catch (const std::exception &error) {
    // What went wrong inside is for the server's log alone.
    spdlog::error("job {}: {}", job.id, error.what());
    outcome = {Outcome::Bad, {Reason::job_internal, {{"job", job.id}}}, {}};
  }
  std::error_code ignored;
  fs::remove_all(data.job(job.id) / "work", ignored);
  if (outcome.kind == Outcome::Stopped)
    return; // still `running` in the database: the next start runs it again
  if (outcome.kind == Outcome::Good)
    store.jobs.finish(job.id, "done");
  else if (outcome.kind == Outcome::Cancelled)
    store.jobs.finish(job.id, "cancelled");
  else
    store.jobs.finish(job.id, "failed", outcome.message,
                      adviceFor(outcome.message.text()));
  {
    std::lock_guard lock(mutex);
    running[job.id].progress.clear();
  }
  // It may have been deleted, with its project, while it ran.
  const std::optional<Job> ended = store.jobs.find(job.id);
  if (!ended) {
    fs::remove_all(data.job(job.id), ignored);
    return;
  }
  spdlog::info("job {}: {}", job.id, ended->state);
  if (ended->state != "done")
    hooks.failed(*ended);
  hooks.changed(*ended);
}

JobRunner::Outcome JobRunner::runProgram(Job &job) {
  fs::create_directories(data.job(job.id));
  fs::remove(result(job.id));
  const JobCommand command = prepareJob(store, data, job);
  if (!command.note.empty()) {
    job.note = command.note;
    store.jobs.setNote(job.id, job.note);
    hooks.changed(job);
  }
  const fs::path printed = data.job(job.id) / "work" / "printed";
  const int writing = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
  Descriptor output(open(printed.c_str(), writing, 0600));
  Descriptor logFile(open(log(job.id).c_str(), writing, 0600));
  std::size_t logged = 0;
  const auto writeLog = [&](const std::string &printed) {
    const std::string text = cleaned(printed);
    logged += text.size();
    if (logged <= longestLog && !text.empty() &&
        write(logFile.get(), text.data(), text.size()) < 0)
      throw unavailable(Reason::cannot_write);
  };
  if (!command.note.empty())
    writeLog(command.note.text() + "\n");
  writeLog(withoutFolder(shellLine(command.arguments), data.root().string()));

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw unavailable(Reason::cannot_open);
  Descriptor reading(ends[0]), toWrite(ends[1]);
  ChildOptions start;
  start.command = {options.program};
  start.command.insert(start.command.end(), command.arguments.begin(),
                       command.arguments.end());
  start.folder = command.folder.string();
  start.environment = {{"QSIM_PROGRESS", "lines"}, {"LC_ALL", "C.UTF-8"}};
  start.output = output.get();
  start.error = toWrite.get();
  std::optional<Child> started;
  try {
    started.emplace(start);
  } catch (const std::runtime_error &error) {
    throw unavailable(Said::quoted(error.what())); // which program, and why not
  }
  Child &child = *started;
  toWrite.reset();

  ErrorOutput error;
  ProgressClock clock;
  Clock::time_point told, asked;
  Outcome outcome;
  std::string bytes(64 << 10, '\0');
  for (bool open = true; open;) {
    pollfd ready = {reading.get(), POLLIN, 0};
    if (poll(&ready, 1, 50) > 0) {
      const ssize_t got = read(reading.get(), bytes.data(), bytes.size());
      open = got > 0;
      writeLog(error.take(std::string_view(bytes).substr(
          0, static_cast<std::size_t>(std::max<ssize_t>(got, 0)))));
    } else if (child.status()) {
      open = false; // a grandchild may hold the pipe
    }
    const Clock::time_point now = Clock::now();
    if (error.progress() && now - told > eventPause) {
      told = now;
      {
        std::lock_guard lock(mutex);
        running[job.id].progress = clock.document(*error.progress());
      }
      hooks.changed(job);
    }
    if (outcome.kind == Outcome::Good) {
      bool stop = false;
      {
        std::lock_guard lock(mutex);
        stop = stopping;
      }
      if (isCancelled(job.id))
        outcome.kind = Outcome::Cancelled;
      else if (stop)
        outcome.kind = Outcome::Stopped;
      if (outcome.kind != Outcome::Good) {
        asked = now;
        child.signal(SIGTERM);
      }
    } else if (now - asked > endTime) {
      child.signal(SIGKILL);
    }
  }
  writeLog(error.rest());
  std::optional<int> status = child.waitFor(1000);
  if (!status) {
    child.signal(SIGKILL);
    status = child.waitFor(10000);
  }
  if (outcome.kind != Outcome::Good) {
    if (outcome.kind == Outcome::Cancelled)
      writeLog("cancelled\n");
    return outcome;
  }
  if (status != 0) {
    const Said how =
        status ? endingOf(*status, Reason::job_signal, Reason::job_exit)
               : Said(Reason::job_did_not_end);
    writeLog(how.text() + "\n");
    const bool told = status && WIFEXITED(*status) && !error.message().empty();
    return {Outcome::Bad,
            told ? Said::quoted(cleaned(
                       withoutFolder(error.message(), data.root().string())))
                 : how,
            {}};
  }
  outcome.result = contentOf(printed);
  if (std::string clean = cleaned(outcome.result); clean != outcome.result) {
    std::ofstream(printed, std::ios::binary | std::ios::trunc) << clean;
    outcome.result = std::move(clean);
  }
  fs::rename(printed, result(job.id));
  return outcome;
}

} // namespace qsim::server
