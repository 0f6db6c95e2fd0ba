// SPDX-License-Identifier: Apache-2.0
// Names of temporaries: beside the target, so that rename stays on one disk.
#ifndef QSIM_LIB_SUPPORT_TEMPORARYNAME_H
#define QSIM_LIB_SUPPORT_TEMPORARYNAME_H

#include <atomic>
#include <string>
#include <unistd.h>

namespace qsim::support {

/// `<target>.tmp-<pid>-<n>`, different at every call of this process.
inline std::string temporaryName(std::string target) {
  static std::atomic<unsigned> calls{0};
  while (target.size() > 1 && target.back() == '/')
    target.pop_back();
  return target + ".tmp-" + std::to_string(getpid()) + "-" +
         std::to_string(calls++);
}

} // namespace qsim::support

#endif // QSIM_LIB_SUPPORT_TEMPORARYNAME_H
