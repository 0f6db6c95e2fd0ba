// SPDX-License-Identifier: Apache-2.0
// The tables. Times are milliseconds since 1970; documents are JSON.
#include "Migrations.h"

namespace qsim::server {

const std::vector<const char *> &migrations() {
  static const std::vector<const char *> steps = {R"sql(
CREATE TABLE users(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL);

CREATE TABLE sessions(
  hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
  created INTEGER NOT NULL, used INTEGER NOT NULL);

CREATE TABLE projects(
  id TEXT PRIMARY KEY, owner TEXT NOT NULL REFERENCES users,
  name TEXT NOT NULL, example INTEGER NOT NULL,
  created INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE INDEX projects_of_owner ON projects(owner, created);

CREATE TABLE files(
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  path TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL, created INTEGER NOT NULL, UNIQUE(project, path));

CREATE TABLE experiments(
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  parent TEXT REFERENCES experiments ON DELETE SET NULL,
  name TEXT NOT NULL, state TEXT NOT NULL, job TEXT, created INTEGER NOT NULL,
  options TEXT NOT NULL, source TEXT NOT NULL, edits TEXT NOT NULL,
  scores TEXT NOT NULL, scored INTEGER,
  bytes INTEGER, layers INTEGER, modes TEXT, sqnr REAL,
  package_bytes INTEGER NOT NULL DEFAULT 0);
CREATE INDEX experiments_of_project ON experiments(project, created);

CREATE TABLE jobs(
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  experiment TEXT REFERENCES experiments ON DELETE CASCADE,
  kind TEXT NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL,
  request TEXT NOT NULL, created INTEGER NOT NULL, started INTEGER,
  finished INTEGER, attempts INTEGER NOT NULL, message TEXT, advice TEXT);
CREATE INDEX jobs_of_project ON jobs(project, created);
CREATE INDEX jobs_by_state ON jobs(state, created);

CREATE TABLE simulations(
  id TEXT PRIMARY KEY,
  experiment TEXT NOT NULL REFERENCES experiments ON DELETE CASCADE,
  picture TEXT NOT NULL, file TEXT NOT NULL, created INTEGER NOT NULL,
  state TEXT NOT NULL, message TEXT, snapshot TEXT NOT NULL,
  bookmark BLOB NOT NULL);
)sql",
                                                  R"sql(
ALTER TABLE jobs ADD COLUMN message_reason TEXT;
ALTER TABLE jobs ADD COLUMN advice_reason TEXT;
ALTER TABLE simulations ADD COLUMN message_reason TEXT;
)sql",
                                                  R"sql(
UPDATE experiments SET state = 'cancelled' WHERE state = 'failed' AND job IN
  (SELECT id FROM jobs WHERE kind = 'compile' AND state = 'cancelled');
)sql",
                                                  // Earlier servers told
                                                  // sequences of 1.8e15 at
                                                  // most: 2^19 is above, in
                                                  // units of 2^32.
                                                  R"sql(
CREATE TABLE server(starts INTEGER NOT NULL);
INSERT INTO server VALUES(524288);
)sql",
                                                  R"sql(
ALTER TABLE jobs ADD COLUMN note TEXT;
ALTER TABLE jobs ADD COLUMN note_reason TEXT;
)sql"};
  return steps;
}

} // namespace qsim::server
