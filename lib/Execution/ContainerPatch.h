// SPDX-License-Identifier: Apache-2.0
// Other payloads in a weights container (docs/spec/weights-container.md).
#ifndef QSIM_LIB_EXECUTION_CONTAINERPATCH_H
#define QSIM_LIB_EXECUTION_CONTAINERPATCH_H

#include <cstdint>
#include <string>
#include <string_view>

namespace qsim {

/// Replaces the payload of the entry with this name, which is of the same size,
/// and its checksum; whether there is such an entry. Call sealContainer last.
bool patchPayload(std::string &container, std::string_view entry,
                  std::string_view payload);

/// Sets the binding (0 for a .fweights) and makes the header's checksum right,
/// which is returned.
std::uint32_t sealContainer(std::string &container, std::uint32_t binding);

} // namespace qsim

#endif // QSIM_LIB_EXECUTION_CONTAINERPATCH_H
