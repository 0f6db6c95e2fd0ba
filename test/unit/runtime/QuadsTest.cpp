// SPDX-License-Identifier: Apache-2.0
// Integer weights in the order of a .packed: the order itself, and that kernels
// read them as they read what is packed in memory.
#include "Network.h"
#include "Packed.h"
#include "RandomNetwork.h"
#include "opt/fast.h"

#include <cstring>
#include <deque>

namespace qsim::test {
namespace {

// The tensors of all layers, as a .packed holds them.
class PackedTensors {
public:
  // Binds them to the network's layers.
  explicit PackedTensors(RandomNetwork &network) {
    for (int i = 0; i < network.model.layer_count; ++i) {
      qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
      int32_t count = 0;
      qsimrt_packed_tensors(&network.model, i, specs, &count);
      std::vector<void *> destinations;
      for (int k = 0; k < count; ++k) {
        size_t bytes = qsimrt_dtype_size(specs[k].dtype);
        for (int d = 0; d < specs[k].rank; ++d)
          bytes *= size_t(specs[k].dims[d]);
        // Exactly as many bytes, aligned as in a file.
        tensors.emplace_back(::operator new(bytes, std::align_val_t(64)),
                             [](void *memory) {
                               ::operator delete(memory, std::align_val_t(64));
                             });
        destinations.push_back(tensors.back().get());
      }
      qsimrt_pack_tensors(&network.model, i, destinations.data());
      auto &layer = const_cast<qsimrt_layer &>(network.model.layers[i]);
      for (int k = 0; k < count; ++k)
        qsimrt_set_tensor(&layer, specs[k].suffix, destinations[size_t(k)]);
      layers += count > 0;
    }
  }

  int layers = 0; // that have any

private:
  std::deque<std::shared_ptr<void>> tensors;
};

class QuadsTest : public ::testing::TestWithParam<qsimrt_isa> {
protected:
  void SetUp() override {
    if (!qsimrt_has_isa(GetParam()))
      GTEST_SKIP() << "this machine lacks " << qsimrt_isa_name(GetParam());
  }
};

INSTANTIATE_TEST_SUITE_P(Isa, QuadsTest,
                         ::testing::Range(qsimrt_isa(1),
                                          qsimrt_isa(QSIMRT_ISA_COUNT)),
                         [](const ::testing::TestParamInfo<qsimrt_isa> &info) {
                           std::string name = qsimrt_isa_name(info.param);
                           for (char &c : name)
                             c = c == '-' ? '_' : c;
                           return name;
                         });

// docs/spec/weights-container.md, written down once more.
TEST(Quads, LieAsTheSpecificationSays) {
  int seen = 0, partialBlocks = 0, partialQuads = 0, otherWindows = 0;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    RandomNetwork network(seed);
    const PackedTensors packed(network);
    for (int i = 0; i < network.model.layer_count; ++i) {
      const qsimrt_layer &layer = network.model.layers[i];
      const qsimrt_convolutional &conv = layer.u.convolutional;
      if (layer.kind != QSIMRT_CONVOLUTIONAL || !conv.quads)
        continue;
      const int channels =
          (layer.inputs[0] < 0 ? network.model.image
                               : network.model.layers[layer.inputs[0]].shape)
              .c;
      const qsimrt_window window = qsimrt_window_of(&layer);
      const auto *from = static_cast<const int8_t *>(conv.q_weights);
      const int8_t *next = conv.quads;
      for (int begin = 0; begin < conv.filters; begin += 64) {
        const int lanes = std::min(64, (conv.filters - begin + 15) / 16 * 16);
        for (int ky = 0; ky < window.size_y; ++ky)
          for (int kx = 0; kx < window.size_x; ++kx)
            for (int quad = 0; quad < (channels + 3) / 4; ++quad)
              for (int lane = 0; lane < lanes; ++lane)
                for (int k = 0; k < 4; ++k) {
                  const int o = begin + lane, c = 4 * quad + k;
                  const bool there = o < conv.filters && c < channels;
                  ASSERT_EQ(
                      *next++,
                      there ? from[((o * channels + c) * window.size_y + ky) *
                                       window.size_x +
                                   kx]
                            : 0)
                      << network.describe(i);
                }
      }
      for (int o = 0; o < conv.filters; ++o) {
        const int taps = channels * window.size_y * window.size_x;
        int64_t sum = 0, magnitudes = 0;
        for (int t = 0; t < taps; ++t) {
          sum += from[o * taps + t];
          magnitudes += std::abs(int(from[o * taps + t]));
        }
        ASSERT_EQ(conv.quad_sums[o], sum);
        ASSERT_EQ(conv.quad_sums[conv.filters + o], magnitudes);
      }
      ++seen;
      partialBlocks += conv.filters % 16 != 0;
      partialQuads += channels % 4 != 0;
      otherWindows += window.size_y != window.size_x;
    }
  }
  EXPECT_GT(seen, 100);
  EXPECT_GT(partialBlocks, 20);
  EXPECT_GT(partialQuads, 20);
  EXPECT_GT(otherWindows, 5);
}

// Where zeros lie between the values of the input kernels read none.
TEST(Quads, AreOfInputsAsTheyAre) {
  int windows = 0;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    RandomNetwork network(seed);
    const PackedTensors packed(network);
    for (int i = 0; i < network.model.layer_count; ++i) {
      const qsimrt_layer &layer = network.model.layers[i];
      if (layer.kind != QSIMRT_CONVOLUTIONAL ||
          qsimrt_window_of(&layer).input_dilation_x == 1)
        continue;
      EXPECT_EQ(layer.u.convolutional.quads, nullptr);
      ++windows;
    }
  }
  EXPECT_GT(windows, 5);
}

