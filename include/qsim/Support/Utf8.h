// SPDX-License-Identifier: Apache-2.0
// Telling well-formed UTF-8 from other bytes.
#ifndef QSIM_SUPPORT_UTF8_H
#define QSIM_SUPPORT_UTF8_H

#include <cstddef>
#include <string_view>

namespace qsim {

/// Bytes of the well-formed UTF-8 sequence that begins at `at` (inside the
/// text), 1..4; 0 if there is none.
std::size_t utf8Length(std::string_view text, std::size_t at);

} // namespace qsim

#endif // QSIM_SUPPORT_UTF8_H
