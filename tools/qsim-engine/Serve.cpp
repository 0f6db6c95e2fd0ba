// SPDX-License-Identifier: Apache-2.0
// The loop of the engine, and what happens where memory ends.
#include "Serve.h"

#include "Engine.h"
#include "Port.h"

#include <chrono>
#include <cstdlib>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace qsim::engine {
namespace {

// Handlers of memory know no context, so the port is the process's.
Port *port = nullptr;

void memoryEnded() { port->endWithoutMemory(); }

/// A person's eyes take no more than this.
constexpr std::chrono::milliseconds betweenEvents{50};

/// The one engine, its questions, and what comes while it thinks.
class Service {
public:
  [[noreturn]] void answerAll() {
    for (;;) {
      const Request request = port->next();
      last = std::chrono::steady_clock::now();
      answer(request);
    }
  }

private:
  void answer(const Request &request) {
    const std::uint64_t before = std::exchange(current, request.id());
    const Reply reply = engine.answer(request);
    if (reply.failure().kind() == Failure::OUT_OF_MEMORY)
      port->endWithoutMemory();
    port->reply(reply);
    current = before;
  }

  bool passed(int next) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last >= betweenEvents) {
      last = now;
      Reply event;
      event.mutable_moved()->set_layer(next);
      port->reply(event);
    }
    return port->isInterrupted();
  }

  void others(Rank below, std::chrono::milliseconds wait) {
    while (const std::optional<Request> request = port->next(below, wait)) {
      answer(*request);
      port->goOn(current);
      wait = {};
    }
  }

  std::uint64_t current = 0; ///< the question that is worked on
  std::chrono::steady_clock::time_point last;
  Engine engine{[this](int next) { return passed(next); },
                [this](Rank below, std::chrono::milliseconds wait) {
                  others(below, wait);
                }};
};

[[noreturn]] void answerAll() {
  Service service;
  service.answerAll();
}

/// Runs a thread's work; where memory ends, the process does.
template <typename Work> void untilMemoryEnds(const Work &work) {
  try {
    work();
  } catch (const std::bad_alloc &) {
    port->endWithoutMemory();
  } catch (const std::system_error &) { // a thread that cannot be started
    port->endWithoutMemory();
  }
}

} // namespace

int serve(int descriptor) {
  static Port only(descriptor);
  port = &only;
  // Whoever asks for memory, this code or a library without exceptions.
  std::set_new_handler(memoryEnded);
  untilMemoryEnds([] {
    // The stack of a thread is all there from its beginning: where memory ends,
    // it cannot be what ends first, without a word. That of the first thread
    // grows, and is left to reading, which needs little.
    std::thread([] { untilMemoryEnds(answerAll); }).detach();
    only.read();
  });
  std::abort(); // nothing above returns
}

} // namespace qsim::engine
