// SPDX-License-Identifier: Apache-2.0
// What programs say on their standard error.
#include "jobs/ProgressLines.h"
#include "jobs/Advice.h"

#include <gtest/gtest.h>

using namespace qsim::server;

TEST(ProgressLines, AreRead) {
  const auto line = parseProgress("progress 40 100 pictures choose scales");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->done, 40u);
  EXPECT_EQ(line->total, 100u);
  EXPECT_EQ(line->unit, "pictures");
  EXPECT_EQ(line->label, "choose scales");
  for (const char *bad :
       {"progress", "progress 1 2 x", "progress 3 2 x y", "progress -1 2 x y",
        "progress a 2 x y", "progress report", "Progress 1 2 x y"})
    EXPECT_FALSE(parseProgress(bad)) << bad;
}

TEST(ProgressLines, AreKeptOutOfTheLog) {
  ErrorOutput output;
  EXPECT_EQ(output.take("one\nprog"), "one\n");
  EXPECT_EQ(output.take("ress 1 2 pictures int\ntw"), "");
  ASSERT_TRUE(output.progress());
  EXPECT_EQ(output.progress()->done, 1u);
  EXPECT_EQ(output.take("o\nqsim: error: x.cfg:3: bad\n"),
            "two\nqsim: error: x.cfg:3: bad\n");
  EXPECT_EQ(output.take("rest"), "");
  EXPECT_EQ(output.rest(), "rest\n");
  EXPECT_EQ(output.message(), "x.cfg:3: bad");
}

TEST(ProgressLines, WithoutAnErrorTheFirstLineIsTheMessage) {
  ErrorOutput output;
  output.take("--scale: contradicts\nRun with --help\n");
  EXPECT_EQ(output.message(), "--scale: contradicts");
}

TEST(ProgressLines, DoNotFillTheMemory) {
  ErrorOutput output;
  std::string log;
  for (int i = 0; i < 100; ++i)
    log += output.take(std::string(10'000, 'x'));
  EXPECT_GT(log.size(), 900'000u);
}

TEST(ProgressClock, TellsRates) {
  ProgressClock clock;
  EXPECT_FALSE(clock.document({0, 10, "pictures", "int"}).contains("rate"));
  const auto document = clock.document({5, 10, "pictures", "int"});
  EXPECT_EQ(document.at("done").to_number<int>(), 5);
  EXPECT_EQ(document.at("total").to_number<int>(), 10);
}

TEST(Advice, FitsTheMessage) {
  EXPECT_NE(adviceFor("qsim was ended by signal 9 (killed).")->find("memory"),
            std::string::npos);
  EXPECT_FALSE(adviceFor("x.cfg:3: unknown section [foo]"));
}
