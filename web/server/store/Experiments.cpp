// SPDX-License-Identifier: Apache-2.0
// Experiments of projects.
#include "Store.h"
#include "StoredJson.h"

#include <boost/json/serialize.hpp>

namespace qsim::server {
namespace {

constexpr char columns[] =
    "SELECT e.id, e.project, e.parent, e.name, e.state, e.job, e.created, "
    "e.options, e.source, e.edits, e.scores, e.bytes, e.layers, e.modes, "
    "e.sqnr, e.package_bytes FROM experiments e ";
constexpr char ofOwner[] = "JOIN projects p ON p.id = e.project WHERE p.owner "
                           "= ? ";

Experiment read(const Statement &row) {
  Experiment experiment;
  experiment.id = row.text(0);
  experiment.project = row.text(1);
  experiment.parent = row.optionalText(2);
  experiment.name = row.text(3);
  experiment.state = row.text(4);
  experiment.job = row.optionalText(5);
  experiment.created = row.integer(6);
  experiment.options =
      storedObject(row.text(7), "experiment " + experiment.id, "options");
  experiment.source =
      storedObject(row.text(8), "experiment " + experiment.id, "source");
  experiment.edits =
      storedArray(row.text(9), "experiment " + experiment.id, "edits");
  experiment.scores =
      storedObject(row.text(10), "experiment " + experiment.id, "scores");
  experiment.bytes = row.optionalInteger(11);
  experiment.layers = row.optionalInteger(12);
  if (!row.isNull(13))
    experiment.modes =
        storedArray(row.text(13), "experiment " + experiment.id, "modes");
  if (!row.isNull(14))
    experiment.sqnr = row.real(14);
  experiment.packageBytes = row.integer(15);
  return experiment;
}

std::optional<std::string> textOf(const boost::json::array &modes) {
  if (modes.empty())
    return std::nullopt;
  return boost::json::serialize(modes);
}

} // namespace

std::vector<Experiment> Experiments::list(const Owner &owner,
                                          const std::string &project) {
  Lock lock(database.mutex());
  Statement rows = database.query(
      std::string(columns) + ofOwner +
          "AND e.project = ? ORDER BY e.created DESC, e.rowid DESC",
      owner, project);
  std::vector<Experiment> all;
  while (rows.step())
    all.push_back(read(rows));
  return all;
}

std::optional<Experiment> Experiments::find(const Owner &owner,
                                            const std::string &id) {
  Lock lock(database.mutex());
  Statement row = database.query(
      std::string(columns) + ofOwner + "AND e.id = ?", owner, id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

std::optional<Experiment> Experiments::find(const std::string &id) {
  Lock lock(database.mutex());
  Statement row = database.query(std::string(columns) + "WHERE e.id = ?", id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

void Experiments::add(const Experiment &e) {
  Lock lock(database.mutex());
  database.run(
      "INSERT INTO experiments(id, project, parent, name, state, job, "
      "created, options, source, edits, scores, bytes, layers, modes, "
      "sqnr, package_bytes) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, ?, ?, ?)",
      e.id, e.project, e.parent, e.name, e.state, e.job, e.created,
      boost::json::serialize(e.options), boost::json::serialize(e.source),
      boost::json::serialize(e.edits), boost::json::serialize(e.scores),
      e.bytes, e.layers, textOf(e.modes), e.sqnr, e.packageBytes);
}

bool Experiments::rename(const Owner &owner, const std::string &id,
                         const std::string &name) {
  Lock lock(database.mutex());
  return database.run("UPDATE experiments SET name = ? WHERE id = ? AND "
                      "project IN (SELECT id FROM projects WHERE owner = ?)",
                      name, id, owner) > 0;
}

bool Experiments::remove(const Owner &owner, const std::string &id) {
  Lock lock(database.mutex());
  return database.run("DELETE FROM experiments WHERE id = ? AND project IN "
                      "(SELECT id FROM projects WHERE owner = ?)",
                      id, owner) > 0;
}

void Experiments::update(const Experiment &e) {
  Lock lock(database.mutex());
  const std::string scores = boost::json::serialize(e.scores);
  database.run(
      "UPDATE experiments SET scored = CASE WHEN scores = ?1 THEN scored ELSE "
      "?2 END, scores = ?1, state = ?3, job = ?4, options = ?5, source = ?6, "
      "edits = ?7, bytes = ?8, layers = ?9, modes = ?10, sqnr = ?11, "
      "package_bytes = ?12 WHERE id = ?13",
      scores, now(), e.state, e.job, boost::json::serialize(e.options),
      boost::json::serialize(e.source), boost::json::serialize(e.edits),
      e.bytes, e.layers, textOf(e.modes), e.sqnr, e.packageBytes, e.id);
}

bool Experiments::compilesFrom(const std::string &project,
                               const std::string &file) {
  Lock lock(database.mutex());
  Statement rows =
      database.query(std::string(columns) + "WHERE e.project = ? AND e.state = "
                                            "'compiling'",
                     project);
  while (rows.step())
    for (const auto &[key, value] : read(rows).source)
      if (value.is_string() && value.as_string() == file)
        return true;
  return false;
}

std::vector<std::string> Experiments::allIds() {
  Lock lock(database.mutex());
  Statement rows = database.query("SELECT id FROM experiments");
  std::vector<std::string> all;
  while (rows.step())
    all.push_back(rows.text(0));
  return all;
}

} // namespace qsim::server
