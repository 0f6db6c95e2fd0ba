// SPDX-License-Identifier: Apache-2.0
// Names and magic numbers of the files that qsim reads.
#include "Kinds.h"

#include "../base/Problem.h"
#include "../base/Text.h"

#include <algorithm>

namespace qsim::server {
namespace {

constexpr std::size_t longestPath = 240, longestPart = 120;

std::string lower(std::string_view text) {
  std::string made(text);
  for (char &c : made)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return made;
}

bool startsWith(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool isText(std::string_view head) {
  return std::all_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 32 || byte == '\n' || byte == '\r' || byte == '\t';
  });
}

/// Whether the first line is five numbers, as Darknet labels an object: the
/// file of a picture without objects is empty.
bool isLabels(std::string_view head) {
  const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  int numbers = 0;
  bool inside = false;
  for (const char c : line) {
    if (c == ' ' || c == '\t') {
      inside = false;
      continue;
    }
    if (!((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' ||
          c == 'e'))
      return false;
    numbers += inside ? 0 : 1;
    inside = true;
  }
  return numbers == 5 || head.empty();
}

/// Darknet's header: versions as three small little-endian numbers.
bool isWeights(std::string_view head) {
  if (head.size() < 16)
    return false;
  for (std::size_t i = 0; i < 8; ++i)
    if (i % 4 != 0 && head[i] != 0)
      return false;
  return true;
}

/// A ModelProto: the first field that writers put is ir_version (1, varint);
/// others may follow in any order, all of them below 26.
bool isOnnx(std::string_view head) {
  if (head.size() < 8)
    return false;
  const auto tag = static_cast<unsigned char>(head[0]);
  const unsigned field = tag >> 3, type = tag & 7;
  return field >= 1 && field <= 15 && (type == 0 || type == 2);
}

} // namespace

std::optional<std::string> kindOf(std::string_view path,
                                  std::string_view head) {
  const std::string name = lower(path.substr(path.rfind('/') + 1));
  const std::size_t dot = name.rfind('.');
  const std::string ending =
      dot == std::string::npos ? std::string() : name.substr(dot);
  using namespace std::string_view_literals;
  if (startsWith(head, "\x89PNG\r\n\x1a\n"sv) ||
      startsWith(head, "\xff\xd8\xff"sv))
    return "picture";
  if (startsWith(head, "\x93NUMPY"sv))
    return "tensor";
  if (startsWith(head, "\0\0\x08\x01"sv) || startsWith(head, "\0\0\x08\x03"sv))
    return "idx";
  if (startsWith(head, "\x1f\x8b"sv) && name.find("idx") != std::string::npos)
    return "idx";
  if (ending == ".weights" && isWeights(head))
    return "darknet-weights";
  if (ending == ".onnx" && isOnnx(head))
    return "onnx";
  if (!isText(head))
    return std::nullopt;
  if (ending == ".cfg" && head.find('[') != std::string_view::npos)
    return "darknet-cfg";
  if (ending == ".names")
    return "names";
  if (ending == ".txt")
    return isLabels(head) ? "labels" : "names";
  if (ending == ".yaml" || ending == ".yml")
    return "overrides";
  if (ending == ".sys")
    return "sys";
  return std::nullopt;
}

void checkPath(std::string_view path) {
  if (const std::optional<Reason> fault = faultOf(path))
    throw badRequest({*fault, {{"key", "path"}}});
  if (path.empty() || lengthOf(path) > longestPath)
    throw badRequest(
        {Reason::path_length, {{"longest", std::to_string(longestPath)}}});
  if (path.find('\\') != std::string_view::npos)
    throw badRequest(Reason::path_backslash);
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == ".." ||
        lengthOf(part) > longestPart)
      throw badRequest(
          {Reason::path_part, {{"longest", std::to_string(longestPart)}}});
    if (faultOf(part)) // of the others the whole path is free
      throw badRequest(Reason::path_part_blank);
    if (hasBlankEnd(part))
      throw badRequest(
          {Reason::path_part_blank_end, {{"part", std::string(part)}}});
    begin = end + 1;
  }
}

} // namespace qsim::server
