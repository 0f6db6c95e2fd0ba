// SPDX-License-Identifier: Apache-2.0
// Finds routes and makes documents of answers and of problems.
#include "Router.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../base/Text.h"

#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

namespace qsim::server {
namespace {

std::vector<std::string> split(const std::string &pattern) {
  std::vector<std::string> parts;
  for (std::size_t begin = 1; begin <= pattern.size();) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    parts.push_back(pattern.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// What an id of the path does not name.
Reason noSuch(const std::string &part) {
  static const std::map<std::string, Reason> known = {
      {"project", Reason::no_such_project},
      {"file", Reason::no_such_file},
      {"experiment", Reason::no_such_experiment},
      {"job", Reason::no_such_job},
      {"simulation", Reason::no_such_simulation}};
  return known.at(part);
}

bool isName(const std::string &part) { return part.front() == '{'; }

bool isRest(const std::string &part) {
  return part.size() > 5 && part.compare(part.size() - 4, 4, "...}") == 0;
}

bool matches(const std::vector<std::string> &pattern,
             const std::vector<std::string> &segments,
             std::map<std::string, std::string> &parts) {
  const bool rest = !pattern.empty() && isRest(pattern.back());
  if (rest ? segments.size() < pattern.size()
           : segments.size() != pattern.size())
    return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::string &part = pattern[i];
    if (!isName(part)) {
      if (part != segments[i])
        return false;
      continue;
    }
    if (isRest(part)) {
      std::string all = segments[i];
      for (std::size_t j = i + 1; j < segments.size(); ++j)
        all += "/" + segments[j];
      parts[part.substr(1, part.size() - 5)] = all;
      return true;
    }
    parts[part.substr(1, part.size() - 2)] = segments[i];
  }
  return true;
}

} // namespace

const std::string &Call::id(const std::string &name) const {
  const std::string &text = part(name);
  if (!isId(text))
    throw notFound(noSuch(name));
  return text;
}

Route &Router::addRoute(const std::string &method, const std::string &pattern) {
  routes.push_back(std::make_unique<Route>());
  Route &route = *routes.back();
  route.method = method;
  route.pattern = split(pattern);
  return route;
}

Route &Router::add(const std::string &method, const std::string &pattern,
                   Handler handler) {
  return addLater(method, pattern,
                  [handler = std::move(handler)](std::shared_ptr<Call> call,
                                                 const Respond &respond) {
                    respond(handler(*call));
                  });
}

Route &Router::addLater(const std::string &method, const std::string &pattern,
                        LaterHandler handler) {
  Route &route = addRoute(method, pattern);
  route.handler = std::move(handler);
  return route;
}

Route &Router::addUpload(const std::string &method, const std::string &pattern,
                         UploadHandler handler) {
  Route &route = addRoute(method, pattern);
  route.upload = std::move(handler);
  return route;
}

Router::Match Router::find(const std::string &method,
                           const std::vector<std::string> &segments) const {
  Match match;
  for (const std::unique_ptr<Route> &route : routes) {
    std::map<std::string, std::string> parts;
    if (!matches(route->pattern, segments, parts))
      continue;
    match.methods.push_back(route->method);
    if (!match.route && (route->method == method ||
                         (method == "HEAD" && route->method == "GET"))) {
      match.route = route.get();
      match.parts = std::move(parts);
    }
  }
  return match;
}

Response jsonResponse(int status, const boost::json::value &document) {
  return response(status, cleaned(boost::json::serialize(document)),
                  "application/json");
}

Response noContent() {
  Response made;
  made.status = 204;
  return made;
}

Response problemResponse(const std::string &request, int status,
                         const std::string &code, const Said &message) {
  boost::json::object error = {{"code", code}};
  put(error, "message", "reason", message);
  error["request"] = request;
  return jsonResponse(status, {{"error", std::move(error)}});
}

Response problemResponse(const std::string &request, const Problem &problem) {
  Response made = problemResponse(request, problem.status(), problem.code(),
                                  problem.said());
  if (!problem.range().empty())
    made.headers.push_back({"Content-Range", problem.range()});
  return made;
}

Response currentProblem(const std::string &request) {
  try {
    throw;
  } catch (const Problem &problem) {
    return problemResponse(request, problem);
  } catch (const std::exception &error) {
    // What went wrong inside is for the log alone.
    spdlog::error("{}: {}", request, error.what());
    return problemResponse(request, 500, "internal",
                           {Reason::internal, {{"request", request}}});
  }
}

} // namespace qsim::server
