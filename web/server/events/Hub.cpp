// SPDX-License-Identifier: Apache-2.0
// One message, made once, to every socket of its owner.
#include "Hub.h"

#include "../base/Text.h"

#include <boost/json/serialize.hpp>

namespace qsim::server {

void Hub::add(const std::shared_ptr<Socket> &socket, const std::string &owner,
              const std::string &session) {
  std::lock_guard lock(mutex);
  listeners[socket] = {owner, session};
}

void Hub::remove(const std::shared_ptr<Socket> &socket) {
  std::lock_guard lock(mutex);
  listeners.erase(socket);
}

void Hub::tell(const std::string &owner, const boost::json::object &event) {
  std::lock_guard lock(mutex);
  std::shared_ptr<const std::string> text;
  for (const auto &[socket, listener] : listeners) {
    if (listener.owner != owner)
      continue;
    if (!text)
      text = std::make_shared<const std::string>(
          cleaned(boost::json::serialize(event)));
    socket->send(text);
  }
}

void Hub::closeSession(const std::string &session) {
  std::lock_guard lock(mutex);
  for (const auto &[socket, listener] : listeners)
    if (listener.session == session)
      socket->close();
}

void Hub::closeAll() {
  std::lock_guard lock(mutex);
  const auto text =
      std::make_shared<const std::string>(R"({"kind":"closing"})");
  for (const auto &[socket, listener] : listeners) {
    socket->send(text);
    socket->close();
  }
}

} // namespace qsim::server
