// SPDX-License-Identifier: Apache-2.0
// The engine's end of the socket: one thread reads, anybody may reply.
#ifndef QSIM_TOOLS_QSIM_ENGINE_PORT_H
#define QSIM_TOOLS_QSIM_ENGINE_PORT_H

#include "Rank.h"
#include "engine.pb.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace qsim::engine {

class Port {
public:
  explicit Port(int descriptor) : descriptor(descriptor) {}
  Port(const Port &) = delete;

  /// Reads for ever: answers pings at once, notes interrupts, and keeps
  /// questions for next(), which another thread calls. Ends the process where
  /// the socket is closed (Closed) or holds no message (BadFrame).
  [[noreturn]] void read();

  /// Waits for the next question. From now on, memory that runs out is an
  /// answer to it.
  Request next();
  /// The same with an end, and only where that question is below a rank.
  std::optional<Request> next(Rank below, std::chrono::milliseconds wait);
  /// Memory that runs out is an answer to this question again.
  void goOn(std::uint64_t question);
  void reply(const Reply &reply);

  /// Has an interrupt come behind the question that came last?
  bool isInterrupted() const { return interrupted; }

  /// Tells that memory ran out, without taking any, and ends the process
  /// (NoMemory). From any thread.
  [[noreturn]] void endWithoutMemory();

private:
  Request take();

  int descriptor;
  std::mutex writing; ///< of the stream and the last words
  std::mutex mutex;   ///< of the questions
  std::condition_variable came;
  std::deque<Request> questions;
  std::atomic<bool> interrupted = false;
  std::string lastWords; ///< a reply that memory ran out, ready to send
};

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_PORT_H
