// SPDX-License-Identifier: Apache-2.0
// Texts of messages are UTF-8; what a file says may not be.
#ifndef QSIM_TOOLS_QSIM_ENGINE_CLEANSTRINGS_H
#define QSIM_TOOLS_QSIM_ENGINE_CLEANSTRINGS_H

#include <google/protobuf/message.h>

#include <string>

namespace qsim::engine {

/// With U+FFFD in the place of every byte that is none of UTF-8's: a reader of
/// messages refuses others whole.
std::string cleanText(const std::string &text);

/// The same for all texts of a message and of those inside it.
void cleanStrings(google::protobuf::Message &message);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_CLEANSTRINGS_H
