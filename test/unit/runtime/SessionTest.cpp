// SPDX-License-Identifier: Apache-2.0
// Driving a session: run, step, rewind, hooks, reading and writing, reuse of
// buffers, threads.
#include "Network.h"

#include <thread>

namespace {

using namespace qsim::test;
constexpr qsimrt_mode everyMode[] = {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT};
constexpr int heads[] = {4, 10};

std::vector<std::vector<float>> allOutputs(const Session &session) {
  std::vector<std::vector<float>> out;
  for (int i = 0; i < Network::layerCount; ++i)
    out.push_back(session.read(i));
  return out;
}

TEST(Session, RunTwiceAndStepGiveTheSame) {
  Network network;
  for (qsimrt_mode mode : everyMode) {
    Session session(network.model, planOf(mode));
    session.run(network.picture());
    const auto want = allOutputs(session);
    for (const auto &values : want)
      EXPECT_FALSE(values.empty());
    EXPECT_EQ(qsimrt_position(session), Network::layerCount);
    session.run(network.picture(2));
    EXPECT_NE(allOutputs(session), want);
    session.run(network.picture());
    EXPECT_EQ(allOutputs(session), want);
    session.input(network.picture());
    for (int i = 0; i < Network::layerCount; ++i) {
      EXPECT_EQ(qsimrt_position(session), i);
      EXPECT_EQ(qsimrt_step(session, nullptr, nullptr), QSIMRT_OK);
    }
    EXPECT_EQ(qsimrt_step(session, nullptr, nullptr), QSIMRT_OK); // at the end
    EXPECT_EQ(allOutputs(session), want);
  }
}

TEST(Session, ReusedBuffersGiveTheSameHeads) {
  Network network;
  for (qsimrt_mode mode : everyMode) {
    Session all(network.model, planOf(mode));
    Session none(network.model, planOf(mode, QSIMRT_RETAIN_NONE));
    EXPECT_LT(none.size, all.size);
    for (unsigned seed : {1U, 2U}) {
      all.run(network.picture(seed));
      none.run(network.picture(seed));
      for (int head : heads)
        EXPECT_EQ(none.read(head), all.read(head));
    }
    // Layer 1 (maxpool) is read by layer 2 only: something took its place.
    qsimrt_error error = {};
    qsimrt_tensor tensor;
    EXPECT_EQ(qsimrt_output(none, 1, &tensor, &error), QSIMRT_BAD_ARGUMENT);
    EXPECT_NE(std::string(error.text).find("layer_1"), std::string::npos);
  }
}

TEST(Session, OutputsOfTheGraphStay) {
  Network network;
  const qsimrt_graph_output output = {"hidden", 1, {}};
  network.model.outputs = &output;
  network.model.output_count = 1;
  for (qsimrt_mode mode : everyMode) {
    Session all(network.model, planOf(mode));
    Session none(network.model, planOf(mode, QSIMRT_RETAIN_NONE));
    all.run(network.picture());
    none.run(network.picture());
    // Layer 1 is read by layer 2 only, and yet there at the end.
    EXPECT_FALSE(none.read(1).empty());
    EXPECT_EQ(none.read(1), all.read(1));
  }
}

TEST(Session, EveryOutputIsThereWhenItsLayerHasRun) {
  Network network;
  Session all(network.model, planOf(QSIMRT_INT));
  Session none(network.model, planOf(QSIMRT_INT, QSIMRT_RETAIN_NONE));
  all.run(network.picture());
  none.input(network.picture());
  for (int i = 0; i < Network::layerCount; ++i) {
    EXPECT_EQ(qsimrt_step(none, nullptr, nullptr), QSIMRT_OK);
    EXPECT_EQ(none.read(i), all.read(i)) << i;
  }
}

TEST(Session, BudgetKeepsAllOrReuses) {
  Network network;
  qsimrt_plan plan = planOf(QSIMRT_FLOAT, QSIMRT_RETAIN_BUDGET);
  const qsimrt_plan none = planOf(QSIMRT_FLOAT, QSIMRT_RETAIN_NONE);
  const qsimrt_plan all = planOf(QSIMRT_FLOAT);
  plan.budget = 1000;
  EXPECT_EQ(qsimrt_session_size(&network.model, &plan),
            qsimrt_session_size(&network.model, &none));
  plan.budget = 1000000;
  EXPECT_EQ(qsimrt_session_size(&network.model, &plan),
            qsimrt_session_size(&network.model, &all));
}

TEST(Session, RewindRunsAgainFromThere) {
  Network network;
  Session session(network.model, planOf(QSIMRT_INT));
  session.run(network.picture());
  const auto want = allOutputs(session);
  for (int layer = Network::layerCount; layer >= 0; --layer) {
    qsimrt_error error = {};
    ASSERT_EQ(qsimrt_rewind(session, layer, &error), QSIMRT_OK) << error.text;
    EXPECT_EQ(qsimrt_position(session), layer);
    if (layer < Network::layerCount) {
      EXPECT_TRUE(session.read(layer).empty());
    }
    ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
    EXPECT_EQ(allOutputs(session), want);
  }
  EXPECT_EQ(qsimrt_rewind(session, -1, nullptr), QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(qsimrt_rewind(session, 12, nullptr), QSIMRT_BAD_ARGUMENT);
}

TEST(Session, RewindNamesTheInputThatIsGone) {
  Network network;
  Session session(network.model, planOf(QSIMRT_INT, QSIMRT_RETAIN_NONE));
  session.run(network.picture());
  const auto want = session.read(10);
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_rewind(session, 2, &error), QSIMRT_BAD_ARGUMENT);
  EXPECT_NE(std::string(error.text).find("layer_1"), std::string::npos)
      << error.text;
  EXPECT_EQ(qsimrt_position(session), Network::layerCount);
  // The picture is always there.
  EXPECT_EQ(qsimrt_rewind(session, 0, nullptr), QSIMRT_OK);
  EXPECT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(session.read(10), want);
}

TEST(Session, WriteThenRunOn) {
  Network network;
  for (qsimrt_mode mode : everyMode) {
    Session session(network.model, planOf(mode));
    session.run(network.picture());
    const auto want = allOutputs(session);
    std::vector<float> zeros(want[2].size(), 0.0f);
    ASSERT_EQ(
        qsimrt_write_float(session, 2, zeros.data(), zeros.size(), nullptr),
        QSIMRT_OK);
    ASSERT_EQ(qsimrt_rewind(session, 3, nullptr), QSIMRT_OK);
    ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
    EXPECT_EQ(session.read(2), zeros);
    EXPECT_NE(session.read(4), want[4]);
    EXPECT_EQ(session.read(0), want[0]);
    // What was read, written back, changes nothing.
    ASSERT_EQ(
        qsimrt_write_float(session, 2, want[2].data(), want[2].size(), nullptr),
        QSIMRT_OK);
    ASSERT_EQ(qsimrt_rewind(session, 3, nullptr), QSIMRT_OK);
    ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
    EXPECT_EQ(allOutputs(session), want);
    EXPECT_EQ(qsimrt_write_float(session, 2, zeros.data(), 3, nullptr),
              QSIMRT_BAD_ARGUMENT);
  }
}

// Records what the hooks see and answers as told.
struct Recorder {
  std::vector<std::string> calls;
  int pauseBefore = -1, pauseAfter = -1, stopBefore = -1, stopAfter = -1;
  int only = -1;
  qsimrt_status inner = QSIMRT_OK;
  qsimrt_hooks hooks = {this, wants, before, after, nullptr};

