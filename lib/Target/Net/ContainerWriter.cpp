// SPDX-License-Identifier: Apache-2.0
// Layout and checksums of weights containers.
#include "ContainerWriter.h"

#include <bit>
#include <cassert>
#include <cstring>

using namespace qsim;

// Numbers are written as they lie in memory.
static_assert(std::endian::native == std::endian::little);

namespace {

constexpr uint64_t headerSize = 64, entrySize = 80, headerCrcOffset = 60;
constexpr uint16_t majorVersion = 1, minorVersion = 0;

uint64_t aligned(uint64_t offset) {
  return (offset + AlignedBytes::alignment - 1) / AlignedBytes::alignment *
         AlignedBytes::alignment;
}

template <typename T> void put(char *base, uint64_t offset, T value) {
  std::memcpy(base + offset, &value, sizeof value);
}

} // namespace

std::size_t ContainerWriter::add(std::string name, qsimrt_dtype type,
                                 std::vector<int64_t> dimensions) {
  assert(!dimensions.empty() && dimensions.size() <= QSIMRT_MAX_DIMS);
  uint64_t size = qsimrt_dtype_size(type);
  for (int64_t extent : dimensions)
    size *= static_cast<uint64_t>(extent);
  entries.push_back({std::move(name), type, std::move(dimensions), 0, 0, size});
  return entries.size() - 1;
}

void ContainerWriter::allocate() {
  uint64_t end = headerSize + entrySize * entries.size();
  for (Entry &entry : entries) {
    entry.nameOffset = end;
    end += entry.name.size() + 1;
  }
  firstPayload = end = aligned(end);
  for (Entry &entry : entries) {
    entry.offset = end;
    end = aligned(end + entry.size);
  }
  bytes = AlignedBytes(end);
}

AlignedBytes ContainerWriter::finish(Kind kind, uint32_t binding) {
  char *base = bytes.data();
  std::memcpy(base, "QSIMWTS", 8);
  put(base, 8, majorVersion);
  put(base, 10, minorVersion);
  put(base, 12, static_cast<uint32_t>(entries.size()));
  put(base, 16, static_cast<uint64_t>(bytes.size()));
  put(base, 24, firstPayload);
  put(base, 32, binding);
  put(base, 36, static_cast<uint32_t>(kind));

  char *row = base + headerSize;
  for (const Entry &entry : entries) {
    put(row, 0, static_cast<uint32_t>(entry.nameOffset));
    put(row, 4, static_cast<uint32_t>(entry.name.size()));
    put(row, 8, static_cast<uint32_t>(entry.type));
    put(row, 12, static_cast<uint32_t>(entry.dimensions.size()));
    for (std::size_t i = 0; i < entry.dimensions.size(); ++i)
      put(row, 16 + 8 * i, entry.dimensions[i]);
    put(row, 48, entry.offset);
    put(row, 56, entry.size);
    put(row, 64, qsimrt_crc32(0, base + entry.offset, entry.size));
    std::memcpy(base + entry.nameOffset, entry.name.data(), entry.name.size());
    row += entrySize;
  }
  uint32_t crc = qsimrt_crc32(0, base, headerCrcOffset);
  crc = qsimrt_crc32(crc, base + headerSize, firstPayload - headerSize);
  put(base, headerCrcOffset, crc);
  return std::move(bytes);
}
