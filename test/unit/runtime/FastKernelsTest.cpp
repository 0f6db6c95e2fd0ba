// SPDX-License-Identifier: Apache-2.0
// Optimised kernels against the reference: random networks of every kind that
// has one, every output and every counter the same.
#include "RandomNetwork.h"

#include "Network.h"
#include "Packed.h"
#include "opt/fast.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace qsim::test {
namespace {

// A random network, and a session of it on each kind of kernels.
struct Both {
  Both(qsimrt_isa isa, unsigned seed, qsimrt_plan plan = planOf(QSIMRT_INT),
       bool pooled = false, bool extreme = false)
      : network(seed, pooled, extreme), packed(network.model, isa),
        reference(network.model, plan),
        fast(network.model, onOptimised(plan, packed)) {}

  static qsimrt_plan onOptimised(qsimrt_plan plan, const Packed &packed) {
    plan.packed = packed.packed;
    return plan;
  }

  void run() {
    reference.run(network.picture());
    fast.run(network.picture());
  }

  void expectSame() {
    for (int i = 0; i < network.model.layer_count; ++i)
      EXPECT_EQ(bytesOf(fast, i), bytesOf(reference, i)) << network.describe(i);
    expectSameCounters();
  }

  void expectSameCounters() {
    for (int i = 0; i < network.model.layer_count; ++i) {
      if (packed.packed->layers[i].kind != QSIMRT_NOT_FAST &&
          qsimrt_layer_mode(fast, i) == QSIMRT_INT) {
        EXPECT_NE(qsimrt_layer_isa(fast, i), QSIMRT_ISA_NONE);
      }
      EXPECT_EQ(qsimrt_layer_counters(fast, i).saturated_outputs,
                qsimrt_layer_counters(reference, i).saturated_outputs)
          << network.describe(i);
      EXPECT_EQ(qsimrt_layer_counters(fast, i).accumulator_overflows,
                qsimrt_layer_counters(reference, i).accumulator_overflows)
          << network.describe(i);
    }
  }

  // May the layer run together with the pool behind it?
  bool fuses(int layer, qsimrt_mode mode) const {
    const qsimrt_packed_layer &of = packed.packed->layers[layer];
    return mode == QSIMRT_INT ? of.fuses_pool : of.fuses_hybrid_pool;
  }

  RandomNetwork network;
  Packed packed;
  Session reference, fast;
};

class FastKernelsTest : public ::testing::TestWithParam<qsimrt_isa> {
protected:
  void SetUp() override {
    if (!qsimrt_has_isa(GetParam()))
      GTEST_SKIP() << "this machine lacks " << qsimrt_isa_name(GetParam());
  }
};

// A machine may lack some of them.
std::vector<qsimrt_isa> isasOfThisBuild() {
  std::vector<qsimrt_isa> isas;
  for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa)
    if (qsimrt_fast_kernel_of(qsimrt_isa(isa), QSIMRT_FAST_CONVOLUTION))
      isas.push_back(qsimrt_isa(isa));
  return isas;
}

