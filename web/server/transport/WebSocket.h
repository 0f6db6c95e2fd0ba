// SPDX-License-Identifier: Apache-2.0
// An open WebSocket: sends what it is given, reads nothing of interest.
#ifndef QSIM_WEB_SERVER_TRANSPORT_WEBSOCKET_H
#define QSIM_WEB_SERVER_TRANSPORT_WEBSOCKET_H

#include "Later.h"
#include "Shared.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <deque>

namespace qsim::server {

class WebSocket : public Socket,
                  public std::enable_shared_from_this<WebSocket> {
public:
  explicit WebSocket(beast::tcp_stream stream) : stream(std::move(stream)) {}

  void send(std::shared_ptr<const std::string> message) override {
    asio::post(stream.get_executor(),
               [self = shared_from_this(), message = std::move(message)] {
                 if (self->closing)
                   return;
                 self->waiting += message->size();
                 self->queue.push_back(message);
                 if (self->waiting > queuedBytes)
                   beast::get_lowest_layer(self->stream).cancel();
                 else
                   self->pump();
               });
  }

  void close() override {
    asio::post(stream.get_executor(), [self = shared_from_this()] {
      self->closing = true;
      self->pump();
    });
  }

  /// Returns when it has closed.
  asio::awaitable<void> run(const http::request<http::buffer_body> &upgrade,
                            Shared &shared,
                            std::shared_ptr<const Request> request) {
    auto self = shared_from_this();
    beast::get_lowest_layer(stream).expires_never();
    websocket::stream_base::timeout timeout = {std::chrono::seconds(15),
                                               std::chrono::seconds(60), true};
    stream.set_option(timeout);
    stream.read_message_max(messageBytes);
    // What happens from the answer on must reach the browser: it is told of
    // before that, and waits in the queue.
    std::function<void(std::function<void(bool)>)> tell =
        [&shared, request, self](std::function<void(bool)> done) {
          shared.service.socketOpened(*request, self);
          done(true);
        };
    co_await later<bool>(shared.workers, std::move(tell));
    auto [failed] = co_await stream.async_accept(upgrade, asTuple);
    open = !failed;
    if (open)
      co_await readAll();
    open = false;
    asio::post(shared.workers,
               [&shared, self] { shared.service.socketClosed(self); });
  }

private:
  /// Until the browser goes, or says too much.
  asio::awaitable<void> readAll() {
    pump();
    beast::flat_buffer read;
    for (std::size_t messages = 0; messages < messagesAtMost; ++messages) {
      auto [ec, size] = co_await stream.async_read(read, asTuple);
      if (ec)
        break;
      read.consume(size);
    }
  }

  void pump() {
    if (!open || writing || (queue.empty() && !closing))
      return;
    writing = true;
    asio::co_spawn(stream.get_executor(), write(shared_from_this()),
                   asio::detached);
  }

  asio::awaitable<void>
  write([[maybe_unused]] std::shared_ptr<WebSocket> self) {
    stream.text(true);
    while (open && !queue.empty()) {
      const std::shared_ptr<const std::string> message = queue.front();
      auto [ec, size] =
          co_await stream.async_write(asio::buffer(*message), asTuple);
      queue.pop_front();
      waiting -= message->size();
      if (ec)
        co_return;
    }
    writing = false;
    if (closing && open) {
      writing = true;
      // Who does not close in turn is not waited for.
      stream.set_option(websocket::stream_base::timeout{
          std::chrono::seconds(1), websocket::stream_base::none(), false});
      auto [ec] =
          co_await stream.async_close(websocket::close_code::normal, asTuple);
      (void)ec;
    }
  }

  websocket::stream<beast::tcp_stream> stream;
  std::deque<std::shared_ptr<const std::string>> queue;
  std::size_t waiting = 0;
  bool open = false, writing = false, closing = false;

  /// Of messages that a browser sends: there is no reason for any.
  static constexpr std::size_t messageBytes = 4 << 10, messagesAtMost = 100;
  /// Waiting to be sent to a browser that does not read.
  static constexpr std::size_t queuedBytes = 16 << 20;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_WEBSOCKET_H
