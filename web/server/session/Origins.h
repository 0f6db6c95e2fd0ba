// SPDX-License-Identifier: Apache-2.0
// Which origins are the server's own.
#ifndef QSIM_WEB_SERVER_SESSION_ORIGINS_H
#define QSIM_WEB_SERVER_SESSION_ORIGINS_H

#include "../transport/Message.h"

#include <vector>

namespace qsim::server {

class Origins {
public:
  /// Of a public URL such as https://qsim.example.org, alone. Throws where it
  /// is none: scheme, host and perhaps a port, nothing else.
  static Origins of(const std::string &publicUrl);
  /// Of a server without one: where it listens, and where that is the machine
  /// itself, by each of its names.
  static Origins ofAddress(const std::string &address, unsigned short port);

  const std::string &publicUrl() const { return allowed.front(); }
  bool isSecure() const { return publicUrl().rfind("https://", 0) == 0; }
  bool contains(std::string_view origin) const;

  /// Whether a request that changes something may: it says so in a header that
  /// no form can send, and what the browser tells of its origin is right.
  bool allowsChange(const Request &request) const;
  /// Browsers send cookies with WebSockets of any page: the origin must be
  /// there and right.
  bool allowsSocket(const Request &request) const;

private:
  std::vector<std::string> allowed; ///< the public one first
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SESSION_ORIGINS_H
