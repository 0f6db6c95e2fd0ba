// SPDX-License-Identifier: Apache-2.0
// The queue of jobs and what became of them.
#include "Store.h"
#include "StoredJson.h"

#include <boost/json/serialize.hpp>

namespace qsim::server {
namespace {

constexpr char columns[] =
    "SELECT j.id, j.project, j.experiment, j.kind, j.state, j.title, "
    "j.request, j.created, j.started, j.finished, j.attempts, j.message, "
    "j.message_reason, j.advice, j.advice_reason, e.name, j.note, "
    "j.note_reason FROM jobs j LEFT JOIN experiments e ON e.id = j.experiment ";
constexpr char ofOwner[] = "JOIN projects p ON p.id = j.project WHERE p.owner "
                           "= ? ";

Job read(const Statement &row) {
  Job job;
  job.id = row.text(0);
  job.project = row.text(1);
  job.experiment = row.optionalText(2);
  job.kind = row.text(3);
  job.state = row.text(4);
  job.title = row.text(5);
  job.request = storedObject(row.text(6), "job " + job.id, "request");
  job.created = row.integer(7);
  job.started = row.optionalInteger(8);
  job.finished = row.optionalInteger(9);
  job.attempts = row.integer(10);
  job.message = storedSaid(row.text(11), row.text(12), "job " + job.id);
  job.advice = storedSaid(row.text(13), row.text(14), "job " + job.id);
  job.experimentName = row.text(15);
  job.note = storedSaid(row.text(16), row.text(17), "job " + job.id);
  return job;
}

std::vector<Job> readAll(Statement rows) {
  std::vector<Job> all;
  while (rows.step())
    all.push_back(read(rows));
  return all;
}

} // namespace

std::vector<Job> Jobs::list(const Owner &owner, const std::string &project) {
  Lock lock(database.mutex());
  return readAll(database.query(
      std::string(columns) + ofOwner +
          "AND j.project = ? ORDER BY j.created DESC, j.rowid DESC",
      owner, project));
}

std::optional<Job> Jobs::find(const Owner &owner, const std::string &id) {
  Lock lock(database.mutex());
  Statement row = database.query(
      std::string(columns) + ofOwner + "AND j.id = ?", owner, id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

std::optional<Job> Jobs::find(const std::string &id) {
  Lock lock(database.mutex());
  Statement row = database.query(std::string(columns) + "WHERE j.id = ?", id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

void Jobs::add(const Job &job) {
  Lock lock(database.mutex());
  database.run(
      "INSERT INTO jobs(id, project, experiment, kind, state, title, request, "
      "created, started, finished, attempts) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      job.id, job.project, job.experiment, job.kind, job.state, job.title,
      boost::json::serialize(job.request), job.created, job.started,
      job.finished, job.attempts);
}

std::optional<Job> Jobs::claim() {
  Lock lock(database.mutex());
  std::string id;
  {
    Statement row =
        database.query("UPDATE jobs SET state = 'running', started = ?, "
                       "finished = NULL, attempts = attempts + 1, message = "
                       "NULL, message_reason = NULL, advice = NULL, "
                       "advice_reason = NULL, note = NULL, note_reason = NULL "
                       "WHERE id = (SELECT id FROM jobs "
                       "q WHERE state = 'queued' AND (kind = 'compile' OR NOT "
                       "EXISTS (SELECT 1 FROM experiments WHERE id = "
                       "q.experiment AND state = 'compiling')) ORDER BY "
                       "created, rowid LIMIT 1) RETURNING id",
                       now());
    if (!row.step())
      return std::nullopt;
    id = row.text(0);
    while (row.step())
      ;
  }
  return find(id);
}

bool Jobs::finish(const std::string &id, const std::string &state,
                  const Said &message, const Said &advice) {
  Lock lock(database.mutex());
  return database.run("UPDATE jobs SET state = ?, finished = ?, message = ?, "
                      "message_reason = ?, advice = ?, advice_reason = ? "
                      "WHERE id = ? AND state = 'running'",
                      state, now(), storedText(message), storedReason(message),
                      storedText(advice), storedReason(advice), id) > 0;
}

void Jobs::setNote(const std::string &id, const Said &note) {
  Lock lock(database.mutex());
  database.run("UPDATE jobs SET note = ?, note_reason = ? WHERE id = ?",
               storedText(note), storedReason(note), id);
}

bool Jobs::cancelQueued(const std::string &id) {
  Lock lock(database.mutex());
  return database.run("UPDATE jobs SET state = 'cancelled', finished = ? WHERE "
                      "id = ? AND state = 'queued'",
                      now(), id) > 0;
}

bool Jobs::requeue(const std::string &id) {
  Lock lock(database.mutex());
  return database.run("UPDATE jobs SET state = 'queued', started = NULL, "
                      "finished = NULL, message = NULL, message_reason = NULL, "
                      "advice = NULL, advice_reason = NULL, note = NULL, "
                      "note_reason = NULL WHERE id = ? AND state IN ('failed', "
                      "'cancelled')",
                      id) > 0;
}

int Jobs::requeueRunning() {
  Lock lock(database.mutex());
  return database.run("UPDATE jobs SET state = 'queued', started = NULL WHERE "
                      "state = 'running'");
}

std::vector<std::string> Jobs::allIds() {
  Lock lock(database.mutex());
  Statement rows = database.query("SELECT id FROM jobs");
  std::vector<std::string> all;
  while (rows.step())
    all.push_back(rows.text(0));
  return all;
}

std::vector<Job> Jobs::ofExperiment(const std::string &experiment) {
  Lock lock(database.mutex());
  return readAll(database.query(std::string(columns) + "WHERE j.experiment = ?",
                                experiment));
}

} // namespace qsim::server
