// SPDX-License-Identifier: Apache-2.0
// Numbers as text, the same in every locale, and back without loss.
#ifndef QSIM_SUPPORT_NUMBERS_H
#define QSIM_SUPPORT_NUMBERS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qsim {

/// The shortest text that reads back as exactly this value ("0.1", "1e-20").
/// Infinities and NaN are "inf", "-inf", "nan".
std::string formatFloat(float value);
std::string formatDouble(double value);

/// With exactly `digits` digits behind the point ("0.905"), for tables.
std::string formatFixed(double value, int digits);

/// The whole text must be one finite decimal number in C form: an optional
/// minus, digits, point, exponent. No spaces, no plus, no hexadecimal; out of
/// range is refused (a number too small for the type included).
std::optional<float> parseFloat(std::string_view text);
std::optional<double> parseDouble(std::string_view text);
/// The whole text must be one decimal integer that fits.
std::optional<std::int64_t> parseInteger(std::string_view text);

} // namespace qsim

#endif // QSIM_SUPPORT_NUMBERS_H
