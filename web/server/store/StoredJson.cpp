// SPDX-License-Identifier: Apache-2.0
// Tolerant reading of stored JSON.
#include "StoredJson.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

namespace qsim::server {
namespace json = boost::json;
namespace {

json::value parsed(const std::string &text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  return error ? json::value() : value;
}

void tell(const std::string &record, const char *column) {
  spdlog::warn("{}: its stored {} cannot be read and is left out", record,
               column);
}

} // namespace

json::object storedObject(const std::string &text, const std::string &record,
                          const char *column) {
  json::value value = parsed(text);
  if (value.is_object())
    return std::move(value.get_object());
  tell(record, column);
  return {};
}

json::array storedArray(const std::string &text, const std::string &record,
                        const char *column) {
  json::value value = parsed(text);
  if (value.is_array())
    return std::move(value.get_array());
  tell(record, column);
  return {};
}

Said storedSaid(std::string text, const std::string &reason,
                const std::string &record) {
  return Said::stored(std::move(text),
                      reason.empty() ? json::object()
                                     : storedObject(reason, record, "reason"));
}

std::optional<std::string> storedText(const Said &said) {
  return said.empty() ? std::nullopt : std::optional(said.text());
}

std::optional<std::string> storedReason(const Said &said) {
  return said.reason().empty() ? std::nullopt
                               : std::optional(json::serialize(said.reason()));
}

} // namespace qsim::server
