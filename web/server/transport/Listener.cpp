// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 and WebSockets over Boost.Beast. The only file that includes it:
// what it instantiates takes half a minute to compile.
#include "Listener.h"

#include "Later.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <csignal>
#include <deque>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

namespace qsim::server {
namespace {

constexpr auto asTuple = asio::as_tuple(asio::use_awaitable);
using Clock = std::chrono::steady_clock;
using Parser = http::request_parser<http::buffer_body>;

/// Bytes moved at a time.
constexpr std::size_t partBytes = 256 << 10;
/// What is still read, and for how long, of a body that was refused: so that
/// the refusal is not lost together with the connection.
constexpr std::size_t drainedBytes = 8 << 20;
constexpr std::chrono::seconds drainTime{2};

/// Of messages that a browser sends: there is no reason for any.
constexpr std::size_t messageBytes = 4 << 10, messagesAtMost = 100;
/// Waiting to be sent to a browser that does not read.
constexpr std::size_t queuedBytes = 16 << 20;

/// What one connection needs of the listener.
struct Shared {
  Shared(const ListenerOptions &options, Service &service)
      : options(options), service(service),
        workers(static_cast<std::size_t>(options.workers)) {}

  ListenerOptions options;
  Service &service;
  std::atomic<bool> stopping = false;
  std::mutex mutex;
  std::set<class Connection *> connections;
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

Request requestOf(const http::request<http::buffer_body> &read,
                  const Parser &parser, std::string id, std::string remote) {
  Request request;
  request.id = std::move(id);
  request.remote = std::move(remote);
  request.method = std::string(read.method_string());
  request.target = std::string(read.target());
  for (const auto &field : read)
    request.headers.push_back(
        {std::string(field.name_string()), std::string(field.value())});
  if (parser.content_length())
    request.length = *parser.content_length();
  request.chunked = parser.chunked();
  return request;
}

/// A header's value must not begin another header.
std::string oneLine(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 127)
      c = ' ';
  return text;
}

std::string headOf(const Response &response, bool keep) {
  http::response<http::empty_body> head;
  head.version(11);
  head.result(static_cast<unsigned>(response.status));
  for (const Header &header : response.headers)
    head.insert(header.name, oneLine(header.value));
  const std::uint64_t length = response.source  ? response.sourceLength
                               : response.bytes ? response.bytes->size()
                                                : 0;
  if (response.status != 204 && response.status != 304)
    head.set(http::field::content_length, std::to_string(length));
  if (!keep)
    head.set(http::field::connection, "close");
  std::ostringstream text;
  text << head.base();
  return text.str();
}

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
    auto [failed] = co_await stream.async_accept(upgrade, asTuple);
    if (failed)
      co_return;
    open = true;
    std::function<void(std::function<void(bool)>)> tell =
        [&shared, request, self](std::function<void(bool)> done) {
          shared.service.socketOpened(*request, self);
          done(true);
        };
    co_await later<bool>(shared.workers, std::move(tell));
    pump();
    beast::flat_buffer read;
    for (std::size_t messages = 0; messages < messagesAtMost; ++messages) {
      auto [ec, size] = co_await stream.async_read(read, asTuple);
      if (ec)
        break;
      read.consume(size);
    }
    open = false;
    asio::post(shared.workers,
               [&shared, self] { shared.service.socketClosed(self); });
  }

private:
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
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
  Connection(tcp::socket socket, Shared &shared)
      : stream(std::move(socket)), shared(shared) {
    error_code ignored;
    const tcp::endpoint other = stream.socket().remote_endpoint(ignored);
    remote = other.address().to_string(ignored);
    stream.socket().set_option(tcp::no_delay(true), ignored);
    std::lock_guard lock(shared.mutex);
    shared.connections.insert(this);
  }
  ~Connection() { shared.ended(this); }

  void start() {
    asio::co_spawn(stream.get_executor(), serve(shared_from_this()),
                   asio::detached);
  }

