// SPDX-License-Identifier: Apache-2.0
// Which pages may change something, and which may listen.
#include "session/Origins.h"
#include "TestStore.h"

#include <gtest/gtest.h>

using namespace qsim::server;

namespace {

bool changes(const Origins &origins, const std::string &mark,
             const std::string &origin, const std::string &site) {
  std::vector<Header> headers = {{"Qsim-Request", mark}};
  if (!origin.empty())
    headers.push_back({"Origin", origin});
  if (!site.empty())
    headers.push_back({"Sec-Fetch-Site", site});
  return origins.allowsChange(requestWith(headers));
}

bool listens(const Origins &origins, const std::string &origin) {
  return origins.allowsSocket(requestWith({{"Origin", origin}}));
}

} // namespace

TEST(Origins, OfAPublicUrl) {
  const Origins origins = Origins::of("https://QSIM.example.org:443/");
  EXPECT_EQ(origins.publicUrl(), "https://qsim.example.org");
  EXPECT_TRUE(origins.isSecure());
  EXPECT_EQ(Origins::of("http://host:8080").publicUrl(), "http://host:8080");
  EXPECT_EQ(Origins::of("http://host:80").publicUrl(), "http://host");
  for (const char *bad :
       {"", "host", "ftp://host", "https://", "https://host/path",
        "https://me@host", "https://host?x", "https://host#x", "javascript:1"})
    EXPECT_THROW(Origins::of(bad), std::invalid_argument) << bad;
}

TEST(Origins, OfTheMachineItselfHaveAllItsNames) {
  const Origins origins = Origins::ofAddress("127.0.0.1", 8080);
  EXPECT_EQ(origins.publicUrl(), "http://127.0.0.1:8080");
  EXPECT_FALSE(origins.isSecure());
  for (const char *name :
       {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"})
    EXPECT_TRUE(origins.contains(name)) << name;
  EXPECT_FALSE(Origins::ofAddress("10.0.0.1", 80).contains("http://localhost"));
  EXPECT_TRUE(Origins::ofAddress("10.0.0.1", 80).contains("http://10.0.0.1"));
}

// The names of the cases are those of attacks and of what breaks by mistake.
TEST(Origins, AllowChanges) {
  const Origins origins = Origins::of("https://qsim.example.org");
  const std::string own = "https://qsim.example.org";
  EXPECT_TRUE(changes(origins, "1", own, "same-origin"));
  EXPECT_TRUE(changes(origins, "1", "", "same-origin"));
  EXPECT_TRUE(changes(origins, "1", own, "")); // an older browser
  EXPECT_TRUE(changes(origins, "1", "", ""));  // no browser
  EXPECT_FALSE(changes(origins, "", own, "same-origin"));
  EXPECT_FALSE(changes(origins, "0", own, "same-origin"));
  EXPECT_FALSE(changes(origins, "1", "https://evil.example.org", ""));
  EXPECT_FALSE(changes(origins, "1", own, "cross-site"));
  EXPECT_FALSE(changes(origins, "1", own, "same-site"));
  EXPECT_FALSE(changes(origins, "1", own, "none"));
  EXPECT_FALSE(changes(origins, "1", "null", "")); // a sandboxed frame
  EXPECT_FALSE(changes(origins, "1", "http://qsim.example.org", ""));
  EXPECT_FALSE(changes(origins, "1", "https://qsim.example.org:444", ""));
  EXPECT_FALSE(changes(origins, "1", "https://qsim.example.org.evil", ""));
  EXPECT_FALSE(changes(origins, "1", "https://evil/qsim.example.org", ""));
}

TEST(Origins, AllowSockets) {
  const Origins origins = Origins::ofAddress("127.0.0.1", 8080);
  EXPECT_TRUE(listens(origins, "http://127.0.0.1:8080"));
  EXPECT_TRUE(listens(origins, "http://localhost:8080"));
  for (const char *bad :
       {"", "null", "http://127.0.0.1", "http://127.0.0.1:8081",
        "https://127.0.0.1:8080", "http://localhost:8080.evil.org",
        "http://evil.org", "file://", "http://0.0.0.0:8080"})
    EXPECT_FALSE(listens(origins, bad)) << bad;
  EXPECT_FALSE(
      origins.allowsSocket(requestWith({{"Origin", "http://127.0.0.1:8080"},
                                        {"Sec-Fetch-Site", "cross-site"}})));
}
