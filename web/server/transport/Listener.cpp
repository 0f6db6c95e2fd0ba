// SPDX-License-Identifier: Apache-2.0
// Accepts connections, and ends with all of them. With the headers that it
// includes, the only source that sees Boost.Beast.
#include "Listener.h"

#include "Connection.h"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <csignal>
#include <thread>

namespace qsim::server {

class Listener::Implementation {
public:
  Implementation(const ListenerOptions &options, Service &service)
      : shared(options, service), acceptor(asio::make_strand(shared.context)),
        signals(shared.context, SIGINT, SIGTERM), timer(shared.context) {
    try {
      const tcp::endpoint endpoint(asio::ip::make_address(options.address),
                                   options.port);
      acceptor.open(endpoint.protocol());
      acceptor.set_option(tcp::acceptor::reuse_address(true));
      acceptor.bind(endpoint);
      acceptor.listen(asio::socket_base::max_listen_connections);
    } catch (const boost::system::system_error &error) {
      throw std::runtime_error(
          options.address + " port " + std::to_string(options.port) +
          ": cannot be listened on: " + error.code().message());
    }
  }
  ~Implementation() {
    shared.workers.stop();
    shared.workers.join();
  }

  asio::awaitable<void> accept() {
    while (acceptor.is_open()) {
      auto [ec, socket] = co_await acceptor.async_accept(
          asio::make_strand(shared.context), asTuple);
      if (ec == asio::error::operation_aborted)
        co_return;
      if (ec) { // out of descriptors: others will close
        asio::steady_timer pause(acceptor.get_executor(),
                                 std::chrono::milliseconds(50));
        auto [stopped] = co_await pause.async_wait(asTuple);
        (void)stopped;
        continue;
      }
      std::size_t open = 0;
      {
        std::lock_guard lock(shared.mutex);
        open = shared.connections.size();
      }
      if (open < shared.options.connections)
        std::make_shared<Connection>(std::move(socket), shared)->start();
    }
  }

  asio::awaitable<void> awaitSignals(std::function<void(int)> handler) {
    for (int count = 1;; ++count) {
      auto [ec, number] = co_await signals.async_wait(asTuple);
      (void)number;
      if (ec)
        co_return;
      handler(count);
    }
  }

  void run() {
    asio::co_spawn(acceptor.get_executor(), accept(), asio::detached);
    std::vector<std::thread> threads;
    for (int i = 1; i < shared.options.threads; ++i)
      threads.emplace_back([this] { shared.context.run(); });
    shared.context.run();
    for (std::thread &thread : threads)
      thread.join();
    // Whoever called may now take away what requests are served with.
    shared.workers.stop();
    shared.workers.join();
  }

  void stop(std::chrono::milliseconds grace) {
    asio::post(acceptor.get_executor(), [this, grace] {
      error_code ignored;
      acceptor.close(ignored);
      timer.expires_after(grace);
      timer.async_wait([this](error_code) { shared.context.stop(); });
      std::lock_guard lock(shared.mutex);
      shared.stopping = true;
      for (Connection *connection : shared.connections)
        connection->stop();
      if (shared.connections.empty())
        shared.context.stop();
    });
  }

  Shared shared;
  tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer timer;
};

Listener::Listener(const ListenerOptions &options, Service &service)
    : implementation(std::make_unique<Implementation>(options, service)) {}

Listener::~Listener() = default;

unsigned short Listener::port() const {
  return implementation->acceptor.local_endpoint().port();
}

void Listener::onWorker(std::function<void()> task) {
  asio::post(implementation->shared.workers, std::move(task));
}

void Listener::onSignals(std::function<void(int)> handler) {
  asio::co_spawn(implementation->shared.context,
                 implementation->awaitSignals(std::move(handler)),
                 asio::detached);
}

void Listener::run() { implementation->run(); }

void Listener::stop(std::chrono::milliseconds grace) {
  implementation->stop(grace);
}

} // namespace qsim::server
