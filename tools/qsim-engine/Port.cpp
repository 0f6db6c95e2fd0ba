// SPDX-License-Identifier: Apache-2.0
// Frames in and out.
#include "Port.h"

#include "Frame.h"
#include "Options.h"

#include <chrono>
#include <cstdio>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace qsim::engine {

// The server asks one question at a time: more than this is nobody's honest
// need.
static constexpr std::size_t mostQuestions = 64;

// Ends the process where other threads are at work: nothing is unwound, and
// what lies in the scratch folder is the server's to clean.
[[noreturn]] static void end(int status) {
  std::fflush(nullptr);
  _exit(status);
}

void Port::read() {
  for (;;) {
    Request request;
    const FrameStatus status = readFrame(descriptor, request);
    if (status == FrameStatus::Closed)
      end(Closed);
    if (status == FrameStatus::Malformed) {
      std::fputs("qsim-engine: what came is no message\n", stderr);
      end(BadFrame);
    }
    if (request.has_ping()) {
      Reply pong;
      pong.set_id(request.id());
      pong.mutable_pong();
      reply(pong);
      continue;
    }
    if (request.has_interrupt()) {
      interrupted = true;
      continue;
    }
    std::lock_guard lock(mutex);
    if (questions.size() == mostQuestions) {
      std::fputs("qsim-engine: too many questions at once\n", stderr);
      end(BadFrame);
    }
    interrupted = false;
    questions.push_back(std::move(request));
    came.notify_one();
  }
}

Request Port::next() {
  std::unique_lock lock(mutex);
  came.wait(lock, [&] { return !questions.empty(); });
  return take();
}

std::optional<Request> Port::next(Rank below, std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex);
  came.wait_for(lock, wait, [&] { return !questions.empty(); });
  if (questions.empty() || rankOf(questions.front()) >= below)
    return std::nullopt;
  return take();
}

Request Port::take() {
  Request request = std::move(questions.front());
  questions.pop_front();
  goOn(request.id());
  return request;
}

void Port::goOn(std::uint64_t question) {
  Reply reply;
  reply.set_id(question);
  Failure &failure = *reply.mutable_failure();
  failure.set_kind(Failure::OUT_OF_MEMORY);
  failure.set_message("This simulation needs more memory than it may take. A "
                      "smaller network or picture needs less; whoever runs "
                      "the server can allow more.");
  std::string words = framed(reply);
  // Another thread may say the last ones at this moment.
  std::lock_guard lock(writing);
  lastWords.swap(words);
}

void Port::reply(const Reply &reply) {
  // Made before the lock: where memory ends here, the lock is free.
  const std::string bytes = framed(reply);
  std::lock_guard lock(writing);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t put = send(descriptor, bytes.data() + done,
                             bytes.size() - done, MSG_NOSIGNAL);
    if (put < 0 && errno != EINTR)
      return; // nobody reads: the reading thread ends the process
    if (put > 0)
      done += static_cast<std::size_t>(put);
  }
}

void Port::endWithoutMemory() {
  // Another thread may be in the middle of a frame. It may also stand still
  // for ever: then nobody reads what is said here.
  using namespace std::chrono_literals;
  for (int i = 0; i < 100; ++i) {
    if (writing.try_lock()) {
      send(descriptor, lastWords.data(), lastWords.size(), MSG_NOSIGNAL);
      break;
    }
    std::this_thread::sleep_for(5ms);
  }
  _exit(NoMemory);
}

} // namespace qsim::engine