  /// Ends where nothing is under way. The caller holds the mutex of `shared`.
  void stop() {
    asio::post(stream.get_executor(), [weak = weak_from_this()] {
      if (const std::shared_ptr<Connection> self = weak.lock();
          self && self->idle)
        self->stream.cancel();
    });
  }

private:
  asio::awaitable<void>
  serve([[maybe_unused]] std::shared_ptr<Connection> self) {
    while (co_await serveOne())
      ;
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  /// False where it was the last request of this connection.
  asio::awaitable<bool> serveOne() {
    if (buffer.size() == 0 && !co_await waitForRequest())
      co_return false;
    const Clock::time_point begun = Clock::now();
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(shared.options.headerBytes));
    parser.body_limit(boost::none);
    stream.expires_after(shared.options.headTimeout);
    auto [failed, headSize] =
        co_await http::async_read_header(stream, buffer, parser, asTuple);
    (void)headSize;
    const std::string id = std::to_string(++shared.requests);
    if (failed) {
      co_await refuse(failed, id);
      co_return false;
    }
    const auto request = std::make_shared<const Request>(
        requestOf(parser.get(), parser, id, remote));
    if (websocket::is_upgrade(parser.get())) {
      co_await serveSocket(parser, request, begun);
      co_return false;
    }
    std::optional<Response> answer = co_await exchange(parser, request);
    if (!answer)
      co_return false; // the other side has gone
    const bool whole = parser.is_done();
    const bool keep = whole && parser.keep_alive() && !shared.stopping;
    const int status = answer->status;
    const bool sent =
        co_await write(std::move(*answer), keep, request->method == "HEAD");
    if (sent && !whole)
      co_await drain();
    const double milliseconds =
        std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
    asio::post(shared.workers,
               [&shared = shared, request, status, milliseconds] {
                 shared.service.answered(*request, status, milliseconds);
               });
    co_return sent &&keep;
  }

  /// A connection without a request costs a buffer of this size and no more.
  asio::awaitable<bool> waitForRequest() {
    if (shared.stopping)
      co_return false;
    idle = true;
    stream.expires_after(shared.options.idleTimeout);
    auto [ec, size] =
        co_await stream.async_read_some(buffer.prepare(4096), asTuple);
    idle = false;
    if (ec)
      co_return false;
    buffer.commit(size);
    co_return true;
  }

  asio::awaitable<void> refuse(error_code failed, const std::string &id) {
    if (failed.category() !=
            make_error_code(http::error::bad_method).category() ||
        failed == http::error::end_of_stream ||
        failed == http::error::partial_message)
      co_return;
    Request request;
    request.id = id;
    request.remote = remote;
    const bool large = failed == http::error::header_limit ||
                       failed == http::error::buffer_overflow;
    Response answer = shared.service.malformed(
        request, large ? 431 : 400,
        large ? "The header of the request is too large."
              : "This is no HTTP request: " + failed.message() + ".");
    if (co_await write(std::move(answer), false, false))
      co_await drain();
  }

  struct Begun {
    std::shared_ptr<Exchange> exchange;
    std::optional<Response> answer;
  };

  /// The answer; none where the connection broke.
  asio::awaitable<std::optional<Response>>
  exchange(Parser &parser, std::shared_ptr<const Request> request) {
    Service &service = shared.service;
    std::function<void(std::function<void(Begun)>)> begin =
        [&service, request](std::function<void(Begun)> done) {
          Begun begun;
          begun.exchange = service.begin(request, begun.answer);
          done(std::move(begun));
        };
    std::optional<Begun> begun =
        co_await later<Begun>(shared.workers, std::move(begin));
    if (!begun || begun->answer || !begun->exchange)
      co_return begun ? std::move(begun->answer) : std::nullopt;
    const std::shared_ptr<Exchange> handled = begun->exchange;
    if (!parser.is_done() &&
        beast::iequals(request->header("Expect"), "100-continue")) {
      static constexpr std::string_view proceed =
          "HTTP/1.1 100 Continue\r\n\r\n";
      stream.expires_after(shared.options.partTimeout);
      auto [ec, size] =
          co_await asio::async_write(stream, asio::buffer(proceed), asTuple);
      (void)size;
      if (ec)
        co_return std::nullopt;
    }
    while (!parser.is_done()) {
      const std::optional<std::string_view> part = co_await readPart(parser);
      if (!part)
        co_return std::nullopt;
      if (part->empty())
        continue;
      using Early = std::optional<Response>;
      std::function<void(std::function<void(Early)>)> take =
          [handled, part = *part](std::function<void(Early)> done) {
            done(handled->take(part));
          };
      std::optional<Early> early =
          co_await later<Early>(shared.workers, std::move(take));
      if (!early)
        co_return std::nullopt;
      if (*early)
        co_return std::move(*early);
    }
    std::function<void(std::function<void(Response)>)> finish =
        [handled](std::function<void(Response)> done) {
          handled->finish(std::move(done));
        };
    stream.expires_never();
    std::optional<Response> answer =
        co_await later<Response>(shared.workers, std::move(finish));
    if (!answer)
      answer = service.malformed(*request, 500, "Nobody answered.");
    co_return answer;
  }

