// SPDX-License-Identifier: Apache-2.0
// Which kind of file it is, from its name and its first bytes. Nothing is
// parsed here.
#ifndef QSIM_WEB_SERVER_FILES_KINDS_H
#define QSIM_WEB_SERVER_FILES_KINDS_H

#include <optional>
#include <string>
#include <string_view>

namespace qsim::server {

/// As many first bytes as kindOf looks at.
inline constexpr std::size_t kindBytes = 4096;

/// A kind of web/api/openapi.yaml; none where qsim reads no such file. `head`
/// is the beginning of the file, and all of it where it is shorter than
/// kindBytes.
std::optional<std::string> kindOf(std::string_view path, std::string_view head);

/// Throws 400 where the path is none that a project's file may have.
void checkPath(std::string_view path);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_FILES_KINDS_H