// What is computed besides is the same; so are widened weights.
TEST_P(QuadsTest, PackingFromThemGivesTheSameParameters) {
  int convolutions = 0, grouped = 0;
  for (unsigned seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomNetwork network(seed, seed % 2, seed % 5 == 0);
    const Packed before(network.model, GetParam());
    const PackedTensors tensors(network);
    const Packed after(network.model, GetParam());
    const bool isWide = qsimrt_factor_bytes(GetParam()) == 2;
    if (isWide) {
      ASSERT_EQ(after.size, before.size);
      const size_t entries =
          sizeof(qsimrt_packed) +
          size_t(network.model.layer_count) * sizeof(qsimrt_packed_layer);
      const size_t begin = (entries + 63) / 64 * 64;
      EXPECT_EQ(
          std::memcmp(reinterpret_cast<const char *>(after.packed) + begin,
                      reinterpret_cast<const char *>(before.packed) + begin,
                      after.size - begin),
          0);
    }
    for (int i = 0; i < network.model.layer_count; ++i) {
      const qsimrt_packed_layer &a = before.packed->layers[i],
                                &b = after.packed->layers[i];
      ASSERT_EQ(a.kind, b.kind) << network.describe(i);
      EXPECT_FALSE(a.is_mapped);
      if (a.kind != QSIMRT_FAST_CONVOLUTION)
        continue;
      const qsimrt_convolutional &conv =
          network.model.layers[i].u.convolutional;
      ++convolutions;
      // Of several groups there are none, and all is packed.
      ASSERT_EQ(conv.quads != nullptr, conv.groups == 1);
      const bool isMapped = conv.quads && !isWide;
      grouped += !conv.quads;
      EXPECT_EQ(b.is_mapped, isMapped);
      EXPECT_EQ(a.by_int64, b.by_int64);
      EXPECT_EQ(a.by_float32, b.by_float32);
      EXPECT_EQ(a.has_ties, b.has_ties);
      EXPECT_EQ(a.is_hybrid, b.is_hybrid);
      EXPECT_EQ(a.fuses_pool, b.fuses_pool);
      const char *from = reinterpret_cast<const char *>(before.packed),
                 *to = reinterpret_cast<const char *>(after.packed);
      const size_t lanes = size_t(conv.filters + 15) / 16 * 16 * 4;
      EXPECT_EQ(std::memcmp(from + a.biases, to + b.biases, lanes), 0);
      EXPECT_EQ(
          std::memcmp(from + a.hybrid_biases, to + b.hybrid_biases, lanes), 0);
      // A whole number of vectors of 64 bytes.
      EXPECT_EQ(std::memcmp(from + a.weights,
                            isMapped
                                ? reinterpret_cast<const char *>(conv.quads)
                                : to + b.weights,
                            a.biases - a.weights),
                0);
    }
  }
  EXPECT_GT(convolutions, 100);
  EXPECT_GT(grouped, 10);
}