  /// Up to `partBytes` of the body; none where the connection broke.
  asio::awaitable<std::optional<std::string_view>> readPart(Parser &parser) {
    const std::uint64_t left =
        parser.content_length_remaining().value_or(partBytes);
    if (left >= partBytes && buffer.capacity() < partBytes)
      buffer.reserve(partBytes); // else it reads 512 bytes at a time
    part.resize(static_cast<std::size_t>(
        std::min<std::uint64_t>(std::max<std::uint64_t>(left, 1), partBytes)));
    auto &body = parser.get().body();
    body.data = part.data();
    body.size = part.size();
    body.more = true;
    while (!parser.is_done() && body.size > 0) {
      stream.expires_after(shared.options.partTimeout);
      auto [ec, size] =
          co_await http::async_read_some(stream, buffer, parser, asTuple);
      (void)size;
      if (ec == http::error::need_buffer)
        break;
      if (ec)
        co_return std::nullopt;
    }
    co_return std::string_view(part).substr(0, part.size() - body.size);
  }

  asio::awaitable<bool> writeBytes(std::string_view bytes) {
    while (!bytes.empty()) {
      stream.expires_after(shared.options.partTimeout);
      const std::string_view some = bytes.substr(0, partBytes);
      auto [ec, size] =
          co_await asio::async_write(stream, asio::buffer(some), asTuple);
      if (ec)
        co_return false;
      bytes.remove_prefix(size);
    }
    co_return true;
  }

  asio::awaitable<bool> write(Response answer, bool keep, bool headAlone) {
    std::string head = headOf(answer, keep);
    const bool body = !headAlone && answer.status != 304;
    // One packet where it fits.
    if (body && answer.bytes && answer.bytes->size() <= 16384) {
      head += *answer.bytes;
      co_return co_await writeBytes(head);
    }
    if (!co_await writeBytes(head))
      co_return false;
    if (!body)
      co_return true;
    if (answer.bytes)
      co_return co_await writeBytes(*answer.bytes);
    if (!answer.source)
      co_return true;
    const std::shared_ptr<BodySource> source = std::move(answer.source);
    std::uint64_t left = answer.sourceLength;
    while (left > 0) {
      using Part = BodySource::Part;
      std::function<void(std::function<void(Part)>)> read =
          [source](std::function<void(Part)> done) {
            source->read(std::move(done));
          };
      stream.expires_never();
      std::optional<Part> next =
          co_await later<Part>(shared.workers, std::move(read));
      if (!next || !*next || (*next)->empty() || (*next)->size() > left)
        co_return false; // the length is told: closing is all that is left
      if (!co_await writeBytes(**next))
        co_return false;
      left -= (*next)->size();
    }
    co_return true;
  }

  asio::awaitable<void> drain() {
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream.expires_after(drainTime);
    part.resize(partBytes);
    std::size_t drained = 0;
    while (drained < drainedBytes) {
      auto [ec, size] =
          co_await stream.async_read_some(asio::buffer(part), asTuple);
      if (ec)
        break;
      drained += size;
    }
  }

  asio::awaitable<void> serveSocket(Parser &parser,
                                    std::shared_ptr<const Request> request,
                                    Clock::time_point begun) {
    using Refusal = std::optional<Response>;
    Service &service = shared.service;
    std::function<void(std::function<void(Refusal)>)> ask =
        [&service, request](std::function<void(Refusal)> done) {
          done(service.refuseSocket(*request));
        };
    std::optional<Refusal> refusal =
        co_await later<Refusal>(shared.workers, std::move(ask));
    if (!refusal)
      co_return;
    const int status = *refusal ? (*refusal)->status : 101;
    const double milliseconds =
        std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
    asio::post(shared.workers, [&service, request, status, milliseconds] {
      service.answered(*request, status, milliseconds);
    });
    if (*refusal) {
      if (co_await write(std::move(**refusal), false, false))
        co_await drain();
      co_return;
    }
    const auto socket = std::make_shared<WebSocket>(std::move(stream));
    co_await socket->run(parser.get(), shared, request);
  }

  beast::tcp_stream stream;
  Shared &shared;
  std::string remote;
  beast::flat_buffer buffer;
  std::string part;
  bool idle = false;
};

} // namespace

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
