// SPDX-License-Identifier: Apache-2.0
// Who listens to events, and telling them.
#ifndef QSIM_WEB_SERVER_EVENTS_HUB_H
#define QSIM_WEB_SERVER_EVENTS_HUB_H

#include "../transport/Message.h"

#include <boost/json/object.hpp>
#include <map>
#include <mutex>

namespace qsim::server {

class Hub {
public:
  /// `session` is the hash of the session that the socket was opened with.
  void add(const std::shared_ptr<Socket> &socket, const std::string &owner,
           const std::string &session);
  void remove(const std::shared_ptr<Socket> &socket);

  /// Sends an Event to all sockets of a person.
  void tell(const std::string &owner, const boost::json::object &event);
  /// Signed out: its sockets close.
  void closeSession(const std::string &session);
  /// The server ends: told to everybody.
  void closeAll();

private:
  struct Listener {
    std::string owner, session;
  };
  std::mutex mutex;
  std::map<std::shared_ptr<Socket>, Listener> listeners;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_EVENTS_HUB_H
