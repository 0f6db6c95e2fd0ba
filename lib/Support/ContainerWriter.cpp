// SPDX-License-Identifier: Apache-2.0
// Layout and header of weights containers.
#include "qsim/Support/ContainerWriter.h"

#include <bit>
#include <cassert>
#include <cstring>

using namespace qsim;

// Numbers are written as they lie in memory.
static_assert(std::endian::native == std::endian::little);

namespace {

constexpr uint64_t headerSize = 64, entrySize = 80, headerCrcOffset = 60;
constexpr uint64_t payloadAlignment = 64;
constexpr uint16_t majorVersion = 1, minorVersion = 0;

uint64_t aligned(uint64_t offset) {
  return (offset + payloadAlignment - 1) / payloadAlignment * payloadAlignment;
}

template <typename T> void put(char *base, uint64_t offset, T value) {
  std::memcpy(base + offset, &value, sizeof value);
}

} // namespace

void ContainerWriter::add(std::string name, qsimrt_dtype type,
                          std::vector<int64_t> dimensions) {
  assert(!dimensions.empty() && dimensions.size() <= QSIMRT_MAX_DIMS);
  uint64_t size = qsimrt_dtype_size(type);
  for (int64_t extent : dimensions)
    size *= static_cast<uint64_t>(extent);
  entries.push_back({std::move(name), type, std::move(dimensions), 0, 0, size});
}

void ContainerWriter::add(const std::string &layer,
                          const qsimrt_tensor_spec *specs, int32_t count) {
  for (int32_t i = 0; i < count; ++i)
    add(layer + "." + specs[i].suffix, specs[i].dtype,
        {specs[i].dims, specs[i].dims + specs[i].rank});
}

void ContainerWriter::layOut() {
  end = headerSize + entrySize * entries.size();
  for (Entry &entry : entries) {
    entry.nameOffset = end;
    end += entry.name.size() + 1;
  }
  firstPayload = end = aligned(end);
  for (Entry &entry : entries) {
    entry.offset = end;
    end = aligned(end + entry.size);
  }
}

std::string
ContainerWriter::header(Kind kind, uint32_t binding,
                        const std::vector<uint32_t> &checksums) const {
  std::string bytes(firstPayload, '\0');
  char *base = bytes.data();
  std::memcpy(base, "QSIMWTS", 8);
  put(base, 8, majorVersion);
  put(base, 10, minorVersion);
  put(base, 12, static_cast<uint32_t>(entries.size()));
  put(base, 16, end);
  put(base, 24, firstPayload);
  put(base, 32, binding);
  put(base, 36, static_cast<uint32_t>(kind));

  char *row = base + headerSize;
  for (std::size_t i = 0; i < entries.size(); ++i, row += entrySize) {
    const Entry &entry = entries[i];
    put(row, 0, static_cast<uint32_t>(entry.nameOffset));
    put(row, 4, static_cast<uint32_t>(entry.name.size()));
    put(row, 8, static_cast<uint32_t>(entry.type));
    put(row, 12, static_cast<uint32_t>(entry.dimensions.size()));
    for (std::size_t d = 0; d < entry.dimensions.size(); ++d)
      put(row, 16 + 8 * d, entry.dimensions[d]);
    put(row, 48, entry.offset);
    put(row, 56, entry.size);
    put(row, 64, checksums[i]);
    std::memcpy(base + entry.nameOffset, entry.name.data(), entry.name.size());
  }
  uint32_t crc = qsimrt_crc32(0, base, headerCrcOffset);
  crc = qsimrt_crc32(crc, base + headerSize, firstPayload - headerSize);
  put(base, headerCrcOffset, crc);
  return bytes;
}
