// SPDX-License-Identifier: Apache-2.0
// JsonWriter: commas, indentation and escapes.
#include "qsim/Support/Json.h"

#include "qsim/Support/Numbers.h"

#include <cassert>
#include <cmath>
#include <utility>

using namespace qsim;

void JsonWriter::newline() {
  if (style == Style::OneLine)
    return;
  text += '\n';
  text.append(2 * levels.size(), ' ');
}

void JsonWriter::beforeValue() {
  if (std::exchange(afterKey, false))
    return;
  if (levels.empty()) {
    assert(text.empty() && "one value per writer");
    return;
  }
  assert(levels.back().closing == ']' && "a member needs a key");
  if (!std::exchange(levels.back().empty, false))
    text += ',';
  newline();
}

JsonWriter &JsonWriter::key(std::string_view name) {
  assert(!levels.empty() && levels.back().closing == '}' && !afterKey);
  if (!std::exchange(levels.back().empty, false))
    text += ',';
  newline();
  quote(name);
  text += style == Style::Pretty ? ": " : ":";
  afterKey = true;
  return *this;
}

JsonWriter &JsonWriter::open(char bracket) {
  beforeValue();
  text += bracket;
  levels.push_back({bracket == '{' ? '}' : ']', true});
  return *this;
}

JsonWriter &JsonWriter::close(char bracket) {
  assert(!levels.empty() && levels.back().closing == bracket && !afterKey);
  bool empty = levels.back().empty;
  levels.pop_back();
  if (!empty)
    newline();
  text += bracket;
  return *this;
}

JsonWriter &JsonWriter::beginObject() { return open('{'); }
JsonWriter &JsonWriter::endObject() { return close('}'); }
JsonWriter &JsonWriter::beginArray() { return open('['); }
JsonWriter &JsonWriter::endArray() { return close(']'); }

JsonWriter &JsonWriter::raw(std::string_view token) {
  beforeValue();
  text += token;
  return *this;
}

JsonWriter &JsonWriter::value(bool truth) {
  return raw(truth ? "true" : "false");
}
JsonWriter &JsonWriter::null() { return raw("null"); }
JsonWriter &JsonWriter::value(double number) {
  return std::isfinite(number) ? raw(formatDouble(number)) : null();
}
JsonWriter &JsonWriter::value(float number) {
  return std::isfinite(number) ? raw(formatFloat(number)) : null();
}
JsonWriter &JsonWriter::integer(std::int64_t number) {
  return raw(std::to_string(number));
}
JsonWriter &JsonWriter::unsignedInteger(std::uint64_t number) {
  return raw(std::to_string(number));
}
JsonWriter &JsonWriter::value(std::string_view content) {
  beforeValue();
  quote(content);
  return *this;
}

/// Bytes of the well-formed UTF-8 sequence at `at`; 0 if there is none.
static std::size_t utf8Length(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  unsigned lead = byte(0), second = byte(1);
  auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  if (lead < 0x80)
    return 1;
  if (lead >= 0xC2 && lead <= 0xDF)
    return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    // Neither overlong forms nor surrogates.
    bool allowed =
        !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second >= 0xA0);
    return allowed && follows(1) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    bool allowed =
        !(lead == 0xF0 && second < 0x90) && !(lead == 0xF4 && second >= 0x90);
    return allowed && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void JsonWriter::quote(std::string_view content) {
  static constexpr char hex[] = "0123456789abcdef";
  text += '"';
  for (std::size_t i = 0; i < content.size();) {
    unsigned char c = static_cast<unsigned char>(content[i]);
    std::size_t length = utf8Length(content, i);
    if (length == 0) {
      text += "\\ufffd";
      length = 1;
    } else if (c == '"' || c == '\\') {
      text += '\\';
      text += static_cast<char>(c);
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\t') {
      text += "\\t";
    } else if (c == '\r') {
      text += "\\r";
    } else if (c < 0x20 || c == 0x7F) {
      text += "\\u00";
      text += hex[c >> 4];
      text += hex[c & 15];
    } else {
      text += content.substr(i, length);
    }
    i += length;
  }
  text += '"';
}

std::string JsonWriter::take() {
  assert(levels.empty() && !text.empty() && "unfinished value");
  return std::exchange(text, std::string());
}
