// SPDX-License-Identifier: Apache-2.0
// Files of projects. Their bytes lie in the FileVault under the same id.
#include "Store.h"

namespace qsim::server {
namespace {

constexpr char columns[] = "SELECT f.id, f.project, f.path, f.kind, f.bytes, "
                           "f.sha256, f.created FROM files f ";

File read(const Statement &row) {
  File file;
  file.id = row.text(0);
  file.project = row.text(1);
  file.path = row.text(2);
  file.kind = row.text(3);
  file.bytes = row.integer(4);
  file.sha256 = row.text(5);
  file.created = row.integer(6);
  return file;
}

std::vector<File> readAll(Statement rows) {
  std::vector<File> all;
  while (rows.step())
    all.push_back(read(rows));
  return all;
}

} // namespace

std::vector<File> Files::list(const Owner &owner, const std::string &project) {
  Lock lock(database.mutex());
  return readAll(database.query(std::string(columns) +
                                    "JOIN projects p ON p.id = f.project WHERE "
                                    "p.owner = ? AND f.project = ? ORDER BY "
                                    "f.path",
                                owner, project));
}

std::optional<File> Files::find(const Owner &owner, const std::string &id) {
  Lock lock(database.mutex());
  Statement row = database.query(std::string(columns) +
                                     "JOIN projects p ON p.id = f.project "
                                     "WHERE p.owner = ? AND f.id = ?",
                                 owner, id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

std::optional<File> Files::findPath(const std::string &project,
                                    const std::string &path) {
  Lock lock(database.mutex());
  Statement row = database.query(std::string(columns) +
                                     "WHERE f.project = ? AND f.path = ?",
                                 project, path);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

std::vector<File> Files::under(const std::string &project,
                               const std::string &path) {
  Lock lock(database.mutex());
  if (path.empty())
    return readAll(database.query(
        std::string(columns) + "WHERE f.project = ? ORDER BY f.path", project));
  // '0' follows '/': all paths that begin with the folder's.
  return readAll(database.query(
      std::string(columns) + "WHERE f.project = ? AND (f.path = ? OR (f.path > "
                             "? AND f.path < ?)) ORDER BY f.path",
      project, path, path + "/", path + "0"));
}

std::optional<File> Files::put(const File &file) {
  Transaction transaction(database);
  std::optional<File> before = findPath(file.project, file.path);
  if (before)
    database.run("DELETE FROM files WHERE id = ?", before->id);
  database.run("INSERT INTO files VALUES(?, ?, ?, ?, ?, ?, ?)", file.id,
               file.project, file.path, file.kind, file.bytes, file.sha256,
               file.created);
  database.run("UPDATE projects SET changed = ? WHERE id = ?", now(),
               file.project);
  transaction.commit();
  return before;
}

bool Files::remove(const Owner &owner, const std::string &id) {
  Lock lock(database.mutex());
  return database.run("DELETE FROM files WHERE id = ? AND project IN (SELECT "
                      "id FROM projects WHERE owner = ?)",
                      id, owner) > 0;
}

std::vector<std::string> Files::allIds() {
  Lock lock(database.mutex());
  Statement rows = database.query("SELECT id FROM files");
  std::vector<std::string> all;
  while (rows.step())
    all.push_back(rows.text(0));
  return all;
}

} // namespace qsim::server
