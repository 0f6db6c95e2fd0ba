// SPDX-License-Identifier: Apache-2.0
// The documents of web/api/openapi.yaml, made of rows.
#ifndef QSIM_WEB_SERVER_API_DOCUMENTS_H
#define QSIM_WEB_SERVER_API_DOCUMENTS_H

#include "../store/Store.h"

#include <filesystem>

namespace qsim::server {

boost::json::object documentOf(const Project &project);
boost::json::object documentOf(const File &file);
/// Files that are no longer there are left out of the source.
boost::json::object documentOf(const Experiment &experiment, Store &store);
boost::json::object
documentOf(const Job &job, const std::optional<boost::json::object> &progress);

/// A JSON object that a file holds; none where it does not.
std::optional<boost::json::object>
readObject(const std::filesystem::path &path);

/// Writes a file whole or not at all.
void writeWhole(const std::filesystem::path &path, std::string_view bytes);

/// Bytes of the files in a folder.
std::int64_t bytesOf(const std::filesystem::path &folder);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_API_DOCUMENTS_H
