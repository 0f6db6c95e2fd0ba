// SPDX-License-Identifier: Apache-2.0
// What a person can do about a job that failed.
#ifndef QSIM_WEB_SERVER_JOBS_ADVICE_H
#define QSIM_WEB_SERVER_JOBS_ADVICE_H

#include "../base/Reason.h"

namespace qsim::server {

/// By words of the program's message; of any other, where to look and what a
/// retry does.
Said adviceFor(const std::string &message);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_JOBS_ADVICE_H
