// SPDX-License-Identifier: Apache-2.0
// Tests of loading a .packed: bound, stale, damaged or hostile; and of integer
// weights whose check is put off.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

#include <cstdlib>
#include <memory>

using namespace qsim::test;

namespace {

const qsimrt_convolutional &firstOf(const LoadedModel &loaded) {
  return loaded.model->layers[0].u.convolutional;
}

void expectRefused(const Files &files, const std::string &message) {
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE) << message;
  EXPECT_EQ(loaded.message, message);
}

// As good as none, and without a word.
void expectIgnored(const Files &files) {
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(loaded.model->has_packed, 0);
  for (int i = 0; i < loaded.model->layer_count; ++i) {
    if (!qsimrt_has_weights(loaded.model->layers[i].kind))
      continue;
    const auto &conv = loaded.model->layers[i].u.convolutional;
    EXPECT_EQ(conv.quads, nullptr);
    EXPECT_EQ(conv.quad_sums, nullptr);
    EXPECT_EQ(conv.is_unchecked, 0);
  }
}

// packedFiles() with other entries in its .packed.
template <typename Edit> Files edited(Edit edit) {
  Files files = packedFiles();
  const qsimrt_bytes qweights = {"", files.qweights.data(),
                                 files.qweights.size()};
  const LoadedModel loaded(tinyFiles());
  std::vector<ContainerEntry> entries = packedEntries(*loaded.model);
  edit(entries);
  files.packed = buildContainer(entries, 3, qsimrt_packed_binding(&qweights));
  return files;
}

using Entries = std::vector<ContainerEntry>;

TEST(PackedFile, isBoundToItsLayers) {
  for (const bool defers : {false, true}) {
    Files files = packedFiles();
    files.defersChecks = defers;
    LoadedModel loaded(files);
    ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
    EXPECT_EQ(loaded.model->has_packed, 1);
    const qsimrt_convolutional &first = firstOf(loaded);
    ASSERT_NE(first.quads, nullptr);
    // Filter 1, channel 2, the middle tap: its weights are 3 x 3 x 3.
    const auto *weights = static_cast<const int8_t *>(first.q_weights);
    EXPECT_EQ(first.quads[(4 * 16 + 1) * 4 + 2], weights[27 + 2 * 9 + 4]);
    int64_t sum = 0, magnitudes = 0;
    for (int i = 0; i < 27; ++i) {
      sum += weights[27 + i];
      magnitudes += std::abs(int(weights[27 + i]));
    }
    EXPECT_EQ(first.quad_sums[1], sum);
    EXPECT_EQ(first.quad_sums[4 + 1], magnitudes);
    EXPECT_EQ(first.is_unchecked, defers);
    // Groups, and weights of 12 bits: in no .packed, and checked.
    EXPECT_EQ(loaded.model->layers[2].u.convolutional.quads, nullptr);
    EXPECT_EQ(loaded.model->layers[2].u.convolutional.is_unchecked, 0);
    EXPECT_EQ(loaded.model->layers[5].u.convolutional.quads, nullptr);
  }
}

TEST(PackedFile, sayNothingWithoutIntegers) {
  Files files = packedFiles();
  files.qweights.clear();
  expectIgnored(files);
}

TEST(PackedFile, ofOtherIntegersIsIgnored) {
  Files files = packedFiles();
  patch(files.packed, 32, uint32_t(0x12345678));
  sealHeader(files.packed);
  expectIgnored(files);
  files = packedFiles();
  auto entries = tinyIntegerEntries();
  entries[0].payload[3] ^= 1;
  files.qweights = buildContainer(entries, 2, 0);
  bindTo(files);
  expectIgnored(files);
}

TEST(PackedFile, ofAnotherOrderIsIgnored) {
  expectIgnored(
      edited([](Entries &entries) { entries[0].name = "conv_0.octets"; }));
  expectIgnored(edited([](Entries &entries) { entries.pop_back(); }));
  expectIgnored(edited([](Entries &entries) { entries.clear(); }));
  expectIgnored(
      edited([](Entries &entries) { std::swap(entries[0], entries[1]); }));
}

TEST(PackedFile, mayHoldOtherOrdersBesides) {
  LoadedModel loaded(edited([](Entries &entries) {
    entries.insert(entries.begin() + 1,
                   {"conv_0.octets", QSIMRT_I8, {3}, "abc"});
    entries.push_back({"conv_2.octets", QSIMRT_I8, {3}, "abc"});
  }));
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(loaded.model->has_packed, 1);
}

