// SPDX-License-Identifier: Apache-2.0
// Secrets are kept as hashes alone: whoever reads the database signs in
// nowhere.
#include "Sessions.h"

#include "../base/Ids.h"
#include "../base/Problem.h"

#include <sodium.h>

namespace qsim::server {
namespace {

constexpr Milliseconds day = 24ll * 60 * 60 * 1000;
/// A session ends this long after its last use, and after its beginning.
constexpr Milliseconds idleLimit = 7 * day, ageLimit = 30 * day;

bool same(const std::string &a, const std::string &b) {
  return a.size() == b.size() && !a.empty() &&
         sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

std::string Sessions::newSignInToken() {
  const std::string token = newSecret();
  std::lock_guard lock(mutex);
  tokenHash = hashed(token);
  return token;
}

Sessions::SignedIn Sessions::signIn(const std::string &token,
                                    const std::string &address) {
  {
    std::lock_guard lock(mutex);
    if (wrong.tooMany(address, now()))
      throw Problem(429, "too_many", Reason::links_wrong_too_often);
    if (!same(hashed(token), tokenHash)) {
      wrong.add(address, now());
      throw Problem(401, "unauthorized", Reason::link_wrong);
    }
    tokenHash.clear();
  }
  const std::string secret = newSecret();
  const User user = store.users.builtIn();
  store.users.addSession(hashed(secret), user);
  return {user, cookieName() + "=" + secret + "; Path=/; HttpOnly; " +
                    (secure ? "Secure; " : "") + "SameSite=Strict; Max-Age=" +
                    std::to_string(ageLimit / 1000)};
}

std::optional<Sessions::Session> Sessions::of(const Request &request) {
  const std::string name = cookieName() + "=";
  std::string_view cookies = request.header("Cookie");
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view cookie = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (!cookie.empty() && cookie.front() == ' ')
      cookie.remove_prefix(1);
    if (cookie.substr(0, name.size()) != name)
      continue;
    const std::string hash = hashed(cookie.substr(name.size()));
    if (std::optional<User> user =
            store.users.ofSession(hash, now() - idleLimit, now() - ageLimit))
      return Session{std::move(*user), hash};
  }
  return std::nullopt;
}

void Sessions::end(const std::string &hash) { store.users.endSession(hash); }

std::string Sessions::cookieName() const {
  return secure ? "__Host-qsim-session" : "qsim-session";
}

std::string Sessions::noCookie() const {
  return cookieName() + "=; Path=/; HttpOnly; " + (secure ? "Secure; " : "") +
         "SameSite=Strict; Max-Age=0";
}

} // namespace qsim::server
