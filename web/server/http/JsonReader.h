// SPDX-License-Identifier: Apache-2.0
// Reads JSON objects strictly: what is missing, of the wrong type, out of its
// range or unknown is refused with its name.
#ifndef QSIM_WEB_SERVER_HTTP_JSONREADER_H
#define QSIM_WEB_SERVER_HTTP_JSONREADER_H

#include "../base/Reason.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qsim::server {

/// Each reads the value of a key; optional ones give none where the key is
/// absent. All throw 422, and 400 for text that cannot be
/// stored. Call finish() last: it refuses keys nobody has read.
class JsonReader {
public:
  /// `place` begins messages: "" or such as "options.".
  explicit JsonReader(const boost::json::object &object, std::string place = {})
      : object(object), place(std::move(place)) {}

  std::string text(const std::string &key, std::size_t shortest,
                   std::size_t longest);
  std::optional<std::string> optionalText(const std::string &key,
                                          std::size_t shortest,
                                          std::size_t longest);
  std::string id(const std::string &key);
  std::optional<std::string> optionalId(const std::string &key);
  std::string word(const std::string &key,
                   const std::vector<std::string> &words);
  std::optional<std::string>
  optionalWord(const std::string &key, const std::vector<std::string> &words);
  std::int64_t integer(const std::string &key, std::int64_t low,
                       std::int64_t high);
  std::optional<std::int64_t>
  optionalInteger(const std::string &key, std::int64_t low, std::int64_t high);
  std::optional<double> optionalNumber(const std::string &key, double low,
                                       double high);
  std::optional<bool> optionalBoolean(const std::string &key);
  std::vector<std::int64_t> integers(const std::string &key,
                                     std::size_t longest, std::int64_t low,
                                     std::int64_t high);
  std::vector<double> numbers(const std::string &key, std::size_t longest);
  const boost::json::object &object_(const std::string &key);
  const boost::json::object *optionalObject(const std::string &key);
  const boost::json::array &array(const std::string &key, std::size_t longest);

  void finish() const;
  /// Throws 400 where a text is none that is stored (base/Text.h).
  void check(const std::string &key, std::string_view text) const;
  /// Throws 422; the sentence's `key` is filled.
  [[noreturn]] void refuse(const std::string &key, Reason reason,
                           std::vector<Said::Argument> arguments = {}) const;

private:
  const boost::json::value *find(const std::string &key);
  const boost::json::value &need(const std::string &key);
  double number(const std::string &key, const boost::json::value &value) const;
  const boost::json::object &object;
  std::string place;
  std::vector<std::string> known;
};

/// The object that a body holds; 400 where it is no JSON or no object.
boost::json::object parseBody(std::string_view body);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_HTTP_JSONREADER_H
