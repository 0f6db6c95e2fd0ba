// SPDX-License-Identifier: Apache-2.0
// Strict access to a YAML tree.
#include "qsim/Calibration/Yaml.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

const YamlNode *YamlNode::find(std::string_view key) const {
  for (const YamlMember &member : members)
    if (member.key == key)
      return &member.value;
  return nullptr;
}

void YamlReader::fail(int line, const std::string &message) {
  if (firstError.empty())
    firstError = file + ":" + std::to_string(line) + ": " + message;
}

namespace {

std::string listOf(std::initializer_list<std::string_view> words) {
  std::string list;
  for (std::string_view word : words)
    list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

} // namespace

void YamlReader::expectMap(const YamlNode &node, const std::string &what,
                           std::initializer_list<std::string_view> keys) {
  if (node.kind != YamlNode::Kind::Map) {
    fail(node.line, what + " is not a map; wanted keys " + listOf(keys));
    return;
  }
  for (const YamlMember &member : node.members)
    if (std::find(keys.begin(), keys.end(), member.key) == keys.end())
      fail(member.line, "unknown key '" + member.key + "' in " + what +
                            "; wanted one of " + listOf(keys));
}

void YamlReader::expectList(const YamlNode &node, const std::string &what) {
  if (node.kind != YamlNode::Kind::List)
    fail(node.line, what + " is not a list");
}

const YamlNode &YamlReader::required(const YamlNode &map,
                                     std::string_view key) {
  if (const YamlNode *found = map.find(key))
    return *found;
  fail(map.line, "key '" + std::string(key) + "' is missing");
  return absent;
}

bool YamlReader::scalar(const YamlNode &node, const std::string &what,
                        const std::string &wanted) {
  if (!ok())
    return false;
  if (node.kind == YamlNode::Kind::Scalar)
    return true;
  fail(node.line, what + " has no plain value; wanted " + wanted);
  return false;
}

std::string YamlReader::string(const YamlNode &node, const std::string &what) {
  return scalar(node, what, "text") ? node.text : std::string();
}

std::int64_t YamlReader::integer(const YamlNode &node, const std::string &what,
                                 std::int64_t low, std::int64_t high) {
  std::string wanted =
      "an integer from " + std::to_string(low) + " to " + std::to_string(high);
  if (!scalar(node, what, wanted))
    return low;
  std::optional<std::int64_t> value = parseInteger(node.text);
  if (value && *value >= low && *value <= high)
    return *value;
  fail(node.line, what + " is '" + node.text + "'; wanted " + wanted);
  return low;
}

double YamlReader::real(const YamlNode &node, const std::string &what) {
  if (!scalar(node, what, "a number"))
    return 0;
  if (std::optional<double> value = parseDouble(node.text))
    return *value;
  fail(node.line, what + " is '" + node.text + "'; wanted a number");
  return 0;
}

float YamlReader::realFloat(const YamlNode &node, const std::string &what) {
  if (!scalar(node, what, "a number"))
    return 0;
  if (std::optional<float> value = parseFloat(node.text))
    return *value;
  fail(node.line, what + " is '" + node.text + "'; wanted a float32 number");
  return 0;
}

float YamlReader::scale(const YamlNode &node, const std::string &what) {
  if (!scalar(node, what, "a positive float32"))
    return 1;
  std::optional<float> value = parseFloat(node.text);
  if (value && *value > 0 && std::isnormal(*value))
    return *value;
  fail(node.line, what + " is '" + node.text + "'; wanted a positive float32");
  return 1;
}

int YamlReader::word(const YamlNode &node, const std::string &what,
                     std::initializer_list<std::string_view> words) {
  if (!scalar(node, what, "one of " + listOf(words)))
    return 0;
  auto found = std::find(words.begin(), words.end(), node.text);
  if (found != words.end())
    return static_cast<int>(found - words.begin());
  fail(node.line,
       what + " is '" + node.text + "'; wanted one of " + listOf(words));
  return 0;
}

std::string qsim::quoteYaml(std::string_view text) {
  static const char digits[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (char c : text) {
    auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (code < 32) {
      quoted += "\\x";
      quoted += digits[code >> 4];
      quoted += digits[code & 15];
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}
