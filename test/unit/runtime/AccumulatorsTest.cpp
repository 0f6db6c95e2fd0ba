// SPDX-License-Identifier: Apache-2.0
// Overwriting accumulators: what follows them is the layer's own.
#include "Network.h"
#include "RandomNetwork.h"

namespace {

using namespace qsim::test;

qsimrt_plan editable() {
  qsimrt_plan plan = planOf(QSIMRT_INT);
  plan.editable = 1;
  return plan;
}

std::vector<int64_t> accumulators(const Session &session, int layer,
                                  size_t count) {
  std::vector<int64_t> acc(count);
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_accumulators(session, layer, acc.data(), acc.size(), &error),
            QSIMRT_OK)
      << error.text;
  return acc;
}

TEST(Accumulators, WrittenBackGiveTheOutputThatTheyGave) {
  int layers = 0, sums = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    RandomNetwork network(seed);
    Session session(network.model, editable());
    session.run(network.picture());
    // From the back: what reads an overwritten output is stale.
    for (size_t at = network.layers.size(); at-- > 0;) {
      const qsimrt_layer &layer = network.layers[at];
      if (layer.kind != QSIMRT_CONVOLUTIONAL && layer.kind != QSIMRT_SHORTCUT)
        continue;
      const auto want = session.read(layer.index);
      const auto acc = accumulators(session, layer.index, want.size());
      std::vector<float> zeros(want.size());
      ASSERT_EQ(qsimrt_write_float(session, layer.index, zeros.data(),
                                   zeros.size(), nullptr),
                QSIMRT_OK);
      // In two parts.
      const size_t half = acc.size() / 2;
      ASSERT_EQ(qsimrt_write_accumulators(session, layer.index, 0, acc.data(),
                                          half, nullptr),
                QSIMRT_OK);
      ASSERT_EQ(qsimrt_write_accumulators(session, layer.index, half,
                                          acc.data() + half, acc.size() - half,
                                          nullptr),
                QSIMRT_OK);
      const auto got = session.read(layer.index);
      for (size_t i = 0; i < want.size(); ++i) {
        // A sum that was below 0 is one of other multiples (N31): drawn ones
        // may bring it to 0, and then its sign says nothing.
        if (layer.kind == QSIMRT_SHORTCUT && acc[i] == 0)
          continue;
        ASSERT_EQ(got[i], want[i]) << network.describe(layer.index) << " " << i;
      }
      ++layers;
      sums += layer.kind == QSIMRT_SHORTCUT;
      // Read again beside what was overwritten.
      EXPECT_EQ(accumulators(session, layer.index, want.size()), acc);
      EXPECT_EQ(session.read(layer.index), got);
    }
  }
  EXPECT_GT(layers, 100);
  EXPECT_GT(sums, 10);
}

TEST(Accumulators, OneValueThroughTheMultiplierOfItsChannelAndSign) {
  Network network;
  Session session(network.model, editable());
  session.run(network.picture());
  const auto &conv = network.layers[2].u.convolutional;
  const auto before = session.read(2);
  // Channel 1 of 12 x 8 x 8.
  for (const int64_t acc : {int64_t(-5000), int64_t(5000)}) {
    ASSERT_EQ(qsimrt_write_accumulators(session, 2, 64 + 7, &acc, 1, nullptr),
              QSIMRT_OK);
    const qsimrt_multiplier by = acc < 0 ? conv.negative[1] : conv.positive[1];
    const int64_t half = int64_t(1) << (by.shift - 1);
    const int64_t rounded = (acc * by.mult + half) >> by.shift;
    const auto after = session.read(2);
    // The zero point is -80, the scale 0.05: q - zero point is `rounded`.
    EXPECT_EQ(after[64 + 7],
              0.05f * float(std::min<int64_t>(rounded, 127 + 80)));
    EXPECT_EQ(after[64 + 6], before[64 + 6]);
    EXPECT_EQ(after[64 + 8], before[64 + 8]);
  }
  // Layers 3 and 5 read it; running it again brings its own output back.
  unsigned char stale[Network::layerCount];
  qsimrt_find_stale(session, stale);
  EXPECT_FALSE(stale[2]);
  EXPECT_TRUE(stale[3] && stale[5]);
  ASSERT_EQ(qsimrt_rewind(session, 2, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(session.read(2), before);
}

TEST(Accumulators, Refused) {
  Network network;
  Session session(network.model, editable());
  qsimrt_error error = {};
  const int64_t one = 1, wide = int64_t(1) << 31;
  const auto says = [&](const char *text) {
    EXPECT_NE(std::string(error.text).find(text), std::string::npos)
        << error.text;
  };
  session.input(network.picture());
  EXPECT_EQ(qsimrt_write_accumulators(session, 2, 0, &one, 1, &error),
            QSIMRT_BAD_ARGUMENT);
  says("layer_2 has not run yet");
  session.run(network.picture());
  const auto before = session.read(2);
  EXPECT_EQ(qsimrt_write_accumulators(session, 2, 768, &one, 1, &error),
            QSIMRT_BAD_ARGUMENT);
  says("layer_2 has 768 accumulators; 1 from 768 on were given");
  EXPECT_EQ(qsimrt_write_accumulators(session, 2, 0, &wide, 1, &error),
            QSIMRT_DOES_NOT_FIT);
  says("an accumulator of 32 bits cannot hold 2147483648");
  EXPECT_EQ(qsimrt_write_accumulators(session, 1, 0, &one, 1, &error),
            QSIMRT_BAD_ARGUMENT);
  says("layer_1 has no accumulators");
  EXPECT_EQ(
      qsimrt_write_accumulators(session, QSIMRT_IMAGE, 0, &one, 1, &error),
      QSIMRT_BAD_ARGUMENT);
  says("the picture has no accumulators");
  EXPECT_EQ(session.read(2), before);
}

} // namespace
