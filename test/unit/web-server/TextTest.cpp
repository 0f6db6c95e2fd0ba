// SPDX-License-Identifier: Apache-2.0
// What people may have named and programs may have printed.
#include "base/Text.h"
#include "TestStore.h"
#include "files/Kinds.h"
#include "http/JsonReader.h"

#include <gtest/gtest.h>

using namespace qsim::server;

TEST(Text, OfPeopleShowsAsItIs) {
  for (const char *good : {"", "a", "여러 개", "é.png", "\u200f", "a b", "😀"})
    EXPECT_FALSE(faultOf(good)) << good;
  for (const char *bad :
       {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xe2\x82", "\x80", "a\nb", "\x7f", "\u0085", "\u202a", "a\u202eb",
        "\u2066", "\u2069", " ", "\u3000 ", "\u200b"})
    EXPECT_TRUE(faultOf(bad)) << bad;
  EXPECT_EQ(faultOf("\xff.cfg"), Reason::text_not_utf8);
}

TEST(Text, OfProgramsIsCleaned) {
  EXPECT_EQ(cleaned("plain é"), "plain é");
  EXPECT_EQ(cleaned("a\xff"
                    "b\xe2\x82"),
            "a\uFFFDb\uFFFD");
  EXPECT_EQ(cleaned("\xe2\x82"
                    "A"),
            "\uFFFDA");
  EXPECT_FALSE(faultOf(cleaned("\xf0\x80\x80\xed\xbf\xbf")));
}

TEST(Text, IsCountedInCharacters) {
  std::string wide;
  for (int i = 0; i < 120; ++i)
    wide += "개";
  EXPECT_EQ(lengthOf(wide), 120u);
  EXPECT_EQ(statusOf([&] { checkPath(wide); }), 0);
  EXPECT_EQ(statusOf([&] { checkPath(wide + "x"); }), 400);
  const auto read = [](const std::string &name) {
    return statusOf([&] {
      const boost::json::object body = {{"name", name}};
      JsonReader(body).text("name", 1, 120);
    });
  };
  EXPECT_EQ(read(wide), 0);
  EXPECT_EQ(read(wide + "x"), 422);
  for (const char *bad : {"\xff", "a\u202e", " ", "a\tb"})
    EXPECT_EQ(read(bad), 400) << bad;
}

TEST(Text, OfTheParserIsNotForPeople) {
  for (const char *bad : {"{", "", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}"})
    try {
      parseBody(bad);
      FAIL() << bad;
    } catch (const Problem &problem) {
      EXPECT_EQ(problem.status(), 400);
      EXPECT_STREQ(problem.what(), "The body is not JSON in UTF-8.");
    }
}

TEST(Store, ReadsWhatItCanOfBrokenRecords) {
  TestStore test;
  const Experiment good = test.addExperiment(), bad = test.addExperiment();
  Job job;
  job.id = newId();
  job.project = test.project.id;
  job.experiment = bad.id;
  job.kind = "compile";
  test.store.jobs.add(job);
  test.store.database.run(
      "UPDATE experiments SET options = '{', source = ?, scores = '[]', modes "
      "= 'x' WHERE id = ?",
      std::string("{\"networkPath\":\"\xff.cfg\"}"), bad.id);
  test.store.database.run("UPDATE jobs SET request = 'x', message = ?",
                          std::string("a\xff"));
  const auto all = test.store.experiments.list(test.owner.id, test.project.id);
  ASSERT_EQ(all.size(), 2u);
  const Experiment read = *test.store.experiments.find(bad.id);
  EXPECT_TRUE(read.options.empty());
  EXPECT_TRUE(read.modes.empty());
  EXPECT_EQ(read.source.at("networkPath").as_string(), "\uFFFD.cfg");
  EXPECT_EQ(
      test.store.jobs.list(test.owner.id, test.project.id)[0].message.text(),
      "a\uFFFD");
  EXPECT_TRUE(test.store.experiments.remove(test.owner.id, bad.id));
}
