// SPDX-License-Identifier: Apache-2.0
// Strict reading of JSON objects.
#include "JsonReader.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../base/Text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <cmath>
#include <limits>

namespace qsim::server {
namespace json = boost::json;
namespace {

std::optional<std::int64_t> integerIn(const json::value &value,
                                      std::int64_t low, std::int64_t high) {
  std::int64_t read = 0;
  if (value.is_int64()) {
    read = value.get_int64();
  } else if (value.is_double() &&
             value.get_double() == std::floor(value.get_double()) &&
             std::abs(value.get_double()) < 9e15) {
    read = static_cast<std::int64_t>(value.get_double()); // 1.0 is 1
  } else {
    return std::nullopt;
  }
  return read >= low && read <= high ? std::optional(read) : std::nullopt;
}

template <typename Number>
std::vector<Said::Argument> limits(Number low, Number high) {
  return {{"low", std::to_string(low)}, {"high", std::to_string(high)}};
}

} // namespace

json::object parseBody(std::string_view body) {
  boost::system::error_code error;
  json::value value = json::parse(body, error);
  if (error)
    throw badRequest(Reason::body_not_json);
  if (!value.is_object())
    throw badRequest(Reason::body_not_object);
  return std::move(value.as_object());
}

void JsonReader::refuse(const std::string &key, Reason reason,
                        std::vector<Said::Argument> arguments) const {
  arguments.push_back({"key", place + key});
  throw unprocessable({reason, arguments});
}

const json::value *JsonReader::find(const std::string &key) {
  known.push_back(key);
  return object.if_contains(key);
}

const json::value &JsonReader::need(const std::string &key) {
  const json::value *value = find(key);
  if (!value)
    throw unprocessable({Reason::key_missing, {{"key", place + key}}});
  return *value;
}

std::optional<std::string> JsonReader::optionalText(const std::string &key,
                                                    std::size_t shortest,
                                                    std::size_t longest) {
  const json::value *value = find(key);
  if (!value)
    return std::nullopt;
  const auto refuseLength = [&] {
    refuse(key, Reason::key_text,
           {{"shortest", std::to_string(shortest)},
            {"longest", std::to_string(longest)}});
  };
  if (!value->is_string())
    refuseLength();
  const std::string text(value->get_string());
  const std::size_t length = lengthOf(text);
  if (length < shortest || length > longest)
    refuseLength();
  check(key, text);
  return text;
}

void JsonReader::check(const std::string &key, std::string_view text) const {
  if (const std::optional<Reason> fault = faultOf(text))
    throw badRequest({*fault, {{"key", place + key}}});
}

std::string JsonReader::text(const std::string &key, std::size_t shortest,
                             std::size_t longest) {
  need(key);
  return *optionalText(key, shortest, longest);
}

std::optional<std::string> JsonReader::optionalId(const std::string &key) {
  const json::value *value = find(key);
  if (!value)
    return std::nullopt;
  if (!value->is_string() || !isId(value->get_string()))
    refuse(key, Reason::key_id);
  return std::string(value->get_string());
}

std::string JsonReader::id(const std::string &key) {
  need(key);
  return *optionalId(key);
}

std::optional<std::string>
JsonReader::optionalWord(const std::string &key,
                         const std::vector<std::string> &words) {
  const json::value *value = find(key);
  if (!value)
    return std::nullopt;
  if (value->is_string() &&
      std::find(words.begin(), words.end(), std::string(value->get_string())) !=
          words.end())
    return std::string(value->get_string());
  std::string list;
  for (const std::string &word : words)
    list += (list.empty() ? "" : ", ") + word;
  refuse(key, Reason::key_word, {{"words", list}});
}

std::string JsonReader::word(const std::string &key,
                             const std::vector<std::string> &words) {
  need(key);
  return *optionalWord(key, words);
}

std::optional<std::int64_t> JsonReader::optionalInteger(const std::string &key,
                                                        std::int64_t low,
                                                        std::int64_t high) {
  const json::value *value = find(key);
  if (!value)
    return std::nullopt;
  const std::optional<std::int64_t> read = integerIn(*value, low, high);
  if (!read)
    refuse(key, Reason::key_integer, limits(low, high));
  return read;
}

std::int64_t JsonReader::integer(const std::string &key, std::int64_t low,
                                 std::int64_t high) {
  need(key);
  return *optionalInteger(key, low, high);
}

double JsonReader::number(const std::string &key,
                          const json::value &value) const {
  if (!value.is_number())
    refuse(key, Reason::key_number);
  return value.to_number<double>();
}

std::optional<double> JsonReader::optionalNumber(const std::string &key,
                                                 double low, double high) {
  const json::value *value = find(key);
  if (!value)
    return std::nullopt;
  const double read = number(key, *value);
  if (!(read >= low && read <= high))
    refuse(key, Reason::key_number_in, limits(low, high));
  return read;
}

std::optional<bool> JsonReader::optionalBoolean(const std::string &key) {
  const json::value *value = find(key);
  if (!value)
    return std::nullopt;
  if (!value->is_bool())
    refuse(key, Reason::key_boolean);
  return value->get_bool();
}

const json::array &JsonReader::array(const std::string &key,
                                     std::size_t longest) {
  const json::value &value = need(key);
  if (!value.is_array() || value.get_array().size() > longest)
    refuse(key, Reason::key_list, {{"longest", std::to_string(longest)}});
  return value.get_array();
}

std::vector<std::int64_t> JsonReader::integers(const std::string &key,
                                               std::size_t longest,
                                               std::int64_t low,
                                               std::int64_t high) {
  std::vector<std::int64_t> all;
  for (const json::value &entry : array(key, longest)) {
    const std::optional<std::int64_t> read = integerIn(entry, low, high);
    if (!read)
      refuse(key, Reason::key_integers, limits(low, high));
    all.push_back(*read);
  }
  return all;
}

std::vector<double> JsonReader::numbers(const std::string &key,
                                        std::size_t longest) {
  std::vector<double> all;
  for (const json::value &entry : array(key, longest))
    all.push_back(number(key, entry));
  return all;
}

const json::object *JsonReader::optionalObject(const std::string &key) {
  const json::value *value = find(key);
  if (!value)
    return nullptr;
  if (!value->is_object())
    refuse(key, Reason::key_object);
  return &value->get_object();
}

const json::object &JsonReader::object_(const std::string &key) {
  need(key);
  return *optionalObject(key);
}

void JsonReader::finish() const {
  for (const auto &entry : object)
    if (std::find(known.begin(), known.end(), std::string(entry.key())) ==
        known.end())
      throw unprocessable(
          {Reason::key_unknown, {{"key", place + std::string(entry.key())}}});
}

} // namespace qsim::server
