// SPDX-License-Identifier: Apache-2.0
// bytes=FIRST-LAST, bytes=FIRST-, bytes=-COUNT.
#include "Range.h"

#include "../base/Problem.h"

#include <algorithm>
#include <charconv>

namespace qsim::server {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const char *end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || at != end)
    return std::nullopt;
  return value;
}

} // namespace

std::optional<Range> rangeOf(const Request &request, std::uint64_t total) {
  std::string_view text = request.header("Range");
  constexpr std::string_view unit = "bytes=";
  if (text.substr(0, unit.size()) != unit)
    return std::nullopt;
  text.remove_prefix(unit.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos ||
      text.find(',') != std::string_view::npos)
    return std::nullopt;
  const std::string_view from = text.substr(0, dash),
                         to = text.substr(dash + 1);
  Problem outside(416, "range",
                  {Reason::range_outside, {{"length", std::to_string(total)}}});
  outside.withRange("bytes */" + std::to_string(total));
  if (from.empty()) {
    const std::optional<std::uint64_t> count = number(to);
    if (!count)
      return std::nullopt;
    if (*count == 0 || total == 0)
      throw outside;
    const std::uint64_t length = std::min(*count, total);
    return Range{total - length, length};
  }
  const std::optional<std::uint64_t> first = number(from);
  const std::optional<std::uint64_t> last =
      to.empty() ? std::optional(total) : number(to);
  if (!first || !last || (!to.empty() && *last < *first))
    return std::nullopt;
  if (*first >= total)
    throw outside;
  return Range{*first, std::min(*last, total - 1) - *first + 1};
}

void setRange(Response &response, const std::optional<Range> &range,
              std::uint64_t total) {
  response.headers.push_back({"Accept-Ranges", "bytes"});
  if (!range)
    return;
  response.status = 206;
  response.headers.push_back(
      {"Content-Range", "bytes " + std::to_string(range->first) + "-" +
                            std::to_string(range->first + range->length - 1) +
                            "/" + std::to_string(total)});
}

} // namespace qsim::server
