// SPDX-License-Identifier: Apache-2.0
// Statements, transactions and the opening of the database.
#include "Database.h"

#include "Migrations.h"

#include "../base/Text.h"

#include <stdexcept>

namespace qsim::server {

Statement::Statement(sqlite3 *database, std::string_view sql)
    : database(database) {
  sqlite3_stmt *made = nullptr;
  const int status = sqlite3_prepare_v2(
      database, sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  statement.reset(made);
  check(status);
}

Statement &Statement::check(int status) {
  if (status != SQLITE_OK && status != SQLITE_ROW && status != SQLITE_DONE)
    throw std::runtime_error(std::string("database: ") +
                             sqlite3_errmsg(database));
  return *this;
}

Statement &Statement::bind(std::int64_t value) {
  return check(sqlite3_bind_int64(statement.get(), ++bound, value));
}

Statement &Statement::bind(double value) {
  return check(sqlite3_bind_double(statement.get(), ++bound, value));
}

Statement &Statement::bind(std::string_view text) {
  return check(sqlite3_bind_text64(statement.get(), ++bound,
                                   text.data() ? text.data() : "", text.size(),
                                   SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement &Statement::bindBlob(std::string_view bytes) {
  return check(sqlite3_bind_blob64(statement.get(), ++bound,
                                   bytes.data() ? bytes.data() : "",
                                   bytes.size(), SQLITE_TRANSIENT));
}

Statement &Statement::bind(std::nullptr_t) {
  return check(sqlite3_bind_null(statement.get(), ++bound));
}

bool Statement::step() {
  const int status = sqlite3_step(statement.get());
  check(status);
  return status == SQLITE_ROW;
}

bool Statement::isNull(int column) const {
  return sqlite3_column_type(statement.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement.get(), column);
}

std::string Statement::text(int column) const { return cleaned(bytes(column)); }

std::string Statement::bytes(int column) const {
  const void *bytes = sqlite3_column_blob(statement.get(), column);
  const int size = sqlite3_column_bytes(statement.get(), column);
  return bytes ? std::string(static_cast<const char *>(bytes),
                             static_cast<std::size_t>(size))
               : std::string();
}

std::optional<std::string> Statement::optionalText(int column) const {
  return isNull(column) ? std::nullopt : std::optional(text(column));
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const {
  return isNull(column) ? std::nullopt : std::optional(integer(column));
}

Database::Database(const std::string &path) {
  sqlite3 *opened = nullptr;
  const int status = sqlite3_open_v2(
      path.c_str(), &opened,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
      nullptr);
  handle.reset(opened);
  if (status != SQLITE_OK)
    throw std::runtime_error(path + ": " + sqlite3_errstr(status));
  sqlite3_busy_timeout(opened, 5000);
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run("PRAGMA foreign_keys = ON");
  migrate();
}

void Database::migrate() {
  std::int64_t version = 0;
  {
    Statement statement = query("PRAGMA user_version");
    statement.step();
    version = statement.integer(0);
  }
  const auto &steps = migrations();
  if (version > static_cast<std::int64_t>(steps.size()))
    throw std::runtime_error("the data folder is of a newer qsim-server (its "
                             "tables have version " +
                             std::to_string(version) + ", this one knows " +
                             std::to_string(steps.size()) + ")");
  for (std::size_t i = static_cast<std::size_t>(version); i < steps.size();
       ++i) {
    Transaction transaction(*this);
    char *message = nullptr;
    if (sqlite3_exec(handle.get(), steps[i], nullptr, nullptr, &message) !=
        SQLITE_OK) {
      const std::string text = message ? message : "unknown error";
      sqlite3_free(message);
      throw std::runtime_error("database: " + text);
    }
    run("PRAGMA user_version = " + std::to_string(i + 1));
    transaction.commit();
  }
}

Transaction::Transaction(Database &database)
    : database(database), lock(database.mutex()), open(true) {
  database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open)
    return;
  try {
    database.run("ROLLBACK");
  } catch (const std::exception &) {
    // SQLite has taken it back by itself.
  }
}

void Transaction::commit() {
  database.run("COMMIT");
  open = false;
}

} // namespace qsim::server
