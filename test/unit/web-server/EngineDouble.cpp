// SPDX-License-Identifier: Apache-2.0
// A qsim-engine of 5 layers that computes nothing. Its picture's name tells how
// its moves end: crash, hang, memory, greedy, exit, slow; refused: Open fails;
// thinks: an answer comes behind the answer to the next question.
#include "Frame.h"
#include "engine.pb.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace qsim::engine;

namespace {

constexpr int layers = 5, serverSocket = 3;

std::mutex writing, mutex;
std::condition_variable came;
std::deque<Request> questions;
std::atomic<bool> interrupted = false;

void send(const Reply &reply) {
  std::lock_guard lock(writing);
  writeFrame(serverSocket, reply);
}

void readAll() {
  Request request;
  while (readFrame(serverSocket, request) == FrameStatus::Read) {
    if (request.has_ping()) {
      Reply pong;
      pong.set_id(request.id());
      pong.mutable_pong();
      send(pong);
    } else if (request.has_interrupt()) {
      interrupted = true;
    } else {
      std::lock_guard lock(mutex);
      questions.push_back(request);
      came.notify_one();
    }
  }
  _exit(0);
}

class Double {
public:
  bool thinks() const { return wants("thinks"); }

  Reply answer(const Request &request) {
    Reply reply;
    reply.set_id(request.id());
    if (request.has_open())
      open(request.open(), reply);
    else if (request.has_move())
      move(request, reply);
    else if (request.has_picture())
      setPicture(request.picture().picture(), reply);
    else if (request.has_undo() && edits > 0)
      --edits;
    else if (request.has_edit())
      ++edits;
    if (request.has_stops())
      stops = request.stops();
    if (request.has_answer() && position < layers)
      fail(reply, Failure::NOT_YET, "the run stands before a layer");
    else if (request.has_answer())
      reply.mutable_answers()->mutable_run();
    else if (request.has_layer() && request.layer().layer() >= layers)
      fail(reply, Failure::REFUSED, "there is no such layer");
    else if (request.has_layer())
      reply.mutable_layer()->set_name("layer");
    else if (request.has_graph())
      graph(*reply.mutable_graph());
    else if (!reply.has_failure())
      describe(*reply.mutable_state());
    return reply;
  }

private:
  static void fail(Reply &reply, Failure::Kind kind,
                   const std::string &message) {
    reply.mutable_failure()->set_kind(kind);
    reply.mutable_failure()->set_message(message);
  }

  bool wants(const char *word) const {
    return picture.find(word) != std::string::npos;
  }

  void open(const Open &ask, Reply &reply) {
    picture = ask.picture();
    if (wants("refused"))
      return fail(reply, Failure::REFUSED, picture + ": this is no picture");
    // "POSITION EDITS", after which it behaves.
    if (!ask.bookmark().empty() &&
        std::sscanf(ask.bookmark().c_str(), "%d %d", &position, &edits) == 2)
      again = true;
  }

  void setPicture(const std::string &path, Reply &reply) {
    if (path.find("refused") != std::string::npos)
      return fail(reply, Failure::REFUSED, path + ": this is no picture");
    picture = path;
  }

  void move(const Request &request, Reply &reply) {
    if (!again)
      misbehave(reply);
    const Move &ask = request.move();
    const int to = ask.kind() == Move::TO     ? ask.layer()
                   : ask.kind() == Move::STEP ? position + ask.count()
                                              : layers;
    if (to < 0 || to > layers)
      return fail(reply, Failure::REFUSED, "there is no such layer");
    if (to < position)
      position = to;
    interrupted = false;
    while (position < to && !interrupted) {
      if (wants("slow"))
        std::this_thread::sleep_for(std::chrono::seconds(1));
      ++position;
      Reply event;
      event.mutable_moved()->set_layer(position);
      send(event);
    }
  }

  void misbehave(Reply &reply) {
    if (wants("crash")) {
      std::signal(SIGSEGV, SIG_DFL); // sanitizers have a handler of their own
      raise(SIGSEGV);
    }
    if (wants("hang"))
      raise(SIGSTOP);
    if (wants("exit"))
      _exit(7);
    if (wants("memory")) {
      fail(reply, Failure::OUT_OF_MEMORY, "no memory");
      send(reply);
      _exit(3);
    }
    if (wants("greedy")) { // more than the tests allow, a step at a time
      std::vector<std::vector<char>> kept;
      for (;;) {
        kept.emplace_back(8 << 20, '\1');
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    }
  }

  void describe(State &state) const {
    state.set_position(position);
    state.set_layers(layers);
    for (int i = 0; i < layers; ++i)
      state.add_modes(INT);
    *state.mutable_stops() = stops.stops();
    for (int i = 0; i < edits; ++i) {
      State::Change &edit = *state.add_edits();
      edit.set_kind(i == 0 ? "mode" : "values");
      edit.set_of_picture(i > 0);
    }
    state.set_bookmark(std::to_string(position) + " " + std::to_string(edits));
  }

  static void graph(Graph &graph) {
    graph.set_name("double");
    graph.add_modes(FLOAT);
    graph.add_modes(INT);
    graph.set_bytes(100);
    for (int i = 0; i < layers; ++i)
      graph.add_layers()->set_index(i);
  }

  std::string picture;
  SetStops stops;
  int position = 0, edits = 0;
  bool again = false;
};

} // namespace

int main() {
  std::thread(readAll).detach();
  Double engine;
  std::optional<Reply> held;
  for (;;) {
    std::unique_lock lock(mutex);
    came.wait(lock, [] { return !questions.empty(); });
    const Request request = questions.front();
    questions.pop_front();
    lock.unlock();
    const Reply reply = engine.answer(request);
    if (request.has_answer() && engine.thinks()) {
      held = reply;
      continue;
    }
    send(reply);
    if (held)
      send(*std::exchange(held, std::nullopt));
  }
}
