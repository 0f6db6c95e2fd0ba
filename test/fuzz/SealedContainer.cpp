// SPDX-License-Identifier: Apache-2.0
// Makes the checksums of a mutated container right again.
#include "SealedContainer.h"

#include "../unit/runtime-files/ContainerBuilder.h"

#include <algorithm>

using namespace qsim::test;

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

namespace {

template <typename T> T read(const std::string &bytes, size_t at) {
  T value = 0;
  if (at + sizeof value <= bytes.size())
    std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

void sealPayloads(std::string &bytes) {
  const size_t entries = read<uint32_t>(bytes, 12);
  for (size_t i = 0; i < std::min<size_t>(entries, 64); ++i) {
    const uint64_t offset = read<uint64_t>(bytes, entryField(i, 48));
    const uint64_t size = read<uint64_t>(bytes, entryField(i, 56));
    if (entryField(i, 80) <= bytes.size() && offset <= bytes.size() &&
        size <= bytes.size() - offset)
      patch(bytes, entryField(i, 64),
            qsimrt_crc32(0, bytes.data() + offset, size));
  }
}

void seal(std::string &bytes, uint32_t binding) {
  sealPayloads(bytes);
  patch(bytes, 32, binding);
  const uint64_t first = read<uint64_t>(bytes, 24);
  if (first >= 64 && first <= bytes.size())
    sealHeader(bytes);
}

} // namespace

size_t qsim::test::mutateSealed(uint8_t *data, size_t size, size_t maxSize,
                                unsigned seed, const std::string &valid,
                                uint32_t binding) {
  std::string bytes(reinterpret_cast<char *>(data), size);
  if (size < 64 || seed % 64 == 0)
    bytes = valid;
  bytes.resize(std::min(bytes.size(), maxSize));
  std::copy(bytes.begin(), bytes.end(), data);
  bytes.resize(LLVMFuzzerMutate(data, bytes.size(), maxSize));
  std::copy(data, data + bytes.size(), bytes.begin());
  if (bytes.size() >= 64)
    seal(bytes, binding);
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}
