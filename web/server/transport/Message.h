// SPDX-License-Identifier: Apache-2.0
// Requests and answers as the rest of the server sees them; nothing here knows
// which library moves them.
#ifndef QSIM_WEB_SERVER_TRANSPORT_MESSAGE_H
#define QSIM_WEB_SERVER_TRANSPORT_MESSAGE_H

#include "../base/Reason.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qsim::server {

struct Header {
  std::string name, value;
};

struct Request {
  std::string id; ///< of this request in the log
  std::string method;
  std::string target; ///< as sent: path and query, not decoded
  std::string remote; ///< address of the other side
  std::vector<Header> headers;
  std::optional<std::uint64_t> length; ///< of the body, where told
  bool chunked = false;

  /// The value of the first header of the name, in any case; else empty.
  std::string_view header(std::string_view name) const;
};

/// Bytes that come in parts.
class BodySource {
public:
  using Part = std::optional<std::string>; ///< none: it failed
  virtual ~BodySource() = default;
  /// Called on a worker. Gives the next part through `done`, then or later,
  /// from any thread.
  virtual void read(std::function<void(Part)> done) = 0;
};

struct Response {
  int status = 200;
  std::vector<Header> headers;
  /// One of both, or neither: the answer has no body.
  std::shared_ptr<const std::string> bytes;
  std::unique_ptr<BodySource> source;
  std::uint64_t sourceLength = 0;
};

Response response(int status, std::string body, std::string type);

/// Takes the answer, once, from any thread.
using Respond = std::function<void(Response)>;

/// One request from its head to its answer. All calls come one after the other,
/// from workers.
class Exchange {
public:
  virtual ~Exchange() = default;
  /// The next bytes of the body. An answer ends the exchange before its time.
  virtual std::optional<Response> take(std::string_view bytes) = 0;
  /// The body is complete.
  virtual void finish(Respond respond) = 0;
};

/// An open WebSocket. May be used from any thread, also after it has closed.
class Socket {
public:
  virtual ~Socket() = default;
  virtual void send(std::shared_ptr<const std::string> message) = 0;
  virtual void close() = 0;
};

/// What the transport moves requests to. All calls come from workers.
class Service {
public:
  virtual ~Service() = default;
  /// The head has been read: an exchange, or at once an answer.
  virtual std::unique_ptr<Exchange>
  begin(const std::shared_ptr<const Request> &request,
        std::optional<Response> &answer) = 0;
  /// The answer to what is no request that can be served.
  virtual Response malformed(const Request &request, int status,
                             const Said &message) = 0;
  /// A WebSocket is asked for: an answer refuses it.
  virtual std::optional<Response> refuseSocket(const Request &request) = 0;
  virtual void socketOpened(const Request &request,
                            const std::shared_ptr<Socket> &socket) = 0;
  virtual void socketClosed(const std::shared_ptr<Socket> &socket) = 0;
  /// An answer has been sent.
  virtual void answered(const Request &request, int status,
                        double milliseconds) = 0;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_TRANSPORT_MESSAGE_H
