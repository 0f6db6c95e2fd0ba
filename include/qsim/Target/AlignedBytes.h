// SPDX-License-Identifier: Apache-2.0
// Bytes aligned as the runtime wants weights containers.
#ifndef QSIM_TARGET_ALIGNEDBYTES_H
#define QSIM_TARGET_ALIGNEDBYTES_H

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace qsim {

/// A block of bytes of fixed size, aligned to 64. Movable.
class AlignedBytes {
public:
  static constexpr std::size_t alignment = 64;

  AlignedBytes() = default;
  /// All bytes are zero.
  explicit AlignedBytes(std::size_t size) : length(size) {
    const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
    if (rounded == 0)
      return;
    bytes.reset(static_cast<char *>(std::aligned_alloc(alignment, rounded)));
    if (!bytes)
      std::abort(); // as operator new does without exceptions
    std::memset(bytes.get(), 0, rounded);
  }
  AlignedBytes(AlignedBytes &&other) noexcept
      : bytes(std::move(other.bytes)), length(std::exchange(other.length, 0)) {}
  AlignedBytes &operator=(AlignedBytes &&other) noexcept {
    bytes = std::move(other.bytes);
    length = std::exchange(other.length, 0);
    return *this;
  }

  char *data() { return bytes.get(); }
  const char *data() const { return bytes.get(); }
  std::size_t size() const { return length; }
  bool empty() const { return length == 0; }
  std::string_view view() const { return {data(), length}; }

private:
  struct Free {
    void operator()(char *memory) const { std::free(memory); }
  };
  std::unique_ptr<char, Free> bytes;
  std::size_t length = 0;
};

} // namespace qsim

#endif // QSIM_TARGET_ALIGNEDBYTES_H
