// SPDX-License-Identifier: Apache-2.0
// The built pages, from memory.
#ifndef QSIM_WEB_SERVER_UI_STATICFILES_H
#define QSIM_WEB_SERVER_UI_STATICFILES_H

#include "../transport/Message.h"

#include <filesystem>
#include <map>

namespace qsim::server {

class StaticFiles {
public:
  /// Reads all of the folder. A file X.br or X.gz beside X is X, compressed.
  /// Without an index.html there is one page that says what is missing.
  explicit StaticFiles(const std::filesystem::path &folder);

  /// Of a decoded path such as /assets/index-4f2a.js. What names no file is
  /// index.html, which looks at the address itself; what has an ending is 404.
  /// Each answer of index.html has a nonce of its own, in its policy and in the
  /// place of the word styleNonce, by which its scripts may add styles.
  /// A page's address with a slash at its end leads to the one without.
  Response serve(const Request &request, const std::string &path) const;

private:
  using Bytes = std::shared_ptr<const std::string>;
  struct Page {
    std::string type, tag;
    Bytes plain, gzip, brotli;
  };
  std::map<std::string, Page> pages; ///< by path, which begins with /
};

/// What stands in index.html where the nonce belongs.
inline constexpr char styleNonce[] = "NONCE_OF_THIS_ANSWER";

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_UI_STATICFILES_H
