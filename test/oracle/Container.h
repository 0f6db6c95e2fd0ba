// SPDX-License-Identifier: Apache-2.0
// The weights container (weights-container.md), read and checked.
#ifndef ORACLE_CONTAINER_H
#define ORACLE_CONTAINER_H

#include <cstdint>
#include <string>
#include <vector>

namespace oracle {

enum class DType : uint32_t {
  F32 = 1,
  I8 = 2,
  I16 = 3,
  I32 = 4,
  I64 = 5,
  Multiplier = 6
};

// The running CRC-32 of zip: crc is the result for the bytes before.
uint32_t crc32(const void *data, size_t size, uint32_t crc = 0);

struct Entry {
  std::string name;
  DType dtype = DType::F32;
  std::vector<int64_t> dims;
  const uint8_t *payload = nullptr;

  int64_t elements() const;
  // A value in 64 bits: integers sign-extended, floats their 32 bits,
  // multipliers mult in the upper and shift in the lower half.
  uint64_t value(int64_t index) const;
  std::vector<float> floats() const;
};

struct Container {
  std::string bytes; // what the entries' payloads point into
  uint32_t binding = 0, headerCrc = 0;
  std::vector<Entry> entries;

  Container() = default;
  Container(const Container &) = delete;
  Container &operator=(const Container &) = delete;

  void read(std::string fileBytes, uint32_t kind);
};

} // namespace oracle

#endif
