// SPDX-License-Identifier: Apache-2.0
// The layout of a weights container (docs/spec/weights-container.md).
#ifndef QSIM_SUPPORT_CONTAINERWRITER_H
#define QSIM_SUPPORT_CONTAINERWRITER_H

#include "qsimrt/qsimrt.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qsim {

/// First add() all entries, then layOut(). The file is header(), then from
/// payloadOffset(i) on the values of entry i, with zeros between and up to
/// size().
class ContainerWriter {
public:
  enum Kind : uint32_t {
    floatWeights = 1,
    integerWeights = 2,
    packedWeights = 3
  };

  /// An entry of 1 to 4 dimensions.
  void add(std::string name, qsimrt_dtype type,
           std::vector<int64_t> dimensions);
  /// The tensors of a layer as the runtime lists them.
  void add(const std::string &layer, const qsimrt_tensor_spec *specs,
           int32_t count);

  void layOut();

  std::size_t entryCount() const { return entries.size(); }
  uint64_t payloadOffset(std::size_t entry) const {
    return entries[entry].offset;
  }
  uint64_t payloadSize(std::size_t entry) const { return entries[entry].size; }
  /// Of the whole file.
  uint64_t size() const { return end; }

  /// Header, table and names, with the padding up to the first payload.
  /// `checksums` are the CRC-32 of the payloads.
  std::string header(Kind kind, uint32_t binding,
                     const std::vector<uint32_t> &checksums) const;

private:
  struct Entry {
    std::string name;
    qsimrt_dtype type;
    std::vector<int64_t> dimensions;
    uint64_t nameOffset, offset, size;
  };

  std::vector<Entry> entries;
  uint64_t firstPayload = 0, end = 0;
};

} // namespace qsim

#endif // QSIM_SUPPORT_CONTAINERWRITER_H
