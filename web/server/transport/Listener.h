// SPDX-License-Identifier: Apache-2.0
// Accepts connections and moves requests, answers and WebSocket messages
// between them and a Service.
#ifndef QSIM_WEB_SERVER_TRANSPORT_LISTENER_H
#define QSIM_WEB_SERVER_TRANSPORT_LISTENER_H

#include "Message.h"

#include <chrono>

namespace qsim::server {

struct ListenerOptions {
  std::string address = "127.0.0.1";
  unsigned short port = 8080; ///< 0: a free one
  int threads = 2;            ///< that move bytes
  int workers = 8;            ///< that serve requests
  std::size_t connections = 1024;
  /// Of one client: from one address, or where `clientOf` is set, as it tells
  /// of their requests.
  std::size_t connectionsOfOne = 512;
  /// Behind a proxy, which all clients share; null: the other side is it.
  std::function<std::string(const Request &)> clientOf;
  std::size_t headerBytes = 16 << 10;
  /// Of the whole head; of each part of a body, in and out; between requests.
  std::chrono::milliseconds headTimeout{15000}, partTimeout{30000},
      idleTimeout{75000};
};

class Listener {
public:
  /// Throws where the address cannot be listened on.
  Listener(const ListenerOptions &options, Service &service);
  ~Listener();

  unsigned short port() const;

  /// Runs `task` on a worker.
  void onWorker(std::function<void()> task);

  /// Calls `handler` from one of the threads when the process is told to end
  /// (SIGINT, SIGTERM): with 1, then 2, ...
  void onSignals(std::function<void(int)> handler);

  /// Serves until stop() has been called and all answers under way are sent,
  /// or `grace` is over. Afterwards nothing calls the service any more.
  void run();
  void stop(std::chrono::milliseconds grace);

private:
  class Implementation;
  std::unique_ptr<Implementation> implementation;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_LISTENER_H
