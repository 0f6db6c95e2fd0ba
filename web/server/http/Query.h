// SPDX-License-Identifier: Apache-2.0
// Path and query of a request's target, decoded.
#ifndef QSIM_WEB_SERVER_HTTP_QUERY_H
#define QSIM_WEB_SERVER_HTTP_QUERY_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qsim::server {

struct Target {
  std::vector<std::string> segments; ///< of the path, decoded
  std::map<std::string, std::string> query;
  std::string repeated; ///< a parameter that comes twice; usually none
};

/// Throws 400 where the target is malformed or a percent code is wrong.
Target parseTarget(std::string_view target);

/// Reads the parameters of a query; each throws 400 where the value is not in
/// the range. What nobody has asked for is refused by finish().
class QueryReader {
public:
  explicit QueryReader(const std::map<std::string, std::string> &query)
      : query(query) {}
  std::string text(const std::string &name, const std::string &otherwise,
                   std::size_t longest);
  std::int64_t integer(const std::string &name, std::int64_t otherwise,
                       std::int64_t low, std::int64_t high);
  double number(const std::string &name, double otherwise, double low,
                double high);
  bool boolean(const std::string &name, bool otherwise);
  /// One of the words; its place in the list.
  int word(const std::string &name, const std::vector<std::string> &words,
           int otherwise);
  void finish() const;

private:
  const std::string *find(const std::string &name);
  std::map<std::string, std::string> query;
  std::vector<std::string> known;
};

/// A whole number in its usual form: none for "", "+1", "1.0", " 1", "1e3".
std::optional<std::int64_t> parseInteger(std::string_view text);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_HTTP_QUERY_H
