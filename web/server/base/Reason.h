// SPDX-License-Identifier: Apache-2.0
// What the server says to people: in English, and by a key and arguments, so
// that the pages can say it in another language.
#ifndef QSIM_WEB_SERVER_BASE_REASON_H
#define QSIM_WEB_SERVER_BASE_REASON_H

#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

namespace qsim::server {

/// The sentences of Reasons.def.
enum class Reason {
#define REASON(key, text) key,
#include "Reasons.def"
#undef REASON
};

/// A sentence with what it is made of.
class Said {
public:
  using Argument = std::pair<const char *, std::string>;

  Said() = default;
  Said(Reason reason, const std::vector<Argument> &arguments = {});
  /// Words of a program, which nobody translates.
  static Said quoted(std::string text);

  const std::string &text() const { return english; }
  bool empty() const { return english.empty(); }
  /// A Reason of web/api/openapi.yaml; empty of a program's words.
  const boost::json::object &reason() const { return source; }

  /// From what a database has kept of both.
  static Said stored(std::string text, boost::json::object reason);

private:
  std::string english;
  boost::json::object source;
};

/// Puts the sentence under `name`, and what it is made of under `reasonName`.
void put(boost::json::object &document, const char *name,
         const char *reasonName, const Said &said);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_BASE_REASON_H
