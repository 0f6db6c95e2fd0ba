// SPDX-License-Identifier: Apache-2.0
// Simulations: opened, moved, changed, looked at.
#include "App.h"
#include "Documents.h"
#include "TensorBody.h"

#include "../base/Ids.h"
#include "../base/Problem.h"
#include "../simulations/Documents.h"
#include "../simulations/GraphReader.h"

#include <boost/json/serialize.hpp>

namespace qsim::server {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

using Kind = Supervisor::Kind;
using CallPointer = std::shared_ptr<Call>;

Response problemOf(const Call &call, const Problem &problem) {
  return problemResponse(call.request->id, problem);
}

/// Answers with the simulation's document.
Supervisor::ThenDocument documentTo(CallPointer call, Respond respond,
                                    int status = 200) {
  return [call = std::move(call), respond = std::move(respond),
          status](std::variant<json::object, Problem> told) {
    if (const Problem *problem = std::get_if<Problem>(&told))
      respond(problemOf(*call, *problem));
    else
      respond(jsonResponse(status, std::get<json::object>(std::move(told))));
  };
}

/// Asks the engine and answers with what `make` makes of the reply.
template <typename Make>
void look(App &app, CallPointer call, engine::Request request, Respond respond,
          Make make) {
  app.supervisor.ask(
      call->user.id, call->id("simulation"), std::move(request), Kind::Look,
      [call, respond = std::move(respond), make](Supervisor::Told told) {
        if (const Problem *problem = std::get_if<Problem>(&told))
          return respond(problemOf(*call, *problem));
        respond(jsonResponse(200, make(std::get<engine::Reply>(told))));
      });
}

File pictureOf(App &app, const Call &call, const std::string &id,
               const std::string &project) {
  const std::optional<File> file = app.store.files.find(call.user.id, id);
  if (!file || file->project != project)
    throw unprocessable({Reason::key_file, {{"key", "picture"}}});
  if (file->kind != "picture" && file->kind != "tensor")
    throw unprocessable(
        {Reason::picture_kind, {{"path", file->path}, {"kind", file->kind}}});
  return *file;
}

void openSimulation(App &app, const CallPointer &call, Respond respond) {
  const Experiment experiment = app.experiment(*call, call->id("experiment"));
  JsonReader body(call->body);
  const std::string picture = body.id("picture");
  const auto mode = body.optionalWord("mode", {"float", "hybrid", "int"});
  const bool temporary = body.optionalBoolean("temporary").value_or(false);
  body.finish();
  const File file = pictureOf(app, *call, picture, experiment.project);
  needPackage(experiment);
  app.supervisor.open(call->user.id, experiment, file,
                      mode ? std::optional(modeOf(*mode)) : std::nullopt,
                      temporary, documentTo(call, std::move(respond), 201));
}

/// The package in the engine's scratch folder becomes an experiment's.
Experiment keepSaved(App &app, const SimulationRecord &of,
                     const std::string &name, const fs::path &saved,
                     const engine::Saved &told) {
  const std::optional<Experiment> parent =
      app.store.experiments.find(of.experiment);
  if (!parent)
    throw notFound(Reason::no_such_experiment);
  Experiment experiment;
  experiment.id = newId();
  experiment.project = parent->project;
  experiment.parent = parent->id;
  experiment.name = name;
  experiment.state = "ready";
  experiment.created = now();
  experiment.options = parent->options;
  experiment.source = parent->source;
  for (const std::string &edit : told.edits())
    experiment.edits.push_back(json::value(edit));
  const fs::path package = app.data.package(experiment.id);
  fs::create_directories(package.parent_path());
  try {
    fs::rename(saved, package);
    app.readPackage(experiment);
    Transaction transaction(app.store.database);
    app.store.experiments.add(experiment);
    app.store.projects.touch(experiment.project);
    transaction.commit();
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(app.data.experiment(experiment.id), ignored);
    throw;
  }
  app.tellExperiment(experiment);
  return experiment;
}

void saveSimulation(App &app, const CallPointer &call, Respond respond) {
  const std::string &id = call->id("simulation");
  const SimulationRecord record = app.supervisor.record(call->user.id, id);
  JsonReader body(call->body);
  const std::string name = body.text("name", 1, 120);
  body.finish();
  const fs::path folder = app.data.simulation(id) / "scratch" / newId();
  engine::Request request;
  request.mutable_save()->set_folder(folder.string());
  app.supervisor.ask(
      call->user.id, id, std::move(request), Kind::Change,
      [&app, call, respond = std::move(respond), record, name,
       folder](Supervisor::Told told) {
        if (const Problem *problem = std::get_if<Problem>(&told))
          return respond(problemOf(*call, *problem));
        // Reading the new package takes another engine, and time.
        app.later([&app, call, respond, record, name, folder,
                   saved = std::get<engine::Reply>(told).saved()] {
          try {
            respond(jsonResponse(
                201, documentOf(keepSaved(app, record, name, folder, saved),
                                app.store)));
          } catch (const std::exception &) {
            respond(currentProblem(call->request->id));
          }
        });
      });
}

int layerOf(const Call &call) {
  const std::optional<std::int64_t> layer = parseInteger(call.part("layer"));
  if (!layer || *layer < -1 || *layer > 65535)
    throw notFound(Reason::no_such_layer);
  return static_cast<int>(*layer);
}

/// What getValues and getMap have in common.
engine::GetTensor tensorOf(const Call &call, QueryReader &query) {
  engine::GetTensor tensor;
  tensor.set_layer(layerOf(call));
  tensor.set_tensor(query.text("tensor", "output", 64));
  tensor.set_source(static_cast<engine::GetTensor::Source>(
      query.word("source", {"run", "float", "difference"}, 0)));
  return tensor;
}

/// POST or PUT .../{verb}, answered by where the run stands then.
void addChange(Router &router, App &app, const std::string &method,
               const std::string &verb, bool json, Kind kind,
               std::function<engine::Request(const Call &)> make) {
  router
      .addLater(method, "/api/v1/simulations/{simulation}/" + verb,
                [&app, kind, make](CallPointer call, Respond respond) {
                  const std::string &id = call->id("simulation");
                  app.supervisor.record(call->user.id, id); // or 404
                  app.supervisor.change(call->user.id, id, make(*call), kind,
                                        documentTo(call, std::move(respond)));
                })
      .json = json;
}

void addChanges(Router &router, App &app) {
  addChange(router, app, "POST", "move", true, Kind::Move, [](const Call &c) {
    engine::Request request;
    *request.mutable_move() = moveOf(c.body);
    return request;
  });
  addChange(router, app, "PUT", "stops", true, Kind::Change,
            [](const Call &call) {
              engine::Request request;
              *request.mutable_stops() = stopsOf(call.body);
              return request;
            });
  addChange(router, app, "POST", "edits", true, Kind::Change,
            [](const Call &call) {
              engine::Request request;
              *request.mutable_edit() = editOf(call.body);
              return request;
            });
  addChange(router, app, "POST", "undo", false, Kind::Change, [](const Call &) {
    engine::Request request;
    request.mutable_undo();
    return request;
  });
  addChange(router, app, "POST", "redo", false, Kind::Change, [](const Call &) {
    engine::Request request;
    request.mutable_redo();
    return request;
  });
  router
      .addLater("PUT", "/api/v1/simulations/{simulation}/picture",
                [&app](CallPointer call, Respond respond) {
                  const std::string &id = call->id("simulation");
                  const SimulationRecord record =
                      app.supervisor.record(call->user.id, id);
                  JsonReader body(call->body);
                  const std::string picture = body.id("picture");
                  body.finish();
                  app.supervisor.changePicture(
                      call->user.id, id,
                      pictureOf(app, *call, picture, record.project),
                      documentTo(call, std::move(respond)));
                })
      .json = true;
  router
      .addLater("POST", "/api/v1/simulations/{simulation}/save",
                [&app](CallPointer call, Respond respond) {
                  saveSimulation(app, call, std::move(respond));
                })
      .json = true;
}

void addLooks(Router &router, App &app) {
  const std::string one = "/api/v1/simulations/{simulation}";
  router.addLater("GET", one + "/errors",
                  [&app](CallPointer call, Respond respond) {
                    QueryReader query = call->reader();
                    engine::Request request;
                    request.mutable_errors()->set_isolated(
                        query.boolean("isolated", false));
                    query.finish();
                    look(app, call, std::move(request), std::move(respond),
                         [](const engine::Reply &reply) {
                           return documentOf(reply.errors());
                         });
                  });
  router.addLater(
      "GET", one + "/answer", [&app](CallPointer call, Respond respond) {
        QueryReader query = call->reader();
        engine::Request request;
        request.mutable_answer()->set_threshold(
            static_cast<float>(query.number("threshold", 0.25, 0.005, 1)));
        query.finish();
        look(app, call, std::move(request), std::move(respond),
             [](const engine::Reply &reply) {
               return documentOf(reply.answers());
             });
      });
  router.addLater("GET", one + "/layers/{layer}",
                  [&app](CallPointer call, Respond respond) {
                    call->reader().finish();
                    engine::Request request;
                    request.mutable_layer()->set_layer(layerOf(*call));
                    look(app, call, std::move(request), std::move(respond),
                         [](const engine::Reply &reply) {
                           return documentOf(reply.layer());
                         });
                  });
  router.addLater("GET", one + "/layers/{layer}/statistics",
                  [&app](CallPointer call, Respond respond) {
                    QueryReader query = call->reader();
                    engine::Request request;
                    engine::GetStatistics &ask = *request.mutable_statistics();
                    ask.set_layer(layerOf(*call));
                    ask.set_tensor(query.text("tensor", "output", 64));
                    ask.set_bins(static_cast<std::uint32_t>(
                        query.integer("bins", 128, 2, 1024)));
                    query.finish();
                    look(app, call, std::move(request), std::move(respond),
                         [](const engine::Reply &reply) {
                           return documentOf(reply.statistics());
                         });
                  });
  router.addLater("GET", one + "/layers/{layer}/values",
                  [&app](CallPointer call, Respond respond) {
                    QueryReader query = call->reader();
                    engine::GetTensor tensor = tensorOf(*call, query);
                    tensor.set_raw(query.word("form", {"real", "raw"}, 0) == 1);
                    query.finish();
                    sendValues(app.supervisor, call, std::move(tensor),
                               std::move(respond));
                  });
  router.addLater(
      "GET", one + "/layers/{layer}/map",
      [&app](CallPointer call, Respond respond) {
        QueryReader query = call->reader();
        engine::GetTensor tensor = tensorOf(*call, query);
        engine::GetTensor::Map &map = *tensor.mutable_map();
        map.set_first(
            static_cast<std::uint32_t>(query.integer("first", 0, 0, 1 << 30)));
        map.set_count(
            static_cast<std::uint32_t>(query.integer("count", 64, 1, 4096)));
        map.set_size(
            static_cast<std::uint32_t>(query.integer("size", 128, 1, 1024)));
        query.finish();
        sendMap(app.supervisor, call, std::move(tensor), std::move(respond));
      });
}

} // namespace

void addSimulationRoutes(Router &router, App &app) {
  router
      .addLater("POST", "/api/v1/experiments/{experiment}/simulations",
                [&app](CallPointer call, Respond respond) {
                  openSimulation(app, call, std::move(respond));
                })
      .json = true;
  router.add("GET", "/api/v1/simulations", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(200, app.supervisor.list(call.user.id));
  });
  router.add("GET", "/api/v1/simulations/{simulation}", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(
        200, app.supervisor.document(call.user.id, call.id("simulation")));
  });
  router.add("DELETE", "/api/v1/simulations/{simulation}", [&app](Call &call) {
    app.supervisor.close(call.user.id, call.id("simulation"));
    return noContent();
  });
  router.addLater("POST", "/api/v1/simulations/{simulation}/resume",
                  [&app](CallPointer call, Respond respond) {
                    app.supervisor.resume(call->user.id, call->id("simulation"),
                                          documentTo(call, std::move(respond)));
                  });
  router.add("POST", "/api/v1/simulations/{simulation}/interrupt",
             [&app](Call &call) {
               app.supervisor.interrupt(call.user.id, call.id("simulation"));
               return noContent();
             });
  addChanges(router, app);
  addLooks(router, app);
}

} // namespace qsim::server
