// SPDX-License-Identifier: Apache-2.0
// Signing in and out.
#include "session/Sessions.h"
#include "TestStore.h"
#include "session/RemoteAddress.h"

#include <gtest/gtest.h>

using namespace qsim::server;

namespace {

const std::string here = "192.0.2.1";

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
  const Sessions::SignedIn signedIn = sessions.signIn(token, here);
  EXPECT_EQ(signedIn.user.id, test.owner.id);
  EXPECT_NE(signedIn.cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(signedIn.cookie.find("SameSite=Strict"), std::string::npos);
  EXPECT_EQ(signedIn.cookie.find("Secure"), std::string::npos);
  EXPECT_EQ(statusOf([&] { sessions.signIn(token, here); }), 401);
  // The secret itself is nowhere in the database.
  const auto session = sessions.of(withCookie(signedIn.cookie));
  ASSERT_TRUE(session);
  EXPECT_EQ(signedIn.cookie.find(session->hash), std::string::npos);
}

TEST(Sessions, EndAndExpire) {
  TestStore test;
  Sessions sessions(test.store, false);
  const std::string cookie =
      sessions.signIn(sessions.newSignInToken(), here).cookie;
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
    cookie = sessions.signIn(sessions.newSignInToken(), here).cookie;
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
    EXPECT_EQ(statusOf([&] { sessions.signIn(newSecret(), here); }), 401);
  EXPECT_EQ(statusOf([&] { sessions.signIn(token, here); }), 429);
  // Whoever is elsewhere signs in as before.
  EXPECT_EQ(statusOf([&] { sessions.signIn(newSecret(), "192.0.2.2"); }), 401);
  EXPECT_EQ(sessions.signIn(token, "192.0.2.2").user.id, test.owner.id);
}

TEST(WrongTries, AreForgottenAfterAMinute) {
  WrongTries wrong;
  for (std::size_t i = 0; i < WrongTries::atMost; ++i) {
    EXPECT_FALSE(wrong.tooMany(here, 1000)) << i;
    wrong.add(here, 1000);
  }
  EXPECT_TRUE(wrong.tooMany(here, 61'000));
  EXPECT_FALSE(wrong.tooMany(here, 61'001));
  EXPECT_EQ(wrong.addresses(), 0u);
}

TEST(WrongTries, NeedNoMoreMemoryForManyAddresses) {
  WrongTries wrong;
  for (int i = 0; i < 10; ++i)
    wrong.add(here, 5000);
  for (int i = 0; i < 100'000; ++i) {
    wrong.add("10." + std::to_string(i >> 16) + "." +
                  std::to_string(i >> 8 & 255) + "." + std::to_string(i & 255),
              5001 + i / 10'000);
    ASSERT_LE(wrong.addresses(), WrongTries::addressesAtMost);
  }
  EXPECT_FALSE(wrong.tooMany(here, 5011)); // the one quiet longest went first
  // The last are remembered: 99,999 is 1.134.159.
  for (int i = 1; i < 10; ++i)
    wrong.add("10.1.134.159", 5011);
  EXPECT_TRUE(wrong.tooMany("10.1.134.159", 5011));
  // Those of more than a minute ago make room first.
  wrong.add("192.0.2.9", 70'000);
  EXPECT_EQ(wrong.addresses(), 1u);
}

TEST(WrongTries, AreOfOneWhoHasManyAddresses) {
  EXPECT_EQ(whoIsAt("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(whoIsAt("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(whoIsAt("2001:db8:0:1::2"), whoIsAt("2001:db8:0:1:f::3%eth0"));
  EXPECT_NE(whoIsAt("2001:db8:0:1::2"), whoIsAt("2001:db8:0:2::2"));
  EXPECT_EQ(whoIsAt("nonsense"), "nonsense");
}

TEST(RemoteAddress, IsTheProxysWordWhereItIsTrusted) {
  const auto of = [](std::vector<Header> headers, bool trusted) {
    Request request = requestWith(std::move(headers));
    request.remote = here;
    return remoteAddress(request, trusted);
  };
  EXPECT_EQ(of({{"X-Forwarded-For", "203.0.113.5"}}, false), here);
  EXPECT_EQ(of({{"X-Forwarded-For", "203.0.113.5"}}, true), "203.0.113.5");
  // All but the last entry is what the browser itself claims.
  EXPECT_EQ(of({{"X-Forwarded-For", "1.1.1.1"},
                {"X-Forwarded-For", "8.8.8.8,  203.0.113.5 "}},
               true),
            "203.0.113.5");
  EXPECT_EQ(of({{"x-forwarded-for", "2001:db8::1"}}, true), "2001:db8::1");
  // What is no address would be one more for whoever thinks of many.
  for (const char *nonsense : {"", "somebody", "203.0.113.5, ", "1.2.3.4:5"})
    EXPECT_EQ(of({{"X-Forwarded-For", nonsense}}, true), here) << nonsense;
}

TEST(Sessions, HaveNoEmptyToken) {
  TestStore test;
  Sessions sessions(test.store, false);
  EXPECT_EQ(statusOf([&] { sessions.signIn("", here); }), 401);
  sessions.newSignInToken();
  EXPECT_EQ(statusOf([&] { sessions.signIn("", here); }), 401);
}
