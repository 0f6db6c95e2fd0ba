// SPDX-License-Identifier: Apache-2.0
// A folder for what lies between two steps.
#ifndef QSIM_LIB_PIPELINES_SCRATCHFOLDER_H
#define QSIM_LIB_PIPELINES_SCRATCHFOLDER_H

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace qsim {

/// A folder of this process, removed with its content.
class ScratchFolder {
public:
  ScratchFolder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "qsim-compile-XXXXXX")
            .string();
    if (mkdtemp(name.data()))
      path = name;
  }
  ~ScratchFolder() {
    std::error_code code;
    if (!path.empty())
      std::filesystem::remove_all(path, code);
  }
  ScratchFolder(const ScratchFolder &) = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;

  std::string path; ///< empty when the folder could not be made
};

} // namespace qsim

#endif // QSIM_LIB_PIPELINES_SCRATCHFOLDER_H
