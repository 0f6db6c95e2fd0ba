// SPDX-License-Identifier: Apache-2.0
// All simulations: which have an engine, what became of the others, and how to
// go on where they stood.
#ifndef QSIM_WEB_SERVER_SIMULATIONS_SUPERVISOR_H
#define QSIM_WEB_SERVER_SIMULATIONS_SUPERVISOR_H

#include "Engine.h"

#include "../base/Problem.h"
#include "../files/DataFolder.h"
#include "../store/Store.h"

#include <condition_variable>
#include <variant>

namespace qsim::server {

struct SupervisorOptions {
  EngineOptions engine; ///< program, memory and times
  int atMost = 8;       ///< engines
  std::chrono::milliseconds idle{20 * 60 * 1000};
  /// Between two questions to a temporary one, before it has to make room.
  std::chrono::milliseconds temporaryPause{10 * 1000};
};

/// Called with the supervisor's lock held: they must not call back.
struct SupervisorHooks {
  std::function<void(const Owner &, const boost::json::object &document,
                     bool gone)>
      changed;
  std::function<void(const Owner &, const std::string &id, int layer)> moved;
};

class Supervisor {
public:
  using Told = std::variant<engine::Reply, Problem>;
  using Then = std::function<void(Told)>;
  /// The document of a simulation, or why there is none.
  using ThenDocument =
      std::function<void(std::variant<boost::json::object, Problem>)>;

  Supervisor(Store &store, const DataFolder &data, SupervisorOptions options,
             SupervisorHooks hooks);
  ~Supervisor();

  /// What was live when the last server ended is parked.
  void start();
  /// Ends moves and engines; everything is parked where it stands.
  void stop();

  boost::json::array list(const Owner &owner);
  boost::json::object document(const Owner &owner, const std::string &id);
  SimulationRecord record(const Owner &owner, const std::string &id);

  /// A new one, standing before the first layer. Throws 503 where there is no
  /// room. A temporary one is never kept: where another would be parked or
  /// stay failed it goes, so that whoever leaves it leaves nothing behind.
  void open(const Owner &owner, const Experiment &experiment,
            const File &picture, std::optional<engine::Mode> mode,
            bool temporary, ThenDocument then);

  enum class Kind {
    Look,   ///< changes nothing
    Change, ///< not while a move is under way
    Move
  };
  /// Wakes a parked one. Throws where it cannot be asked.
  void ask(const Owner &owner, const std::string &id, engine::Request request,
           Kind kind, Then then);
  /// ask() for what is answered by a State: its document.
  void change(const Owner &owner, const std::string &id,
              engine::Request request, Kind kind, ThenDocument then);
  void changePicture(const Owner &owner, const std::string &id,
                     const File &picture, ThenDocument then);
  void resume(const Owner &owner, const std::string &id, ThenDocument then);
  void interrupt(const Owner &owner, const std::string &id);
  void close(const Owner &owner, const std::string &id);
  void closeAllOf(const std::string &experiment);

  /// Grows with every State: values read in parts are of one moment while it
  /// stays the same.
  std::uint64_t revision(const std::string &id);

  const EngineOptions &engineOptions() const { return options.engine; }

private:
  struct Simulation;
  using Shared = std::shared_ptr<Simulation>;
  using Guard = std::unique_lock<std::recursive_mutex>;

  Shared find(const Owner &owner, const std::string &id);
  boost::json::object documentOf(const Simulation &simulation) const;
  void tell(Simulation &simulation);
  void makeRoom();
  void park(const Shared &simulation);
  void wake(const Shared &simulation, std::optional<engine::Mode> mode,
            Then then);
  void fail(const Shared &simulation, const Said &why);
  Told apply(Simulation &simulation, Engine::Reply reply);
  std::string linkPicture(const std::string &id, const File &picture);
  bool findPicture(SimulationRecord &record);
  std::string forPerson(const SimulationRecord &record, std::string message);
  void remove(const Shared &simulation);
  void keepHouse();
  /// Writes what the database has not yet.
  void keep(Simulation &simulation);
  void flush();

  Store &store;
  const DataFolder &data;
  SupervisorOptions options;
  SupervisorHooks hooks;
  std::recursive_mutex mutex;
  std::map<std::string, Shared> simulations;
  std::uint64_t firstSequence = 0; ///< of this server's simulations
  /// Engines that are to be waited for, which their own threads cannot.
  std::vector<std::shared_ptr<Engine>> ending;
  std::condition_variable_any wakeUp;
  bool stopping = false;
  std::thread housekeeping;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SIMULATIONS_SUPERVISOR_H
