// SPDX-License-Identifier: Apache-2.0
// What connections share with their listener. This header and those that
// include it see Boost.Beast, whose templates take half a minute to compile:
// they are for Listener.cpp alone.
#ifndef QSIM_WEB_SERVER_TRANSPORT_SHARED_H
#define QSIM_WEB_SERVER_TRANSPORT_SHARED_H

#include "Listener.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <map>
#include <mutex>
#include <set>

namespace qsim::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

inline constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);

class Connection;

/// Connections that hear a refusal at a time; more are just closed.
inline constexpr std::size_t refusedAtMost = 64;

/// What one connection needs of the listener.
struct Shared {
  Shared(const ListenerOptions &options, Service &service)
      : options(options), service(service),
        workers(static_cast<std::size_t>(options.workers)) {}

  ListenerOptions options;
  Service &service;
  std::atomic<bool> stopping = false;
  std::mutex mutex;
  std::set<Connection *> connections;
  std::map<std::string, std::size_t> ofClients; ///< how many each has
  std::size_t refused = 0; ///< that are only told why they are not served
  std::atomic<std::uint64_t> requests = 0;
  asio::io_context context;
  asio::thread_pool workers;

  /// False where the client has as many as it may.
  bool take(const std::string &client) {
    std::lock_guard lock(mutex);
    std::size_t &count = ofClients[client];
    if (count >= options.connectionsOfOne)
      return false;
    ++count;
    return true;
  }
  void giveBack(const std::string &client) {
    std::lock_guard lock(mutex);
    const auto found = ofClients.find(client);
    if (--found->second == 0)
      ofClients.erase(found);
  }

  void ended(Connection *connection) {
    std::lock_guard lock(mutex);
    connections.erase(connection);
    if (stopping && connections.empty())
      context.stop();
  }
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_SHARED_H
