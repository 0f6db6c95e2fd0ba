// SPDX-License-Identifier: Apache-2.0
// Routes: which method and path is served by what, for whom, with which body.
#ifndef QSIM_WEB_SERVER_HTTP_ROUTER_H
#define QSIM_WEB_SERVER_HTTP_ROUTER_H

#include "JsonReader.h"
#include "Query.h"

#include "../base/Problem.h"
#include "../store/Records.h"
#include "../transport/Message.h"

#include <map>

namespace qsim::server {

/// A request that may be served: what its handler is given.
struct Call {
  std::shared_ptr<const Request> request;
  User user;           ///< who asks; empty where anybody may
  std::string session; ///< hash of the session
  std::map<std::string, std::string> parts; ///< {name} of the path
  std::map<std::string, std::string> query;
  boost::json::object body;

  const std::string &part(const std::string &name) const {
    return parts.at(name);
  }
  /// An id in the path; one of another form names nothing: 404 of `what`.
  const std::string &id(const std::string &name) const;
  QueryReader reader() const { return QueryReader(query); }
};

/// Takes the body of one request in parts.
class Upload {
public:
  virtual ~Upload() = default;
  virtual void take(std::string_view bytes) = 0;
  virtual Response finish() = 0;
};

using Handler = std::function<Response(Call &)>;
using LaterHandler = std::function<void(std::shared_ptr<Call>, Respond)>;
using UploadHandler = std::function<std::unique_ptr<Upload>(Call &)>;

struct Route {
  std::string method;
  std::vector<std::string> pattern; ///< parts of the path; {name} is any one
  bool anybody = false;             ///< also who is not signed in
  bool json = false;                ///< has a body
  LaterHandler handler;
  UploadHandler upload; ///< in the place of `handler`
};

class Router {
public:
  /// `pattern` is such as /api/v1/projects/{project}; a last part {name...}
  /// stands for all that follow, slashes included.
  Route &add(const std::string &method, const std::string &pattern,
             Handler handler);
  Route &addLater(const std::string &method, const std::string &pattern,
                  LaterHandler handler);
  Route &addUpload(const std::string &method, const std::string &pattern,
                   UploadHandler handler);

  struct Match {
    const Route *route = nullptr;
    std::map<std::string, std::string> parts;
    std::vector<std::string> methods; ///< that the path has
  };
  /// HEAD is served as GET is.
  Match find(const std::string &method,
             const std::vector<std::string> &segments) const;

private:
  Route &addRoute(const std::string &method, const std::string &pattern);
  std::vector<std::unique_ptr<Route>> routes;
};

Response jsonResponse(int status, const boost::json::value &document);
Response noContent();

/// Runs a handler; a Problem becomes its Error document.
Response problemResponse(const std::string &request, int status,
                         const std::string &code, const Said &message);
Response problemResponse(const std::string &request, const Problem &problem);
/// The document of the exception that is being handled.
Response currentProblem(const std::string &request);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_HTTP_ROUTER_H
