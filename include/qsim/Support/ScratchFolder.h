// SPDX-License-Identifier: Apache-2.0
// A folder for what lies between two steps.
#ifndef QSIM_SUPPORT_SCRATCHFOLDER_H
#define QSIM_SUPPORT_SCRATCHFOLDER_H

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace qsim {

/// A folder of this process, removed with its content.
class ScratchFolder {
public:
  /// `purpose` is part of its name: "compile", "step".
  explicit ScratchFolder(const std::string &purpose) {
    // mkdtemp puts letters in the place of the six X.
    std::string name = (std::filesystem::temp_directory_path() /
                        ("qsim-" + purpose + "-XXXXXX"))
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

#endif // QSIM_SUPPORT_SCRATCHFOLDER_H
