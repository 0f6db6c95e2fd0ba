// SPDX-License-Identifier: Apache-2.0
// The loop of the engine, and what happens where memory ends.
#include "Serve.h"

#include "Engine.h"
#include "Port.h"

#include <chrono>
#include <exception>
#include <new>
#include <system_error>

namespace qsim::engine {
namespace {

// Handlers of memory know no context, so the port is the process's.
Port *port = nullptr;

void memoryEnded() { port->endWithoutMemory(); }

/// A person's eyes take no more than this.
constexpr std::chrono::milliseconds betweenEvents{50};

} // namespace

int serve(int descriptor) {
  static Port only(descriptor);
  port = &only;
  // Whoever asks for memory, this code or a library without exceptions.
  std::set_new_handler(memoryEnded);
  auto last = std::chrono::steady_clock::now();
  Engine engine([&](int next) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last >= betweenEvents) {
      last = now;
      Reply event;
      event.mutable_moved()->set_layer(next);
      only.reply(event);
    }
    return only.isInterrupted();
  });
  try {
    only.start();
    for (;;) {
      const Request request = only.next();
      last = std::chrono::steady_clock::now();
      const Reply reply = engine.answer(request);
      if (reply.failure().kind() == Failure::OUT_OF_MEMORY)
        only.endWithoutMemory();
      only.reply(reply);
    }
  } catch (const std::bad_alloc &) {
    only.endWithoutMemory();
  } catch (const std::system_error &) { // a thread that cannot be started
    only.endWithoutMemory();
  }
}

} // namespace qsim::engine
