// SPDX-License-Identifier: Apache-2.0
// Which files make up a package directory, by their names alone.
#ifndef QSIM_SUPPORT_PACKAGEFILES_H
#define QSIM_SUPPORT_PACKAGEFILES_H

#include "qsim/Support/AtomicFile.h"

#include <string>
#include <string_view>
#include <vector>

namespace qsim {

/// Files that have the same name in every package.
inline constexpr const char *packageModule = "model.mlirbc";
inline constexpr const char *packageCalibration = "calibration.yaml";
inline constexpr const char *packageHistograms = "calibration.hist";
inline constexpr const char *packageOverrides = "overrides.yaml";
inline constexpr const char *packageEdits = "edits.json";
inline constexpr const char *packageModes = "modes.ste";
/// What follows NAME in that of the integer weights as kernels read them.
inline constexpr const char *packedEnding = ".packed";

/// The NAME of a package with these entries: there is exactly one NAME.net and
/// exactly one .sys, NAME.sys. Empty: the directory is no package.
std::string packageName(const std::vector<std::string> &entries);

/// Is this a file of the package NAME, and not one that somebody put beside it?
bool isPackageFile(std::string_view entry, std::string_view name);

/// A directory for a package: what is there already is replaced only if it is a
/// package with nothing else in it, or empty.
Result<AtomicDirectory> createPackageDirectory(const std::string &target);

} // namespace qsim

#endif // QSIM_SUPPORT_PACKAGEFILES_H
