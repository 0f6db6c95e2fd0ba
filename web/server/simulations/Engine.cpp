// SPDX-License-Identifier: Apache-2.0
// A thread for each engine: moves frames, takes its pulse, and says what became
// of it. The process belongs to this thread and ends with it.
#include "Engine.h"

#include "Frame.h"

#include "../process/Child.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace qsim::server {
namespace {

/// Of qsim-engine.
constexpr int exitOutOfMemory = 3;

std::uint64_t residentBytes(pid_t process) {
  std::FILE *file =
      std::fopen(("/proc/" + std::to_string(process) + "/statm").c_str(), "r");
  if (!file)
    return 0;
  unsigned long long all = 0, resident = 0;
  const int read = std::fscanf(file, "%llu %llu", &all, &resident);
  std::fclose(file);
  return read == 2
             ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE))
             : 0;
}

Said memoryEnding(int memoryMiB) {
  return {Reason::simulation_memory, {{"limit", std::to_string(memoryMiB)}}};
}

/// Ours and the child's end.
std::pair<int, int> socketPair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error("the server cannot open another socket");
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {ends[0], ends[1]};
}

} // namespace

Said endingOf(int status, int memoryMiB) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == exitOutOfMemory)
    return memoryEnding(memoryMiB);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
    return Reason::simulation_killed;
  return endingOf(status, Reason::simulation_signal, Reason::simulation_exit);
}

Engine::Engine(EngineOptions options, EngineHooks hooks)
    : options(std::move(options)), hooks(std::move(hooks)),
      wakeDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      thread([this] { run(); }) {}

Engine::~Engine() {
  stop();
  close(wakeDescriptor);
}

void Engine::wakeUp() {
  const std::uint64_t one = 1;
  // It fails only where a wake-up waits already.
  [[maybe_unused]] const ssize_t put = write(wakeDescriptor, &one, sizeof one);
}

void Engine::ask(engine::Request request, Then then) {
  {
    std::lock_guard lock(mutex);
    if (!gone && !stopping) {
      ++unanswered;
      // The id is entered when its turn comes.
      questions.push_back({engine::rankOf(request), request.SerializeAsString(),
                           std::move(then)});
      wakeUp();
      return;
    }
  }
  then(std::nullopt);
}

void Engine::interrupt() {
  std::lock_guard lock(mutex);
  interrupting = true;
  wakeUp();
}

std::size_t Engine::waiting() { return unanswered; }

void Engine::stop() {
  {
    std::lock_guard lock(mutex);
    stopping = true;
    wakeUp();
  }
  if (thread.joinable())
    thread.join();
}

