// SPDX-License-Identifier: Apache-2.0
// Engines come and go; simulations stay.
#include "Supervisor.h"

#include "Documents.h"

#include "../base/Ids.h"

#include <boost/json/array.hpp>
#include <spdlog/spdlog.h>

namespace qsim::server {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds housekeepingEvery{200};
/// Questions to one simulation that wait, behind a long move.
constexpr std::size_t waitingAtMost = 128;
/// For moves to end when the server stops.
constexpr std::chrono::seconds stopTime{2};

json::object firstSnapshot(const Experiment &experiment) {
  return {{"position", 0},          {"layers", experiment.layers.value_or(0)},
          {"modes", json::array()}, {"stale", json::array()},
          {"stops", json::array()}, {"hits", json::array()},
          {"edits", json::array()}, {"redo", 0}};
}

Problem problemOf(engine::Failure::Kind kind, const std::string &message) {
  return kind == engine::Failure::NOT_YET
             ? conflict(Said::quoted(message))
             : unprocessable(Said::quoted(message));
}

} // namespace

struct Supervisor::Simulation {
  SimulationRecord record;
  std::shared_ptr<Engine> engine;
  bool busy = false, dirty = false, removed = false;
  bool temporary = false; ///< and so nowhere in the database
  std::uint64_t revision = 0;
  /// Of what was told last; what is told after a restart of the server is newer
  /// than all before.
  std::uint64_t sequence;
  Clock::time_point used = Clock::now();

  explicit Simulation(std::uint64_t first) : sequence(first) {}
};

Supervisor::Supervisor(Store &store, const DataFolder &data,
                       SupervisorOptions options, SupervisorHooks hooks)
    : store(store), data(data), options(std::move(options)),
      hooks(std::move(hooks)) {}

Supervisor::~Supervisor() { stop(); }

void Supervisor::start() {
  Guard guard(mutex);
  firstSequence = store.simulations.firstSequence();
  std::vector<std::string> ids;
  for (SimulationRecord &record : store.simulations.all()) {
    if (record.state != "failed") {
      record.state = "parked";
      record.message = {};
    }
    ids.push_back(record.id);
    bool dirty = false;
    if (!findPicture(record)) {
      record.state = "failed";
      record.message = Reason::simulation_picture_gone;
      dirty = true;
    }
    auto simulation = std::make_shared<Simulation>(firstSequence);
    simulation->record = std::move(record);
    simulation->dirty = dirty;
    simulations[simulation->record.id] = std::move(simulation);
  }
  data.sweep("simulations", ids);
  housekeeping = std::thread([this] { keepHouse(); });
}

void Supervisor::stop() {
  const Clock::time_point end = Clock::now() + stopTime;
  {
    Guard guard(mutex);
    if (stopping)
      return;
    stopping = true;
    bool busy = true;
    for (auto &[id, simulation] : simulations)
      if (simulation->engine && simulation->busy)
        simulation->engine->interrupt();
    while (busy && Clock::now() < end) {
      busy = false;
      for (auto &[id, simulation] : simulations)
        busy = busy || (simulation->engine && simulation->busy);
      if (busy)
        wakeUp.wait_for(guard, std::chrono::milliseconds(20));
    }
    const std::map<std::string, Shared> all = simulations;
    for (const auto &[id, simulation] : all)
      if (simulation->engine)
        park(simulation);
  }
  wakeUp.notify_all();
  if (housekeeping.joinable())
    housekeeping.join();
}

Supervisor::Shared Supervisor::find(const Owner &owner, const std::string &id) {
  const auto found = simulations.find(id);
  if (found == simulations.end() || found->second->record.owner != owner)
    throw notFound(Reason::no_such_simulation);
  return found->second;
}

json::object Supervisor::documentOf(const Simulation &simulation) const {
  const SimulationRecord &record = simulation.record;
  json::object document = record.snapshot;
  document["id"] = record.id;
  document["experiment"] = record.experiment;
  document["picture"] = record.picture;
  document["created"] = rfc3339(record.created);
  document["state"] = record.state;
  document["busy"] = simulation.busy;
  document["sequence"] = simulation.sequence;
  put(document, "message", "messageReason", record.message);
  if (simulation.temporary)
    document["temporary"] = true;
  return document;
}

void Supervisor::tell(Simulation &simulation) {
  simulation.dirty = true;
  ++simulation.sequence;
  if (!simulation.removed && !simulation.temporary)
    hooks.changed(simulation.record.owner, documentOf(simulation), false);
}

