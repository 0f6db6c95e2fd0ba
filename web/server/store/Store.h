// SPDX-License-Identifier: Apache-2.0
// All questions that are asked of the database, by noun. What a person asks for
// names the person: what is another's does not exist.
#ifndef QSIM_WEB_SERVER_STORE_STORE_H
#define QSIM_WEB_SERVER_STORE_STORE_H

#include "Database.h"
#include "Records.h"

namespace qsim::server {

using Owner = std::string; ///< id of a user

class Users {
public:
  explicit Users(Database &database) : database(database) {}
  /// The account that is always there.
  User builtIn();

  void addSession(const std::string &hash, const User &user);
  /// Of a session that was used after `usedAfter` and made after `madeAfter`.
  std::optional<User> ofSession(const std::string &hash, Milliseconds usedAfter,
                                Milliseconds madeAfter);
  void endSession(const std::string &hash);

private:
  Database &database;
};

class Projects {
public:
  explicit Projects(Database &database) : database(database) {}
  std::vector<Project> list(const Owner &owner);
  std::optional<Project> find(const Owner &owner, const std::string &id);
  bool none();
  Project create(const Owner &owner, const std::string &name, bool example);
  bool rename(const Owner &owner, const std::string &id,
              const std::string &name);
  bool remove(const Owner &owner, const std::string &id);
  void touch(const std::string &id);
  /// Empty where there is no such project.
  Owner ownerOf(const std::string &id);

private:
  Database &database;
};

class Files {
public:
  explicit Files(Database &database) : database(database) {}
  std::vector<File> list(const Owner &owner, const std::string &project);
  std::optional<File> find(const Owner &owner, const std::string &id);
  std::optional<File> findPath(const std::string &project,
                               const std::string &path);
  /// Those in the folder, or the one of that path, by path; '' is all.
  std::vector<File> under(const std::string &project, const std::string &path);
  /// In the place of a file of the same path, which it returns.
  std::optional<File> put(const File &file);
  bool remove(const Owner &owner, const std::string &id);
  std::vector<std::string> allIds();

private:
  Database &database;
};

class Experiments {
public:
  explicit Experiments(Database &database) : database(database) {}
  std::vector<Experiment> list(const Owner &owner, const std::string &project);
  std::optional<Experiment> find(const Owner &owner, const std::string &id);
  std::optional<Experiment> find(const std::string &id); ///< for the server
  void add(const Experiment &experiment);
  bool rename(const Owner &owner, const std::string &id,
              const std::string &name);
  bool remove(const Owner &owner, const std::string &id);
  /// Everything but id, project, parent, name and created.
  void update(const Experiment &experiment);
  /// Whether one that is being compiled names the file.
  bool compilesFrom(const std::string &project, const std::string &file);
  std::vector<std::string> allIds();

private:
  Database &database;
};

class Jobs {
public:
  explicit Jobs(Database &database) : database(database) {}
  std::vector<Job> list(const Owner &owner, const std::string &project);
  std::optional<Job> find(const Owner &owner, const std::string &id);
  std::optional<Job> find(const std::string &id); ///< for the server
  void add(const Job &job);
  /// The oldest that waits for nothing but its turn, now running and with one
  /// attempt more. Others than `compile` wait for their experiment's package.
  std::optional<Job> claim();
  /// From one of the states to another; false where it was in none of them.
  bool finish(const std::string &id, const std::string &state,
              const Said &message = {}, const Said &advice = {});
  void setNote(const std::string &id, const Said &note);
  bool cancelQueued(const std::string &id);
  bool requeue(const std::string &id);
  /// What ran when the last server ended waits again.
  int requeueRunning();
  std::vector<std::string> allIds();
  std::vector<Job> ofExperiment(const std::string &experiment);

private:
  Database &database;
};

class Simulations {
public:
  explicit Simulations(Database &database) : database(database) {}
  std::vector<SimulationRecord> all();
  void add(const SimulationRecord &record);
  void update(const SimulationRecord &record);
  void remove(const std::string &id);
  /// Larger than what any server on this database began with: whatever its
  /// simulations are told to be counts on from here, whichever time the clock
  /// says. Below 2^53 for 1.5 million starts, with 2^32 in between.
  std::uint64_t firstSequence();

private:
  Database &database;
};

/// The database and what is asked of it.
struct Store {
  explicit Store(const std::string &path) : database(path) {}
  Database database;
  Users users{database};
  Projects projects{database};
  Files files{database};
  Experiments experiments{database};
  Jobs jobs{database};
  Simulations simulations{database};
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_STORE_STORE_H