TEST(PackedFile, damagedOrHostileIsRefused) {
  Files files = packedFiles();
  files.packed.resize(63);
  expectRefused(files, "t.packed: 63 bytes, a container has at least 64");
  files = packedFiles();
  const size_t size = files.packed.size();
  files.packed.resize(size - 64);
  expectRefused(files, "t.packed: " + std::to_string(size - 64) +
                           " bytes, but its header says " +
                           std::to_string(size) +
                           ": the file is cut off or damaged");
  files = packedFiles();
  files.packed = files.qweights;
  expectRefused(files, "t.packed: kind 2, expected 3 (packed)");
  files = packedFiles();
  std::swap(files.packed, files.qweights);
  expectRefused(files, "t.packed: kind 2, expected 3 (packed)");

  // 9 taps of one quad of 16 lanes.
  expectRefused(edited([](Entries &entries) {
                  entries[0].dims = {575};
                  entries[0].payload.resize(575);
                }),
                "t.packed: entry 'conv_0.quads': expected i8 [576], got i8 "
                "[575]");
  expectRefused(edited([](Entries &entries) { entries[1].dims = {8}; }),
                "t.packed: entry 'conv_0.quad_sums': expected i64 [2, 4], got "
                "i64 [8]");
  expectRefused(
      edited([](Entries &entries) { entries[0].payload[77] = char(-128); }),
      "t.packed: entry 'conv_0.quads': value -128 at 77, expected "
      "-127..127");
  // 27 taps of at most 127.
  const auto withSums = [](int64_t weights, int64_t magnitudes) {
    return edited([=](Entries &entries) {
      patch(entries[1].payload, 8 * 2, weights);
      patch(entries[1].payload, 8 * 6, magnitudes);
    });
  };
  const auto sums = [](const std::string &values) {
    return "t.packed: entry 'conv_0.quad_sums': sums " + values +
           " of filter 2, expected at most 3429, and the first within the "
           "second";
  };
  expectRefused(withSums(0, 3430), sums("0 and 3430"));
  expectRefused(withSums(0, -1), sums("0 and -1"));
  expectRefused(withSums(11, 10), sums("11 and 10"));
  expectRefused(withSums(-11, 10), sums("-11 and 10"));
  expectRefused(withSums(INT64_MIN, INT64_MAX),
                sums("-9223372036854775808 and 9223372036854775807"));
  EXPECT_EQ(LoadedModel(withSums(-3429, 3429)).status, QSIMRT_OK);
}

// ---- checks that are put off -----------------------------------------------

struct Plan {
  qsimrt_mode mode = QSIMRT_INT;
  bool editable = false, optimised = true;
};

// A session that owns its memory, or why there is none.
class Session {
public:
  Session(const qsimrt_model &model, const Plan &wanted) {
    qsimrt_plan plan = {};
    plan.mode = wanted.mode;
    plan.editable = wanted.editable;
    plan.retention = QSIMRT_RETAIN_ALL;
    const qsimrt_isa isa = qsimrt_best_isa();
    const size_t bytes = qsimrt_packed_size(&model, isa, QSIMRT_PACK_INTEGERS);
    qsimrt_error error = {};
    if (wanted.optimised && bytes > 0) {
      packed.reset(std::aligned_alloc(64, bytes));
      EXPECT_EQ(qsimrt_pack(&model, isa, QSIMRT_PACK_INTEGERS, packed.get(),
                            bytes, nullptr, &plan.packed, &error),
                QSIMRT_OK)
          << error.text;
    }
    const size_t size = qsimrt_session_size(&model, &plan);
    memory.reset(std::aligned_alloc(64, size));
    status = qsimrt_session_init(memory.get(), size, &model, &plan, &session,
                                 &error);
    message = error.text;
  }

  qsimrt_status status;
  std::string message;
  qsimrt_session *session = nullptr;

private:
  struct Free {
    void operator()(void *block) const { std::free(block); }
  };
  std::unique_ptr<void, Free> packed, memory;
};

// A .qweights whose first weights changed after they were packed.
Files withDamagedWeights(char value) {
  Files files = packedFiles();
  files.defersChecks = true;
  const qsimrt_bytes file = {"", files.qweights.data(), files.qweights.size()};
  qsimrt_tensor_view view;
  qsimrt_container_entry(&file, 0, &view);
  files.qweights[size_t(static_cast<const char *>(view.data) -
                        files.qweights.data())] = value;
  return files;
}

