// SPDX-License-Identifier: Apache-2.0
// Starts engines and speaks with them.
#include "EngineProcess.h"

#include "Frame.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace qsim::test {

using namespace engine;

EngineProcess::EngineProcess(const std::vector<std::string> &arguments) {
  int ends[2];
  EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  descriptor = ends[0];
  std::vector<std::string> words = {QSIM_BIN "/qsim-engine"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char *> argv;
  for (std::string &word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  child = fork();
  if (child == 0) {
    // Where the socket is number 3 already, it would be closed by exec.
    const int copy = fcntl(ends[1], F_DUPFD, 10);
    dup2(copy, 3);
    ::close(copy);
    execv(argv[0], argv.data());
    _exit(127);
  }
  ::close(ends[1]);
}

EngineProcess::~EngineProcess() {
  kill();
  wait();
  close();
}

std::uint64_t EngineProcess::send(Request request) {
  request.set_id(++last);
  writeFrame(descriptor, request);
  return last;
}

Reply EngineProcess::receive() {
  Reply reply;
  if (readFrame(descriptor, reply) != FrameStatus::Read)
    return Reply();
  return reply;
}

Reply EngineProcess::ask(Request request) {
  const std::uint64_t id = send(std::move(request));
  for (;;) {
    Reply reply = receive();
    if (reply.has_moved())
      moved.push_back(reply.moved().layer());
    else if (reply.id() == id || reply.answer_case() == Reply::ANSWER_NOT_SET)
      return reply;
  }
}

void EngineProcess::sendBytes(const std::string &bytes) {
  EXPECT_EQ(::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(bytes.size()));
}

void EngineProcess::close() {
  if (descriptor >= 0)
    ::close(descriptor);
  descriptor = -1;
}

void EngineProcess::kill() {
  if (child > 0)
    ::kill(child, SIGKILL);
}

int EngineProcess::wait() {
  if (child <= 0)
    return 0;
  int status = 0;
  waitpid(child, &status, 0);
  child = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void runQuietly(const std::string &command) {
  EXPECT_EQ(std::system((command + " > /dev/null").c_str()), 0) << command;
}

// ---- a package and pictures
// ----------------------------------------------------

EngineTest::EngineTest()
    : package(folder.path + "/scenes.qsim"),
      picture(folder.path + "/test-0001.png"),
      otherPicture(folder.path + "/test-0002.png"),
      scratch(folder.path + "/scratch") {
  const std::string bin = QSIM_BIN, scenes = QSIM_SCENES;
  runQuietly(bin + "/qsim-scenes --out " + folder.path +
             " --count 2 --seed 3 --list test");
  runQuietly(bin + "/qsim compile " + scenes + "/scenes.cfg --weights " +
             scenes + "/scenes.weights --names " + scenes +
             "/scenes.names --images " + folder.path + "/test.txt -o " +
             package);
  std::filesystem::create_directory(scratch);
}

std::vector<std::string> EngineTest::arguments() const {
  return {"--read", package, "--read", folder.path, "--write", scratch};
}

Request EngineTest::opening() const {
  Request request;
  Open &open = *request.mutable_open();
  open.set_package(package);
  open.set_picture(picture);
  open.set_scratch(scratch);
  open.set_threads(1);
  return request;
}

std::unique_ptr<EngineProcess> EngineTest::opened(State *state) const {
  auto engine = std::make_unique<EngineProcess>(arguments());
  const Reply reply = engine->ask(opening());
  EXPECT_TRUE(reply.has_state()) << reply.ShortDebugString();
  if (state)
    *state = reply.state();
  return engine;
}

Request EngineTest::moving(Move::Kind kind, int number, bool ignoreStops) {
  Request request;
  Move &move = *request.mutable_move();
  move.set_kind(kind);
  if (kind == Move::STEP)
    move.set_count(number);
  else
    move.set_layer(number);
  move.set_ignore_stops(ignoreStops);
  return request;
}

Request EngineTest::looking(int layer, const std::string &tensor, bool raw,
                            GetTensor::Source source) {
  Request request;
  GetTensor &look = *request.mutable_tensor();
  look.set_layer(layer);
  look.set_tensor(tensor);
  look.set_raw(raw);
  look.set_source(source);
  return request;
}

Request EngineTest::setting(int layer, const std::string &tensor,
                            std::uint64_t index,
                            const std::vector<double> &values) {
  Request request;
  Edit::Values &edit = *request.mutable_edit()->mutable_values();
  edit.set_layer(layer);
  edit.set_tensor(tensor);
  edit.set_index(index);
  edit.mutable_values()->Add(values.begin(), values.end());
  return request;
}

Request EngineTest::changingModes(const std::vector<int> &layers, Mode mode) {
  Request request;
  Edit::Modes &edit = *request.mutable_edit()->mutable_modes();
  edit.mutable_layers()->Add(layers.begin(), layers.end());
  edit.set_mode(mode);
  return request;
}

Request EngineTest::asking(bool undo) {
  Request request;
  if (undo)
    request.mutable_undo();
  else
    request.mutable_redo();
  return request;
}

std::vector<std::string> EngineTest::outputsAtEnd(EngineProcess &engine) {
  const Reply end = engine.ask(moving(Move::TO, layers, true));
  EXPECT_TRUE(end.has_state()) << end.ShortDebugString();
  std::vector<std::string> all;
  for (int i = 0; i < layers; ++i) {
    const Reply reply = engine.ask(looking(i, "output", true));
    EXPECT_TRUE(reply.has_tensor()) << reply.ShortDebugString();
    all.push_back(reply.tensor().data());
  }
  return all;
}

} // namespace qsim::test
