// SPDX-License-Identifier: Apache-2.0
// Tests of weights containers: CRC, reading, and each diagnostic of the check.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

#include <functional>

using namespace qsim::test;

namespace {

// The definition of the CRC, bit by bit.
uint32_t slowCrc(uint32_t seed, const std::string &data) {
  uint32_t crc = ~seed;
  for (unsigned char byte : data) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

TEST(Crc32, agreesWithItsDefinitionAtEveryLengthAndOffset) {
  EXPECT_EQ(qsimrt_crc32(0, "123456789", 9), 0xcbf43926u);
  EXPECT_EQ(qsimrt_crc32(0, "", 0), 0u);
  std::string data;
  for (int i = 0; i < 600; ++i)
    data += char(i * i * 31 + i / 7);
  for (size_t begin = 0; begin < 9; ++begin) {
    for (size_t size = 0; size < 40; ++size) {
      std::string part = data.substr(begin * 17, size);
      EXPECT_EQ(qsimrt_crc32(7, part.data(), size), slowCrc(7, part));
    }
  }
  while (data.size() < 3000)
    data += data.substr(1);
  for (size_t size = 0; size < 1200; size += 13)
    EXPECT_EQ(qsimrt_crc32(7, data.data() + size % 70, size),
              slowCrc(7, data.substr(size % 70, size)));
  uint32_t head = qsimrt_crc32(0, data.data(), 123);
  EXPECT_EQ(qsimrt_crc32(head, data.data() + 123, data.size() - 123),
            slowCrc(0, data));
}

std::vector<ContainerEntry> twoEntries() {
  return {{"a.weights", QSIMRT_F32, {2, 3}, std::string(24, 'x')},
          {"b", QSIMRT_I8, {5}, std::string(5, 'y')}};
}

TEST(Container, isReadAsItWasWritten) {
  AlignedBytes bytes(buildContainer(twoEntries(), 2, 0x12345678));
  qsimrt_bytes file = {"t.qweights", bytes.data(), bytes.size()};
  qsimrt_error error;
  ASSERT_EQ(qsimrt_container_check(&file, &error), QSIMRT_OK) << error.text;
  ASSERT_EQ(qsimrt_container_count(&file), 2);
  qsimrt_tensor_view view;
  EXPECT_STREQ(qsimrt_container_entry(&file, 0, &view), "a.weights");
  EXPECT_EQ(view.dtype, QSIMRT_F32);
  EXPECT_EQ(view.rank, 2);
  EXPECT_EQ(view.dims[0], 2);
  EXPECT_EQ(view.dims[1], 3);
  EXPECT_EQ(view.dims[2], 0);
  EXPECT_EQ(view.bytes, 24u);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(view.data) % 64, 0u);
  ASSERT_TRUE(qsimrt_container_find(&file, "b", &view));
  EXPECT_EQ(std::string(static_cast<const char *>(view.data), view.bytes),
            "yyyyy");
  EXPECT_FALSE(qsimrt_container_find(&file, "a", &view));
  EXPECT_FALSE(qsimrt_container_find(&file, "a.weights.", &view));
}

TEST(Container, mayBeEmpty) {
  AlignedBytes bytes(buildContainer({}, 1, 0));
  qsimrt_bytes file = {"t.fweights", bytes.data(), bytes.size()};
  EXPECT_EQ(qsimrt_container_check(&file, nullptr), QSIMRT_OK);
  EXPECT_EQ(bytes.size(), 64u);
}

TEST(Container, sizesOfTypes) {
  const size_t sizes[] = {0, 4, 1, 2, 4, 8, 8, 0};
  for (int dtype = 0; dtype < 8; ++dtype)
    EXPECT_EQ(qsimrt_dtype_size(qsimrt_dtype(dtype)), sizes[dtype]);
}

// An edit of the valid container; the header's CRC is made right afterwards
// where `seal` is set, as a hostile writer would do.
struct Case {
  std::function<void(std::string &)> edit;
  bool seal;
  std::string message;
};

template <typename T> std::function<void(std::string &)> set(size_t at, T v) {
  return [=](std::string &bytes) { patch(bytes, at, v); };
}

// Layout of twoEntries(): table to 224, names 224..236, payloads 256 and 320.
const Case cases[] = {
    {[](std::string &b) { b.resize(63); }, false,
     " 63 bytes, a container has at least 64"},
    {[](std::string &b) { b.clear(); }, false,
     " 0 bytes, a container has at least 64"},
    {set(0, 'q'), true, " not a weights container (it begins otherwise)"},
    {set(7, '!'), true, " not a weights container (it begins otherwise)"},
    {set(8, uint16_t(2)), true,
     " container version 2.0, but only major version 1 is understood"},
    {[](std::string &b) { b.resize(383); }, false,
     " 383 bytes, but its header says 384: the file is cut off or damaged"},
    {[](std::string &b) { b += std::string(64, '\0'); }, false,
     " 448 bytes, but its header says 384: the file is cut off or damaged"},
    {set(24, uint64_t(255)), false,
     " first payload at 255, which does not suit 2 entries and 384 bytes"},
    {set(24, uint64_t(192)), true,
     " first payload at 192, which does not suit 2 entries and 384 bytes"},
    {set(24, uint64_t(1) << 40), false,
     " first payload at 1099511627776, which does not suit 2 entries and 384 "
     "bytes"},
    {set(12, uint32_t(0xffffffff)), true,
     " first payload at 256, which does not suit 4294967295 entries and 384 "
     "bytes"},
    {set(60, uint32_t(0)), false, " the header's CRC is 0x"},
    {set(70, 'x'), false, " the header's CRC is 0x"},
    {set(36, uint32_t(4)), true,
     " kind 4, expected 1 (fweights), 2 (qweights) or 3 (packed)"},
    {set(36, uint32_t(0)), true,
     " kind 0, expected 1 (fweights), 2 (qweights) or 3 (packed)"},
    {set(36, uint32_t(1)), true,
     " binding 0x12345678, expected 0 in a .fweights"},
    {set(59, 'x'), true, " the reserved bytes of the header are not zero"},
    {set(entryField(1, 0), uint32_t(224)), true,
     " entry 1: its name (offset 224, 1 bytes) does not follow the one before, "
     "is empty or lacks its end"},
    {set(entryField(0, 4), uint32_t(0)), true,
     " entry 0: its name (offset 224, 0 bytes) does not follow the one before, "
     "is empty or lacks its end"},
    {set(entryField(1, 4), uint32_t(0xffffffff)), true,
     " entry 1: its name (offset 234, 4294967295 bytes) does not follow the "
     "one before, is empty or lacks its end"},
    {set(226, '\0'), true,
     " entry 0: its name (offset 224, 9 bytes) does not follow the one before, "
     "is empty or lacks its end"},
    {set(240, 'x'), true,
     " the names are not followed by zeros up to the first payload"},
    {set(entryField(0, 8), uint32_t(7)), true,
     " entry 'a.weights': dtype 7, rank 2 and dims do not give its 24 bytes, "
     "or reserved bytes are not zero"},
    {set(entryField(0, 12), uint32_t(5)), true,
     " entry 'a.weights': dtype 1, rank 5 and dims do not give its 24 bytes, "
     "or reserved bytes are not zero"},
    {set(entryField(0, 16), int64_t(0)), true,
     " entry 'a.weights': dtype 1, rank 2 and dims do not give its 24 bytes, "
     "or reserved bytes are not zero"},
    {set(entryField(0, 16), int64_t(1) << 62), true,
     " entry 'a.weights': dtype 1, rank 2 and dims do not give its 24 bytes, "
     "or reserved bytes are not zero"},
    {set(entryField(0, 40), int64_t(1)), true,
     " entry 'a.weights': dtype 1, rank 2 and dims do not give its 24 bytes, "
     "or reserved bytes are not zero"},
    {set(entryField(0, 79), 'x'), true,
     " entry 'a.weights': dtype 1, rank 2 and dims do not give its 24 bytes, "
     "or reserved bytes are not zero"},
    {set(entryField(1, 48), uint64_t(256)), true,
     " entry 'b': payload of 5 bytes at 256, expected at 320 and within the "
     "file's 384 bytes"},
    {set(256, 'X'), false, " entry 'a.weights': the payload's CRC is 0x"},
    {set(entryField(1, 64), uint32_t(0)), true,
     " entry 'b': the payload's CRC is 0x"},
    {set(383, 'X'), false,
     " entry 'b': the payload is not followed by zeros up to a multiple of 64"},
    {[](std::string &b) {
       b += std::string(64, '\0');
       patch(b, 16, uint64_t(448));
     },
     true, " 448 bytes, but the last payload ends at 384"},
    {[](std::string &b) {
       b.resize(320);
       patch(b, 16, uint64_t(320));
     },
     true,
     " entry 'b': payload of 5 bytes at 320, expected at 320 and within the "
     "file's 320 bytes"},
    {[](std::string &b) {
       b.resize(330);
       patch(b, 16, uint64_t(330));
     },
     true,
     " entry 'b': the payload is not followed by zeros up to a multiple of 64"},
};

TEST(Container, refuses) {
  for (const Case &c : cases) {
    std::string content = buildContainer(twoEntries(), 2, 0x12345678);
    c.edit(content);
    if (c.seal)
      sealHeader(content);
    AlignedBytes bytes(content);
    qsimrt_bytes file = {"t.qweights", bytes.data(), bytes.size()};
    qsimrt_error error = {""};
    EXPECT_EQ(qsimrt_container_check(&file, &error), QSIMRT_BAD_FILE)
        << c.message;
    std::string message = error.text;
    EXPECT_EQ(message.substr(0, 11 + c.message.size()),
              "t.qweights:" + c.message)
        << message;
  }
}

TEST(Container, refusesAnUnalignedAddress) {
  AlignedBytes bytes(std::string(8, '\0') + buildContainer(twoEntries(), 1, 0));
  qsimrt_bytes file = {"t.fweights", bytes.data() + 8, bytes.size() - 8};
  qsimrt_error error;
  EXPECT_EQ(qsimrt_container_check(&file, &error), QSIMRT_BAD_ARGUMENT);
  EXPECT_STREQ(error.text, "t.fweights: lies in memory at an address that is "
                           "no multiple of 64");
}

} // namespace