const std::string damaged =
    "tiny: entry 'conv_0.q_weights': the payload's CRC is 0x";

TEST(DeferredChecks, findDamageBeforeItIsRead) {
  const Files files = withDamagedWeights(1);
  Files eager = files;
  eager.defersChecks = false;
  EXPECT_EQ(LoadedModel(eager).status, QSIMRT_BAD_FILE);

  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  for (const Plan &plan :
       {Plan{QSIMRT_INT, false, false}, Plan{QSIMRT_HYBRID, false, false},
        Plan{QSIMRT_INT, true, true}, Plan{QSIMRT_FLOAT, true, true}}) {
    const Session session(*loaded.model, plan);
    EXPECT_EQ(session.status, QSIMRT_BAD_FILE);
    EXPECT_EQ(session.message.substr(0, damaged.size()), damaged);
  }
  EXPECT_EQ(Session(*loaded.model, {QSIMRT_FLOAT, false, false}).status,
            QSIMRT_OK);
}

TEST(DeferredChecks, leaveWhatKernelsReadElsewhere) {
  if (qsimrt_best_isa() == QSIMRT_ISA_NONE)
    GTEST_SKIP() << "this machine has no kernels of integers";
  LoadedModel loaded(withDamagedWeights(1)), whole(packedFiles());
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const Session session(*loaded.model, {}), wanted(*whole.model, {});
  ASSERT_EQ(session.status, QSIMRT_OK) << session.message;
  const qsimrt_shape shape = loaded.model->layers[0].shape;
  std::vector<float> picture(3 * 8 * 8, 0.25f),
      outputs[2] = {std::vector<float>(size_t(shape.c * shape.h * shape.w)),
                    std::vector<float>(size_t(shape.c * shape.h * shape.w))};
  int i = 0;
  for (qsimrt_session *one : {session.session, wanted.session}) {
    ASSERT_EQ(qsimrt_set_input(one, picture.data(), picture.size(), nullptr),
              QSIMRT_OK);
    ASSERT_EQ(qsimrt_run(one, nullptr, nullptr), QSIMRT_OK);
    ASSERT_EQ(qsimrt_read_float(one, 0, outputs[i].data(), outputs[i].size(),
                                nullptr),
              QSIMRT_OK);
    ++i;
  }
  EXPECT_EQ(outputs[0], outputs[1]);

  // The reference computes accumulators.
  std::vector<int64_t> sums(outputs[0].size());
  qsimrt_error error = {};
  EXPECT_EQ(
      qsimrt_accumulators(wanted.session, 0, sums.data(), sums.size(), &error),
      QSIMRT_OK)
      << error.text;
  EXPECT_EQ(
      qsimrt_accumulators(session.session, 0, sums.data(), sums.size(), &error),
      QSIMRT_BAD_FILE);
  EXPECT_EQ(std::string(error.text).substr(0, damaged.size()), damaged);
}

TEST(DeferredChecks, areNotOfEntriesThatAreMissing) {
  for (const size_t kept : {size_t(0), size_t(1)}) {
    auto entries = tinyIntegerEntries();
    entries.resize(kept);
    Files files = packedFiles();
    files.defersChecks = true;
    files.qweights = buildContainer(entries, 2, 0);
    bindTo(files);
    const qsimrt_bytes qweights = {"", files.qweights.data(),
                                   files.qweights.size()};
    patch(files.packed, 32, qsimrt_packed_binding(&qweights));
    sealHeader(files.packed);
    expectRefused(files, kept ? "t.qweights: entry 'conv_0.q_biases' is missing"
                              : "t.qweights: entry 'conv_0.q_weights' is "
                                "missing");
  }
}

TEST(DeferredChecks, findValuesThatDoNotFit) {
  // The same bytes with a right CRC: the table is made before they are packed.
  auto entries = tinyIntegerEntries();
  entries[0].payload[3] = char(-128);
  Files files = packedFiles();
  files.defersChecks = true;
  files.qweights = buildContainer(entries, 2, 0);
  bindTo(files);
  const qsimrt_bytes qweights = {"", files.qweights.data(),
                                 files.qweights.size()};
  patch(files.packed, 32, qsimrt_packed_binding(&qweights));
  sealHeader(files.packed);
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(Session(*loaded.model, {QSIMRT_INT, false, false}).message,
            "tiny: entry 'conv_0.q_weights': value -128 at 3, expected "
            "-127..127");
}

} // namespace
