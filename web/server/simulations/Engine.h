// SPDX-License-Identifier: Apache-2.0
// One qsim-engine process: questions to it, and whether it is still well.
#ifndef QSIM_WEB_SERVER_SIMULATIONS_ENGINE_H
#define QSIM_WEB_SERVER_SIMULATIONS_ENGINE_H

#include "Rank.h"
#include "engine.pb.h"

#include "../base/Reason.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace qsim::server {

struct EngineOptions {
  std::string program;
  int memoryMiB = 4096;
  std::vector<std::string> read; ///< folders that it may read
  std::string scratch;           ///< the one that it may write
  std::string log;               ///< file of its standard error
  // One that does not answer is told of within 0.9 s.
  std::chrono::milliseconds pingEvery{250}, pongWithin{600};
  /// The first answer may take longer: the program starts.
  std::chrono::milliseconds startWithin{10000};
  /// After so long without an answer it is ended.
  std::chrono::milliseconds endAfter{10000};
};

/// All are called from the engine's own thread.
struct EngineHooks {
  std::function<void(int layer)> moved;
  /// False: it does not answer; true: it does again.
  std::function<void(bool)> answers;
  /// It has ended without having been told to: why, as a sentence.
  std::function<void(const Said &)> ended;
};

class Engine {
public:
  /// No reply: the engine has ended.
  using Reply = std::optional<engine::Reply>;
  using Then = std::function<void(Reply)>;

  Engine(EngineOptions options, EngineHooks hooks);
  /// As stop().
  ~Engine();
  Engine(const Engine &) = delete;
  Engine &operator=(const Engine &) = delete;

  /// Questions are put to the engine one at a time, in the order of the calls;
  /// but looks do not wait for longer ones (engine::Rank). `then` is called
  /// exactly once, from the engine's thread.
  void ask(engine::Request request, Then then);
  /// A move that runs ends before its next layer.
  void interrupt();
  /// How many questions have no answer yet.
  std::size_t waiting();
  /// Ends it, by force where it does not listen; returns when it is gone. Not
  /// from its own thread.
  void stop();

private:
  using Clock = std::chrono::steady_clock;
  struct Question {
    engine::Rank rank;
    std::string bytes;
    Then then;
  };

  void run();
  Said supervise(int socket, class Child &child);
  /// False where none may be put now.
  bool putQuestion();
  void wakeUp();
  void writeSome(int socket);
  /// False where the engine has closed the socket.
  bool readSome(int socket);
  void take(const engine::Reply &reply);
  void checkPulse(class Child &child);
  void failAll();

  EngineOptions options;
  EngineHooks hooks;
  std::mutex mutex;
  std::deque<Question> questions;
  bool stopping = false, interrupting = false, gone = false;
  int wakeDescriptor;
  std::atomic<std::size_t> unanswered = 0;

  // Of its thread alone.
  std::string output, input;
  struct Asked {
    engine::Rank rank;
    Then then;
  };
  std::map<std::uint64_t, Asked> asked; ///< each of a lower rank than before
  std::uint64_t lastId = 0;
  Clock::time_point pinged, heard, started;
  bool awaitsPong = false, responsive = true, everHeard = false;
  Said killedBecause;
  bool outOfMemory = false;
  std::thread thread; ///< the last member: starts when all else is there
};

/// What a crash, a limit or an exit code means to the person.
Said endingOf(int status, int memoryMiB);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SIMULATIONS_ENGINE_H
