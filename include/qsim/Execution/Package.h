// SPDX-License-Identifier: Apache-2.0
// A package on disk, mapped and checked, with the runtime's model on top.
#ifndef QSIM_EXECUTION_PACKAGE_H
#define QSIM_EXECUTION_PACKAGE_H

#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Result.h"
#include "qsimrt/qsimrt.h"

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace qsim {

/// Memory with the alignment that the runtime asks for.
struct FreeDeleter {
  void operator()(void *memory) const { std::free(memory); }
};
using RuntimeMemory = std::unique_ptr<void, FreeDeleter>;
/// `size` bytes aligned to 64; null when the machine has no more.
RuntimeMemory allocateRuntimeMemory(std::size_t size);

/// The immutable network: files and model live as long as this object.
class Package {
public:
  /// Opens DIR, which holds exactly one NAME.net with its NAME.sys and, where
  /// present, NAME.fweights, NAME.qweights and NAME.packed.
  static Result<std::unique_ptr<Package>> open(const std::string &directory);

  /// The same for runs in one mode, with as little as that needs: in INT,
  /// NAME.fweights, which is four times as large as the integers, is left alone
  /// where no layer reads it. Nobody but sessions may read integer weights that
  /// NAME.packed has, too (qsimrt_files.defers_checks).
  static Result<std::unique_ptr<Package>>
  openForMode(const std::string &directory, qsimrt_mode mode);

  /// The same from bytes that the caller keeps alive (containers aligned to 64
  /// bytes). `files.*.name` is used in messages.
  static Result<std::unique_ptr<Package>> fromBytes(const qsimrt_files &files);

  const qsimrt_model &model() const { return *loaded; }
  /// Size in bytes of each file that makes up the network, by name.
  const std::vector<std::pair<std::string, std::size_t>> &files() const {
    return sizes;
  }
  /// Name of a class; "class 7" where the package names none.
  std::string className(int classId) const;
  /// Number of classes of the network's heads (the largest); 0 without heads.
  int classCount() const;

private:
  Package() = default;
  struct Choice {
    bool floats = true, packed = true;
    bool defersChecks = false;
  };
  static Result<std::unique_ptr<Package>> open(const std::string &directory,
                                               const Choice &choice);
  Result<void> load(const qsimrt_files &files);

  std::vector<MappedFile> mapped;
  std::vector<std::pair<std::string, std::size_t>> sizes;
  RuntimeMemory memory;
  const qsimrt_model *loaded = nullptr;
};

} // namespace qsim

#endif // QSIM_EXECUTION_PACKAGE_H
