// SPDX-License-Identifier: Apache-2.0
// From which address a request comes, also through a proxy.
#ifndef QSIM_WEB_SERVER_SESSION_REMOTEADDRESS_H
#define QSIM_WEB_SERVER_SESSION_REMOTEADDRESS_H

#include "../transport/Message.h"

namespace qsim::server {

/// The other side's own; where the proxy in front is trusted, what it says: the
/// last entry of X-Forwarded-For, as those before it may be the browser's
/// invention.
std::string remoteAddress(const Request &request, bool trustForwarded);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SESSION_REMOTEADDRESS_H
