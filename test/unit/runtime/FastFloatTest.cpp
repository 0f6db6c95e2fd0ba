// SPDX-License-Identifier: Apache-2.0
// Direct and mixed FLOAT in whole networks: the same bits on every instruction
// set and with any number of tasks; tensors, hooks and modes as in exact FLOAT.
#include "Network.h"
#include "Packed.h"
#include "RandomNetwork.h"
#include "opt/winograd.h"
#include "qsimrt/kernels.h"

#include <cmath>
#include <cstring>

namespace qsim::test {
namespace {

struct Fast {
  Fast(qsimrt_float_kernels kernels, const qsimrt_model &model, qsimrt_isa isa,
       qsimrt_plan plan)
      : packed(model, isa,
               QSIMRT_PACK_INTEGERS |
                   (kernels == QSIMRT_FLOAT_MIXED ? QSIMRT_PACK_MIXED
                                                  : QSIMRT_PACK_FLOATS)),
        session(model, with(kernels, plan)) {}
  qsimrt_plan with(qsimrt_float_kernels kernels, qsimrt_plan plan) const {
    plan.packed = packed.packed;
    plan.float_kernels = kernels;
    return plan;
  }
  Packed packed;
  Session session;
};

class FastFloat : public ::testing::TestWithParam<qsimrt_float_kernels> {
protected:
  // Half of the networks are such as mixed FLOAT transforms; half of these have
  // pools.
  struct Network : RandomNetwork {
    explicit Network(unsigned seed)
        : RandomNetwork(seed, seed % 4 == 0, false, seed % 2 == 0) {}
  };
};

INSTANTIATE_TEST_SUITE_P(Kernels, FastFloat,
                         ::testing::Values(QSIMRT_FLOAT_DIRECT,
                                           QSIMRT_FLOAT_MIXED),
                         [](const auto &info) {
                           return info.param == QSIMRT_FLOAT_DIRECT ? "Direct"
                                                                    : "Mixed";
                         });

bool sameBits(const std::vector<float> &a, const std::vector<float> &b) {
  return a.size() == b.size() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST_P(FastFloat, NetworksGiveTheSameBitsOnEveryInstructionSet) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Network network(seed);
    Fast portable(GetParam(), network.model, QSIMRT_ISA_NONE,
                  planOf(QSIMRT_FLOAT));
    portable.session.run(network.picture());
    for (int isa = 1; isa < QSIMRT_ISA_COUNT; ++isa) {
      if (!qsimrt_has_isa(qsimrt_isa(isa)))
        continue;
      Fast fast(GetParam(), network.model, qsimrt_isa(isa),
                planOf(QSIMRT_FLOAT));
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
TEST_P(FastFloat, LayersAreAsNearToTheReferenceAsRounding) {
  const float relative = GetParam() == QSIMRT_FLOAT_MIXED ? 5e-5f : 1e-5f;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Network network(seed);
    Session reference(network.model, planOf(QSIMRT_FLOAT));
    reference.run(network.picture());
    Fast fast(GetParam(), network.model, qsimrt_best_isa(),
              planOf(QSIMRT_FLOAT));
    fast.session.input(network.picture());
    for (int i = 0; i < network.model.layer_count; ++i) {
      EXPECT_EQ(qsimrt_step(fast.session, nullptr, nullptr), QSIMRT_OK);
      const std::vector<float> got = fast.session.read(i);
      const std::vector<float> wanted = reference.read(i);
      float bound = 0;
      for (const float value : wanted)
        bound = std::max(
            std::isnan(value) ? 1e38f : relative * std::fabs(value), bound);
      // No network computes with such values: sums near the end of the range.
      const bool overflows = bound > 1e30f;
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

// Layers of the network that mixed FLOAT transforms; with pools of 2 by 2
// behind them alone, or all.
int transformed(const qsimrt_model &model, bool pooled) {
  int count = 0;
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    if (layer.kind != QSIMRT_CONVOLUTIONAL)
      continue;
    const int from = layer.inputs[0];
    const qsimrt_shape in =
        from == QSIMRT_IMAGE ? model.image : model.layers[from].shape;
    const bool isPooled = i + 1 < model.layer_count &&
                          model.layers[i + 1].kind == QSIMRT_MAXPOOL &&
                          model.layers[i + 1].u.maxpool.stride == 2;
    count += (isPooled || !pooled) &&
             qsimrt_winograd_side(&layer.u.convolutional, in, layer.shape) != 0;
  }
  return count;
}

TEST_P(FastFloat, PartsAndReusedBuffersGiveTheSameBits) {
  int all = 0, pooled = 0;
  const auto reversed = [](void *, int32_t count, void (*task)(void *, int32_t),
                           void *arg) {
    for (int32_t i = count; i-- > 0;)
      task(arg, i);
  };
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const Network network(seed);
    all += transformed(network.model, false);
    pooled += transformed(network.model, true);
    Fast whole(GetParam(), network.model, qsimrt_best_isa(),
               planOf(QSIMRT_FLOAT));
    whole.session.run(network.picture());
    qsimrt_plan plan = planOf(QSIMRT_FLOAT, QSIMRT_RETAIN_NONE);
    plan.parallel.parallel_for = reversed;
    Fast parts(GetParam(), network.model, qsimrt_best_isa(), plan);
    parts.session.run(network.picture());
    const int last = network.model.layer_count - 1;
    EXPECT_TRUE(sameBits(parts.session.read(last), whole.session.read(last)))
        << "seed " << seed;
  }
  EXPECT_GT(all, 20);
  EXPECT_GT(pooled, 5);
}

// Layers of any mode read what layers of any other wrote: the same as where
// every tensor was looked at, and put into CHW, before it was read.
TEST_P(FastFloat, ModesMeetAtAnyLayer) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Network network(seed);
    std::mt19937 random(seed);
    std::vector<qsimrt_mode> modes(RandomNetwork::mostLayers);
    for (qsimrt_mode &mode : modes)
      mode = qsimrt_mode(random() % 3);
    qsimrt_plan plan = planOf(QSIMRT_FLOAT);
    plan.modes = modes.data();
    Fast run(GetParam(), network.model, qsimrt_best_isa(), plan);
    run.session.run(network.picture());
    plan.editable = 1;
    Fast stepped(GetParam(), network.model, QSIMRT_ISA_NONE, plan);
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
TEST_P(FastFloat, HooksSeeValuesBeforeTheActivation) {
  int seen = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const Network network(seed);
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
    Fast hooked(GetParam(), network.model, qsimrt_best_isa(),
                planOf(QSIMRT_FLOAT));
    hooked.session.input(network.picture());
    EXPECT_EQ(qsimrt_run(hooked.session, &hooks, nullptr), QSIMRT_OK);
    Fast plain(GetParam(), network.model, qsimrt_best_isa(),
               planOf(QSIMRT_FLOAT));
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
                      nullptr, values.data(), values.size());
      EXPECT_TRUE(sameBits(values, plain.session.read(i)));
    }
  }
  EXPECT_GT(seen, 10);
}

TEST(FastFloatPlan, OneSetOfPackedFloats) {
  const RandomNetwork network(1);
  const uint32_t both = QSIMRT_PACK_FLOATS | QSIMRT_PACK_MIXED;
  const size_t size = qsimrt_packed_size(&network.model, QSIMRT_ISA_NONE, both);
  const std::unique_ptr<void, decltype(&std::free)> memory(
      std::aligned_alloc(64, size), std::free);
  const qsimrt_packed *packed = nullptr;
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_pack(&network.model, QSIMRT_ISA_NONE, both, memory.get(),
                        size, nullptr, &packed, &error),
            QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(packed, nullptr);
  EXPECT_STREQ(error.text,
               "parameters are packed for direct or for mixed kernels of "
               "float, not for both");
}

TEST(FastFloatPlan, NeedsItsOwnPackedFloats) {
  const RandomNetwork network(1);
  qsimrt_plan plan = planOf(QSIMRT_FLOAT);
  plan.float_kernels = QSIMRT_FLOAT_DIRECT;
  EXPECT_EQ(qsimrt_session_size(&network.model, &plan), 0U);
  const Packed direct(network.model, QSIMRT_ISA_NONE, QSIMRT_PACK_FLOATS);
  const Packed mixed(network.model, QSIMRT_ISA_NONE, QSIMRT_PACK_MIXED);
  plan.packed = direct.packed;
  EXPECT_GT(qsimrt_session_size(&network.model, &plan), 0U);
  plan.packed = mixed.packed;
  EXPECT_EQ(qsimrt_session_size(&network.model, &plan), 0U);
  plan.float_kernels = QSIMRT_FLOAT_MIXED;
  EXPECT_GT(qsimrt_session_size(&network.model, &plan), 0U);
  plan.packed = direct.packed;
  EXPECT_EQ(qsimrt_session_size(&network.model, &plan), 0U);
}

} // namespace
} // namespace qsim::test
