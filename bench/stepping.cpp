// SPDX-License-Identifier: Apache-2.0
// What stepping costs: a run, a run with hooks that want nothing, and layer by
// layer with everything retained, interleaved, on a grey picture.
//
// usage: stepping PACKAGE float|hybrid|int REPEAT
#include "qsim/Execution/Session.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <sys/resource.h>

using namespace qsim;

namespace {

double seconds(const std::function<void()> &work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

/// A way to run a picture, and the best time of it.
struct Way {
  const char *name;
  SessionOptions options;
  std::function<void(Session &)> run;
  std::unique_ptr<Session> session;
  double best = 1e30;
};

void runAll(Session &session) {
  qsimrt_run(session.handle(), nullptr, nullptr);
}

void runWithIdleHooks(Session &session) {
  const qsimrt_hooks idle = {
      nullptr, [](void *, std::int32_t) { return 0; },
      [](void *, qsimrt_session *, std::int32_t) { return QSIMRT_CONTINUE; },
      [](void *, qsimrt_session *, std::int32_t) { return QSIMRT_CONTINUE; },
      nullptr};
  qsimrt_run(session.handle(), &idle, nullptr);
}

void stepThrough(Session &session) {
  const int layers = qsimrt_session_model(session.handle())->layer_count;
  while (session.position() < layers)
    qsimrt_step(session.handle(), nullptr, nullptr);
}

int refuse(const std::string &message) {
  std::fprintf(stderr, "stepping: error: %s\n", message.c_str());
  return 1;
}

} // namespace

int main(int argc, char **argv) {
  const auto repeat = argc == 4 ? parseInteger(argv[3]) : std::nullopt;
  if (!repeat || *repeat < 1) {
    std::fprintf(stderr, "usage: stepping PACKAGE float|hybrid|int REPEAT\n");
    return 2;
  }
  Result<std::unique_ptr<Package>> package = Package::open(argv[1]);
  if (!package)
    return refuse(package.error().message);
  const qsimrt_model &model = (*package)->model();
  SessionOptions options;
  options.mode = !std::strcmp(argv[2], "int")      ? QSIMRT_INT
                 : !std::strcmp(argv[2], "hybrid") ? QSIMRT_HYBRID
                                                   : QSIMRT_FLOAT;
  SessionOptions editable = options;
  editable.retention = QSIMRT_RETAIN_ALL;
  editable.editable = true;
  Way ways[] = {{"run", options, runAll, {}},
                {"run, idle hooks", options, runWithIdleHooks, {}},
                {"stepped, all retained, editable", editable, stepThrough, {}}};
  for (Way &way : ways) {
    Result<std::unique_ptr<Session>> session =
        Session::create(model, way.options);
    if (!session)
      return refuse(session.error().message);
    way.session = std::move(*session);
  }
  const std::vector<float> grey(static_cast<std::size_t>(model.image.c) *
                                    model.image.h * model.image.w,
                                0.5f);
  for (std::int64_t i = 0; i < *repeat; ++i)
    for (Way &way : ways) {
      if (Result<void> done = way.session->setInput(grey); !done)
        return refuse(done.error().message);
      way.best = std::min(way.best, seconds([&] { way.run(*way.session); }));
    }
  Table table({"way", "ms", "over run", "session MiB"});
  for (const Way &way : ways)
    table.addRow(
        {way.name, formatFixed(1000 * way.best, 2),
         formatFixed(100 * (way.best / ways[0].best - 1), 2) + " %",
         formatFixed(double(way.session->memoryBytes()) / (1 << 20), 1)});
  std::fputs(table.text().c_str(), stdout);
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "%s, %s: peak of this process %.1f MiB, with all three sessions\n",
      model.name, argv[2], double(usage.ru_maxrss) / 1024);
  return 0;
}