void Engine::run() {
  Said why;
  try {
    const auto [ours, theirs] = socketPair();
    ChildOptions start;
    start.command = {options.program, "--memory-limit",
                     std::to_string(options.memoryMiB)};
    for (const std::string &folder : options.read)
      start.command.insert(start.command.end(), {"--read", folder});
    start.command.insert(start.command.end(), {"--write", options.scratch});
    start.environment = {{"LC_ALL", "C.UTF-8"}};
    start.third = theirs;
    start.error = options.log.empty()
                      ? -1
                      : open(options.log.c_str(),
                             O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    try {
      Child child(start);
      close(theirs);
      if (start.error >= 0)
        close(start.error);
      why = supervise(ours, child);
    } catch (const std::exception &error) {
      why = {Reason::simulation_no_start, {{"why", error.what()}}};
    }
    close(ours);
  } catch (const std::exception &error) {
    why = {Reason::simulation_no_start, {{"why", error.what()}}};
  }
  bool wanted = false;
  {
    std::lock_guard lock(mutex);
    gone = true;
    wanted = stopping;
  }
  // Told first: who waits for an answer then reads why there is none.
  if (!wanted)
    hooks.ended(why);
  failAll();
}

Said Engine::supervise(int socket, Child &child) {
  started = heard = pinged = Clock::now();
  bool open = true;
  while (open) {
    {
      std::lock_guard lock(mutex);
      if (stopping)
        break;
    }
    while (putQuestion()) {
    }
    pollfd ready[2] = {
        {socket, static_cast<short>(POLLIN | (output.empty() ? 0 : POLLOUT)),
         0},
        {wakeDescriptor, POLLIN, 0}};
    poll(ready, 2, 50);
    std::uint64_t ignored = 0;
    if (ready[1].revents) [[maybe_unused]]
      const ssize_t got = read(wakeDescriptor, &ignored, sizeof ignored);
    if (ready[0].revents & (POLLIN | POLLHUP | POLLERR))
      open = readSome(socket);
    if (open && (ready[0].revents & POLLOUT))
      writeSome(socket);
    if (open)
      checkPulse(child);
    open = open && !child.status();
  }
  bool wanted = false;
  {
    std::lock_guard lock(mutex);
    wanted = stopping;
  }
  if (wanted) {
    // It ends when nobody is at the other end any more.
    shutdown(socket, SHUT_RDWR);
    if (!child.waitFor(1000))
      child.signal(SIGKILL);
    child.waitFor(5000);
    return {};
  }
  std::optional<int> status = child.waitFor(1000);
  if (!status) {
    child.signal(SIGKILL);
    status = child.waitFor(5000);
  }
  if (!killedBecause.empty())
    return killedBecause;
  if (outOfMemory)
    return memoryEnding(options.memoryMiB);
  return endingOf(status.value_or(0), options.memoryMiB);
}

bool Engine::putQuestion() {
  std::lock_guard lock(mutex);
  if (interrupting) {
    interrupting = false;
    engine::Request request;
    request.set_id(++lastId);
    request.mutable_interrupt();
    output += engine::framed(request);
  }
  // The ids grow, and the last one asked is the one that is worked on.
  const engine::Rank below =
      asked.empty() ? engine::Rank::Change : asked.rbegin()->second.rank;
  auto next = questions.begin();
  if (!asked.empty())
    while (next != questions.end() && next->rank >= below) {
      if (next->rank == engine::Rank::Change)
        return false; // nothing behind it is of this moment
      ++next;
    }
  if (next == questions.end())
    return false;
  engine::Request request;
  request.ParseFromString(next->bytes);
  request.set_id(++lastId);
  asked[lastId] = {next->rank, std::move(next->then)};
  questions.erase(next);
  output += engine::framed(request);
  return true;
}

void Engine::writeSome(int socket) {
  while (!output.empty()) {
    const ssize_t put =
        send(socket, output.data(),
             std::min<std::size_t>(output.size(), 1 << 20), MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return; // full, or gone: then reading tells
    output.erase(0, static_cast<std::size_t>(put));
  }
}

bool Engine::readSome(int socket) {
  std::string part(1 << 20, '\0');
  while (true) {
    const ssize_t got = recv(socket, part.data(), part.size(), 0);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      break;
    if (got <= 0)
      return false;
    input.append(part, 0, static_cast<std::size_t>(got));
    heard = Clock::now(); // bytes of a long answer are a sign of life, too
  }
  std::size_t at = 0;
  while (input.size() - at >= engine::frameHeaderBytes) {
    std::array<unsigned char, 4> header;
    for (std::size_t i = 0; i < header.size(); ++i)
      header[i] = static_cast<unsigned char>(input[at + i]);
    const std::size_t length = engine::frameLength(header);
    if (length > engine::largestFrame) {
      killedBecause = Reason::simulation_garbled;
      return false;
    }
    if (input.size() - at - header.size() < length)
      break;
    engine::Reply reply;
    if (!reply.ParseFromArray(input.data() + at + header.size(),
                              static_cast<int>(length))) {
      killedBecause = Reason::simulation_garbled;
      return false;
    }
    at += header.size() + length;
    take(reply);
  }
  input.erase(0, at);
  return true;
}

void Engine::take(const engine::Reply &reply) {
  everHeard = true;
  if (reply.has_pong()) {
    awaitsPong = false;
    return;
  }
  if (reply.id() == 0) {
    if (reply.has_moved() && hooks.moved)
      hooks.moved(reply.moved().layer());
    return;
  }
  const auto found = asked.find(reply.id());
  if (found == asked.end())
    return;
  if (reply.has_failure() &&
      reply.failure().kind() == engine::Failure::OUT_OF_MEMORY) {
    outOfMemory = true; // the question fails together with the engine
    return;
  }
  const Then then = std::move(found->second.then);
  asked.erase(found);
  --unanswered;
  then(reply);
}

void Engine::checkPulse(Child &child) {
  const Clock::time_point now = Clock::now();
  if (!awaitsPong && now - pinged >= options.pingEvery) {
    engine::Request request;
    request.set_id(++lastId);
    request.mutable_ping();
    output += engine::framed(request);
    awaitsPong = true;
    pinged = heard = now;
    const std::uint64_t limit = static_cast<std::uint64_t>(options.memoryMiB)
                                << 20;
    if (residentBytes(child.pid()) > limit) {
      killedBecause = memoryEnding(options.memoryMiB);
      child.signal(SIGKILL);
    }
  }
  const auto allowed = everHeard ? options.pongWithin : options.startWithin;
  const bool late = awaitsPong && now - heard > allowed;
  if (late == responsive) {
    responsive = !late;
    if (hooks.answers)
      hooks.answers(responsive);
  }
  if (late && now - heard > allowed + options.endAfter) {
    killedBecause = {
        Reason::simulation_late,
        {{"seconds", std::to_string(options.endAfter.count() / 1000)}}};
    child.signal(SIGKILL);
  }
}

void Engine::failAll() {
  std::deque<Question> left;
  {
    std::lock_guard lock(mutex);
    left.swap(questions);
  }
  std::map<std::uint64_t, Asked> cut;
  cut.swap(asked);
  unanswered = 0;
  for (auto &[id, question] : cut)
    question.then(std::nullopt);
  for (Question &question : left)
    question.then(std::nullopt);
}

} // namespace qsim::server