json::array Supervisor::list(const Owner &owner) {
  Guard guard(mutex);
  std::vector<Shared> own;
  for (const auto &[id, simulation] : simulations)
    if (simulation->record.owner == owner && !simulation->removed &&
        !simulation->temporary)
      own.push_back(simulation);
  std::sort(own.begin(), own.end(), [](const Shared &a, const Shared &b) {
    return a->record.created > b->record.created;
  });
  json::array all;
  for (const Shared &simulation : own)
    all.push_back(documentOf(*simulation));
  return all;
}

json::object Supervisor::document(const Owner &owner, const std::string &id) {
  Guard guard(mutex);
  return documentOf(*find(owner, id));
}

SimulationRecord Supervisor::record(const Owner &owner, const std::string &id) {
  Guard guard(mutex);
  return find(owner, id)->record;
}

std::uint64_t Supervisor::revision(const std::string &id) {
  Guard guard(mutex);
  const auto found = simulations.find(id);
  return found == simulations.end() ? 0 : found->second->revision;
}

void Supervisor::makeRoom() {
  int engines = 0;
  Shared idlest;
  for (auto &[id, simulation] : simulations) {
    if (!simulation->engine)
      continue;
    ++engines;
    if (!simulation->busy && simulation->engine->waiting() == 0 &&
        simulation->record.state == "live" &&
        !(simulation->temporary &&
          Clock::now() - simulation->used < options.temporaryPause) &&
        (!idlest || simulation->used < idlest->used))
      idlest = simulation;
  }
  if (engines < options.atMost)
    return;
  if (!idlest)
    throw unavailable(
        {Reason::simulations_full, {{"most", std::to_string(options.atMost)}}});
  park(idlest);
}

void Supervisor::park(const Shared &simulation) {
  if (simulation->temporary)
    return remove(simulation);
  ending.push_back(std::move(simulation->engine));
  simulation->engine.reset();
  simulation->busy = false;
  simulation->record.state = "parked";
  simulation->record.message = {};
  spdlog::info("simulation {}: parked", simulation->record.id);
  tell(*simulation);
}

void Supervisor::fail(const Shared &simulation, const Said &why) {
  if (simulation->engine)
    ending.push_back(std::move(simulation->engine));
  simulation->engine.reset();
  simulation->busy = false;
  simulation->record.state = "failed";
  simulation->record.message = why;
  spdlog::warn("simulation {}: {}", simulation->record.id, why.text());
  tell(*simulation);
  // Who waits for an answer is told why there is none.
  if (simulation->temporary)
    remove(simulation);
}

/// Takes in what a reply tells of where the run stands.
Supervisor::Told Supervisor::apply(Simulation &simulation,
                                   Engine::Reply reply) {
  simulation.used = Clock::now();
  if (!reply)
    return engineFailed(simulation.record.message.empty()
                            ? Said(Reason::simulation_gone)
                            : simulation.record.message);
  if (reply->has_failure())
    return problemOf(reply->failure().kind(),
                     forPerson(simulation.record, reply->failure().message()));
  if (reply->has_state() || reply->has_now()) {
    const engine::State &state =
        reply->has_state() ? reply->state() : reply->now();
    // What a look computed anew is what a look reads: no other moment.
    if (reply->has_state())
      ++simulation.revision;
    simulation.record.snapshot = server::documentOf(state);
    simulation.record.bookmark = state.bookmark();
    tell(simulation);
    // Before whoever asked is told that it is done.
    if (reply->has_state())
      keep(simulation);
  }
  return std::move(*reply);
}

