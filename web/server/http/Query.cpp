// SPDX-License-Identifier: Apache-2.0
// Targets through Boost.URL; parameters in their ranges.
#include "Query.h"

#include "../base/Problem.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cmath>

namespace qsim::server {

Target parseTarget(std::string_view target) {
  const auto parsed = boost::urls::parse_origin_form(target);
  if (!parsed)
    throw badRequest(Reason::address_malformed);
  Target read;
  const auto checked = [](std::string text) {
    if (text.find('\0') != std::string::npos)
      throw badRequest(Reason::address_malformed);
    return text;
  };
  for (const auto &segment : parsed->segments())
    read.segments.push_back(checked(std::string(segment)));
  for (const auto &parameter : parsed->params()) {
    const std::string name = checked(parameter.key);
    if (!read.query.emplace(name, checked(parameter.value)).second)
      read.repeated = name;
  }
  return read;
}

std::optional<std::int64_t> parseInteger(std::string_view text) {
  std::int64_t value = 0;
  const char *end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || at != end)
    return std::nullopt;
  return value;
}

const std::string *QueryReader::find(const std::string &name) {
  known.push_back(name);
  const auto found = query.find(name);
  return found == query.end() ? nullptr : &found->second;
}

std::string QueryReader::text(const std::string &name,
                              const std::string &otherwise,
                              std::size_t longest) {
  const std::string *text = find(name);
  if (text && text->size() > longest)
    throw badRequest({Reason::parameter_long,
                      {{"name", name}, {"longest", std::to_string(longest)}}});
  return text ? *text : otherwise;
}

std::int64_t QueryReader::integer(const std::string &name,
                                  std::int64_t otherwise, std::int64_t low,
                                  std::int64_t high) {
  const std::string *text = find(name);
  if (!text)
    return otherwise;
  const std::optional<std::int64_t> value = parseInteger(*text);
  if (!value || *value < low || *value > high)
    throw badRequest({Reason::parameter_integer,
                      {{"name", name},
                       {"low", std::to_string(low)},
                       {"high", std::to_string(high)}}});
  return *value;
}

double QueryReader::number(const std::string &name, double otherwise,
                           double low, double high) {
  const std::string *text = find(name);
  if (!text)
    return otherwise;
  double value = 0;
  const char *end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || at != end || !(value >= low && value <= high))
    throw badRequest({Reason::parameter_number,
                      {{"name", name},
                       {"low", std::to_string(low)},
                       {"high", std::to_string(high)}}});
  return value;
}

bool QueryReader::boolean(const std::string &name, bool otherwise) {
  return word(name, {"false", "true"}, otherwise ? 1 : 0) == 1;
}

int QueryReader::word(const std::string &name,
                      const std::vector<std::string> &words, int otherwise) {
  const std::string *text = find(name);
  if (!text)
    return otherwise;
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end())
    return static_cast<int>(found - words.begin());
  std::string list;
  for (const std::string &word : words)
    list += (list.empty() ? "" : ", ") + word;
  throw badRequest({Reason::parameter_word, {{"name", name}, {"words", list}}});
}

void QueryReader::finish() const {
  for (const auto &[name, value] : query)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw badRequest({Reason::parameter_unknown, {{"name", name}}});
}

} // namespace qsim::server
