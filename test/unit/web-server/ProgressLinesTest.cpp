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

TEST(ProgressLines, KeepTheReasonsBehindAnError) {
  ErrorOutput output;
  output.take(
      "remark: a layer\n  of no error\n"
      "qsim compile: error: a.onnx: cannot be imported, for 2 reasons:\n"
      "  node a (Erf): error: no\n  node b\nnot indented\n  nor this\n");
  EXPECT_EQ(output.message(), "a.onnx: cannot be imported, for 2 reasons:\n"
                              "  node a (Erf): error: no\n  node b");
  ErrorOutput many;
  many.take("qsim: error: for 23 reasons:\n");
  std::string wanted = "for 23 reasons:";
  for (int i = 0; i < 23; ++i) {
    many.take("  node " + std::to_string(i) + "\n");
    if (i < 20)
      wanted += "\n  node " + std::to_string(i);
  }
  EXPECT_EQ(many.message(), wanted + "\nand 3 more: see the log");
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

TEST(Advice, FitsWhatQsimPrints) {
  const std::pair<const char *, const char *> known[] = {
      {"qsim was ended by signal 9 (killed).", "memory"},
      {"a.cfg: out of memory: the model needs 9 bytes", "smaller network"},
      {"a.png: cannot decode the PNG picture: out of memory", "smaller"},
      {"a.png: cannot decode the PNG picture: the file ends too early",
       "Upload it again"},
      {"a.jpg: cannot decode the JPEG picture: Premature end of JPEG file",
       "Upload it again"},
      {"a.png: cannot decode the PNG picture: the picture is 60000x60000, "
       "sides from 1 to 32768 are wanted",
       "too large"},
      {"--mean: expected one number or three, a,b,c, got '1,2'", "mean"},
      {"--std: expected one number or three, a,b,c, above 0, got '0'",
       "above 0"},
      {"--resize: expected crop:SIDE with a side of 1..65536, got "
       "'crop:99999'",
       "65536"},
      {"scenes.cfg: --input, --freeze-input, --head and --head-strides are for "
       "ONNX models",
       "without dimensions"},
      {"n/a.txt: the labels of n/a.png are missing (an empty file says that it "
       "shows no object)",
       "beside each picture"},
      {"e: the directory holds no .jpg, .jpeg, .png, .npy or .pb file",
       "Upload pictures"},
      {"There are no pictures under e.", "Upload pictures"},
      {"short.weights: the file has 1000 bytes, wanted 2484088 or 2484092 (a "
       "header of 16 or 20 bytes and 621018 floats); it ends in the weights "
       "of conv_0",
       "weights belong"},
      {"foo.cfg:30: the section 'foo' is unknown, wanted one of [avgpool]",
       "does not know"},
      {"node a (Erf): the operator is not supported", "cannot import"},
      {"the model cannot be imported, for 4 reasons:", "cannot import"},
      {"b.onnx: not an ONNX model, or cut off: its bytes are no ModelProto",
       "Export the model again"}};
  for (const auto &[message, word] : known)
    EXPECT_NE(adviceFor(message).text().find(word), std::string::npos)
        << message << "\n"
        << adviceFor(message).text();
}

TEST(Advice, IsAlwaysGiven) {
  EXPECT_NE(adviceFor("something new").text().find("log"), std::string::npos);
  EXPECT_NE(adviceFor("").text().find("retry"), std::string::npos);
}
