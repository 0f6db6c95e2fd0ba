// SPDX-License-Identifier: Apache-2.0
// A folder for the files of one test, removed with it.
#ifndef QSIM_TEST_UNIT_SUPPORT_TEMPORARYFOLDER_H
#define QSIM_TEST_UNIT_SUPPORT_TEMPORARYFOLDER_H

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace qsim::test {

class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "qsim-test-XXXXXX").string();
    root = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(root, ignored);
  }

  std::string path(const std::string &name = "") const {
    return name.empty() ? root : root + "/" + name;
  }
  /// Writes a file (and its folder) and returns its path.
  std::string write(const std::string &name, std::string_view bytes) const {
    std::filesystem::create_directories(
        std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  std::string read(const std::string &name) const {
    std::ifstream stream(path(name), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }
  /// Names of everything directly inside `name`, sorted, separated by spaces.
  std::string list(const std::string &name = "") const {
    std::string names;
    std::vector<std::string> sorted;
    for (const auto &entry : std::filesystem::directory_iterator(path(name)))
      sorted.push_back(entry.path().filename().string());
    std::sort(sorted.begin(), sorted.end());
    for (const std::string &each : sorted)
      names += (names.empty() ? "" : " ") + each;
    return names;
  }

private:
  std::string root;
};

} // namespace qsim::test

#endif // QSIM_TEST_UNIT_SUPPORT_TEMPORARYFOLDER_H
