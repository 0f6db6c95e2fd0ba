// SPDX-License-Identifier: Apache-2.0
// Points in time: milliseconds since 1970 in the database, RFC 3339 in answers.
#ifndef QSIM_WEB_SERVER_BASE_TIME_H
#define QSIM_WEB_SERVER_BASE_TIME_H

#include <cstdint>
#include <string>

namespace qsim::server {

using Milliseconds = std::int64_t;

Milliseconds now();

/// Such as 2024-02-29T12:00:00.000Z.
std::string rfc3339(Milliseconds time);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_BASE_TIME_H
