// SPDX-License-Identifier: Apache-2.0
// What a person can do about a job that failed.
#ifndef QSIM_WEB_SERVER_JOBS_ADVICE_H
#define QSIM_WEB_SERVER_JOBS_ADVICE_H

#include <optional>
#include <string>

namespace qsim::server {

/// By words of the program's message; none where there is nothing to say that
/// the message does not.
std::optional<std::string> adviceFor(const std::string &message);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_JOBS_ADVICE_H
