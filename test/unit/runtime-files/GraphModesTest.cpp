// SPDX-License-Identifier: Apache-2.0
// Sessions of a network with every kind of layer that graphs have: modes, work
// sharing, accumulators, and outputs that are kept although layers read them.
#include "Finished.h"
#include "WideNetwork.h"

#include "qsimrt/kernels.h"

using namespace qsim::test;

namespace {

struct GraphModes : testing::Test {
  LoadedModel loaded{filesOf(readInput("graph.net"))};
  void SetUp() override { ASSERT_EQ(loaded.status, QSIMRT_OK); }
  const qsimrt_layer &layer(int32_t i) { return loaded.model->layers[i]; }
};

TEST_F(GraphModes, everyLayerRunsInItsMode) {
  const Finished hybrid(*loaded.model, QSIMRT_HYBRID);
  const Finished integer(*loaded.model, QSIMRT_INT);
  ASSERT_EQ(hybrid.status, QSIMRT_OK) << hybrid.message;
  ASSERT_EQ(integer.status, QSIMRT_OK) << integer.message;
  for (int32_t i = 0; i < loaded.model->layer_count; ++i) {
    EXPECT_EQ(qsimrt_layer_mode(hybrid.session, i), QSIMRT_FLOAT) << i;
    // From the power on: it has no integers, nor have normalizations and hosts.
    EXPECT_EQ(qsimrt_layer_mode(integer.session, i),
              i >= 10 ? QSIMRT_FLOAT : QSIMRT_INT)
        << i;
  }
}

// Within what the steps of the quantizations allow.
TEST_F(GraphModes, integersFollowReals) {
  const Finished real(*loaded.model, QSIMRT_FLOAT);
  const Finished integer(*loaded.model, QSIMRT_INT);
  for (int32_t i = 0; i < 10; ++i) {
    const std::vector<float> a = real.read(i), b = integer.read(i);
    for (size_t k = 0; k < a.size(); ++k)
      EXPECT_NEAR(a[k], b[k], 0.03f) << i << ": " << k;
  }
}

void backwards(void *, int32_t count, void (*task)(void *, int32_t),
               void *arg) {
  for (int32_t i = count; i-- > 0;)
    task(arg, i);
}

TEST_F(GraphModes, sharingWorkChangesNothing) {
  for (qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_INT}) {
    const Finished alone(*loaded.model, mode);
    const Finished shared(*loaded.model, mode, nullptr, {nullptr, backwards});
    for (int32_t i = 0; i < loaded.model->layer_count; ++i)
      EXPECT_EQ(alone.read(i), shared.read(i)) << i;
  }
}

// Layer 1 is an output and is read by others; layer 2 is read and no output.
TEST_F(GraphModes, outputsOfTheGraphAreKept) {
  for (qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_INT}) {
    const Finished all(*loaded.model, mode);
    const Finished some(*loaded.model, mode, nullptr, {}, nullptr,
                        QSIMRT_RETAIN_NONE);
    ASSERT_EQ(some.status, QSIMRT_OK) << some.message;
    for (int32_t output : {1, 6, 13})
      EXPECT_EQ(all.read(output), some.read(output)) << output;
    qsimrt_tensor tensor;
    EXPECT_EQ(qsimrt_output(some.session, 2, &tensor, nullptr),
              QSIMRT_BAD_ARGUMENT);
  }
}

// What accumulators give when they are finished again is what stands there.
TEST_F(GraphModes, accumulators) {
  const Finished integer(*loaded.model, QSIMRT_INT);
  for (int32_t i : {9, 8, 6, 1}) { // writing makes the readers stale
    const std::vector<float> before = integer.read(i);
    std::vector<int64_t> values(before.size());
    ASSERT_EQ(qsimrt_accumulators(integer.session, i, values.data(),
                                  values.size(), nullptr),
              QSIMRT_OK)
        << i;
    ASSERT_EQ(qsimrt_write_accumulators(integer.session, i, 0, values.data(),
                                        values.size(), nullptr),
              QSIMRT_OK)
        << i;
    EXPECT_EQ(integer.read(i), before) << i;
  }
  int64_t none[32];
  for (int32_t i : {0, 2, 7, 10})
    EXPECT_EQ(qsimrt_accumulators(integer.session, i, none, 32, nullptr),
              QSIMRT_BAD_ARGUMENT)
        << i;
}

TEST_F(GraphModes, modesThatLackParametersAreRefused) {
  const Files texts{readInput("graph.net"), readInput("wide.sys"), "", ""};
  LoadedModel bare(texts);
  ASSERT_EQ(bare.status, QSIMRT_OK) << bare.message;
  EXPECT_EQ(Finished(*bare.model, QSIMRT_FLOAT).message,
            "layer offsets: mode float needs the float parameters (.fweights), "
            "which the model does not have");
  EXPECT_EQ(Finished(*bare.model, QSIMRT_INT).message,
            "layer offsets: mode int needs the integer parameters (.qweights), "
            "which the model does not have");
  Files floats = filesOf(texts.net);
  floats.qweights.clear();
  LoadedModel real(floats);
  EXPECT_EQ(Finished(*real.model, QSIMRT_FLOAT).status, QSIMRT_OK);
}

// Another quantization of a constant, and its integers derived again.
TEST_F(GraphModes, anEditedConstantIsRead) {
  Finished integer(*loaded.model, QSIMRT_INT);
  qsimrt_layer edited = layer(0);
  std::vector<int16_t> words(32, 256);
  edited.output = {16, 0.00390625f, 0};
  edited.u.constant.q_values = words.data();
  EXPECT_EQ(qsimrt_tensor_of(&edited, "q_values"), words.data());
  EXPECT_EQ(qsimrt_tensor_of(&edited, "values"), layer(0).u.constant.values);
  EXPECT_EQ(qsimrt_tensor_of(&edited, "rescale"), nullptr);
}

} // namespace
