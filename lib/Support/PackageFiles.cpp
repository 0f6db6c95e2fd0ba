// SPDX-License-Identifier: Apache-2.0
// Tells a package from a folder that somebody keeps files of these kinds in.
#include "qsim/Support/PackageFiles.h"

#include <algorithm>
#include <array>

namespace qsim {

std::string packageName(const std::vector<std::string> &entries) {
  std::string names[2];
  for (const std::string &entry : entries)
    for (int i = 0; i < 2; ++i) {
      if (!entry.ends_with(i == 0 ? ".net" : ".sys"))
        continue;
      if (!names[i].empty())
        return {};
      names[i] = entry.substr(0, entry.size() - 4);
    }
  return names[0] == names[1] ? names[0] : std::string();
}

bool isPackageFile(std::string_view entry, std::string_view name) {
  constexpr std::array<std::string_view, 6> fixed = {
      packageModule,    packageCalibration, packageHistograms,
      packageOverrides, packageEdits,       packageModes};
  if (std::find(fixed.begin(), fixed.end(), entry) != fixed.end())
    return true;
  if (entry.substr(0, name.size()) != name)
    return false;
  const std::string_view ending = entry.substr(name.size());
  return ending == ".net" || ending == ".sys" || ending == ".fweights" ||
         ending == ".qweights" || ending == packedEnding;
}

Result<AtomicDirectory> createPackageDirectory(const std::string &target) {
  return AtomicDirectory::create(
      target,
      [](const std::vector<std::string> &entries)
          -> AtomicDirectory::Predicate {
        const std::string name = packageName(entries);
        if (name.empty())
          return [](std::string_view) { return false; };
        return [name](std::string_view entry) {
          return isPackageFile(entry, name);
        };
      });
}

} // namespace qsim
