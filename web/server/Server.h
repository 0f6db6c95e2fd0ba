// SPDX-License-Identifier: Apache-2.0
// The whole server, from its options to its end.
#ifndef QSIM_WEB_SERVER_SERVER_H
#define QSIM_WEB_SERVER_SERVER_H

#include "Options.h"

namespace qsim::server {

/// Serves until it is told to end. The exit status.
int serve(const Options &options);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SERVER_H
