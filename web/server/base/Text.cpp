// SPDX-License-Identifier: Apache-2.0
// Decoding of UTF-8 as RFC 3629 has it.
#include "Text.h"

#include <algorithm>

namespace qsim::server {
namespace {

struct Decoded {
  std::size_t bytes = 1;  ///< that are taken, of a bad sequence too
  char32_t character = 0; ///< of a good one
  bool good = false;
};

/// The sequence that `text`, which is not empty, begins with.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned first = byte(0);
  if (first < 0x80)
    return {1, first, true};
  if (first < 0xc2 || first > 0xf4)
    return {};
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // Neither longer forms than needed, nor surrogates, nor above U+10FFFF.
  unsigned low = 0x80, high = 0xbf;
  if (first == 0xe0)
    low = 0xa0;
  else if (first == 0xed)
    high = 0x9f;
  else if (first == 0xf0)
    low = 0x90;
  else if (first == 0xf4)
    high = 0x8f;
  char32_t character = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high)
      return {i, 0, false};
    character = (character << 6) | (byte(i) & 0x3fu);
    low = 0x80;
    high = 0xbf;
  }
  return {length, character, true};
}

bool isControl(char32_t c) { return c < 0x20 || (c >= 0x7f && c <= 0x9f); }

/// Such turn what stands beside them, and names look like others.
bool turnsDirection(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/// White_Space of Unicode, and what shows as nothing at all.
bool isBlank(char32_t c) {
  return c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200d) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x2060 || c == 0x3000 || c == 0xfeff;
}

} // namespace

std::size_t lengthOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      }));
}

std::optional<Reason> faultOf(std::string_view text) {
  bool blank = !text.empty();
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.good)
      return Reason::text_not_utf8;
    if (isControl(next.character))
      return Reason::text_control;
    if (turnsDirection(next.character))
      return Reason::text_turns;
    blank = blank && isBlank(next.character);
    text.remove_prefix(next.bytes);
  }
  if (blank)
    return Reason::text_blank;
  return std::nullopt;
}

bool hasBlankEnd(std::string_view text) {
  bool first = true, blank = false, begins = false;
  while (!text.empty()) {
    const Decoded next = decode(text);
    blank = next.good && isBlank(next.character);
    begins = first ? blank : begins;
    first = false;
    text.remove_prefix(next.bytes);
  }
  return begins || blank;
}

std::string withoutFolder(std::string message, const std::string &folder) {
  for (std::size_t at = 0;
       (at = message.find(folder + "/", at)) != std::string::npos;)
    message.erase(at, folder.size() + 1);
  return message;
}

std::string cleaned(std::string text) {
  std::string made;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(std::string_view(text).substr(at));
    if (!next.good) {
      made.append(text, copied, at - copied);
      made += "\xef\xbf\xbd";
      copied = at + next.bytes;
    }
    at += next.bytes;
  }
  if (copied == 0)
    return text; // as nearly all are
  return made.append(text, copied);
}

} // namespace qsim::server
