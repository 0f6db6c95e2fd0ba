// SPDX-License-Identifier: Apache-2.0
// Signing in and out.
#include "session/Sessions.h"
#include "TestStore.h"

#include <gtest/gtest.h>

using namespace qsim::server;

namespace {

Request withCookie(const std::string &setCookie) {
  return requestWith(
      {{"Cookie", "other=1; " + setCookie.substr(0, setCookie.find(';'))}});
}

} // namespace

TEST(Sessions, BeginWithATokenThatWorksOnce) {
  TestStore test;
  Sessions sessions(test.store, false);
  const std::string token = sessions.newSignInToken();
  EXPECT_EQ(token.size(), 52u);
  const Sessions::SignedIn signedIn = sessions.signIn(token);
  EXPECT_EQ(signedIn.user.id, test.owner.id);
  EXPECT_NE(signedIn.cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(signedIn.cookie.find("SameSite=Strict"), std::string::npos);
  EXPECT_EQ(signedIn.cookie.find("Secure"), std::string::npos);
  EXPECT_EQ(statusOf([&] { sessions.signIn(token); }), 401);
  // The secret itself is nowhere in the database.
  const auto session = sessions.of(withCookie(signedIn.cookie));
  ASSERT_TRUE(session);
  EXPECT_EQ(signedIn.cookie.find(session->hash), std::string::npos);
}

TEST(Sessions, EndAndExpire) {
  TestStore test;
  Sessions sessions(test.store, false);
  const std::string cookie = sessions.signIn(sessions.newSignInToken()).cookie;
  EXPECT_FALSE(sessions.of(requestWith({})));
  EXPECT_FALSE(sessions.of(withCookie("qsim-session=" + newSecret())));
  const std::string hash = sessions.of(withCookie(cookie))->hash;
  const auto age = [&](const char *column, int days) {
    test.store.database.run(std::string("UPDATE sessions SET ") + column +
                                " = ?",
                            now() - days * Milliseconds{86'400'000});
  };
  age("used", 8);
  EXPECT_FALSE(sessions.of(withCookie(cookie))); // unused for a week
  age("used", 6);
  EXPECT_TRUE(sessions.of(withCookie(cookie)));
  age("created", 31);
  EXPECT_FALSE(sessions.of(withCookie(cookie))); // a month old
  age("created", 1);
  EXPECT_TRUE(sessions.of(withCookie(cookie)));
  sessions.end(hash);
  EXPECT_FALSE(sessions.of(withCookie(cookie)));
}

TEST(Sessions, SurviveARestart) {
  TestStore test;
  std::string cookie;
  {
    Sessions sessions(test.store, true);
    cookie = sessions.signIn(sessions.newSignInToken()).cookie;
  }
  EXPECT_EQ(cookie.rfind("__Host-qsim-session=", 0), 0u);
  EXPECT_NE(cookie.find("; Secure;"), std::string::npos);
  Sessions again(test.store, true);
  EXPECT_TRUE(again.of(withCookie(cookie)));
}

TEST(Sessions, RefuseWhoGuesses) {
  TestStore test;
  Sessions sessions(test.store, false);
  const std::string token = sessions.newSignInToken();
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(statusOf([&] { sessions.signIn(newSecret()); }), 401);
  EXPECT_EQ(statusOf([&] { sessions.signIn(token); }), 429);
}

TEST(Sessions, HaveNoEmptyToken) {
  TestStore test;
  Sessions sessions(test.store, false);
  EXPECT_EQ(statusOf([&] { sessions.signIn(""); }), 401);
  sessions.newSignInToken();
  EXPECT_EQ(statusOf([&] { sessions.signIn(""); }), 401);
}
