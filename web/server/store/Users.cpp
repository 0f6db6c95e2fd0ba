// SPDX-License-Identifier: Apache-2.0
// People and their sessions.
#include "Store.h"

#include "../base/Ids.h"

namespace qsim::server {

User Users::builtIn() {
  Lock lock(database.mutex());
  Statement found =
      database.query("SELECT id, name FROM users ORDER BY created LIMIT 1");
  if (found.step())
    return {found.text(0), found.text(1)};
  const User user{newId(), "owner"};
  database.run("INSERT INTO users VALUES(?, ?, ?)", user.id, user.name, now());
  return user;
}

void Users::addSession(const std::string &hash, const User &user) {
  Lock lock(database.mutex());
  database.run("INSERT INTO sessions VALUES(?, ?, ?, ?)", hash, user.id, now(),
               now());
}

std::optional<User> Users::ofSession(const std::string &hash,
                                     Milliseconds usedAfter,
                                     Milliseconds madeAfter) {
  Lock lock(database.mutex());
  Statement found = database.query(
      "SELECT users.id, users.name, used FROM sessions JOIN users ON users.id "
      "= user WHERE hash = ? AND used > ? AND sessions.created > ?",
      hash, usedAfter, madeAfter);
  if (!found.step())
    return std::nullopt;
  const User user{found.text(0), found.text(1)};
  // A write a minute tells idle sessions well enough.
  if (now() - found.integer(2) > 60'000)
    database.run("UPDATE sessions SET used = ? WHERE hash = ?", now(), hash);
  return user;
}

void Users::endSession(const std::string &hash) {
  Lock lock(database.mutex());
  database.run("DELETE FROM sessions WHERE hash = ?", hash);
}

} // namespace qsim::server
