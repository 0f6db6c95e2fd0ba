// SPDX-License-Identifier: Apache-2.0
// Damaged and hostile files: each load ends with a status and a message, none
// with a crash.
#include "Finished.h"
#include "WideNetwork.h"

#include "gtest/gtest.h"

#include <random>

using namespace qsim::test;

namespace {

std::string Files::*const members[] = {&Files::net, &Files::sys,
                                       &Files::fweights, &Files::qweights,
                                       &Files::packed};

// Any outcome is right as long as it is told.
bool expectSound(const Files &files) {
  LoadedModel loaded(files);
  if (loaded.status == QSIMRT_OK) {
    EXPECT_NE(loaded.model, nullptr);
    EXPECT_EQ(loaded.message, "");
    return true;
  }
  EXPECT_EQ(loaded.model, nullptr);
  EXPECT_GT(loaded.message.size(), 10u);
  EXPECT_LT(loaded.message.size(), sizeof(qsimrt_error) - 1);
  return false;
}

TEST(Mutation, everyTruncationIsRefused) {
  const Files whole = packedFiles();
  for (auto member : members) {
    for (size_t size = 0; size < (whole.*member).size(); ++size) {
      if (size == 0 && member != &Files::net && member != &Files::sys)
        continue; // stands for an absent file
      Files files = whole;
      (files.*member).resize(size);
      EXPECT_FALSE(expectSound(files)) << size;
    }
  }
}

TEST(Mutation, everyChangedByteIsRefused) {
  const Files whole = packedFiles();
  for (auto member : members) {
    for (size_t at = 0; at < (whole.*member).size(); ++at) {
      for (int change : {1, 0x80}) {
        // A higher minor version is read; it changes the header's CRC.
        Files files = whole;
        (files.*member)[at] = char((files.*member)[at] ^ change);
        EXPECT_FALSE(expectSound(files)) << at;
      }
    }
  }
}

// Up to three small edits.
void damage(std::string &text, std::mt19937 &random) {
  static const std::string characters =
      "0123456789-.,:=[]#\nexn\r\t \xc3\xa4\xff\x7f" + std::string(1, '\0');
  for (unsigned edits = 1 + random() % 3; edits > 0; --edits) {
    size_t at = random() % text.size();
    char c = characters[random() % characters.size()];
    switch (random() % 5) {
    case 0:
      text[at] = c;
      break;
    case 1:
      text.insert(at, 1, c);
      break;
    case 2:
      text.erase(at, 1 + random() % 20);
      break;
    case 3: // repeats a stretch
      text.insert(at, text.substr(random() % text.size(), random() % 200));
      break;
    case 4: // a long number
      text.insert(at, std::string(random() % 300, char('0' + random() % 10)));
      break;
    }
    if (text.empty())
      text.push_back('\n');
  }
}

// How many of the edited texts are valid networks.
int countLoadable(const Files &whole) {
  std::mt19937 random(3);
  int loaded = 0;
  for (int round = 0; round < 20000; ++round) {
    Files files = whole;
    damage(files.*members[round % 4 == 0], random);
    loaded += expectSound(files);
  }
  return loaded;
}

TEST(Mutation, textsAloneNeverCrashTheReader) {
  const std::string sys = readInput("tiny.sys");
  for (const char *name : {"tiny.net", "graph.net"}) {
    const int loaded = countLoadable({readInput(name), sys, "", ""});
    // Edits in names and numbers can leave a valid network, most do not.
    EXPECT_GT(loaded, 100);
    EXPECT_LT(loaded, 10000);
  }
}

// A line of numbers instead of another: such edits are valid more often.
void renumber(std::string &text, std::mt19937 &random) {
  const char *const numbers[] = {"0",    "1",     "2",   "-1",         "3",
                                 "15",   "1e-38", "-7",  "2147483647", "-inf",
                                 "1e38", "0.5",   "16",  "-1e38",      "4",
                                 "8",    "32",    "0.1", "reflect",    "edge"};
  size_t begin = random() % text.size();
  while (begin > 0 && text[begin - 1] != '=' && text[begin - 1] != ',')
    --begin;
  size_t end = text.find_first_of(",\n", begin);
  text.replace(begin, end - begin, numbers[random() % std::size(numbers)]);
}

// Kernels trust what the reader has let pass.
TEST(Mutation, whatTheReaderTakesCanRun) {
  const std::string net = readInput("graph.net"), sys = readInput("wide.sys");
  std::mt19937 random(5);
  int ran = 0;
  for (int round = 0; round < 6000; ++round) {
    Files files{net, sys, "", ""};
    if (round % 3 == 0)
      damage(files.net, random);
    else
      renumber(files.net, random);
    const LoadedModel bare(files);
    if (bare.status != QSIMRT_OK)
      continue;
    int64_t volume = 0;
    for (int32_t i = 0; i < bare.model->layer_count; ++i) {
      const qsimrt_shape shape = bare.model->layers[i].shape;
      volume += int64_t(shape.c) * shape.h * shape.w;
    }
    if (volume > 100000)
      continue;
    files.fweights = floatsOf(*bare.model);
    const LoadedModel real(files);
    ASSERT_EQ(real.status, QSIMRT_OK) << real.message;
    EXPECT_EQ(Finished(*real.model, QSIMRT_FLOAT).status, QSIMRT_OK);
    const std::optional<std::vector<ContainerEntry>> integers =
        derivedOf(*real.model);
    if (!integers)
      continue; // does not fit the datapath
    files.qweights = buildContainer(*integers, 2, 0);
    bindTo(files);
    const LoadedModel whole(files);
    ASSERT_EQ(whole.status, QSIMRT_OK) << whole.message;
    const Finished integer(*whole.model, QSIMRT_INT);
    ran += integer.status == QSIMRT_OK;
  }
  EXPECT_GT(ran, 300);
}

TEST(Mutation, sealedContainersNeverCrashTheReader) {
  const Files whole = packedFiles();
  const uint64_t values[] = {0,          1,          2,          63,
                             64,         65,         0x7fffffff, 0x80000000,
                             0xffffffff, 1ull << 62, 1ull << 63, ~0ull};
  std::mt19937 random(4);
  int loaded = 0;
  for (int round = 0; round < 20000; ++round) {
    Files files = whole;
    std::string &bytes = files.*members[2 + round % 3];
    uint64_t first;
    std::memcpy(&first, bytes.data() + 24, sizeof first);
    size_t at = random() % (first - 8) & ~size_t(random() % 2 ? 3 : 0);
    uint64_t value = random() % 2 ? values[random() % std::size(values)]
                                  : random() % bytes.size();
    if (random() % 2)
      patch(bytes, at, uint32_t(value));
    else
      patch(bytes, at, value);
    // The CRC over what the header now says, where that can be computed.
    std::memcpy(&first, bytes.data() + 24, sizeof first);
    if (first >= 64 && first <= bytes.size()) {
      sealHeader(bytes);
      if (&bytes != &files.packed)
        bindTo(files);
    }
    loaded += expectSound(files);
  }
  // What can change without harm: the minor version, and nothing at all.
  EXPECT_LT(loaded, 4000);
}

} // namespace
