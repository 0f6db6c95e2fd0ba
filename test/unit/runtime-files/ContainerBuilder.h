// SPDX-License-Identifier: Apache-2.0
// Writes weights containers for tests, byte by byte from
// docs/spec/weights-container.md.
#ifndef QSIM_TEST_RUNTIMEFILES_CONTAINERBUILDER_H
#define QSIM_TEST_RUNTIMEFILES_CONTAINERBUILDER_H

#include "qsimrt/qsimrt.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace qsim::test {

// Bytes at an address that is a multiple of 64. Exactly `size` bytes are
// allocated, so that AddressSanitizer sees a read past the end.
class AlignedBytes {
public:
  AlignedBytes() = default;
  explicit AlignedBytes(const std::string &bytes) : size_(bytes.size()) {
    // A size of 0 still gets a block: a file may be empty, but is there.
    data_ = static_cast<char *>(
        ::operator new(size_ ? size_ : 1, std::align_val_t(64)));
    std::memcpy(data_, bytes.data(), size_);
  }
  AlignedBytes(const AlignedBytes &other) : AlignedBytes(other.string()) {}
  AlignedBytes &operator=(AlignedBytes other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~AlignedBytes() { ::operator delete(data_, std::align_val_t(64)); }

  std::string string() const { return std::string(data_, size_); }
  const char *data() const { return data_; }
  size_t size() const { return size_; }

private:
  char *data_ = nullptr;
  size_t size_ = 0;
};

struct ContainerEntry {
  std::string name;
  qsimrt_dtype dtype;
  std::vector<int64_t> dims;
  std::string payload;
};

template <typename T> void append(std::string &to, T value) {
  to.append(reinterpret_cast<const char *>(&value), sizeof value);
}

template <typename T> void patch(std::string &bytes, size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

inline void padTo64(std::string &bytes) {
  bytes.resize((bytes.size() + 63) / 64 * 64);
}

// Offset of field `field` of table entry `i`.
inline size_t entryField(size_t i, size_t field) { return 64 + 80 * i + field; }

// Makes the header's CRC right again after an edit of header, table or names.
inline void sealHeader(std::string &bytes) {
  uint64_t first;
  std::memcpy(&first, bytes.data() + 24, sizeof first);
  uint32_t crc = qsimrt_crc32(0, bytes.data(), 60);
  crc = qsimrt_crc32(crc, bytes.data() + 64, first - 64);
  patch(bytes, 60, crc);
}

// `kind`: 1 .fweights, 2 .qweights, 3 .packed.
inline std::string buildContainer(const std::vector<ContainerEntry> &entries,
                                  uint32_t kind, uint32_t binding) {
  std::string names;
  for (const ContainerEntry &entry : entries)
    names += entry.name + '\0';
  uint32_t nameOffset = uint32_t(64 + 80 * entries.size());
  uint64_t first = (nameOffset + names.size() + 63) / 64 * 64;

  std::string table, payloads;
  for (const ContainerEntry &entry : entries) {
    append(table, nameOffset);
    append(table, uint32_t(entry.name.size()));
    append(table, uint32_t(entry.dtype));
    append(table, uint32_t(entry.dims.size()));
    for (size_t d = 0; d < 4; ++d)
      append(table, d < entry.dims.size() ? entry.dims[d] : int64_t(0));
    append(table, uint64_t(first + payloads.size()));
    append(table, uint64_t(entry.payload.size()));
    append(table, qsimrt_crc32(0, entry.payload.data(), entry.payload.size()));
    table.append(12, '\0');
    nameOffset += uint32_t(entry.name.size() + 1);
    payloads += entry.payload;
    padTo64(payloads);
  }

  std::string out("QSIMWTS\0", 8);
  append(out, uint16_t(1));
  append(out, uint16_t(0));
  append(out, uint32_t(entries.size()));
  append(out, uint64_t(first + payloads.size()));
  append(out, first);
  append(out, binding);
  append(out, kind);
  out.append(24, '\0');
  out += table + names;
  padTo64(out);
  out += payloads;
  sealHeader(out);
  return out;
}

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIMEFILES_CONTAINERBUILDER_H
