// SPDX-License-Identifier: Apache-2.0
// A coroutine of the transport waits here for what another thread gives it.
#ifndef QSIM_WEB_SERVER_TRANSPORT_LATER_H
#define QSIM_WEB_SERVER_TRANSPORT_LATER_H

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace qsim::server {

/// Runs `start` on a worker; what it hands to its argument, at once or later
/// and from any thread, is the result. Where it forgets to, so that its
/// argument is destroyed uncalled, the result is empty.
template <typename T>
boost::asio::awaitable<std::optional<T>>
later(boost::asio::thread_pool &workers,
      std::function<void(std::function<void(T)>)> start) {
  namespace asio = boost::asio;
  auto initiate = [&workers, start = std::move(start)](auto handler) mutable {
    using Handler = decltype(handler);
    // Calls the handler on its own executor, once.
    struct Completion {
      explicit Completion(Handler handler)
          : executor(asio::get_associated_executor(handler)), work(executor),
            handler(std::move(handler)) {}
      ~Completion() { complete(std::nullopt); }
      void complete(std::optional<T> value) {
        if (!handler)
          return;
        asio::post(executor, [handler = std::move(*handler),
                              value = std::move(value)]() mutable {
          std::move(handler)(std::move(value));
        });
        handler.reset();
      }
      typename asio::associated_executor<Handler>::type executor;
      asio::executor_work_guard<
          typename asio::associated_executor<Handler>::type>
          work;
      std::optional<Handler> handler;
    };
    auto completion = std::make_shared<Completion>(std::move(handler));
    asio::post(workers, [completion, start = std::move(start)]() mutable {
      start([completion](T value) { completion->complete(std::move(value)); });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                          void(std::optional<T>)>(
      std::move(initiate), asio::use_awaitable);
}

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_LATER_H