void Supervisor::wake(const Shared &simulation,
                      std::optional<engine::Mode> mode, Then then) {
  if (stopping)
    throw unavailable(Reason::server_ending);
  SimulationRecord &record = simulation->record;
  if (!findPicture(record))
    throw engineFailed(Reason::simulation_picture_gone);
  makeRoom();
  const fs::path folder = data.simulation(record.id);
  fs::remove_all(folder / "scratch");
  fs::create_directories(folder / "scratch");
  EngineOptions start = options.engine;
  start.read = {data.package(record.experiment).string(),
                (folder / "pictures").string()};
  start.scratch = (folder / "scratch").string();
  start.log = (folder / "engine.log").string();
  engine::Request request;
  engine::Open &open = *request.mutable_open();
  open.set_package(start.read[0]);
  open.set_picture((folder / "pictures" / record.file).string());
  open.set_scratch(start.scratch);
  open.set_bookmark(record.bookmark);
  if (mode)
    open.set_mode(*mode);

  // An engine that this simulation has no longer may still say something.
  auto mine = std::make_shared<Engine *>(nullptr);
  const std::weak_ptr<Simulation> weak = simulation;
  const auto guarded = [this, weak, mine](auto act) {
    Guard guard(mutex);
    const Shared found = weak.lock();
    if (found && found->engine && found->engine.get() == *mine)
      act(found);
  };
  EngineHooks told;
  told.moved = [this, guarded](int layer) {
    guarded([&](const Shared &found) {
      found->used = Clock::now();
      hooks.moved(found->record.owner, found->record.id, layer);
    });
  };
  told.answers = [this, guarded](bool answers) {
    guarded([&](const Shared &found) {
      found->record.state = answers ? "live" : "unresponsive";
      found->record.message =
          answers
              ? Said()
              : Said(
                    Reason::simulation_silent,
                    {{"seconds",
                      std::to_string(options.engine.endAfter.count() / 1000)}});
      tell(*found);
    });
  };
  told.ended = [this, guarded](const Said &why) {
    guarded([&](const Shared &found) { fail(found, why); });
  };
  simulation->engine = std::make_shared<Engine>(start, told);
  *mine = simulation->engine.get();
  record.state = "live";
  record.message = {};
  simulation->used = Clock::now();
  simulation->engine->ask(
      request, [this, simulation, then = std::move(then)](Engine::Reply reply) {
        Guard guard(mutex);
        Told told = apply(*simulation, std::move(reply));
        if (const Problem *problem = std::get_if<Problem>(&told);
            problem && simulation->engine)
          fail(simulation, problem->said());
        guard.unlock();
        then(std::move(told));
      });
}

void Supervisor::open(const Owner &owner, const Experiment &experiment,
                      const File &picture, std::optional<engine::Mode> mode,
                      bool temporary, ThenDocument then) {
  Guard guard(mutex);
  const auto simulation = std::make_shared<Simulation>(firstSequence);
  simulation->temporary = temporary;
  SimulationRecord &record = simulation->record;
  record.id = newId();
  record.experiment = experiment.id;
  record.project = experiment.project;
  record.owner = owner;
  record.picture = picture.id;
  record.created = now();
  record.snapshot = firstSnapshot(experiment);
  record.file = linkPicture(record.id, picture);
  // Shown, and kept, once it stands.
  simulation->removed = true;
  simulations[record.id] = simulation;
  const auto discard = [this, simulation] {
    simulations.erase(simulation->record.id);
    std::error_code ignored;
    fs::remove_all(data.simulation(simulation->record.id), ignored);
  };
  try {
    wake(simulation, mode,
         [this, simulation, discard, then = std::move(then)](Told told) {
           Guard guard(mutex);
           if (const Problem *problem = std::get_if<Problem>(&told)) {
             const Problem why = *problem;
             discard();
             guard.unlock();
             return then(why);
           }
           simulation->removed = false;
           if (!simulation->temporary)
             store.simulations.add(simulation->record);
           tell(*simulation);
           json::object document = documentOf(*simulation);
           guard.unlock();
           then(std::move(document));
         });
  } catch (...) {
    discard();
    throw;
  }
}

void Supervisor::ask(const Owner &owner, const std::string &id,
                     engine::Request request, Kind kind, Then then) {
  Guard guard(mutex);
  const Shared simulation = find(owner, id);
  if (simulation->record.state == "failed" ||
      simulation->record.state == "unresponsive")
    throw engineFailed(simulation->record.message);
  if (kind != Kind::Look && simulation->busy)
    throw conflict(Reason::simulation_busy);
  if (simulation->engine && simulation->engine->waiting() >= waitingAtMost)
    throw Problem(429, "too_many", Reason::simulation_asked_too_much);
  if (!simulation->engine)
    wake(simulation, std::nullopt, [](Told) {});
  simulation->used = Clock::now();
  const bool move = kind == Kind::Move;
  if (move) {
    simulation->busy = true;
    tell(*simulation);
  }
  // Gone again where the engine could not be started: then there is why.
  const std::shared_ptr<Engine> engine = simulation->engine;
  if (!engine)
    throw engineFailed(simulation->record.message);
  guard.unlock();
  engine->ask(
      std::move(request),
      [this, simulation, move, then = std::move(then)](Engine::Reply reply) {
        Guard guard(mutex);
        if (move)
          simulation->busy = false;
        Told told = apply(*simulation, std::move(reply));
        if (move && std::holds_alternative<Problem>(told))
          tell(*simulation);
        guard.unlock();
        wakeUp.notify_all();
        then(std::move(told));
      });
}

