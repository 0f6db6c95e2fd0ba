// SPDX-License-Identifier: Apache-2.0
// The magic number and the count of IDX files; of compressed ones no more is
// unpacked.
#include "IdxHead.h"

#include <boost/beast/zlib/inflate_stream.hpp>
#include <fstream>

namespace qsim::server {
namespace {

constexpr std::size_t headBytes = 8;

/// Where the deflated bytes begin behind a gzip header; nothing where it does
/// not end here.
std::optional<std::size_t> behindGzipHeader(std::string_view bytes) {
  constexpr std::size_t fixed = 10;
  if (bytes.size() < fixed)
    return std::nullopt;
  const auto flags = static_cast<unsigned char>(bytes[3]);
  std::size_t at = fixed;
  if (flags & 4) { // more fields
    if (bytes.size() < at + 2)
      return std::nullopt;
    at += 2 + static_cast<unsigned char>(bytes[at]) +
          256 * static_cast<unsigned char>(bytes[at + 1]);
  }
  for (const unsigned text : {8u, 16u}) // a name, a comment
    if (flags & text) {
      const std::size_t end = bytes.find('\0', at);
      if (end == std::string_view::npos)
        return std::nullopt;
      at = end + 1;
    }
  if (flags & 2) // a check of the header
    at += 2;
  return at < bytes.size() ? std::optional(at) : std::nullopt;
}

std::string unpackedHead(std::string_view bytes) {
  const std::optional<std::size_t> at = behindGzipHeader(bytes);
  if (!at)
    return {};
  std::string head(headBytes, '\0');
  boost::beast::zlib::z_params stream;
  stream.next_in = bytes.data() + *at;
  stream.avail_in = bytes.size() - *at;
  stream.next_out = head.data();
  stream.avail_out = head.size();
  boost::beast::zlib::inflate_stream inflate;
  boost::beast::error_code error; // the room for more lacks, always
  inflate.write(stream, boost::beast::zlib::Flush::sync, error);
  head.resize(stream.total_out);
  return head;
}

} // namespace

std::optional<std::uint64_t> idxPictures(std::string_view head) {
  using namespace std::string_view_literals;
  std::string unpacked;
  if (head.substr(0, 2) == "\x1f\x8b"sv) {
    unpacked = unpackedHead(head);
    head = unpacked;
  }
  if (head.size() < headBytes || head.substr(0, 4) != "\0\0\x08\x03"sv)
    return std::nullopt;
  std::uint64_t count = 0;
  for (const char c : head.substr(4, 4))
    count = count * 256 + static_cast<unsigned char>(c);
  return count > 0 ? std::optional(count) : std::nullopt;
}

std::optional<std::uint64_t> picturesIn(const DataFolder &data,
                                        const File &file) {
  if (file.kind == "picture" || file.kind == "tensor")
    return 1;
  if (file.kind != "idx")
    return std::nullopt;
  // A name in a gzip header may be long.
  std::string head(4096, '\0');
  std::ifstream stream(data.file(file.id), std::ios::binary);
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream.gcount()));
  return idxPictures(head);
}

} // namespace qsim::server
