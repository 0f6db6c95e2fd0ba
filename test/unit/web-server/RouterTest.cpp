// SPDX-License-Identifier: Apache-2.0
// Which route serves what, and documents of problems.
#include "http/Router.h"
#include "TestStore.h"

#include <gtest/gtest.h>

using namespace qsim::server;

namespace {

Response nothing(Call &) { return noContent(); }

struct Routes {
  Router router;
  Routes() {
    router.add("GET", "/a/{id}", nothing);
    router.add("PUT", "/a/{id}", nothing);
    router.add("GET", "/a/fixed/b", nothing);
    router.add("GET", "/f/{id}/{name...}", nothing);
  }
};

} // namespace

TEST(Router, FindsByPathAndMethod) {
  const Routes routes;
  const Router::Match match = routes.router.find("GET", {"a", "x"});
  ASSERT_TRUE(match.route);
  EXPECT_EQ(match.parts.at("id"), "x");
  EXPECT_EQ(match.methods, (std::vector<std::string>{"GET", "PUT"}));
  EXPECT_TRUE(routes.router.find("HEAD", {"a", "x"}).route);
  EXPECT_TRUE(routes.router.find("GET", {"a", "fixed", "b"}).route);
}

TEST(Router, TellsWrongMethodsFromWrongPaths) {
  const Routes routes;
  const Router::Match method = routes.router.find("DELETE", {"a", "x"});
  EXPECT_FALSE(method.route);
  EXPECT_EQ(method.methods.size(), 2u);
  for (const std::vector<std::string> &path :
       {std::vector<std::string>{}, {"a"}, {"a", "x", "y"}, {"b", "x"}})
    EXPECT_TRUE(routes.router.find("GET", path).methods.empty());
}

TEST(Router, GivesTheRestOfAPath) {
  const Routes routes;
  const auto rest = [&](const std::vector<std::string> &path) {
    const Router::Match match = routes.router.find("GET", path);
    return match.route ? match.parts.at("name") : std::string("none");
  };
  EXPECT_EQ(rest({"f", "x", "a"}), "a");
  EXPECT_EQ(rest({"f", "x", "a", "b"}), "a/b");
  EXPECT_EQ(rest({"f", "x"}), "none");
}

TEST(Router, KnowsIdsFromOtherWords) {
  Call call;
  call.parts["project"] = "abcdefgh234567zz";
  EXPECT_EQ(call.id("project"), "abcdefgh234567zz");
  for (const char *bad : {"", "abc", "abcdefgh234567z1", "ABCDEFGH234567ZZ",
                          "abcdefgh234567zzz"}) {
    call.parts["project"] = bad;
    EXPECT_EQ(statusOf([&] { call.id("project"); }), 404) << bad;
  }
}

TEST(Problems, BecomeDocuments) {
  const auto documentOf = [](const auto &thrown) {
    try {
      throw thrown;
    } catch (const std::exception &) {
      const Response response = currentProblem("7");
      return std::to_string(response.status) + " " + *response.bytes;
    }
  };
  EXPECT_EQ(
      documentOf(conflict(Said::quoted("It runs."))),
      R"(409 {"error":{"code":"conflict","message":"It runs.","request":"7"}})");
  // What went wrong inside is not for the other side.
  const std::string inside = documentOf(std::runtime_error("secret"));
  EXPECT_EQ(inside.substr(0, 30), R"(500 {"error":{"code":"internal)");
  EXPECT_EQ(inside.find("secret"), std::string::npos);
}
