// SPDX-License-Identifier: Apache-2.0
// A writer of JSON text. (Nothing here reads JSON.)
#ifndef QSIM_SUPPORT_JSON_H
#define QSIM_SUPPORT_JSON_H

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

/// Builds one JSON value, in the order of the calls:
///
///   JsonWriter json;
///   json.beginObject().member("map50", 0.905).key("list").beginArray();
///   json.value(1).value(2).endArray().endObject();
///   std::string text = json.take();
///
/// Calls must nest properly (asserted). Numbers are shortest and locale-free;
/// infinities and NaN, which JSON lacks, become null. Text is taken as UTF-8;
/// bytes that are not become U+FFFD.
class JsonWriter {
public:
  /// OneLine has no white space at all; Pretty indents by two spaces.
  enum class Style { OneLine, Pretty };
  explicit JsonWriter(Style style = Style::OneLine) : style(style) {}

  JsonWriter &beginObject();
  JsonWriter &endObject();
  JsonWriter &beginArray();
  JsonWriter &endArray();
  /// The name of the next value, inside an object.
  JsonWriter &key(std::string_view name);

  JsonWriter &value(std::string_view text);
  JsonWriter &value(const char *text) { return value(std::string_view(text)); }
  JsonWriter &value(const std::string &text) {
    return value(std::string_view(text));
  }
  JsonWriter &value(bool truth);
  JsonWriter &value(double number);
  JsonWriter &value(float number);
  template <std::signed_integral T> JsonWriter &value(T number) {
    return integer(static_cast<std::int64_t>(number));
  }
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) JsonWriter &value(T number) {
    return unsignedInteger(static_cast<std::uint64_t>(number));
  }
  JsonWriter &null();

  template <typename T>
  JsonWriter &member(std::string_view name, const T &content) {
    return key(name).value(content);
  }

  /// The finished text, without a newline at the end.
  std::string take();

private:
  JsonWriter &integer(std::int64_t number);
  JsonWriter &unsignedInteger(std::uint64_t number);
  JsonWriter &raw(std::string_view token);
  JsonWriter &open(char bracket);
  JsonWriter &close(char bracket);
  void beforeValue();
  void newline();
  void quote(std::string_view text);

  Style style;
  std::string text;
  struct Level {
    char closing;
    bool empty;
  };
  std::vector<Level> levels;
  bool afterKey = false;
};

} // namespace qsim

#endif // QSIM_SUPPORT_JSON_H
