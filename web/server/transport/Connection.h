// SPDX-License-Identifier: Apache-2.0
// One connection: its requests one after the other, or a WebSocket.
#ifndef QSIM_WEB_SERVER_TRANSPORT_CONNECTION_H
#define QSIM_WEB_SERVER_TRANSPORT_CONNECTION_H

#include "WebSocket.h"

#include <boost/asio/write.hpp>
#include <sstream>

namespace qsim::server {

using Parser = http::request_parser<http::buffer_body>;

/// Bytes moved at a time.
inline constexpr std::size_t partBytes = 256 << 10;
/// What is still read, and for how long, of a body that was refused: so that
/// the refusal is not lost together with the connection.
inline constexpr std::size_t drainedBytes = 8 << 20;
inline constexpr std::chrono::seconds drainTime{2};

inline Request requestOf(const http::request<http::buffer_body> &read,
                         const Parser &parser, std::string id,
                         std::string remote) {
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
inline std::string oneLine(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 127)
      c = ' ';
  return text;
}

inline std::string headOf(const Response &response, bool keep) {
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

class Connection : public std::enable_shared_from_this<Connection> {
public:
  Connection(tcp::socket socket, Shared &shared)
      : stream(std::move(socket)), shared(shared) {
    error_code ignored;
    const tcp::endpoint other = stream.socket().remote_endpoint(ignored);
    remote = other.address().to_string(ignored);
    if (!shared.options.clientOf)
      client = Client::of(remote, shared);
    stream.socket().set_option(tcp::no_delay(true), ignored);
    std::lock_guard lock(shared.mutex);
    shared.connections.insert(this);
  }
  ~Connection() { shared.ended(this); }

  void start() {
    if (shared.options.clientOf || client)
      asio::co_spawn(stream.get_executor(), serve(shared_from_this()),
                     asio::detached);
    else
      asio::co_spawn(stream.get_executor(), turnAway(shared_from_this()),
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
  using Clock = std::chrono::steady_clock;

  /// One of the connections that a client may have.
  class Client {
  public:
    /// None where it has all of them.
    static std::unique_ptr<Client> of(const std::string &name, Shared &shared) {
      return shared.take(name)
                 ? std::unique_ptr<Client>(new Client(name, shared))
                 : nullptr;
    }
    ~Client() { shared.giveBack(name); }
    Client(const Client &) = delete;

  private:
    Client(std::string name, Shared &shared)
        : name(std::move(name)), shared(shared) {}
    std::string name;
    Shared &shared;
  };

  Response tooMany(const Request &request) const {
    return shared.service.malformed(
        request, 503,
        {Reason::connections_full,
         {{"most", std::to_string(shared.options.connectionsOfOne)}}});
  }

  /// Says why it is not served, to some of those that come at once.
  asio::awaitable<void>
  turnAway([[maybe_unused]] std::shared_ptr<Connection> self) {
    {
      std::lock_guard lock(shared.mutex);
      if (shared.refused >= refusedAtMost)
        co_return;
      ++shared.refused;
    }
    Request request;
    request.id = std::to_string(++shared.requests);
    request.remote = remote;
    if (co_await write(tooMany(request), false, false))
      co_await drain();
    std::lock_guard lock(shared.mutex);
    --shared.refused;
  }

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
    // Of a proxy's connection each request may be another client's.
    if (shared.options.clientOf) {
      client.reset();
      client = Client::of(shared.options.clientOf(*request), shared);
      if (!client) {
        if (co_await write(tooMany(*request), false, false))
          co_await drain();
        co_return false;
      }
    }
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
    if (shared.options.clientOf)
      client.reset();
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
        large ? Said(Reason::head_large)
              : Said(Reason::head_malformed, {{"why", failed.message()}}));
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
      answer = service.malformed(*request, 500, Reason::not_answered);
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
  std::unique_ptr<Client> client;
  beast::flat_buffer buffer;
  std::string part;
  bool idle = false;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_CONNECTION_H
