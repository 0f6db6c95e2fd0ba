// SPDX-License-Identifier: Apache-2.0
// Random names and secrets: base32 of libsodium's random bytes.
#include "Ids.h"

#include <array>
#include <sodium.h>
#include <vector>

namespace qsim::server {
namespace {

constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t idLength = 16, secretBytes = 32;

std::string base32(const std::vector<unsigned char> &bytes) {
  std::string text;
  unsigned buffer = 0, bits = 0;
  for (const unsigned char byte : bytes) {
    buffer = (buffer << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5)
      text += letters[buffer >> (bits - 5) & 31];
  }
  if (bits > 0)
    text += letters[buffer << (5 - bits) & 31];
  return text;
}

std::string randomText(std::size_t bytes) {
  std::vector<unsigned char> drawn(bytes);
  randombytes_buf(drawn.data(), drawn.size());
  return base32(drawn);
}

} // namespace

std::string newId() { return randomText(idLength * 5 / 8); }

std::string newSecret() { return randomText(secretBytes); }

bool isId(std::string_view text) {
  if (text.size() != idLength)
    return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7')))
      return false;
  return true;
}

std::string hexadecimal(const unsigned char *bytes, std::size_t size) {
  std::string text(2 * size + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, size);
  text.pop_back();
  return text;
}

std::string hashed(std::string_view secret) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(),
                     reinterpret_cast<const unsigned char *>(secret.data()),
                     secret.size());
  return hexadecimal(hash.data(), hash.size());
}

} // namespace qsim::server