void Supervisor::change(const Owner &owner, const std::string &id,
                        engine::Request request, Kind kind, ThenDocument then) {
  ask(owner, id, std::move(request), kind,
      [this, owner, id, then = std::move(then)](Told told) {
        if (const Problem *problem = std::get_if<Problem>(&told))
          return then(*problem);
        try {
          then(document(owner, id));
        } catch (const Problem &problem) { // closed meanwhile
          then(problem);
        }
      });
}

void Supervisor::changePicture(const Owner &owner, const std::string &id,
                               const File &picture, ThenDocument then) {
  Guard guard(mutex);
  const Shared simulation = find(owner, id);
  const std::string name = linkPicture(id, picture);
  engine::Request request;
  request.mutable_picture()->set_picture(
      (data.simulation(id) / "pictures" / name).string());
  ask(owner, id, std::move(request), Kind::Change,
      [this, simulation, name, picture = picture.id,
       then = std::move(then)](Told told) {
        if (const Problem *problem = std::get_if<Problem>(&told))
          return then(*problem);
        Guard guard(mutex);
        simulation->record.picture = picture;
        simulation->record.file = name;
        tell(*simulation);
        keep(*simulation);
        json::object document = documentOf(*simulation);
        guard.unlock();
        then(std::move(document));
      });
}

void Supervisor::resume(const Owner &owner, const std::string &id,
                        ThenDocument then) {
  Guard guard(mutex);
  const Shared simulation = find(owner, id);
  if (simulation->record.state == "unresponsive")
    throw engineFailed(simulation->record.message);
  if (simulation->engine)
    return then(documentOf(*simulation));
  wake(simulation, std::nullopt,
       [this, simulation, then = std::move(then)](Told told) {
         if (const Problem *problem = std::get_if<Problem>(&told))
           return then(*problem);
         Guard guard(mutex);
         json::object document = documentOf(*simulation);
         guard.unlock();
         then(std::move(document));
       });
}

void Supervisor::interrupt(const Owner &owner, const std::string &id) {
  Guard guard(mutex);
  const Shared simulation = find(owner, id);
  if (simulation->engine && simulation->busy)
    simulation->engine->interrupt();
}

void Supervisor::remove(const Shared &simulation) {
  simulation->removed = true;
  if (simulation->engine)
    ending.push_back(std::move(simulation->engine));
  simulation->engine.reset();
  const std::string id = simulation->record.id;
  if (!simulation->temporary) {
    store.simulations.remove(id);
    hooks.changed(simulation->record.owner, documentOf(*simulation), true);
  }
  simulations.erase(id);
  // Open files stay readable for an engine that has not ended yet.
  std::error_code ignored;
  fs::remove_all(data.simulation(id), ignored);
  spdlog::info("simulation {}: closed", id);
}

void Supervisor::close(const Owner &owner, const std::string &id) {
  Guard guard(mutex);
  remove(find(owner, id));
}

void Supervisor::closeAllOf(const std::string &experiment) {
  Guard guard(mutex);
  std::vector<Shared> all;
  for (const auto &[id, simulation] : simulations)
    if (simulation->record.experiment == experiment)
      all.push_back(simulation);
  for (const Shared &simulation : all)
    remove(simulation);
}

void Supervisor::keep(Simulation &simulation) {
  if (!simulation.dirty || simulation.removed || simulation.temporary)
    return;
  simulation.dirty = false;
  try {
    store.simulations.update(simulation.record);
  } catch (const std::exception &error) {
    spdlog::error("simulation {}: {}", simulation.record.id, error.what());
    simulation.dirty = true;
  }
}

void Supervisor::flush() {
  for (auto &[id, simulation] : simulations)
    keep(*simulation);
}

void Supervisor::keepHouse() {
  for (bool last = false; !last;) {
    std::vector<std::shared_ptr<Engine>> ended;
    {
      Guard guard(mutex);
      if (!stopping)
        wakeUp.wait_for(guard, housekeepingEvery);
      last = stopping;
      const std::map<std::string, Shared> all = simulations;
      for (const auto &[id, simulation] : all)
        if (simulation->engine && !simulation->busy &&
            simulation->engine->waiting() == 0 &&
            simulation->record.state == "live" &&
            Clock::now() - simulation->used > options.idle)
          park(simulation);
      flush();
      ended.swap(ending);
    }
    // Without the lock: the engines' threads may be waiting for it.
    ended.clear();
  }
}

} // namespace qsim::server
