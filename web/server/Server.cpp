// SPDX-License-Identifier: Apache-2.0
// Puts transport, routes and parts together; starts and stops them in order.
#include "Server.h"

#include "api/App.h"
#include "http/Dispatcher.h"
#include "session/RemoteAddress.h"
#include "transport/Listener.h"

#include <cstdio>
#include <cstdlib>
#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

namespace qsim::server {
namespace {

/// For answers under way once the end is asked for.
constexpr std::chrono::seconds grace{10};

/// As many connections as there may be, and each simulation's socket.
void raiseFileLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

void setUpLog(const std::string &level) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("qsim"));
  spdlog::set_level(spdlog::level::from_str(level));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  spdlog::flush_on(spdlog::level::info);
}

/// The listener has to exist before its port is known, and needs a service.
class LateService : public Service {
public:
  Service *service = nullptr;
  std::unique_ptr<Exchange> begin(const std::shared_ptr<const Request> &request,
                                  std::optional<Response> &answer) override {
    return service->begin(request, answer);
  }
  Response malformed(const Request &request, int status,
                     const Said &message) override {
    return service->malformed(request, status, message);
  }
  std::optional<Response> refuseSocket(const Request &request) override {
    return service->refuseSocket(request);
  }
  void socketOpened(const Request &request,
                    const std::shared_ptr<Socket> &socket) override {
    service->socketOpened(request, socket);
  }
  void socketClosed(const std::shared_ptr<Socket> &socket) override {
    service->socketClosed(socket);
  }
  void answered(const Request &request, int status,
                double milliseconds) override {
    service->answered(request, status, milliseconds);
  }
};

int serveOrThrow(const Options &options) {
  LateService late;
  ListenerOptions listening;
  listening.address = options.address;
  listening.port = options.port;
  listening.threads = options.threads;
  if (options.trustForwarded)
    listening.clientOf = [](const Request &request) {
      return remoteAddress(request, true);
    };
  Listener listener(listening, late);

  App app(options, options.publicUrl.empty()
                       ? Origins::ofAddress(options.address, listener.port())
                       : Origins::of(options.publicUrl));
  app.later = [&listener](std::function<void()> task) {
    listener.onWorker(std::move(task));
  };
  const StaticFiles pages(options.ui);
  Router router;
  addSessionRoutes(router, app);
  addProjectRoutes(router, app);
  addFileRoutes(router, app);
  addExperimentRoutes(router, app);
  addJobRoutes(router, app);
  addSimulationRoutes(router, app);
  Dispatcher dispatcher(router, app.sessions, app.origins, app.hub, pages);
  late.service = &dispatcher;

  listener.onSignals([&](int count) {
    if (count > 1)
      _exit(1);
    spdlog::info("stopping");
    // The answers that jobs and simulations owe come first.
    listener.onWorker([&] {
      app.stop();
      listener.stop(grace);
    });
  });
  app.start();
  listener.onWorker([&app] { app.makeFirstProject(); });
  std::printf("qsim is at %s\n", app.origins.publicUrl().c_str());
  app.printSignInLink();
  spdlog::info("listening on {} port {}, data in {}", options.address,
               listener.port(), app.data.root().string());
  listener.run();
  spdlog::info("stopped");
  return 0;
}

} // namespace

int serve(const Options &options) {
  setUpLog(options.logLevel);
  raiseFileLimit();
  try {
    if (sodium_init() < 0)
      throw std::runtime_error("there is no source of random numbers");
    return serveOrThrow(options);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "qsim serve: error: %s\n", error.what());
    return 1;
  }
}

} // namespace qsim::server
