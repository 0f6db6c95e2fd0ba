// SPDX-License-Identifier: Apache-2.0
// Escaping, base64 and numbers.
#include "qsim/Report/Html.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Support/Utf8.h"

#include <cmath>

namespace qsim {

// Nothing where the character stands for itself.
static std::string_view referenceFor(char c) {
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    const unsigned char byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F ? "&#xFFFD;" : "";
  }
}

std::string escapeHtml(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8Length(text, i);
    const std::string_view reference =
        length == 0 ? "&#xFFFD;" : referenceFor(text[i]);
    escaped += reference.empty() ? text.substr(i, length) : reference;
    i += length == 0 ? 1 : length;
  }
  return escaped;
}

std::string encodeBase64(std::string_view bytes) {
  static constexpr char digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 |
              (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k])
                                    : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      text += i + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string svgNumber(double value) {
  if (!std::isfinite(value))
    return "0";
  std::string text = formatFixed(value, 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.')
    text.pop_back();
  return text == "-0" ? "0" : text;
}

} // namespace qsim
