// SPDX-License-Identifier: Apache-2.0
// Tests of selectors and of the .ste reader: every line, every diagnostic.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

using namespace qsim::test;

namespace {

// Layers conv_0, conv_1, pool_2, conv_10, route_4.
class Ste : public ::testing::Test {
protected:
  Ste() {
    const char *names[] = {"conv_0", "conv_1", "pool_2", "conv_10", "route_4"};
    for (int i = 0; i < 5; ++i) {
      layers[i].index = i;
      layers[i].name = names[i];
    }
    model.layers = layers;
    model.layer_count = 5;
  }

  qsimrt_status parse(const std::string &text) {
    AlignedBytes bytes(text);
    const qsimrt_bytes file = {"t.ste", bytes.data(), bytes.size()};
    memory.assign(qsimrt_ste_size(&model, &file) + 16, 0);
    void *aligned = memory.data() + (16 - uintptr_t(memory.data()) % 16) % 16;
    message = {};
    return qsimrt_ste_parse(aligned, memory.size() - 16, &model, &file, &ste,
                            &message);
  }

  std::string selected(const std::string &selector) {
    std::string chosen(5, 0);
    message = {};
    const qsimrt_status status = qsimrt_select(
        &model, selector.data(), selector.size(),
        reinterpret_cast<unsigned char *>(chosen.data()), &message);
    EXPECT_EQ(status == QSIMRT_OK, message.text[0] == 0);
    for (char &c : chosen)
      c = c ? '1' : '.';
    return chosen;
  }

  std::string marksOf(int bit) const {
    std::string out;
    for (int i = 0; i < 5; ++i)
      out += ste.marks[i] & bit ? '1' : '.';
    return out;
  }

  std::string modes() const {
    std::string out;
    for (int i = 0; i < 5; ++i)
      out += "-fhi"[ste.modes[i] + 1];
    return out;
  }

