// SPDX-License-Identifier: Apache-2.0
// The text form that .net and .sys share: sections of keys in a fixed order.
#ifndef ORACLE_SECTION_H
#define ORACLE_SECTION_H

#include "Network.h"

#include <charconv>
#include <cmath>
#include <map>
#include <utility>

namespace oracle {

struct Section {
  std::string title;
  std::vector<std::pair<std::string, std::string>> entries; // without x- keys
  size_t next = 0; // keys come in order: the one to be taken next
  int minor = 1;   // of the file's format

  [[noreturn]] void fail(const std::string &what) const {
    throw Error("section [" + title + "]: " + what);
  }

  // The value of the next key, which must be `key`.
  const std::string &take(const std::string &key) {
    if (next == entries.size())
      fail("key '" + key + "' is missing");
    if (entries[next].first != key)
      fail("expected key '" + key + "', found '" + entries[next].first + "'");
    return entries[next++].second;
  }

  void finish() const {
    if (next != entries.size())
      fail("unexpected key '" + entries[next].first + "'");
  }

  int64_t integer(const std::string &key, int64_t low, int64_t high) {
    return parseInteger(take(key), key, low, high);
  }

  int64_t parseInteger(const std::string &text, const std::string &key,
                       int64_t low, int64_t high) const {
    int64_t value = 0;
    const char *end = text.data() + text.size();
    auto [stop, code] = std::from_chars(text.data(), end, value);
    if (code != std::errc() || stop != end || value < low || value > high)
      fail("bad value '" + text + "' of key '" + key + "'");
    return value;
  }

  float parseFloat(const std::string &text, const std::string &key) const {
    float value = 0;
    const char *end = text.data() + text.size();
    auto [stop, code] = std::from_chars(text.data(), end, value);
    if (code != std::errc() || stop != end || !std::isfinite(value))
      fail("bad number '" + text + "' of key '" + key + "'");
    return value;
  }

  float parseScale(const std::string &text, const std::string &key) const {
    float value = parseFloat(text, key);
    if (!(value > 0) || !std::isnormal(value))
      fail("'" + text + "' of key '" + key + "' is not a positive number");
    return value;
  }

  template <typename Enum>
  Enum choice(const std::string &key,
              const std::map<std::string, Enum> &choices) {
    const std::string &text = take(key);
    auto found = choices.find(text);
    if (found == choices.end())
      fail("bad value '" + text + "' of key '" + key + "'");
    return found->second;
  }

  bool flag(const std::string &key) { return integer(key, 0, 1) == 1; }

  // Whether an optional key is the next one, which formats before `since` do
  // not know; one that is written with its default is read as well.
  bool has(const std::string &key, int since = 1) const {
    return minor >= since && next < entries.size() &&
           entries[next].first == key;
  }

  int64_t integerOr(const std::string &key, int64_t low, int64_t high,
                    int64_t otherwise, int since = 1) {
    return has(key, since) ? integer(key, low, high) : otherwise;
  }

  bool flagOr(const std::string &key, int since) {
    return integerOr(key, 0, 1, 0, since) == 1;
  }

  // Whether an optional key is the next one and says something; a `none` is
  // taken.
  bool says(const std::string &key, int since) {
    if (!has(key, since))
      return false;
    if (entries[next].second != "none")
      return true;
    take(key);
    return false;
  }

  // A float32 of any sign, which may be infinite (N54, N58).
  float real(const std::string &key) {
    const std::string &text = take(key);
    if (text == "inf" || text == "-inf")
      return text == "inf" ? HUGE_VALF : -HUGE_VALF;
    return parseFloat(text, key);
  }

  float finite(const std::string &key) { return parseFloat(take(key), key); }

  float finiteOr(const std::string &key, float otherwise, int since) {
    return has(key, since) ? finite(key) : otherwise;
  }

  float positive(const std::string &key) { return parseScale(take(key), key); }

  float positiveOr(const std::string &key, float otherwise) {
    return has(key) ? positive(key) : otherwise;
  }

  // A version: major 1 and any minor, which is returned.
  int version(const std::string &key) {
    const std::string &text = take(key);
    size_t dot = text.find('.');
    if (dot == std::string::npos)
      fail("bad version '" + text + "'");
    parseInteger(text.substr(0, dot), key, 1, 1);
    return static_cast<int>(
        parseInteger(text.substr(dot + 1), key, 0, 1 << 30));
  }

  std::vector<std::string> list(const std::string &key, char separator = ',') {
    return split(take(key), separator);
  }

  static std::vector<std::string> split(const std::string &text,
                                        char separator) {
    std::vector<std::string> parts(1);
    for (char character : text)
      if (character == separator)
        parts.emplace_back();
      else
        parts.back() += character;
    return parts;
  }

  std::vector<int> integers(const std::string &key, int64_t low, int64_t high) {
    std::vector<int> values;
    for (const std::string &part : list(key))
      values.push_back(static_cast<int>(parseInteger(part, key, low, high)));
    return values;
  }

  std::vector<int64_t> longs(const std::string &key, int64_t low,
                             int64_t high) {
    std::vector<int64_t> values;
    for (const std::string &part : list(key))
      values.push_back(parseInteger(part, key, low, high));
    return values;
  }

  // A list of 1 to 8 dimensions.
  std::vector<int64_t> dimensions(const std::string &key) {
    std::vector<int64_t> values = longs(key, 1, INT32_MAX);
    if (values.size() > 8)
      fail("more than 8 dimensions in '" + key + "'");
    return values;
  }

  std::vector<float> positives(const std::string &key) {
    std::vector<float> values;
    for (const std::string &part : list(key))
      values.push_back(parseScale(part, key));
    return values;
  }

  MaybeQuantization quantization(const std::string &key) {
    const std::string &text = take(key);
    if (text == "none")
      return std::nullopt;
    std::vector<std::string> parts = split(text, ':');
    if (parts.size() != 3)
      fail("bad quantization '" + text + "'");
    Quantization result;
    result.width = static_cast<int>(parseInteger(parts[0], key, 2, 16));
    result.scale = parseScale(parts[1], key);
    result.zero = static_cast<int>(
        parseInteger(parts[2], key, result.min(), result.max()));
    return result;
  }
};

std::vector<Section> parseSections(const std::string &text);

} // namespace oracle

#endif
