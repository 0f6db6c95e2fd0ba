// SPDX-License-Identifier: Apache-2.0
// Builds a weights container (docs/spec/weights-container.md) in one block of
// memory.
#ifndef QSIM_TARGET_CONTAINERWRITER_H
#define QSIM_TARGET_CONTAINERWRITER_H

#include "qsim/Target/AlignedBytes.h"
#include "qsimrt/qsimrt.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qsim {

/// First add() all entries, then allocate(), then fill each payload, then
/// finish().
class ContainerWriter {
public:
  enum Kind : uint32_t { floatWeights = 1, integerWeights = 2 };

  /// Returns the number of the entry. 1 to 4 dimensions.
  std::size_t add(std::string name, qsimrt_dtype type,
                  std::vector<int64_t> dimensions);

  /// Lays the file out and makes its memory, payloads zero.
  void allocate();

  /// Where the values of an entry go, aligned to 64.
  template <typename T> T *payload(std::size_t entry) {
    return reinterpret_cast<T *>(bytes.data() + entries[entry].offset);
  }

  /// Writes header, table, names and checksums.
  AlignedBytes finish(Kind kind, uint32_t binding);

private:
  struct Entry {
    std::string name;
    qsimrt_dtype type;
    std::vector<int64_t> dimensions;
    uint64_t nameOffset, offset, size;
  };

  std::vector<Entry> entries;
  uint64_t firstPayload = 0;
  AlignedBytes bytes;
};

} // namespace qsim

#endif // QSIM_TARGET_CONTAINERWRITER_H
