// SPDX-License-Identifier: Apache-2.0
// Who is signed in: one-time tokens, cookies and what they stand for.
#ifndef QSIM_WEB_SERVER_SESSION_SESSIONS_H
#define QSIM_WEB_SERVER_SESSION_SESSIONS_H

#include "../store/Store.h"
#include "../transport/Message.h"
#include "WrongTries.h"

#include <mutex>

namespace qsim::server {

class Sessions {
public:
  /// `secure`: the public URL is https.
  Sessions(Store &store, bool secure) : store(store), secure(secure) {}

  /// A token that signs in once; those before it no longer do.
  std::string newSignInToken();

  struct SignedIn {
    User user;
    std::string cookie; ///< value of Set-Cookie
  };
  /// Throws 401 where the token is not the one, 429 after many wrong ones from
  /// this address.
  SignedIn signIn(const std::string &token, const std::string &address);

  struct Session {
    User user;
    std::string hash;
  };
  std::optional<Session> of(const Request &request);
  void end(const std::string &hash);

  std::string cookieName() const;
  /// A Set-Cookie that takes it away.
  std::string noCookie() const;

private:
  Store &store;
  bool secure;
  std::mutex mutex;
  std::string tokenHash;
  WrongTries wrong;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_SESSION_SESSIONS_H