INSTANTIATE_TEST_SUITE_P(Isa, FastKernelsTest,
                         ::testing::ValuesIn(isasOfThisBuild()),
                         [](const ::testing::TestParamInfo<qsimrt_isa> &info) {
                           std::string name = qsimrt_isa_name(info.param);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(FastKernelsTest, RandomNetworksGiveTheBitsOfTheReference) {
  std::array<int, QSIMRT_FAST_KIND_COUNT> layersOfKind = {};
  int byInt64 = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Both both(GetParam(), seed);
    both.run();
    both.expectSame();
    // Once more: what lies in the buffers now is CHW.
    both.fast.run(both.network.picture());
    both.expectSame();
    for (int i = 0; i < both.network.model.layer_count; ++i) {
      ++layersOfKind[size_t(both.packed.packed->layers[i].kind)];
      byInt64 += both.packed.packed->layers[i].by_int64;
    }
    if (HasFailure())
      return;
  }
  for (int kind = 0; kind < QSIMRT_FAST_HYBRID_CONVOLUTION; ++kind) {
    const bool isThere =
        kind == QSIMRT_NOT_FAST ||
        qsimrt_fast_kernel_of(GetParam(), qsimrt_fast_kind(kind));
    EXPECT_EQ(layersOfKind[size_t(kind)] > 10, isThere) << kind;
  }
  EXPECT_GT(byInt64, 10);
}

// Weights and activations at the ends of their ranges: products of bytes do not
// fit 16 bits in pairs.
TEST_P(FastKernelsTest, ExtremeProductsGiveTheBitsOfTheReference) {
  int convolutions = 0, tablesByInt64 = 0;
  for (unsigned seed = 1; seed <= 80; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    for (const qsimrt_mode mode : {QSIMRT_INT, QSIMRT_HYBRID}) {
      Both both(GetParam(), seed, planOf(mode), seed % 2 == 0, true);
      both.run();
      both.expectSame();
      const qsimrt_packed_layer *layers = both.packed.packed->layers;
      convolutions += layers[0].kind == QSIMRT_FAST_CONVOLUTION;
      for (int i = 0; i < both.network.model.layer_count; ++i) {
        const qsimrt_layer &layer = both.network.model.layers[i];
        tablesByInt64 += layers[i].by_int64 &&
                         qsimrt_is_table(layer.u.convolutional.activation);
      }
    }
    if (HasFailure())
      return;
  }
  EXPECT_GT(convolutions, 60);
  EXPECT_GT(tablesByInt64, 10);
}

// Reused buffers, fused pools, no look at anything but the end.
TEST_P(FastKernelsTest, NothingRetained) {
  int fused = 0;
  for (unsigned seed = 1; seed <= 240; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const qsimrt_mode mode = seed % 4 < 2 ? QSIMRT_INT : QSIMRT_HYBRID;
    Both both(GetParam(), seed, planOf(mode, QSIMRT_RETAIN_NONE),
              seed % 2 == 0);
    for (int run = 0; run < 2; ++run) {
      both.run();
      const int last = both.network.model.layer_count - 1;
      EXPECT_EQ(bytesOf(both.fast, last), bytesOf(both.reference, last));
      both.expectSameCounters();
    }
    qsimrt_tensor tensor;
    for (int i = 0; i < both.network.model.layer_count; ++i)
      fused += both.fuses(i, mode) &&
               qsimrt_output(both.fast, i, &tensor, nullptr) != QSIMRT_OK;
    if (HasFailure())
      return;
  }
  EXPECT_GT(fused, 25);
}

// A layer that a hook wants, or the one before it, is not fused away.
TEST_P(FastKernelsTest, WatchedLayersAreNotFused) {
  int seen = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const qsimrt_mode mode = seed % 2 ? QSIMRT_INT : QSIMRT_HYBRID;
    Both both(GetParam(), seed, planOf(mode, QSIMRT_RETAIN_NONE), true);
    struct Watch {
      int layer, calls;
    } watch = {0, 0};
    qsimrt_hooks hooks = {};
    hooks.context = &watch;
    hooks.wants = [](void *context, int32_t layer) {
      return int(static_cast<Watch *>(context)->layer == layer);
    };
    hooks.after = [](void *context, qsimrt_session *session, int32_t layer) {
      qsimrt_tensor tensor;
      EXPECT_EQ(qsimrt_output(session, layer, &tensor, nullptr), QSIMRT_OK);
      ++static_cast<Watch *>(context)->calls;
      return QSIMRT_CONTINUE;
    };
    for (int i = 0; i < both.network.model.layer_count; ++i) {
      if (!both.fuses(i, mode))
        continue;
      for (int wanted : {i, i + 1}) {
        watch = {wanted, 0};
        both.fast.input(both.network.picture());
        ASSERT_EQ(qsimrt_run(both.fast, &hooks, nullptr), QSIMRT_OK);
        EXPECT_EQ(watch.calls, 1);
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 20);
}

// The work of a layer in any number of parts.
TEST_P(FastKernelsTest, PartsGiveTheSameBits) {
  const auto reversed = [](void *, int32_t count, void (*task)(void *, int32_t),
                           void *arg) {
    for (int32_t i = count; i-- > 0;)
      task(arg, i);
  };
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    qsimrt_plan plan = planOf(QSIMRT_INT);
    plan.parallel.parallel_for = reversed;
    Both both(GetParam(), seed, plan);
    both.run();
    both.expectSame();
  }
}

TEST_P(FastKernelsTest, HybridGivesTheBitsOfTheReference) {
  int layers = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Both both(GetParam(), seed, planOf(QSIMRT_HYBRID));
    both.run();
    both.expectSame();
    for (int i = 0; i < both.network.model.layer_count; ++i)
      layers += both.packed.packed->layers[i].is_hybrid;
  }
  EXPECT_GT(layers, 60);
}

