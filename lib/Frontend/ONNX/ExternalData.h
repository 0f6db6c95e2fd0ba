// SPDX-License-Identifier: Apache-2.0
// Files that a model names for its large tensors: only those that lie in its
// own folder.
#ifndef QSIM_LIB_FRONTEND_ONNX_EXTERNALDATA_H
#define QSIM_LIB_FRONTEND_ONNX_EXTERNALDATA_H

#include "qsim/Support/MappedFile.h"

#include <map>
#include <memory>

namespace qsim::onnximport {

class ExternalData {
public:
  /// An empty folder: there is no external data.
  explicit ExternalData(std::string folder) : folder(std::move(folder)) {}

  /// Maps the file `location`, a path relative to the folder. A path that
  /// leaves the folder, a symbolic link anywhere on the way and a file that has
  /// a second name (a hard link) are refused: a model that somebody else made
  /// must not read what is none of its business.
  Result<std::shared_ptr<const MappedFile>> open(const std::string &location);

private:
  std::string folder;
  std::map<std::string, std::shared_ptr<const MappedFile>> files;
};

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_EXTERNALDATA_H
