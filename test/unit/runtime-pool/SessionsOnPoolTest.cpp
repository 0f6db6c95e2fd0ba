// SPDX-License-Identifier: Apache-2.0
// Sessions on a pool of threads: the same results for any number of threads,
// and, under TSan, no two tasks of a layer that touch the same bytes.
#include "Pool.h"

#include "Network.h"
#include "Packed.h"
#include "RandomNetwork.h"

namespace qsim::test {
namespace {

std::vector<std::vector<float>> outputsOf(const qsimrt_model &model,
                                          const Session &session) {
  std::vector<std::vector<float>> outputs;
  for (int32_t i = 0; i < model.layer_count; ++i)
    outputs.push_back(session.read(i));
  return outputs;
}

void expectSame(const qsimrt_model &model, qsimrt_plan plan,
                const std::vector<float> &picture) {
  Session alone(model, plan);
  alone.run(picture);
  for (const int32_t threads : {2, 3}) {
    Pool pool(threads);
    plan.parallel = {static_cast<qsimpool *>(pool), qsimpool_parallel_for};
    Session shared(model, plan);
    for (int run = 0; run < 2; ++run) {
      shared.run(picture);
      EXPECT_EQ(outputsOf(model, shared), outputsOf(model, alone));
    }
    for (int32_t i = 0; i < model.layer_count; ++i)
      EXPECT_EQ(qsimrt_layer_counters(shared, i).saturated_outputs,
                qsimrt_layer_counters(alone, i).saturated_outputs)
          << "layer " << i;
  }
}

TEST(SessionsOnPool, ReferenceKernels) {
  const Network network;
  for (const qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT})
    expectSame(network.model, planOf(mode), network.picture());
}

TEST(SessionsOnPool, OptimisedKernels) {
  if (qsimrt_best_isa() == QSIMRT_ISA_NONE)
    GTEST_SKIP() << "this machine has no optimised kernels";
  const Network network;
  const Packed packed(network.model, qsimrt_best_isa());
  for (const qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT}) {
    qsimrt_plan plan = planOf(mode);
    plan.isa = qsimrt_best_isa();
    plan.packed = packed.packed;
    expectSame(network.model, plan, network.picture());
  }
}

TEST(SessionsOnPool, RandomNetworks) {
  if (qsimrt_best_isa() == QSIMRT_ISA_NONE)
    GTEST_SKIP() << "this machine has no optimised kernels";
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomNetwork network(seed);
    const Packed packed(network.model, qsimrt_best_isa());
    for (const qsimrt_mode mode : {QSIMRT_HYBRID, QSIMRT_INT}) {
      qsimrt_plan plan = planOf(mode);
      plan.isa = qsimrt_best_isa();
      plan.packed = packed.packed;
      expectSame(network.model, plan, network.picture());
    }
  }
}

} // namespace
} // namespace qsim::test