  static int wants(void *self, int32_t layer) {
    const auto *r = static_cast<Recorder *>(self);
    return r->only < 0 || layer == r->only;
  }
  static qsimrt_verdict before(void *self, qsimrt_session *session,
                               int32_t layer) {
    auto *r = static_cast<Recorder *>(self);
    r->calls.push_back("before " + std::to_string(layer));
    r->inner = qsimrt_run(session, nullptr, nullptr);
    return layer == r->pauseBefore  ? QSIMRT_PAUSE
           : layer == r->stopBefore ? QSIMRT_STOP
                                    : QSIMRT_CONTINUE;
  }
  static qsimrt_verdict after(void *self, qsimrt_session *session,
                              int32_t layer) {
    auto *r = static_cast<Recorder *>(self);
    qsimrt_tensor tensor;
    EXPECT_EQ(qsimrt_output(session, layer, &tensor, nullptr), QSIMRT_OK);
    r->calls.push_back("after " + std::to_string(layer));
    return layer == r->pauseAfter  ? QSIMRT_PAUSE
           : layer == r->stopAfter ? QSIMRT_STOP
                                   : QSIMRT_CONTINUE;
  }
};

TEST(Session, PauseGoesOnWhereItWas) {
  Network network;
  Session session(network.model, planOf(QSIMRT_INT));
  session.run(network.picture());
  const auto want = allOutputs(session);
  session.input(network.picture());
  Recorder recorder;
  recorder.pauseBefore = 2;
  recorder.pauseAfter = 3;
  EXPECT_EQ(qsimrt_run(session, &recorder.hooks, nullptr), QSIMRT_PAUSED);
  EXPECT_EQ(qsimrt_position(session), 2);
  EXPECT_EQ(recorder.calls.back(), "before 2");
  EXPECT_EQ(qsimrt_run(session, &recorder.hooks, nullptr), QSIMRT_PAUSED);
  EXPECT_EQ(qsimrt_position(session), 4);
  EXPECT_EQ(recorder.calls, (std::vector<std::string>{
                                "before 0", "after 0", "before 1", "after 1",
                                "before 2", "after 2", "before 3", "after 3"}));
  EXPECT_EQ(recorder.inner, QSIMRT_BAD_ARGUMENT); // hooks do not drive
  EXPECT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(allOutputs(session), want);
}

TEST(Session, StopWantsARewind) {
  Network network;
  Session session(network.model, planOf(QSIMRT_FLOAT));
  session.input(network.picture());
  Recorder recorder;
  recorder.only = recorder.stopAfter = 5;
  EXPECT_EQ(qsimrt_run(session, &recorder.hooks, nullptr), QSIMRT_STOPPED);
  EXPECT_EQ(recorder.calls, (std::vector<std::string>{"before 5", "after 5"}));
  EXPECT_EQ(qsimrt_position(session), 6);
  EXPECT_FALSE(session.read(5).empty());
  EXPECT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(qsimrt_step(session, nullptr, nullptr), QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(qsimrt_rewind(session, 6, nullptr), QSIMRT_OK);
  recorder.only = recorder.stopBefore = 7;
  EXPECT_EQ(qsimrt_run(session, &recorder.hooks, nullptr), QSIMRT_STOPPED);
  EXPECT_EQ(qsimrt_position(session), 7);
  session.run(network.picture()); // a new picture clears the stop
}

TEST(Session, WriteInAHookReachesTheNextLayer) {
  Network network;
  Session session(network.model, planOf(QSIMRT_FLOAT));
  session.run(network.picture());
  const auto want = session.read(3);
  qsimrt_hooks hooks = {};
  hooks.after = [](void *, qsimrt_session *inner, int32_t layer) {
    const std::vector<float> ones(12 * 8 * 8, 1.0f);
    if (layer == 2) {
      EXPECT_EQ(qsimrt_write_float(inner, 2, ones.data(), ones.size(), nullptr),
                QSIMRT_OK);
    }
    return QSIMRT_CONTINUE;
  };
  session.input(network.picture());
  EXPECT_EQ(qsimrt_run(session, &hooks, nullptr), QSIMRT_OK);
  EXPECT_NE(session.read(3), want);
}

// Every task on a thread of its own, last first.
void threadEach(void *, int32_t count, void (*task)(void *, int32_t),
                void *arg) {
  std::vector<std::thread> threads;
  for (int32_t i = count; i-- > 0;)
    threads.emplace_back(task, arg, i);
  for (std::thread &thread : threads)
    thread.join();
}

TEST(Session, ThreadsChangeNothing) {
  Network network;
  // A narrow accumulator, so that the counters have something to count.
  network.model.datapath.accumulator_bits = 14;
  for (qsimrt_mode mode : everyMode) {
    Session one(network.model, planOf(mode));
    qsimrt_plan plan = planOf(mode);
    plan.parallel.parallel_for = threadEach;
    Session many(network.model, plan);
    one.run(network.picture());
    many.run(network.picture());
    EXPECT_EQ(allOutputs(many), allOutputs(one));
    uint64_t counted = 0;
    for (int i = 0; i < Network::layerCount; ++i) {
      const qsimrt_counters a = qsimrt_layer_counters(one, i);
      const qsimrt_counters b = qsimrt_layer_counters(many, i);
      EXPECT_EQ(a.accumulator_overflows, b.accumulator_overflows);
      EXPECT_EQ(a.saturated_outputs, b.saturated_outputs);
      counted += a.accumulator_overflows;
    }
    EXPECT_EQ(counted > 0, mode == QSIMRT_INT);
  }
}

TEST(Session, PrepareAgainInTheSameMemory) {
  Network network;
  Session session(network.model, planOf(QSIMRT_FLOAT));
  Session ints(network.model, planOf(QSIMRT_INT, QSIMRT_RETAIN_NONE));
  session.run(network.picture());
  ints.run(network.picture());
  const auto want = allOutputs(session);
  const qsimrt_plan toInt = planOf(QSIMRT_INT, QSIMRT_RETAIN_NONE);
  const qsimrt_plan toFloat = planOf(QSIMRT_FLOAT);
  qsimrt_error error = {};
  // Integers are smaller; the picture stays.
  ASSERT_EQ(qsimrt_prepare(session, &toInt, &error), QSIMRT_OK) << error.text;
  EXPECT_EQ(qsimrt_position(session), 0);
  ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(session.read(10), ints.read(10));
  ASSERT_EQ(qsimrt_prepare(session, &toFloat, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(allOutputs(session), want);
  // The other way there is not enough; the session is as before.
  const auto head = ints.read(10);
  EXPECT_EQ(qsimrt_prepare(ints, &toFloat, &error), QSIMRT_NO_MEMORY);
  EXPECT_NE(std::string(error.text).find("missing"), std::string::npos);
  EXPECT_EQ(ints.read(10), head);
}

TEST(Session, RefusesBadCalls) {
  Network network;
  const qsimrt_plan plan = planOf(QSIMRT_INT);
  Session session(network.model, plan);
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_run(session, nullptr, &error), QSIMRT_BAD_ARGUMENT);
  EXPECT_NE(std::string(error.text).find("no picture"), std::string::npos);
  const std::vector<float> tiny(5);
  EXPECT_EQ(qsimrt_set_input(session, tiny.data(), 5, nullptr),
            QSIMRT_BAD_ARGUMENT);
  session.input(network.picture());
  qsimrt_tensor tensor;
  EXPECT_EQ(qsimrt_output(session, 0, &tensor, &error), QSIMRT_BAD_ARGUMENT);
  EXPECT_NE(std::string(error.text).find("has not run"), std::string::npos);
  EXPECT_EQ(qsimrt_output(session, 11, &tensor, nullptr), QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(qsimrt_output(session, -2, &tensor, nullptr), QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(qsimrt_output(session, QSIMRT_IMAGE, &tensor, nullptr), QSIMRT_OK);

  alignas(64) char memory[4096];
  qsimrt_session *none;
  EXPECT_EQ(
      qsimrt_session_init(memory, 64, &network.model, &plan, &none, nullptr),
      QSIMRT_NO_MEMORY);
  EXPECT_EQ(qsimrt_session_init(memory, sizeof memory, &network.model, &plan,
                                &none, nullptr),
            QSIMRT_NO_MEMORY);
  EXPECT_EQ(qsimrt_session_init(memory + 8, 4000, &network.model, &plan, &none,
                                nullptr),
            QSIMRT_BAD_ARGUMENT);
}

} // namespace