  qsimrt_layer layers[5] = {};
  qsimrt_model model = {};
  qsimrt_ste ste = {};
  qsimrt_error message = {};
  std::vector<unsigned char> memory;
};

TEST_F(Ste, SelectorsAreIndicesRangesNamesAndPatterns) {
  EXPECT_EQ(selected("3"), "...1.");
  EXPECT_EQ(selected("1..3"), ".111.");
  EXPECT_EQ(selected("0..4"), "11111");
  EXPECT_EQ(selected("conv_1"), ".1...");
  EXPECT_EQ(selected("conv_*"), "11.1.");
  EXPECT_EQ(selected("conv_?"), "11...");
  EXPECT_EQ(selected("*_1*"), ".1.1.");
  EXPECT_EQ(selected("*o*_*0"), "1..1.");
  EXPECT_EQ(selected("*"), "11111");
  for (const char *none : {"5", "-1", "3..1", "3..5", "", "conv", "conv_11",
                           "?", "conv_1..2", "1.."})
    EXPECT_EQ(selected(none), ".....") << none;
  selected("3..5");
  EXPECT_STREQ(message.text,
               "layers '3..5': wanted indices from 0 to 4, rising");
  selected("conf_*");
  EXPECT_STREQ(message.text,
               "no layer is called 'conf_*'; wanted an index "
               "(3), a range (3..7), a name or a pattern (conv_*)");
}

TEST_F(Ste, LaterLinesOfModesReplaceEarlierOnes) {
  ASSERT_EQ(parse("# all\nmode int\n\nlayer 1..3 float\n"
                  "layer conv_10 hybrid # one\n"),
            QSIMRT_OK);
  EXPECT_EQ(modes(), "iffhi");
  ASSERT_EQ(parse("layer 2 int\n"), QSIMRT_OK);
  EXPECT_EQ(modes(), "--i--");
  ASSERT_EQ(parse("layer 2 int\nmode hybrid\n"), QSIMRT_OK);
  EXPECT_EQ(modes(), "hhhhh");
}

TEST_F(Ste, MarksAddUp) {
  ASSERT_EQ(parse("break 1\nbreak before 2\n  break   after conv_*\n"
                  "stop route_4\ndump 0\ndump 1..2 raw hex\ndump 2 png\n"
                  "   # nothing\n"),
            QSIMRT_OK);
  EXPECT_EQ(marksOf(QSIMRT_STE_BREAK_BEFORE), ".11..");
  EXPECT_EQ(marksOf(QSIMRT_STE_BREAK_AFTER), "11.1.");
  EXPECT_EQ(marksOf(QSIMRT_STE_STOP), "....1");
  EXPECT_EQ(marksOf(QSIMRT_STE_NPY), "1....");
  EXPECT_EQ(marksOf(QSIMRT_STE_RAW), ".11..");
  EXPECT_EQ(marksOf(QSIMRT_STE_HEX), ".11..");
  EXPECT_EQ(marksOf(QSIMRT_STE_PNG), "..1..");
}

TEST_F(Ste, TabsAreBlanks) {
  ASSERT_EQ(parse("mode\tint\n\tlayer 1\t \tfloat\t# one\n\t\n"
                  "\twatch\t2 sqnr\t<\t3\n \t watch 3 nan\n"),
            QSIMRT_OK)
      << message.text;
  EXPECT_EQ(modes(), "ifiii");
  ASSERT_EQ(ste.watch_count, 2);
  EXPECT_EQ(ste.watches[0].low, 3.0f);
  EXPECT_EQ(parse("mode\vint\n"), QSIMRT_BAD_FILE);
  EXPECT_STREQ(message.text, "t.ste:1: control character");
}

TEST_F(Ste, WatchesKeepTheirConditionLayersAndLine) {
  ASSERT_EQ(parse("watch * saturation > 0.5\nwatch 1..2 sqnr < -3\n"
                  "watch conv_* nan\nwatch 0 overflow\n"
                  "watch 4 outside -6 6.5\n"),
            QSIMRT_OK);
  ASSERT_EQ(ste.watch_count, 5);
  const auto layersOf = [&](int watch) {
    std::string out;
    for (int i = 0; i < 5; ++i)
      out += ste.watches[watch].layers[i] ? '1' : '.';
    return out;
  };
  EXPECT_EQ(ste.watches[0].kind, QSIMRT_WATCH_SATURATION);
  EXPECT_EQ(ste.watches[0].high, 0.5f);
  EXPECT_EQ(layersOf(0), "11111");
  EXPECT_EQ(ste.watches[1].kind, QSIMRT_WATCH_SQNR);
  EXPECT_EQ(ste.watches[1].low, -3.0f);
  EXPECT_EQ(layersOf(1), ".11..");
  EXPECT_EQ(ste.watches[1].line, 2);
  EXPECT_EQ(ste.watches[2].kind, QSIMRT_WATCH_NAN);
  EXPECT_EQ(layersOf(2), "11.1.");
  EXPECT_EQ(ste.watches[3].kind, QSIMRT_WATCH_OVERFLOW);
  EXPECT_EQ(ste.watches[4].kind, QSIMRT_WATCH_OUTSIDE);
  EXPECT_EQ(ste.watches[4].low, -6.0f);
  EXPECT_EQ(ste.watches[4].high, 6.5f);
}

TEST_F(Ste, EveryDiagnosticNamesFileAndLine) {
  const struct {
    const char *text, *message;
  } cases[] = {
      {"", " the file is empty"},
      {"mode int", "1: the last line does not end with \\n"},
      {"\nrun 3\n", "2: expected mode, layer, break, watch, dump or stop, got "
                    "'run'"},
      {"mode\n", "1: expected float, hybrid or int, got the end of the line"},
      {"mode INT\n", "1: expected float, hybrid or int, got 'INT'"},
      {"mode int 3\n", "1: expected the end of the line, got '3'"},
      {"layer\n", "1: expected a selector of layers, got the end of the line"},
      {"layer 5 int\n", "1: layers '5': wanted indices from 0 to 4, rising"},
      {"layer 4\n",
       "1: expected float, hybrid or int, got the end of the line"},
      {"break before\n",
       "1: expected a selector of layers, got the end of the line"},
      {"break conf\n", "1: no layer is called 'conf'; wanted an index (3), a "
                       "range (3..7), a name or a pattern (conv_*)"},
      {"dump 1 jpg\n", "1: expected npy, raw, hex or png, got 'jpg'"},
      {"watch 1\n", "1: expected saturation, sqnr, nan, overflow or outside, "
                    "got the end of the line"},
      {"watch 1 saturation < 3\n", "1: expected >, got '<'"},
      {"watch 1 saturation > 101\n",
       "1: expected per cent, from 0 to 100, got '101'"},
      {"watch 1 sqnr < low\n", "1: expected decibels, got 'low'"},
      {"watch 1 outside 3 2\n",
       "1: expected the highest value, not below the lowest, got '2'"},
      {"watch 1 outside nan 2\n", "1: expected the lowest value, got 'nan'"},
  };
  for (const auto &c : cases) {
    EXPECT_EQ(parse(c.text), QSIMRT_BAD_FILE) << c.text;
    EXPECT_EQ(message.text, std::string("t.ste:") + c.message);
  }
}

TEST_F(Ste, MoreWatchesThanAnyoneWritesAreRefused) {
  std::string text;
  for (int i = 0; i < 1024; ++i)
    text += "watch 0 nan\n";
  EXPECT_EQ(parse(text), QSIMRT_OK);
  EXPECT_EQ(ste.watch_count, 1024);
  EXPECT_EQ(parse(text + "watch 1 nan\n"), QSIMRT_BAD_FILE);
  EXPECT_STREQ(message.text, "t.ste:1025: expected no more than 1024 watches, "
                             "got 'watch 1 nan'");
}

TEST_F(Ste, TooLittleMemoryIsSaid) {
  AlignedBytes bytes("mode int\n");
  const qsimrt_bytes file = {"t.ste", bytes.data(), bytes.size()};
  alignas(16) unsigned char small[16];
  EXPECT_EQ(
      qsimrt_ste_parse(small, sizeof small, &model, &file, &ste, &message),
      QSIMRT_NO_MEMORY);
}

} // namespace
