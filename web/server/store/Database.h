// SPDX-License-Identifier: Apache-2.0
// SQLite as objects that clean up after themselves. Errors are exceptions.
#ifndef QSIM_WEB_SERVER_STORE_DATABASE_H
#define QSIM_WEB_SERVER_STORE_DATABASE_H

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace qsim::server {

/// A prepared statement, bound and read from left to right.
class Statement {
public:
  Statement(sqlite3 *database, std::string_view sql);

  Statement &bind(std::int64_t value);
  Statement &bind(int value) { return bind(std::int64_t{value}); }
  Statement &bind(bool value) { return bind(std::int64_t{value}); }
  Statement &bind(double value);
  Statement &bind(std::string_view text);
  Statement &bind(const std::string &text) {
    return bind(std::string_view(text));
  }
  Statement &bind(const char *text) { return bind(std::string_view(text)); }
  Statement &bindBlob(std::string_view bytes);
  Statement &bind(std::nullptr_t);
  template <typename T> Statement &bind(const std::optional<T> &value) {
    return value ? bind(*value) : bind(nullptr);
  }

  /// To the next row; false after the last.
  bool step();

  bool isNull(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;  ///< UTF-8, whatever is stored
  std::string bytes(int column) const; ///< of a blob
  std::optional<std::string> optionalText(int column) const;
  std::optional<std::int64_t> optionalInteger(int column) const;

private:
  struct Finalize {
    void operator()(sqlite3_stmt *statement) const {
      sqlite3_finalize(statement);
    }
  };
  Statement &check(int status);
  std::unique_ptr<sqlite3_stmt, Finalize> statement;
  sqlite3 *database;
  int bound = 0;
};

/// One connection, which threads use in turn: whoever works with it holds a
/// Lock. What it wrote survives the death of the process and of the machine
/// (WAL, synchronous=FULL).
class Database {
public:
  /// Opens the file or makes it, and brings its tables up to date.
  explicit Database(const std::string &path);

  Statement prepare(std::string_view sql) {
    return Statement(handle.get(), sql);
  }
  /// Prepares, binds all and returns the statement, to be stepped.
  template <typename... Values>
  Statement query(std::string_view sql, const Values &...values) {
    Statement statement = prepare(sql);
    (statement.bind(values), ...);
    return statement;
  }
  /// The same for what has no rows. How many rows it changed.
  template <typename... Values>
  int run(std::string_view sql, const Values &...values) {
    Statement statement = query(sql, values...);
    while (statement.step())
      ;
    return sqlite3_changes(handle.get());
  }

  std::recursive_mutex &mutex() { return lock; }

private:
  void migrate();
  struct Close {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> handle;
  std::recursive_mutex lock;
};

using Lock = std::lock_guard<std::recursive_mutex>;

/// All or nothing: taken back unless committed.
class Transaction {
public:
  explicit Transaction(Database &database);
  ~Transaction();
  void commit();

private:
  Database &database;
  Lock lock;
  bool open;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_STORE_DATABASE_H
