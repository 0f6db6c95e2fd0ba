// SPDX-License-Identifier: Apache-2.0
// Projects, with what is counted of them.
#include "Store.h"

#include "../base/Ids.h"

namespace qsim::server {
namespace {

constexpr char columns[] = R"sql(
SELECT p.id, p.owner, u.name, p.name, p.example, p.created, p.changed,
  (SELECT count(*) FROM files WHERE project = p.id),
  (SELECT count(*) FROM experiments WHERE project = p.id),
  (SELECT ifnull(sum(bytes), 0) FROM files WHERE project = p.id) +
  (SELECT ifnull(sum(package_bytes), 0) FROM experiments WHERE project = p.id),
  (SELECT scores FROM experiments WHERE project = p.id AND scored IS NOT NULL
    ORDER BY scored DESC LIMIT 1),
  (SELECT id FROM experiments WHERE project = p.id AND state = 'ready'
    ORDER BY created DESC, rowid DESC LIMIT 1)
FROM projects p JOIN users u ON u.id = p.owner WHERE p.owner = ?)sql";

Project read(const Statement &row) {
  Project project;
  project.id = row.text(0);
  project.owner = row.text(1);
  project.ownerName = row.text(2);
  project.name = row.text(3);
  project.example = row.integer(4) != 0;
  project.created = row.integer(5);
  project.changed = row.integer(6);
  project.files = row.integer(7);
  project.experiments = row.integer(8);
  project.bytes = row.integer(9);
  project.bestScores = row.optionalText(10);
  project.latestExperiment = row.optionalText(11);
  return project;
}

} // namespace

std::vector<Project> Projects::list(const Owner &owner) {
  Lock lock(database.mutex());
  Statement rows = database.query(
      std::string(columns) + " ORDER BY p.created DESC, p.rowid DESC", owner);
  std::vector<Project> all;
  while (rows.step())
    all.push_back(read(rows));
  return all;
}

std::optional<Project> Projects::find(const Owner &owner,
                                      const std::string &id) {
  Lock lock(database.mutex());
  Statement rows =
      database.query(std::string(columns) + " AND p.id = ?", owner, id);
  return rows.step() ? std::optional(read(rows)) : std::nullopt;
}

bool Projects::none() {
  Lock lock(database.mutex());
  return !database.query("SELECT 1 FROM projects LIMIT 1").step();
}

Project Projects::create(const Owner &owner, const std::string &name,
                         bool example) {
  Lock lock(database.mutex());
  const std::string id = newId();
  database.run("INSERT INTO projects VALUES(?, ?, ?, ?, ?, ?)", id, owner, name,
               example, now(), now());
  return *find(owner, id);
}

bool Projects::rename(const Owner &owner, const std::string &id,
                      const std::string &name) {
  Lock lock(database.mutex());
  return database.run("UPDATE projects SET name = ?, changed = ? WHERE id = ? "
                      "AND owner = ?",
                      name, now(), id, owner) > 0;
}

bool Projects::remove(const Owner &owner, const std::string &id) {
  Lock lock(database.mutex());
  return database.run("DELETE FROM projects WHERE id = ? AND owner = ?", id,
                      owner) > 0;
}

void Projects::touch(const std::string &id) {
  Lock lock(database.mutex());
  database.run("UPDATE projects SET changed = ? WHERE id = ?", now(), id);
}

Owner Projects::ownerOf(const std::string &id) {
  Lock lock(database.mutex());
  Statement row = database.query("SELECT owner FROM projects WHERE id = ?", id);
  return row.step() ? row.text(0) : Owner();
}

} // namespace qsim::server
