// SPDX-License-Identifier: Apache-2.0
// gzip through zlib.
#include "Gzip.h"

#include <algorithm>
#include <zlib.h>

using namespace qsim;

bool support::looksLikeGzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b");
}

namespace {

/// A zlib stream over `packed`, closed when destroyed.
class Inflater {
public:
  explicit Inflater(std::string_view packed) : rest(packed) {
    constexpr int largestWindow = 15, withGzipHeader = 16;
    ready = inflateInit2(&stream, largestWindow + withGzipHeader) == Z_OK;
  }
  ~Inflater() {
    if (ready)
      inflateEnd(&stream);
  }
  Inflater(const Inflater &) = delete;
  Inflater &operator=(const Inflater &) = delete;

  /// Appends at most `limit` bytes to `out`; Z_OK where it stopped at that.
  int append(std::string &out, std::size_t limit) {
    if (!ready)
      return Z_MEM_ERROR;
    unsigned char buffer[1 << 14];
    for (int code = Z_OK; limit > 0;) {
      // zlib counts in 32 bits.
      const std::size_t input = std::min<std::size_t>(rest.size(), 1 << 30);
      const std::size_t room = std::min(limit, sizeof buffer);
      stream.next_in =
          reinterpret_cast<z_const Bytef *>(const_cast<char *>(rest.data()));
      stream.avail_in = static_cast<uInt>(input);
      stream.next_out = buffer;
      stream.avail_out = static_cast<uInt>(room);
      code = inflate(&stream, Z_NO_FLUSH);
      rest.remove_prefix(input - stream.avail_in);
      const std::size_t made = room - stream.avail_out;
      out.append(reinterpret_cast<const char *>(buffer), made);
      limit -= made;
      if (code == Z_STREAM_END && support::looksLikeGzip(rest))
        code = inflateReset(&stream); // files may be joined
      if (code != Z_OK)
        return code;
    }
    return Z_OK;
  }

  std::string_view unread() const { return rest; }
  const char *problem() const { return stream.msg ? stream.msg : "no reason"; }

private:
  z_stream stream = {};
  std::string_view rest;
  bool ready;
};

} // namespace

Result<std::string> support::gunzip(std::string_view packed, std::size_t limit,
                                    const std::string &name) {
  Inflater inflater(packed);
  std::string out;
  switch (inflater.append(out, limit)) {
  case Z_OK:
    return out;
  case Z_STREAM_END:
    if (!inflater.unread().empty())
      return Error{name + ": " + std::to_string(inflater.unread().size()) +
                   " bytes after the end of the gzip data"};
    return out;
  case Z_BUF_ERROR:
    return Error{name + ": the gzip data ends too early, after " +
                 std::to_string(out.size()) + " unpacked bytes"};
  case Z_MEM_ERROR:
    return Error{name + ": not enough memory to unpack the gzip data"};
  default:
    return Error{name + ": the gzip data is damaged after " +
                 std::to_string(out.size()) +
                 " unpacked bytes: " + inflater.problem()};
  }
}
