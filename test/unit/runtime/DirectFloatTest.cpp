// SPDX-License-Identifier: Apache-2.0
// Direct FLOAT in whole networks: the same bits on every instruction set and
// with any number of tasks; tensors, hooks and modes as in exact FLOAT.
#include "Network.h"
#include "Packed.h"
#include "RandomNetwork.h"
#include "qsimrt/kernels.h"

#include <cmath>
#include <cstring>

namespace qsim::test {
namespace {

enum { BOTH = QSIMRT_PACK_INTEGERS | QSIMRT_PACK_FLOATS };

struct Direct {
  Direct(const qsimrt_model &model, qsimrt_isa isa, qsimrt_plan plan = {})
      : packed(model, isa, BOTH), session(model, with(plan)) {}
  qsimrt_plan with(qsimrt_plan plan) const {
    plan.packed = packed.packed;
    plan.float_kernels = QSIMRT_FLOAT_DIRECT;
    return plan;
  }
  Packed packed;
  Session session;
};

bool sameBits(const std::vector<float> &a, const std::vector<float> &b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST(DirectFloat, NetworksGiveTheSameBitsOnEveryInstructionSet) {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    const RandomNetwork network(seed);
    Direct portable(network.model, QSIMRT_ISA_NONE, planOf(QSIMRT_FLOAT));
    portable.session.run(network.picture());
    for (int isa = 1; isa < QSIMRT_ISA_COUNT; ++isa) {
      if (!qsimrt_has_isa(qsimrt_isa(isa)))
        continue;
      Direct fast(network.model, qsimrt_isa(isa), planOf(QSIMRT_FLOAT));
      // Twice: the second run begins with buffers that were looked at.
      for (int run = 0; run < 2; ++run) {
        fast.session.run(network.picture());
        for (int i = 0; i < network.model.layer_count; ++i)
          EXPECT_TRUE(sameBits(fast.session.read(i), portable.session.read(i)))
              << "seed " << seed << ", " << network.describe(i);
      }
    }
  }
}

// Every layer on the inputs that the reference made.
TEST(DirectFloat, LayersAreAsNearToTheReferenceAsRounding) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const RandomNetwork network(seed);
    Session reference(network.model, planOf(QSIMRT_FLOAT));
    reference.run(network.picture());
    Direct fast(network.model, qsimrt_best_isa(), planOf(QSIMRT_FLOAT));
    fast.session.input(network.picture());
    bool overflows = false;
    for (int i = 0; i < network.model.layer_count; ++i) {
      EXPECT_EQ(qsimrt_step(fast.session, nullptr, nullptr), QSIMRT_OK);
      const std::vector<float> got = fast.session.read(i);
      const std::vector<float> wanted = reference.read(i);
      float bound = 0;
      for (const float value : wanted)
        bound = std::max(std::isnan(value) ? 1e38f : 1e-5f * std::fabs(value),
                         bound);
      // No network computes with such values: sums near the end of the range.
      overflows |= bound > 1e30f;
      if (network.model.layers[i].kind != QSIMRT_CONVOLUTIONAL)
        bound = 0;
      for (size_t k = 0; k < wanted.size() && !overflows; ++k)
        ASSERT_LE(std::fabs(got[k] - wanted[k]), bound)
            << "seed " << seed << ", " << network.describe(i);
      EXPECT_EQ(qsimrt_write_float(fast.session, i, wanted.data(),
                                   wanted.size(), nullptr),
                QSIMRT_OK);
    }
  }
}

