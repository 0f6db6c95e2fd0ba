// SPDX-License-Identifier: Apache-2.0
// JsonWriter: commas, indentation and escapes.
#include "qsim/Support/Json.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Support/Utf8.h"

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
