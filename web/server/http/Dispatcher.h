// SPDX-License-Identifier: Apache-2.0
// From the transport to the routes: who asks, may they, and what comes back
// when something is wrong.
#ifndef QSIM_WEB_SERVER_HTTP_DISPATCHER_H
#define QSIM_WEB_SERVER_HTTP_DISPATCHER_H

#include "Router.h"

#include "../events/Hub.h"
#include "../session/Origins.h"
#include "../session/Sessions.h"
#include "../ui/StaticFiles.h"

namespace qsim::server {

class Dispatcher : public Service {
public:
  Dispatcher(const Router &router, Sessions &sessions, const Origins &origins,
             Hub &hub, const StaticFiles &pages)
      : router(router), sessions(sessions), origins(origins), hub(hub),
        pages(pages) {}

  std::unique_ptr<Exchange> begin(const std::shared_ptr<const Request> &request,
                                  std::optional<Response> &answer) override;
  Response malformed(const Request &request, int status,
                     const Said &message) override;
  std::optional<Response> refuseSocket(const Request &request) override;
  void socketOpened(const Request &request,
                    const std::shared_ptr<Socket> &socket) override;
  void socketClosed(const std::shared_ptr<Socket> &socket) override;
  void answered(const Request &request, int status,
                double milliseconds) override;

private:
  std::unique_ptr<Exchange> route(const std::shared_ptr<const Request> &request,
                                  std::optional<Response> &answer);
  void admit(const Router::Match &match, Call &call) const;

  const Router &router;
  Sessions &sessions;
  const Origins &origins;
  Hub &hub;
  const StaticFiles &pages;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_HTTP_DISPATCHER_H
