// SPDX-License-Identifier: Apache-2.0
// Works on the bytes of a container that has been read and checked before.
#include "ContainerPatch.h"

#include "qsimrt/qsimrt.h"

#include <cstring>

namespace qsim {
namespace {

// Offsets in the header and in an entry of the table.
enum : std::size_t {
  EntryCount = 12,
  FirstPayload = 24,
  Binding = 32,
  HeaderChecksum = 60,
  Table = 64,
  EntrySize = 80,
  NameOffset = 0,
  NameLength = 4,
  PayloadOffset = 48,
  PayloadBytes = 56,
  PayloadChecksum = 64
};

template <typename T> T read(const std::string &bytes, std::size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <typename T> void write(std::string &bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

} // namespace

bool patchPayload(std::string &container, std::string_view entry,
                  std::string_view payload) {
  const auto entries = read<std::uint32_t>(container, EntryCount);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = Table + i * EntrySize;
    const std::string_view name(
        container.data() + read<std::uint32_t>(container, at + NameOffset),
        read<std::uint32_t>(container, at + NameLength));
    if (name != entry ||
        read<std::uint64_t>(container, at + PayloadBytes) != payload.size())
      continue;
    std::memcpy(container.data() +
                    read<std::uint64_t>(container, at + PayloadOffset),
                payload.data(), payload.size());
    write(container, at + PayloadChecksum,
          qsimrt_crc32(0, payload.data(), payload.size()));
    return true;
  }
  return false;
}

std::uint32_t sealContainer(std::string &container, std::uint32_t binding) {
  write(container, Binding, binding);
  const auto first = read<std::uint64_t>(container, FirstPayload);
  std::uint32_t checksum = qsimrt_crc32(0, container.data(), HeaderChecksum);
  checksum = qsimrt_crc32(checksum, container.data() + Table, first - Table);
  write(container, HeaderChecksum, checksum);
  return checksum;
}

} // namespace qsim
