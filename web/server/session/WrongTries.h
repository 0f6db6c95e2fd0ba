// SPDX-License-Identifier: Apache-2.0
// Who has lately tried wrong sign-in links: by address, in bounded memory.
#ifndef QSIM_WEB_SERVER_SESSION_WRONGTRIES_H
#define QSIM_WEB_SERVER_SESSION_WRONGTRIES_H

#include "../base/Time.h"

#include <deque>
#include <map>
#include <string>

namespace qsim::server {

/// Not for several threads at a time.
class WrongTries {
public:
  /// Wrong ones of one address within a minute after which it has to wait.
  static constexpr std::size_t atMost = 10;
  /// Addresses that are remembered. Whoever has more of them makes the server
  /// forget those that were quiet longest: no memory beyond this, and nobody
  /// else waits. More tries are of no use to him, since a link is a secret of
  /// 256 bits.
  static constexpr std::size_t addressesAtMost = 1024;

  /// Whether the address has to wait.
  bool tooMany(const std::string &address, Milliseconds now);
  void add(const std::string &address, Milliseconds now);
  std::size_t addresses() const { return times.size(); }

private:
  void forgetBefore(Milliseconds time);
  std::map<std::string, std::deque<Milliseconds>> times; ///< by who
};

/// What is counted as one: an IPv4 address, also where it is written as an IPv6
/// one, and the 64 bits of an IPv6 address that name a network, since each
/// household has all addresses in one. Other text is itself.
std::string whoIsAt(const std::string &address);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SESSION_WRONGTRIES_H
