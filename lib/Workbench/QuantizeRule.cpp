// SPDX-License-Identifier: Apache-2.0
// Words to YAML: one rule, so that a pattern passes over layers that lack what
// is changed, as it does in a file.
#include "qsim/Workbench/QuantizeRule.h"

#include "qsim/Calibration/Yaml.h"
#include "qsim/Support/Numbers.h"

namespace qsim {
namespace {

/// As a person would write it, where that means the same.
std::string scalar(const std::string &word) {
  const bool plain =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                             "XYZ0123456789_.+-") == std::string::npos;
  return plain ? word : quoteYaml(word);
}

/// Indices and ranges begin with a number; all else is a name.
std::string condition(const std::string &selector) {
  const std::string first = selector.substr(0, selector.find(".."));
  return parseInteger(first) ? "index: " + scalar(selector)
                             : "name: " + quoteYaml(selector);
}

bool isPart(const std::string &word) {
  return word == "activation" || word == "weights" || word == "mode";
}

} // namespace

Result<std::string> quantizeRule(const std::vector<std::string> &words) {
  const Error wanted{std::string("quantize: wanted ") + quantizeArguments +
                     ", as in overrides.yaml"};
  if (words.size() < 3)
    return wanted;
  std::string rule = "- match: {" + condition(words[0]) + "}\n";
  for (std::size_t at = 1; at < words.size();) {
    const std::string part = words[at++];
    if (!isPart(part) || at == words.size())
      return wanted;
    if (part == "mode") {
      rule += "  mode: " + scalar(words[at++]) + "\n";
      continue;
    }
    std::string keys;
    while (at < words.size() && !isPart(words[at])) {
      if (at + 1 == words.size())
        return Error{"quantize: '" + words[at] + "' has no value"};
      keys += (keys.empty() ? "" : ", ") + scalar(words[at]) + ": " +
              scalar(words[at + 1]);
      at += 2;
    }
    if (keys.empty())
      return wanted;
    rule += "  " + part + ": {" + keys + "}\n";
  }
  return rule;
}

} // namespace qsim
