// SPDX-License-Identifier: Apache-2.0
// Admits requests and makes sure that each has exactly one answer.
#include "Dispatcher.h"

#include "../base/Problem.h"

#include <algorithm>
#include <spdlog/spdlog.h>

namespace qsim::server {
namespace {

constexpr std::size_t largestJson = 1 << 20;

/// Of every answer. The other headers of pages are in ui/.
void addHeaders(Response &response) {
  const auto set = [&](const char *name, const char *value) {
    for (const Header &header : response.headers)
      if (header.name == name)
        return;
    response.headers.push_back({name, value});
  };
  set("X-Content-Type-Options", "nosniff");
  set("Referrer-Policy", "no-referrer");
  set("Cross-Origin-Opener-Policy", "same-origin");
  set("Cross-Origin-Resource-Policy", "same-origin");
  set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  set("Cache-Control", "no-store");
}

Respond withHeaders(Respond respond) {
  return [respond = std::move(respond)](Response response) {
    addHeaders(response);
    respond(std::move(response));
  };
}

/// Media type without its parameters.
std::string_view mediaType(const Request &request) {
  std::string_view type = request.header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ')
    type.remove_suffix(1);
  return type;
}

bool changes(const std::string &method) {
  return method != "GET" && method != "HEAD";
}

/// Collects the body, if there is one, and calls the route's handler.
class RoutedExchange : public Exchange {
public:
  RoutedExchange(const Route &route, std::shared_ptr<Call> call)
      : route(route), call(std::move(call)) {
    if (route.upload)
      upload = route.upload(*this->call);
  }

  std::optional<Response> take(std::string_view bytes) override {
    try {
      if (upload) {
        upload->take(bytes);
      } else {
        if (body.size() + bytes.size() > largestJson)
          throw tooLarge(Reason::body_large);
        body += bytes;
      }
      return std::nullopt;
    } catch (const std::exception &) {
      Response problem = currentProblem(call->request->id);
      addHeaders(problem);
      return problem;
    }
  }

  void finish(Respond respond) override {
    respond = withHeaders(std::move(respond));
    try {
      if (upload)
        return respond(upload->finish());
      if (route.json)
        call->body = parseBody(body);
      else if (!body.empty())
        throw badRequest(Reason::body_unwanted);
      route.handler(call, respond);
    } catch (const std::exception &) {
      respond(currentProblem(call->request->id));
    }
  }

private:
  const Route &route;
  std::shared_ptr<Call> call;
  std::unique_ptr<Upload> upload;
  std::string body;
};

std::string pathOf(const std::vector<std::string> &segments) {
  std::string path;
  for (const std::string &segment : segments)
    path += "/" + segment;
  return path.empty() ? "/" : path;
}

} // namespace

void Dispatcher::admit(const Router::Match &match, Call &call) const {
  const Request &request = *call.request;
  const std::optional<Sessions::Session> session = sessions.of(request);
  if (!session && !(match.route && match.route->anybody))
    throw unauthorized();
  if (session) {
    call.user = session->user;
    call.session = session->hash;
  }
  if (match.methods.empty())
    throw notFound(Reason::no_such_address);
  if (!match.route)
    throw Problem(405, "method_not_allowed",
                  {Reason::method_unknown, {{"method", request.method}}});
  if (changes(request.method) && !origins.allowsChange(request))
    throw forbidden({Reason::other_origin, {{"origin", origins.publicUrl()}}});
  if (match.route->json) {
    if (mediaType(request) != "application/json")
      throw unsupportedType(Reason::body_wants_json);
    if (request.length.value_or(0) > largestJson)
      throw tooLarge(Reason::body_large);
  }
  if (match.route->upload) {
    if (mediaType(request) != "application/octet-stream")
      throw unsupportedType(Reason::body_wants_bytes);
    if (!request.length && !request.chunked)
      throw Problem(411, "length_required", Reason::body_length_missing);
  }
}

std::unique_ptr<Exchange>
Dispatcher::route(const std::shared_ptr<const Request> &request,
                  std::optional<Response> &answer) {
  Target target = parseTarget(request->target);
  const Router::Match match = router.find(request->method, target.segments);
  const bool api = !target.segments.empty() && target.segments[0] == "api";
  if (!api && match.methods.empty()) {
    answer = pages.serve(*request, pathOf(target.segments));
    return nullptr;
  }
  auto call = std::make_shared<Call>();
  call->request = request;
  call->query = std::move(target.query);
  call->parts = match.parts;
  try {
    admit(match, *call);
    if (!target.repeated.empty())
      throw badRequest({Reason::parameter_twice, {{"name", target.repeated}}});
  } catch (const Problem &problem) {
    answer = currentProblem(request->id);
    if (problem.status() == 405) {
      std::string methods;
      for (const std::string &method : match.methods)
        methods += (methods.empty() ? "" : ", ") + method;
      answer->headers.push_back({"Allow", methods});
    }
    return nullptr;
  }
  return std::make_unique<RoutedExchange>(*match.route, std::move(call));
}

std::unique_ptr<Exchange>
Dispatcher::begin(const std::shared_ptr<const Request> &request,
                  std::optional<Response> &answer) {
  std::unique_ptr<Exchange> exchange;
  try {
    exchange = route(request, answer);
  } catch (const std::exception &) {
    answer = currentProblem(request->id);
  }
  if (answer)
    addHeaders(*answer);
  return exchange;
}

Response Dispatcher::malformed(const Request &request, int status,
                               const Said &message) {
  Response problem = problemResponse(request.id, status,
                                     status == 503   ? "unavailable"
                                     : status >= 500 ? "internal"
                                                     : "bad_request",
                                     message);
  addHeaders(problem);
  return problem;
}

std::optional<Response> Dispatcher::refuseSocket(const Request &request) {
  try {
    const Target target = parseTarget(request.target);
    const bool events =
        target.segments == std::vector<std::string>{"api", "v1", "events"};
    if (!sessions.of(request))
      throw unauthorized();
    if (!events)
      throw notFound(Reason::no_such_socket);
    if (!origins.allowsSocket(request))
      throw forbidden(
          {Reason::socket_other_origin, {{"origin", origins.publicUrl()}}});
    return std::nullopt;
  } catch (const std::exception &) {
    Response problem = currentProblem(request.id);
    addHeaders(problem);
    return problem;
  }
}

void Dispatcher::socketOpened(const Request &request,
                              const std::shared_ptr<Socket> &socket) {
  try {
    if (const std::optional<Sessions::Session> session = sessions.of(request)) {
      hub.add(socket, session->user.id, session->hash);
      return;
    }
  } catch (const std::exception &error) {
    spdlog::error("{}: {}", request.id, error.what());
  }
  socket->close();
}

void Dispatcher::socketClosed(const std::shared_ptr<Socket> &socket) {
  hub.remove(socket);
}

void Dispatcher::answered(const Request &request, int status,
                          double milliseconds) {
  // Without the query: it is the person's.
  const std::string path =
      request.target.substr(0, request.target.find_first_of("?#"));
  spdlog::log(status >= 500 ? spdlog::level::warn : spdlog::level::info,
              "{} {} {} {} {:.1f} ms", request.id, request.method, path, status,
              milliseconds);
}

} // namespace qsim::server
