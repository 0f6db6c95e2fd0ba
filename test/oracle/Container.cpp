// SPDX-License-Identifier: Apache-2.0
// Reads the weights container and checks every field and CRC of it.
#include "Container.h"
#include "Network.h"

#include <array>
#include <bit>
#include <cstring>

namespace oracle {

uint32_t crc32(const void *data, size_t size, uint32_t crc) {
  static const std::array<uint32_t, 256> table = [] {
    std::array<uint32_t, 256> result{};
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit)
        value = (value >> 1) ^ (value & 1 ? 0xEDB88320u : 0u);
      result[i] = value;
    }
    return result;
  }();
  const uint8_t *bytes = static_cast<const uint8_t *>(data);
  crc = ~crc;
  for (size_t i = 0; i < size; ++i)
    crc = (crc >> 8) ^ table[(crc ^ bytes[i]) & 0xFF];
  return ~crc;
}

namespace {

uint64_t little(const uint8_t *bytes, int size) {
  uint64_t value = 0;
  for (int i = 0; i < size; ++i)
    value |= uint64_t(bytes[i]) << (8 * i);
  return value;
}

int64_t elementSize(DType dtype) {
  switch (dtype) {
  case DType::I8:
    return 1;
  case DType::I16:
    return 2;
  case DType::F32:
  case DType::I32:
    return 4;
  case DType::I64:
  case DType::Multiplier:
    return 8;
  }
  throw Error("unknown dtype");
}

void check(bool condition, const std::string &what) {
  if (!condition)
    throw Error("weights container: " + what);
}

bool allZero(const uint8_t *bytes, uint64_t begin, uint64_t end) {
  for (uint64_t i = begin; i < end; ++i)
    if (bytes[i] != 0)
      return false;
  return true;
}

uint64_t align64(uint64_t offset) { return (offset + 63) / 64 * 64; }

} // namespace

int64_t Entry::elements() const {
  int64_t count = 1;
  for (int64_t dim : dims)
    count *= dim;
  return count;
}

uint64_t Entry::value(int64_t index) const {
  const uint8_t *at = payload + index * elementSize(dtype);
  switch (dtype) {
  case DType::F32:
    return little(at, 4);
  case DType::I8:
    return static_cast<uint64_t>(int64_t(int8_t(little(at, 1))));
  case DType::I16:
    return static_cast<uint64_t>(int64_t(int16_t(little(at, 2))));
  case DType::I32:
    return static_cast<uint64_t>(int64_t(int32_t(little(at, 4))));
  case DType::I64:
    return little(at, 8);
  case DType::Multiplier:
    return little(at, 4) << 32 | little(at + 4, 4);
  }
  throw Error("unknown dtype");
}

std::vector<float> Entry::floats() const {
  std::vector<float> result(elements());
  for (size_t i = 0; i < result.size(); ++i)
    result[i] = std::bit_cast<float>(uint32_t(value(i)));
  return result;
}

void Container::read(std::string fileBytes, uint32_t kind) {
  bytes = std::move(fileBytes);
  const uint8_t *data = reinterpret_cast<const uint8_t *>(bytes.data());
  uint64_t size = bytes.size();
  check(size >= 64, "shorter than its header");
  check(std::memcmp(data, "QSIMWTS", 8) == 0, "bad magic");
  check(little(data + 8, 2) == 1, "unknown major version");
  uint64_t count = little(data + 12, 4);
  check(little(data + 16, 8) == size, "file size differs from its header's");
  uint64_t first = little(data + 24, 8);
  binding = static_cast<uint32_t>(little(data + 32, 4));
  check(little(data + 36, 4) == kind, "wrong kind");
  check(kind != 1 || binding == 0, "binding of a .fweights is not 0");
  check(allZero(data, 40, 60), "reserved bytes are not zero");
  headerCrc = static_cast<uint32_t>(little(data + 60, 4));
  uint64_t names = 64 + 80 * count;
  check(first % 64 == 0 && first >= names && first <= size,
        "bad offset of the first payload");
  check(crc32(data + 64, first - 64, crc32(data, 60)) == headerCrc,
        "bad header CRC");

  uint64_t payload = first;
  for (uint64_t i = 0; i < count; ++i) {
    const uint8_t *at = data + 64 + 80 * i;
    Entry entry;
    uint64_t nameOffset = little(at, 4), nameLength = little(at + 4, 4);
    check(nameOffset == names && nameOffset + nameLength < first &&
              data[nameOffset + nameLength] == 0,
          "bad name of entry " + std::to_string(i));
    entry.name = bytes.substr(nameOffset, nameLength);
    names += nameLength + 1;
    uint64_t dtype = little(at + 8, 4), rank = little(at + 12, 4);
    check(dtype >= 1 && dtype <= 6, entry.name + ": bad dtype");
    check(rank >= 1 && rank <= 4, entry.name + ": bad rank");
    entry.dtype = static_cast<DType>(dtype);
    __int128 total = elementSize(entry.dtype);
    for (uint64_t d = 0; d < 4; ++d) {
      int64_t dim = static_cast<int64_t>(little(at + 16 + 8 * d, 8));
      check(d < rank ? dim > 0 && dim < int64_t(1) << 31 : dim == 0,
            entry.name + ": bad dims");
      if (d >= rank)
        continue;
      entry.dims.push_back(dim);
      total *= dim;
      check(total <= __int128(size), entry.name + ": larger than the file");
    }
    uint64_t payloadBytes = little(at + 56, 8);
    check(little(at + 48, 8) == payload, entry.name + ": bad payload offset");
    check(__int128(payloadBytes) == total && payload + payloadBytes <= size,
          entry.name + ": bad payload size");
    check(allZero(at, 68, 80), entry.name + ": reserved bytes are not zero");
    entry.payload = data + payload;
    check(crc32(entry.payload, payloadBytes) == little(at + 64, 4),
          entry.name + ": bad payload CRC");
    uint64_t next = align64(payload + payloadBytes);
    check(next <= size && allZero(data, payload + payloadBytes, next),
          entry.name + ": bad padding");
    payload = next;
    entries.push_back(std::move(entry));
  }
  check(align64(names) == first && allZero(data, names, first),
        "bad padding before the first payload");
  check(payload == size, "bytes after the last payload");
}

} // namespace oracle
