// SPDX-License-Identifier: Apache-2.0
// Unpacking gzip, as far as the caller asks for.
#ifndef QSIM_LIB_SUPPORT_GZIP_H
#define QSIM_LIB_SUPPORT_GZIP_H

#include "qsim/Support/Result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace qsim::support {

bool looksLikeGzip(std::string_view bytes);

/// The first `limit` unpacked bytes, or all where there are fewer; only then
/// are the checksum and the end of the file checked. Memory is taken as bytes
/// come out, never more than `limit`. Refuses data that is damaged, ends too
/// early, or is followed by something else. `name` is used in messages.
Result<std::string> gunzip(std::string_view packed, std::size_t limit,
                           const std::string &name);

} // namespace qsim::support

#endif // QSIM_LIB_SUPPORT_GZIP_H
