// SPDX-License-Identifier: Apache-2.0
// The scenes detector, and an engine on it, for tests.
#ifndef QSIM_TEST_UNIT_ENGINE_ENGINEPROCESS_H
#define QSIM_TEST_UNIT_ENGINE_ENGINEPROCESS_H

#include "engine.pb.h"

#include "qsim/Support/ScratchFolder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace qsim::test {

/// An engine at the other end of a socket pair; ended with this object.
class EngineProcess {
public:
  explicit EngineProcess(const std::vector<std::string> &arguments);
  ~EngineProcess();
  EngineProcess(const EngineProcess &) = delete;

  /// Sends the question with a new id and waits for its answer; events go to
  /// `moved`. Without an answer: one without an id.
  engine::Reply ask(engine::Request request);
  /// Sends it alone; its id.
  std::uint64_t send(engine::Request request);
  /// The next message; one without anything where the engine has gone.
  engine::Reply receive();

  void sendBytes(const std::string &bytes);
  void close();
  void kill();
  /// Waits for the end; the exit status, or minus the signal.
  int wait();

  std::vector<int> moved; ///< layers of events

private:
  pid_t child = -1;
  int descriptor = -1;
  std::uint64_t last = 0;
};

/// A test with a package, two pictures and a scratch folder.
class EngineTest : public testing::Test {
protected:
  EngineTest();

  /// What an engine may touch here.
  std::vector<std::string> arguments() const;
  engine::Request opening() const;
  /// An engine that stands before the first layer.
  std::unique_ptr<EngineProcess> opened(engine::State *state = nullptr) const;

  static engine::Request moving(engine::Move::Kind kind, int number = 0,
                                bool ignoreStops = false);
  static engine::Request
  looking(int layer, const std::string &tensor, bool raw = false,
          engine::GetTensor::Source source = engine::GetTensor::RUN);
  static engine::Request setting(int layer, const std::string &tensor,
                                 std::uint64_t index,
                                 const std::vector<double> &values);
  static engine::Request changingModes(const std::vector<int> &layers,
                                       engine::Mode mode);
  static engine::Request asking(bool undo);

  /// The stored bytes of every output at the end of the network.
  static std::vector<std::string> outputsAtEnd(EngineProcess &engine);

  ScratchFolder folder{"engine-test"};
  std::string package, picture, otherPicture, scratch;
  static constexpr int layers = 24;
};

/// Runs a command line that must succeed, without its output.
void runQuietly(const std::string &command);

} // namespace qsim::test

#endif // QSIM_TEST_UNIT_ENGINE_ENGINEPROCESS_H
