// SPDX-License-Identifier: Apache-2.0
// Opens a package in an engine of its own and asks for the graph.
#include "GraphReader.h"

#include "Documents.h"

#include "../base/Problem.h"
#include "../base/Text.h"

#include <future>

namespace qsim::server {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::seconds patience{60};

/// Waits for the answer to one question.
engine::Reply answerTo(Engine &engine, engine::Request request,
                       const fs::path &package, const Said &ending) {
  const auto promise = std::make_shared<std::promise<Engine::Reply>>();
  std::future<Engine::Reply> answer = promise->get_future();
  engine.ask(std::move(request), [promise](Engine::Reply reply) {
    promise->set_value(std::move(reply));
  });
  if (answer.wait_for(patience) != std::future_status::ready)
    throw engineFailed(Reason::package_late);
  Engine::Reply reply = answer.get();
  if (!reply)
    throw engineFailed(ending);
  if (reply->has_failure())
    throw unprocessable(Said::quoted(
        withoutFolder(reply->failure().message(), package.string())));
  return std::move(*reply);
}

} // namespace

GraphFacts readGraph(EngineOptions options, const fs::path &package,
                     const fs::path &scratch) {
  fs::create_directories(scratch);
  struct Remove {
    const fs::path &folder;
    ~Remove() {
      std::error_code ignored;
      fs::remove_all(folder, ignored);
    }
  } remove{scratch};
  options.read = {package.string()};
  options.scratch = scratch.string();
  Said ending = Reason::package_unreadable;
  Engine engine(options, {nullptr, nullptr,
                          [&ending](const Said &why) { ending = why; }});
  engine::Request open;
  open.mutable_open()->set_package(package.string());
  open.mutable_open()->set_scratch(scratch.string());
  answerTo(engine, open, package, ending);
  engine::Request ask;
  ask.mutable_graph();
  const engine::Reply reply = answerTo(engine, ask, package, ending);
  if (!reply.has_graph())
    throw engineFailed(Reason::package_no_graph);
  GraphFacts facts;
  facts.document = documentOf(reply.graph());
  for (const int mode : reply.graph().modes())
    facts.modes.push_back(wordOf(static_cast<engine::Mode>(mode)));
  facts.bytes = static_cast<std::int64_t>(reply.graph().bytes());
  facts.layers = reply.graph().layers_size();
  return facts;
}

} // namespace qsim::server
