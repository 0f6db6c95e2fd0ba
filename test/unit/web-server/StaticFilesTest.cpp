// SPDX-License-Identifier: Apache-2.0
// The pages: compressed ones, addresses of the application, headers.
#include "ui/StaticFiles.h"
#include "TestStore.h"

#include <gtest/gtest.h>
#include <set>

using namespace qsim::server;

namespace {

struct Pages {
  qsim::test::TemporaryFolder folder;
  std::unique_ptr<StaticFiles> files;
  Pages() {
    folder.write("index.html", std::string("index ") + styleNonce + " end");
    folder.write("index.html.gz", "gzip");
    folder.write("icon.svg", "icon");
    folder.write("assets/app-1f2e.js", "js");
    folder.write("assets/app-1f2e.js.br", "brotli");
    folder.write("assets/app-1f2e.js.gz", "gzip");
    files = std::make_unique<StaticFiles>(folder.path());
  }
  Response get(const std::string &path, const std::string &encoding = "",
               const std::string &tag = "",
               const std::string &query = "") const {
    Request request =
        requestWith({{"Accept-Encoding", encoding}, {"If-None-Match", tag}});
    request.method = "GET";
    request.target = path + query;
    return files->serve(request, path);
  }
};

std::string header(const Response &response, const std::string &name) {
  for (const Header &header : response.headers)
    if (header.name == name)
      return header.value;
  return "";
}

} // namespace

TEST(StaticFiles, AreServedAsTheBrowserWants) {
  const Pages pages;
  EXPECT_EQ(*pages.get("/assets/app-1f2e.js").bytes, "js");
  const Response brotli =
      pages.get("/assets/app-1f2e.js", "gzip, deflate, br;q=0.9");
  EXPECT_EQ(*brotli.bytes, "brotli");
  EXPECT_EQ(header(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(header(brotli, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(*pages.get("/assets/app-1f2e.js", "br;q=0, gzip").bytes, "gzip");
  EXPECT_EQ(*pages.get("/assets/app-1f2e.js", "brx").bytes, "js");
  EXPECT_EQ(header(brotli, "Cache-Control"),
            "public, max-age=31536000, immutable");
}

TEST(StaticFiles, KnowTheAddressesOfTheApplication) {
  const Pages pages;
  for (const char *path :
       {"/", "/index.html", "/sign-in", "/projects/abc/experiments/def"})
    EXPECT_EQ(pages.get(path).bytes->rfind("index ", 0), 0u) << path;
  for (const char *path : {"/missing.js", "/assets/app-0000.js", "/../x.txt"})
    EXPECT_EQ(statusOf([&] { pages.get(path); }), 404) << path;
  const std::string tag = header(pages.get("/icon.svg"), "ETag");
  EXPECT_EQ(header(pages.get("/icon.svg"), "Cache-Control"), "no-cache");
  EXPECT_EQ(pages.get("/icon.svg", "", tag).status, 304);
}

TEST(StaticFiles, HaveATagForEachEncoding) {
  const Pages pages;
  const auto tagOf = [&](const char *encoding) {
    return header(pages.get("/assets/app-1f2e.js", encoding), "ETag");
  };
  const std::string plain = tagOf(""), gzip = tagOf("gzip"),
                    brotli = tagOf("br");
  EXPECT_NE(plain, gzip);
  EXPECT_NE(plain, brotli);
  EXPECT_NE(gzip, brotli);
  const auto status = [&](const std::string &tags) {
    return pages.get("/assets/app-1f2e.js", "gzip", tags).status;
  };
  for (const std::string &known :
       {gzip, std::string("*"), std::string(" * "), "W/" + gzip,
        "\"a\", " + gzip, "\"a\" ,W/" + gzip + " , \"b\""})
    EXPECT_EQ(status(known), 304) << known;
  for (const std::string &other :
       {plain, brotli, "w/" + gzip, std::string("\"*\""), std::string(","),
        "\"a\"," + plain})
    EXPECT_EQ(status(other), 200) << other;
  EXPECT_EQ(header(pages.get("/assets/app-1f2e.js", "gzip", "*"), "ETag"),
            gzip);
}

TEST(StaticFiles, ShowThatAnAddressIsUnknown) {
  const Pages pages;
  for (const char *path :
       {"/nowhere", "/project", "/projectsx", "/experiments", "/settings/x"}) {
    const Response missing = pages.get(path);
    EXPECT_EQ(missing.status, 404) << path;
    EXPECT_EQ(missing.bytes->rfind("index ", 0), 0u) << path;
  }
  for (const char *path : {"/settings", "/projects", "/projects/a/compare",
                           "/experiments/a/workbench"})
    EXPECT_EQ(pages.get(path).status, 200) << path;
}

TEST(StaticFiles, LeadToTheAddressWithoutASlashAtTheEnd) {
  const Pages pages;
  for (const char *path : {"/projects", "/settings", "/sign-in",
                           "/projects/a/compare", "/experiments/a/workbench"})
    for (const std::string slashes : {"/", "//"}) {
      const Response moved = pages.get(path + slashes, "", "", "?a=b/");
      EXPECT_EQ(moved.status, 308) << path;
      EXPECT_EQ(header(moved, "Location"), std::string(path) + "?a=b/");
      EXPECT_FALSE(moved.bytes);
    }
  EXPECT_EQ(header(pages.get("/projects/"), "Location"), "/projects");
  // What is no page leads nowhere, least of all to another host.
  for (const char *path : {"//", "//other.example/", "/nowhere/",
                           "//other.example/projects/", "/experiments/"}) {
    const Response missing = pages.get(path);
    EXPECT_EQ(header(missing, "Location"), "") << path;
    EXPECT_NE(missing.status, 308) << path;
  }
}

TEST(StaticFiles, SayWhoMayShowThem) {
  const std::string policy =
      header(Pages().get("/"), "Content-Security-Policy");
  EXPECT_NE(policy.find("default-src 'self'"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("script-src"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

TEST(StaticFiles, GiveEachAnswerOfThePageANonce) {
  const Pages pages;
  std::set<std::string> nonces;
  for (const char *path : {"/", "/", "/projects", "/nowhere"}) {
    // Compressed by the build, it would have no nonce.
    const Response page = pages.get(path, "gzip, br");
    EXPECT_EQ(header(page, "Content-Encoding"), "");
    const std::string nonce = page.bytes->substr(6, page.bytes->size() - 10);
    EXPECT_EQ(*page.bytes, "index " + nonce + " end");
    EXPECT_GE(nonce.size(), 43u); // 256 bits in base 64
    EXPECT_EQ(nonce.find_first_of("'; \"<>"), std::string::npos);
    EXPECT_NE(header(page, "Content-Security-Policy")
                  .find("; style-src 'self' 'nonce-" + nonce + "';"),
              std::string::npos);
    // Whoever kept it would have the styles of another nonce.
    EXPECT_EQ(header(page, "Cache-Control"), "no-store");
    EXPECT_EQ(header(page, "ETag"), "");
    nonces.insert(nonce);
  }
  EXPECT_EQ(nonces.size(), 4u);
  EXPECT_EQ(header(pages.get("/assets/app-1f2e.js"), "Content-Security-Policy")
                .find("nonce"),
            std::string::npos);
}

TEST(StaticFiles, AreMissedPolitely) {
  const StaticFiles none("/nonexistent");
  Request request;
  request.method = "GET";
  EXPECT_NE(none.serve(request, "/").bytes->find("not built"),
            std::string::npos);
}
