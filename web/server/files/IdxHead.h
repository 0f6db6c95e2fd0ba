// SPDX-License-Identifier: Apache-2.0
// How many pictures a file has: of an IDX file its first bytes tell.
#ifndef QSIM_WEB_SERVER_FILES_IDXHEAD_H
#define QSIM_WEB_SERVER_FILES_IDXHEAD_H

#include "DataFolder.h"

#include "../store/Records.h"

#include <optional>
#include <string_view>

namespace qsim::server {

/// How many pictures the IDX file has that begins so, maybe compressed with
/// gzip; nothing of labels, and where it tells nothing.
std::optional<std::uint64_t> idxPictures(std::string_view head);

/// Nothing where the file is none of pictures. Whether they can be read is
/// another question.
std::optional<std::uint64_t> picturesIn(const DataFolder &data,
                                        const File &file);
inline bool hasPictures(const DataFolder &data, const File &file) {
  return picturesIn(data, file).has_value();
}

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_FILES_IDXHEAD_H
