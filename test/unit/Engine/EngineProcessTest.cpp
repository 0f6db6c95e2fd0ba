// SPDX-License-Identifier: Apache-2.0
// The process around the engine: pings, interrupts, bad frames, limits, ends.
#include "EngineProcess.h"

#include "Frame.h"

#include <cstdio>
#include <filesystem>
#include <thread>

using namespace qsim;
using namespace qsim::engine;
using namespace qsim::test;

namespace {

Request pinging() {
  Request request;
  request.mutable_ping();
  return request;
}

// What a program printed; its exit status.
std::string output(const std::string &command, int &status) {
  std::string text;
  FILE *pipe = popen((command + " 2>&1").c_str(), "r");
  char line[256];
  while (std::fgets(line, sizeof line, pipe))
    text += line;
  status = WEXITSTATUS(pclose(pipe));
  return text;
}

TEST_F(EngineTest, AnswersAPingBeforeAPackageIsOpen) {
  EngineProcess engine(arguments());
  const Reply pong = engine.ask(pinging());
  EXPECT_TRUE(pong.has_pong());
}

TEST_F(EngineTest, RefusesQuestionsBeforeAPackageIsOpen) {
  EngineProcess engine(arguments());
  const Reply reply = engine.ask(moving(Move::CONTINUE));
  EXPECT_EQ(reply.failure().kind(), Failure::NOT_YET);
  EXPECT_EQ(reply.failure().message(), "no package is open");
  // A question of nothing is refused, not a broken frame.
  EXPECT_TRUE(engine.ask(Request()).has_failure());
}

TEST_F(EngineTest, AnswersPingsWhileItMoves) {
  const auto engine = opened();
  // FLOAT takes long enough on one thread for a ping to overtake.
  Request request = opening();
  const std::uint64_t move = engine->send(moving(Move::CONTINUE));
  const std::uint64_t ping = engine->send(pinging());
  bool moved = false, ponged = false;
  while (!moved || !ponged) {
    const Reply reply = engine->receive();
    ASSERT_NE(reply.answer_case(), Reply::ANSWER_NOT_SET);
    moved |= reply.id() == move && reply.has_state();
    ponged |= reply.id() == ping && reply.has_pong();
  }
}

TEST_F(EngineTest, EndsWhereTheSocketIsClosed) {
  const auto engine = opened();
  engine->close();
  EXPECT_EQ(engine->wait(), 0);
}

TEST_F(EngineTest, EndsWithTwoOnBytesThatAreNoMessage) {
  // Longer than any frame; no message; cut off in a header.
  for (const std::string &bytes :
       {std::string("\xff\xff\xff\xff"), std::string("\x02\0\0\0\x07\x07", 6),
        std::string("\x10\0", 2)}) {
    EngineProcess engine(arguments());
    engine.sendBytes(bytes);
    if (bytes.size() == 2) // the rest never comes
      engine.close();
    EXPECT_EQ(engine.wait(), 2);
  }
}

TEST_F(EngineTest, EndsWithTwoOnTooManyQuestionsAtOnce) {
  EngineProcess engine(arguments());
  std::string flood;
  for (int i = 0; i < 5000; ++i)
    flood += framed(opening());
  engine.sendBytes(flood.substr(0, 100000));
  EXPECT_EQ(engine.wait(), 2);
}

TEST_F(EngineTest, TellsThatMemoryEndedAndEndsWithThree) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "built with sanitizers: no limit on memory";
#endif
  // From too little for the first thread's heap to enough for all: what is
  // just enough depends on the machine, but every end is told.
  bool told = false, isEnough = false;
  for (int limit = 16; limit <= 256 && !isEnough; limit += 4) {
    std::vector<std::string> words = arguments();
    words.insert(words.end(), {"--memory-limit", std::to_string(limit)});
    EngineProcess engine(words);
    Reply reply = engine.ask(opening());
    if (reply.has_state())
      reply = engine.ask(moving(Move::CONTINUE));
    if (reply.has_state()) {
      Request errors;
      errors.mutable_errors()->set_isolated(true);
      reply = engine.ask(errors);
      isEnough = reply.has_errors();
    }
    if (isEnough)
      break;
    told = true;
    ASSERT_EQ(reply.failure().kind(), Failure::OUT_OF_MEMORY)
        << limit << " " << reply.ShortDebugString();
    EXPECT_NE(reply.failure().message().find("more memory"), std::string::npos);
    EXPECT_EQ(engine.wait(), 3) << limit;
  }
  EXPECT_TRUE(told);
  EXPECT_TRUE(isEnough);
}

TEST_F(EngineTest, OpensWithinTheDefaultLimit) { EXPECT_TRUE(opened()); }

TEST_F(EngineTest, SandboxRefuses) {
  int status = 0;
  const std::string text = output(QSIM_BIN "/qsim-engine --check --read " +
                                      package + " --write " + scratch,
                                  status);
  for (const char *lacking : {"no limit on", "stay possible"})
    if (text.find(lacking) != std::string::npos)
      GTEST_SKIP() << "this kernel or build lacks a part of the sandbox:\n"
                   << text;
  EXPECT_EQ(status, 0) << text;
  for (const char *line :
       {"make a socket: refused", "run a program: refused",
        "start a process: refused", "read /etc/shadow: refused",
        "write outside: refused", "write to a folder that is read: refused",
        "write the scratch folder: possible"})
    EXPECT_NE(text.find(line), std::string::npos) << text;
}

TEST_F(EngineTest, ReadsNoPackageOutsideItsFolders) {
  int status = 0;
  if (output(QSIM_BIN "/qsim-engine --check", status).find("Landlock") !=
      std::string::npos)
    GTEST_SKIP() << "this kernel lacks Landlock";
  EngineProcess engine({"--read", scratch, "--write", scratch});
  const Reply reply = engine.ask(opening());
  EXPECT_EQ(reply.failure().kind(), Failure::REFUSED);
}

TEST_F(EngineTest, SavesOnlyIntoItsScratchFolder) {
  const auto engine = opened();
  Request request;
  for (const std::string &where :
       {folder.path + "/saved", scratch + "/../saved", scratch,
        std::string()}) {
    request.mutable_save()->set_folder(where);
    const Reply reply = engine->ask(request);
    EXPECT_EQ(reply.failure().kind(), Failure::REFUSED);
    EXPECT_NE(reply.failure().message().find("scratch"), std::string::npos);
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path + "/saved"));
}

TEST_F(EngineTest, WrongUsageIs64) {
  int status = 0;
  output(QSIM_BIN "/qsim-engine --fd 0 < /dev/null", status);
  EXPECT_EQ(status, 64);
  const std::string help = output(QSIM_BIN "/qsim-engine --help", status);
  EXPECT_EQ(status, 0);
  EXPECT_NE(help.find("Exit status: 0"), std::string::npos);
}

} // namespace
