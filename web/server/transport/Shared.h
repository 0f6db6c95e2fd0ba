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
  std::atomic<std::uint64_t> requests = 0;
  asio::io_context context;
  asio::thread_pool workers;

  void ended(Connection *connection) {
    std::lock_guard lock(mutex);
    connections.erase(connection);
    if (stopping && connections.empty())
      context.stop();
  }
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_SHARED_H