std::vector<float> outputOf(const Session &session, int layers) {
  std::vector<float> all;
  for (int i = 0; i < layers; ++i) {
    const std::vector<float> one = session.read(i);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

TEST_P(QuadsTest, NetworksGiveTheBitsOfTheReference) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    for (const qsimrt_mode mode : {QSIMRT_INT, QSIMRT_HYBRID}) {
      RandomNetwork network(seed, seed % 2, seed % 3 == 0);
      const Session reference(network.model, planOf(mode));
      const PackedTensors tensors(network);
      const Packed packed(network.model, GetParam());
      for (const qsimrt_retention retention :
           {QSIMRT_RETAIN_ALL, QSIMRT_RETAIN_NONE}) {
        qsimrt_plan plan = planOf(mode, retention);
        plan.packed = packed.packed;
        Session fast(network.model, plan);
        fast.run(network.picture());
        const_cast<Session &>(reference).run(network.picture());
        const int layers = network.model.layer_count;
        if (retention == QSIMRT_RETAIN_ALL)
          EXPECT_EQ(outputOf(fast, layers), outputOf(reference, layers));
        else
          EXPECT_EQ(fast.read(layers - 1), reference.read(layers - 1));
      }
    }
    if (HasFailure())
      return;
  }
}

// They are the model's: another model of the same network may have none.
TEST_P(QuadsTest, AModelWithoutThemIsRefused) {
  RandomNetwork with(1), without(1);
  const PackedTensors tensors(with);
  ASSERT_GT(tensors.layers, 0);
  const Packed packed(with.model, GetParam());
  qsimrt_plan plan = planOf(QSIMRT_INT);
  plan.packed = packed.packed;
  EXPECT_GT(qsimrt_session_size(&with.model, &plan), 0U);
  if (qsimrt_factor_bytes(GetParam()) == 2)
    return; // widened: a copy
  EXPECT_EQ(qsimrt_session_size(&without.model, &plan), 0U);
}

// An overridden layer runs on the reference, with its own weights.
TEST_P(QuadsTest, EditedWeightsAreRead) {
  RandomNetwork network(2);
  const PackedTensors tensors(network);
  ASSERT_GT(tensors.layers, 0);
  const Packed packed(network.model, GetParam());
  qsimrt_plan plan = planOf(QSIMRT_INT);
  plan.editable = 1;
  const qsimrt_layer &first = network.model.layers[0];
  const size_t count = size_t(first.u.convolutional.filters) *
                       network.model.image.c * first.u.convolutional.size *
                       first.u.convolutional.size;
  const std::vector<int8_t> zeros(count, 0);
  qsimrt_layer edited = first;
  edited.u.convolutional.q_weights = zeros.data();
  std::vector<float> outputs[2];
  for (int fast = 0; fast < 2; ++fast) {
    plan.packed = fast ? packed.packed : nullptr;
    Session session(network.model, plan);
    session.run(network.picture());
    const std::vector<float> before = session.read(0);
    qsimrt_error error = {};
    ASSERT_EQ(qsimrt_override(session, 0, &edited, &error), QSIMRT_OK)
        << error.text;
    ASSERT_EQ(qsimrt_rewind(session, 0, nullptr), QSIMRT_OK);
    ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
    outputs[fast] = outputOf(session, network.model.layer_count);
    EXPECT_NE(session.read(0), before);
    ASSERT_EQ(qsimrt_override(session, 0, nullptr, nullptr), QSIMRT_OK);
    ASSERT_EQ(qsimrt_rewind(session, 0, nullptr), QSIMRT_OK);
    ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
    EXPECT_EQ(session.read(0), before);
  }
  EXPECT_EQ(outputs[0], outputs[1]);
}

} // namespace
} // namespace qsim::test
