// SPDX-License-Identifier: Apache-2.0
// The tables of the database, as the steps that made them.
#ifndef QSIM_WEB_SERVER_STORE_MIGRATIONS_H
#define QSIM_WEB_SERVER_STORE_MIGRATIONS_H

#include <vector>

namespace qsim::server {

/// SQL that leads from version i to version i + 1. A step that was released is
/// never changed: what is new becomes another one.
const std::vector<const char *> &migrations();

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_STORE_MIGRATIONS_H
