// SPDX-License-Identifier: Apache-2.0
// UTF-8 of people and of programs: what a person may have named, and what is
// sent of what others wrote.
#ifndef QSIM_WEB_SERVER_BASE_TEXT_H
#define QSIM_WEB_SERVER_BASE_TEXT_H

#include "Reason.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace qsim::server {

/// Characters, not bytes, of valid UTF-8.
std::size_t lengthOf(std::string_view text);

/// Why a person's text is none that is stored: it must be UTF-8 that shows as
/// it is, and not white space alone. Nothing is wrong with the empty one. The
/// sentence has a gap for its `key`.
std::optional<Reason> faultOf(std::string_view text);

/// Does it begin or end with a blank? Lists of files lose that.
bool hasBlankEnd(std::string_view text);

/// A message without the paths to what is in a folder: where that lies is not
/// for the person in front of the browser.
std::string withoutFolder(std::string message, const std::string &folder);

/// Each sequence that is no UTF-8 becomes one U+FFFD.
std::string cleaned(std::string text);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_BASE_TEXT_H
