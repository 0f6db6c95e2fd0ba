// SPDX-License-Identifier: Apache-2.0
// Simulations, live or not: what is needed to go on where they stood.
#include "Store.h"
#include "StoredJson.h"

#include <boost/json/serialize.hpp>

namespace qsim::server {

std::vector<SimulationRecord> Simulations::all() {
  Lock lock(database.mutex());
  Statement row = database.query(
      "SELECT s.id, s.experiment, e.project, p.owner, s.picture, s.file, "
      "s.created, s.state, s.message, s.message_reason, s.snapshot, s.bookmark "
      "FROM simulations "
      "s JOIN experiments e ON e.id = s.experiment JOIN projects p ON p.id = "
      "e.project ORDER BY s.created");
  std::vector<SimulationRecord> all;
  while (row.step()) {
    SimulationRecord record;
    record.id = row.text(0);
    record.experiment = row.text(1);
    record.project = row.text(2);
    record.owner = row.text(3);
    record.picture = row.text(4);
    record.file = row.text(5);
    record.created = row.integer(6);
    record.state = row.text(7);
    record.message =
        storedSaid(row.text(8), row.text(9), "simulation " + record.id);
    record.snapshot =
        storedObject(row.text(10), "simulation " + record.id, "snapshot");
    record.bookmark = row.bytes(11);
    all.push_back(std::move(record));
  }
  return all;
}

void Simulations::add(const SimulationRecord &record) {
  Lock lock(database.mutex());
  Statement insert =
      database.prepare("INSERT INTO simulations(id, experiment, picture, file, "
                       "created, state, message, message_reason, snapshot, "
                       "bookmark) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(record.id)
      .bind(record.experiment)
      .bind(record.picture)
      .bind(record.file)
      .bind(record.created)
      .bind(record.state)
      .bind(record.message.text())
      .bind(storedReason(record.message))
      .bind(boost::json::serialize(record.snapshot))
      .bindBlob(record.bookmark);
  insert.step();
}

void Simulations::update(const SimulationRecord &record) {
  Lock lock(database.mutex());
  Statement update =
      database.prepare("UPDATE simulations SET picture = ?, file = ?, state = "
                       "?, message = ?, message_reason = ?, "
                       "snapshot = ?, bookmark = ? WHERE id = ?");
  update.bind(record.picture)
      .bind(record.file)
      .bind(record.state)
      .bind(record.message.text())
      .bind(storedReason(record.message))
      .bind(boost::json::serialize(record.snapshot))
      .bindBlob(record.bookmark)
      .bind(record.id);
  update.step();
}

void Simulations::remove(const std::string &id) {
  Lock lock(database.mutex());
  database.run("DELETE FROM simulations WHERE id = ?", id);
}

std::uint64_t Simulations::firstSequence() {
  Lock lock(database.mutex());
  Statement row =
      database.query("UPDATE server SET starts = starts + 1 RETURNING starts");
  row.step();
  const auto starts = static_cast<std::uint64_t>(row.integer(0));
  while (row.step())
    ;
  return starts << 32;
}

} // namespace qsim::server