TEST_P(FastKernelsTest, ModesMeetAtAnyLayer) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::vector<qsimrt_mode> modes(RandomNetwork::mostLayers);
    for (qsimrt_mode &mode : modes)
      mode = random() % 2 ? QSIMRT_INT : qsimrt_mode(random() % 3);
    qsimrt_plan plan = planOf(QSIMRT_INT);
    plan.modes = modes.data();
    Both both(GetParam(), seed, plan);
    both.run();
    both.expectSame();
  }
}

// An overwritten output, looked at and read again by an optimised kernel.
TEST_P(FastKernelsTest, OverwrittenOutputsAreRead) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Both both(GetParam(), seed);
    for (qsimrt_session *session :
         {static_cast<qsimrt_session *>(both.reference),
          static_cast<qsimrt_session *>(both.fast)}) {
      std::vector<float> values(
          qsimrtVolume(both.network.model.layers[0].shape));
      const std::vector<float> picture = both.network.picture();
      ASSERT_EQ(
          qsimrt_set_input(session, picture.data(), picture.size(), nullptr),
          QSIMRT_OK);
      ASSERT_EQ(qsimrt_step(session, nullptr, nullptr), QSIMRT_OK);
      ASSERT_EQ(
          qsimrt_read_float(session, 0, values.data(), values.size(), nullptr),
          QSIMRT_OK);
      values[values.size() / 2] += 0.5f;
      ASSERT_EQ(
          qsimrt_write_float(session, 0, values.data(), values.size(), nullptr),
          QSIMRT_OK);
      ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
    }
    both.expectSame();
  }
}

TEST_P(FastKernelsTest, AccumulatorsAreThoseOfTheReference) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Both both(GetParam(), seed);
    both.run();
    std::vector<int64_t> a(qsimrtVolume(both.network.model.layers[0].shape)),
        b = a;
    EXPECT_EQ(qsimrt_accumulators(both.fast, 0, a.data(), a.size(), nullptr),
              QSIMRT_OK);
    EXPECT_EQ(
        qsimrt_accumulators(both.reference, 0, b.data(), b.size(), nullptr),
        QSIMRT_OK);
    EXPECT_EQ(a, b);
    both.expectSame();
  }
}

TEST_P(FastKernelsTest, RefusesMemoryThatIsTooSmallOrUnaligned) {
  const RandomNetwork network(1);
  const size_t size =
      qsimrt_packed_size(&network.model, GetParam(), QSIMRT_PACK_INTEGERS);
  const std::unique_ptr<void, decltype(&std::free)> memory(
      std::aligned_alloc(64, size + 64), std::free);
  const qsimrt_packed *packed = nullptr;
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_pack(&network.model, GetParam(), QSIMRT_PACK_INTEGERS,
                        memory.get(), size - 1, nullptr, &packed, &error),
            QSIMRT_NO_MEMORY);
  EXPECT_EQ(packed, nullptr);
  EXPECT_EQ(qsimrt_pack(&network.model, GetParam(), QSIMRT_PACK_INTEGERS,
                        static_cast<char *>(memory.get()) + 8, size, nullptr,
                        &packed, &error),
            QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(qsimrt_pack(&network.model, QSIMRT_ISA_NONE, QSIMRT_PACK_INTEGERS,
                        memory.get(), size, nullptr, &packed, &error),
            QSIMRT_UNSUPPORTED);
}

} // namespace
} // namespace qsim::test
