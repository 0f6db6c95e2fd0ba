// SPDX-License-Identifier: Apache-2.0
// /api/v1/session: who is signed in. And whether the server is well.
#include "App.h"

#include "../base/Problem.h"
#include "../session/RemoteAddress.h"

namespace qsim::server {
namespace {

boost::json::object sessionOf(const App &app, const User &user) {
  return {{"user", {{"id", user.id}, {"name", user.name}}},
          {"publicUrl", app.origins.publicUrl()},
          {"version", QSIM_VERSION}};
}

} // namespace

void addSessionRoutes(Router &router, App &app) {
  router
      .add("GET", "/healthz",
           [&app](Call &call) {
             call.reader().finish();
             app.store.projects.none(); // the database answers
             return response(200, "ok\n", "text/plain; charset=utf-8");
           })
      .anybody = true;

  // Where it is no WebSocket: those the transport serves.
  router.add("GET", "/api/v1/events", [](Call &) -> Response {
    throw badRequest(Reason::events_need_socket);
  });

  router.add("GET", "/api/v1/session", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(200, sessionOf(app, call.user));
  });

  Route &signIn = router.add("POST", "/api/v1/session", [&app](Call &call) {
    JsonReader body(call.body);
    const std::string token = body.text("token", 0, 128);
    body.finish();
    Sessions::SignedIn signedIn = app.sessions.signIn(
        token, remoteAddress(*call.request, app.options.trustForwarded));
    app.printSignInLink();
    Response made = jsonResponse(200, sessionOf(app, signedIn.user));
    made.headers.push_back({"Set-Cookie", std::move(signedIn.cookie)});
    return made;
  });
  signIn.anybody = true;
  signIn.json = true;

  router.add("DELETE", "/api/v1/session", [&app](Call &call) {
    app.sessions.end(call.session);
    app.hub.closeSession(call.session);
    Response made = noContent();
    made.headers.push_back({"Set-Cookie", app.sessions.noCookie()});
    return made;
  });
}

} // namespace qsim::server