TEST(DirectFloat, PartsAndReusedBuffersGiveTheSameBits) {
  const auto reversed = [](void *, int32_t count, void (*task)(void *, int32_t),
                           void *arg) {
    for (int32_t i = count; i-- > 0;)
      task(arg, i);
  };
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const RandomNetwork network(seed);
    Direct whole(network.model, qsimrt_best_isa(), planOf(QSIMRT_FLOAT));
    whole.session.run(network.picture());
    qsimrt_plan plan = planOf(QSIMRT_FLOAT, QSIMRT_RETAIN_NONE);
    plan.parallel.parallel_for = reversed;
    Direct parts(network.model, qsimrt_best_isa(), plan);
    parts.session.run(network.picture());
    const int last = network.model.layer_count - 1;
    EXPECT_TRUE(sameBits(parts.session.read(last), whole.session.read(last)))
        << "seed " << seed;
  }
}

// Layers of any mode read what layers of any other wrote: the same as where
// every tensor was looked at, and put into CHW, before it was read.
TEST(DirectFloat, ModesMeetAtAnyLayer) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomNetwork network(seed);
    std::mt19937 random(seed);
    std::vector<qsimrt_mode> modes(RandomNetwork::mostLayers);
    for (qsimrt_mode &mode : modes)
      mode = qsimrt_mode(random() % 3);
    qsimrt_plan plan = planOf(QSIMRT_FLOAT);
    plan.modes = modes.data();
    Direct run(network.model, qsimrt_best_isa(), plan);
    run.session.run(network.picture());
    plan.editable = 1;
    Direct stepped(network.model, QSIMRT_ISA_NONE, plan);
    stepped.session.input(network.picture());
    for (int i = 0; i < network.model.layer_count; ++i) {
      EXPECT_EQ(qsimrt_step(stepped.session, nullptr, nullptr), QSIMRT_OK);
      stepped.session.read(i);
    }
    for (int i = 0; i < network.model.layer_count; ++i)
      EXPECT_TRUE(sameBits(run.session.read(i), stepped.session.read(i)))
          << network.describe(i);
  }
}

// What the hook sees is in CHW, and becomes the output.
TEST(DirectFloat, HooksSeeValuesBeforeTheActivation) {
  int seen = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const RandomNetwork network(seed);
    struct Context {
      const qsimrt_model *model;
      std::vector<std::vector<float>> before;
    } context = {&network.model, {}};
    context.before.resize(size_t(network.model.layer_count));
    qsimrt_hooks hooks = {};
    hooks.context = &context;
    hooks.pre_activation = [](void *to, int32_t layer, const float *values,
                              size_t count) {
      static_cast<Context *>(to)->before[size_t(layer)].assign(values,
                                                               values + count);
    };
    Direct hooked(network.model, qsimrt_best_isa(), planOf(QSIMRT_FLOAT));
    hooked.session.input(network.picture());
    EXPECT_EQ(qsimrt_run(hooked.session, &hooks, nullptr), QSIMRT_OK);
    Direct plain(network.model, qsimrt_best_isa(), planOf(QSIMRT_FLOAT));
    plain.session.run(network.picture());
    for (int i = 0; i < network.model.layer_count; ++i) {
      EXPECT_TRUE(sameBits(hooked.session.read(i), plain.session.read(i)))
          << "seed " << seed << ", " << network.describe(i);
      std::vector<float> &values = context.before[size_t(i)];
      seen += !values.empty();
      if (values.empty())
        continue;
      qsimrt_activate(network.model.arithmetic,
                      network.model.layers[i].u.convolutional.activation,
                      values.data(), values.size());
      EXPECT_TRUE(sameBits(values, plain.session.read(i)));
    }
  }
  EXPECT_GT(seen, 10);
}

TEST(DirectFloat, NeedsPackedFloats) {
  const RandomNetwork network(1);
  qsimrt_plan plan = planOf(QSIMRT_FLOAT);
  plan.float_kernels = QSIMRT_FLOAT_DIRECT;
  EXPECT_EQ(qsimrt_session_size(&network.model, &plan), 0U);
  const Packed integers(network.model, QSIMRT_ISA_NONE, QSIMRT_PACK_FLOATS);
  plan.packed = integers.packed;
  EXPECT_GT(qsimrt_session_size(&network.model, &plan), 0U);
}

} // namespace
} // namespace qsim::test
