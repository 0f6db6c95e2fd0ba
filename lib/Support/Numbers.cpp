// SPDX-License-Identifier: Apache-2.0
// Numbers through std::to_chars and std::from_chars, which know no locale.
#include "qsim/Support/Numbers.h"

#include <charconv>
#include <cmath>

using namespace qsim;

template <typename T, typename... Form>
static std::string format(T value, Form... form) {
  // Fixed notation of the largest double takes 309 digits before the point.
  char buffer[512];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, form...);
  return end.ec == std::errc() ? std::string(buffer, end.ptr) : "nan";
}

template <typename T> static std::optional<T> parse(std::string_view text) {
  T value{};
  auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

template <typename T>
static std::optional<T> parseFinite(std::string_view text) {
  std::optional<T> value = parse<T>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string qsim::formatFloat(float value) {
  return std::isnan(value) ? "nan" : format(value);
}

std::string qsim::formatDouble(double value) {
  return std::isnan(value) ? "nan" : format(value);
}

std::string qsim::formatFixed(double value, int digits) {
  if (std::isnan(value))
    return "nan";
  return format(value, std::chars_format::fixed, digits);
}

std::optional<float> qsim::parseFloat(std::string_view text) {
  return parseFinite<float>(text);
}

std::optional<double> qsim::parseDouble(std::string_view text) {
  return parseFinite<double>(text);
}

std::optional<std::int64_t> qsim::parseInteger(std::string_view text) {
  return parse<std::int64_t>(text);
}
