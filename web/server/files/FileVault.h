// SPDX-License-Identifier: Apache-2.0
// The bytes of uploaded files: written beside, then moved to their place.
#ifndef QSIM_WEB_SERVER_FILES_FILEVAULT_H
#define QSIM_WEB_SERVER_FILES_FILEVAULT_H

#include "DataFolder.h"

#include "../http/Range.h"
#include "../store/Store.h"

#include <sodium.h>

namespace qsim::server {

/// A file that is being written. What is not kept is gone.
class IncomingFile {
public:
  IncomingFile(const DataFolder &data, std::uint64_t limit);
  ~IncomingFile();
  IncomingFile(const IncomingFile &) = delete;
  IncomingFile &operator=(const IncomingFile &) = delete;

  /// Throws 413 beyond the limit, 503 where the disk is full.
  void write(std::string_view bytes);
  /// Throws 415 as soon as enough is there to tell that it is of no kind.
  void checkKind(const std::string &path);
  /// Syncs, gives the file its place under an id of its own and enters it
  /// with the path, in the place of what had the path before, which goes.
  /// Throws 415 where it is of no kind.
  File keep(Store &store, const std::string &project, const std::string &path,
            std::optional<File> &before);

private:
  const DataFolder &data;
  std::uint64_t limit, size = 0;
  std::filesystem::path temporary;
  std::string head;
  bool checked = false; ///< that it is of a kind
  crypto_hash_sha256_state hash;
  int descriptor;
};

/// Throws 409 where the path would lie inside a file, or a file inside it.
void checkPlace(Store &store, const std::string &project,
                const std::string &path);

/// A part of a file as a body.
std::unique_ptr<BodySource> fileBody(const std::filesystem::path &path,
                                     Range part);

/// The file, or the asked part of it, to be saved under the name.
Response fileResponse(const Request &request, const std::filesystem::path &path,
                      const std::string &name, const std::string &type);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_FILES_FILEVAULT_H
