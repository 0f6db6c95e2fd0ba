// SPDX-License-Identifier: Apache-2.0
// The table of sentences, and their gaps filled.
#include "Reason.h"

#include <algorithm>
#include <string_view>

namespace qsim::server {
namespace {

struct Row {
  const char *key, *text;
};

constexpr Row table[] = {
#define REASON(key, text) {#key, text},
#include "Reasons.def"
#undef REASON
};

} // namespace

Said::Said(Reason reason, const std::vector<Argument> &arguments) {
  const Row &row = table[static_cast<std::size_t>(reason)];
  boost::json::object given;
  for (const auto &[name, value] : arguments)
    given[name] = value;
  // Once, from left to right: an argument may have braces itself.
  const std::string_view text = row.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find('{', at), text.size());
    english += text.substr(at, open - at);
    if (open == text.size())
      break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const boost::json::value *value = given.if_contains(name);
    english += value ? std::string_view(value->get_string())
                     : text.substr(open, close + 1 - open);
    at = close + 1;
  }
  source = {{"key", row.key}, {"arguments", std::move(given)}};
}

Said Said::quoted(std::string text) { return stored(std::move(text), {}); }

Said Said::stored(std::string text, boost::json::object reason) {
  Said said;
  said.english = std::move(text);
  said.source = std::move(reason);
  return said;
}

void put(boost::json::object &document, const char *name,
         const char *reasonName, const Said &said) {
  if (said.empty())
    return;
  document[name] = said.text();
  if (!said.reason().empty())
    document[reasonName] = said.reason();
}

} // namespace qsim::server
