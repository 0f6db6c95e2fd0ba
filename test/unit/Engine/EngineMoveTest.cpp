// SPDX-License-Identifier: Apache-2.0
// Moves, stops, interrupts and bookmarks of an engine.
#include "EngineProcess.h"

#include "bookmark.pb.h"

#include <cmath>
#include <fstream>
#include <regex.h>

using namespace qsim;
using namespace qsim::engine;
using namespace qsim::test;

namespace {

Request stopping(int layer, Stop::When when, double limit = 0,
                 double high = 0) {
  Request request;
  Stop &stop = *request.mutable_stops()->add_stops();
  stop.set_layer(layer);
  stop.set_when(when);
  stop.set_limit(limit);
  stop.set_high(high);
  return request;
}

std::vector<std::string> textsOf(const State &state) {
  std::vector<std::string> texts;
  for (const State::Hit &hit : state.hits())
    texts.push_back(hit.text());
  return texts;
}

// POSIX's, extended: g++ 12 warns of the standard library's own under
// sanitizers.
bool matches(const std::string &text, const char *pattern) {
  regex_t compiled;
  if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
    return false;
  const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

TEST_F(EngineTest, OpensBeforeTheFirstLayerInTheMostIntegerMode) {
  State state;
  const auto engine = opened(&state);
  EXPECT_EQ(state.position(), 0);
  EXPECT_EQ(state.layers(), layers);
  ASSERT_EQ(state.modes_size(), layers);
  EXPECT_EQ(state.modes(0), INT);
  EXPECT_EQ(state.modes(16), FLOAT); // a yolo head
  EXPECT_EQ(state.stale_size(), 0);
  EXPECT_EQ(state.redo(), 0u);
  EXPECT_EQ(state.milliseconds(), 0); // no move yet
  EXPECT_FALSE(state.bookmark().empty());
  const Reply again = engine->ask(opening());
  EXPECT_EQ(again.failure().kind(), Failure::REFUSED);
}

TEST_F(EngineTest, OpensInTheModeThatIsAskedFor) {
  EngineProcess engine(arguments());
  Request request = opening();
  request.mutable_open()->set_mode(HYBRID);
  const Reply reply = engine.ask(request);
  EXPECT_EQ(reply.state().modes(0), HYBRID);
  EXPECT_EQ(reply.state().modes(1), FLOAT); // a max pool knows no HYBRID
}

TEST_F(EngineTest, RefusesWhatIsNoPackageAndNoPictureAndLives) {
  EngineProcess engine(arguments());
  Request request = opening();
  request.mutable_open()->set_package(scratch);
  Reply reply = engine.ask(request);
  EXPECT_EQ(reply.failure().kind(), Failure::REFUSED);
  EXPECT_NE(reply.failure().message().find(scratch), std::string::npos);
  request = opening();
  request.mutable_open()->set_picture(package + "/scenes.net");
  EXPECT_TRUE(engine.ask(request).has_failure());
  EXPECT_TRUE(engine.ask(opening()).has_state());
}

TEST_F(EngineTest, MovesForthAndBack) {
  const auto engine = opened();
  EXPECT_EQ(engine->ask(moving(Move::STEP, 1)).state().position(), 1);
  EXPECT_EQ(engine->ask(moving(Move::STEP, 4)).state().position(), 5);
  EXPECT_EQ(engine->ask(moving(Move::STEP, -2)).state().position(), 3);
  EXPECT_EQ(engine->ask(moving(Move::STEP, -100)).state().position(), 0);
  EXPECT_EQ(engine->ask(moving(Move::TO, 20)).state().position(), 20);
  EXPECT_EQ(engine->ask(moving(Move::TO, 7)).state().position(), 7);
  EXPECT_EQ(engine->ask(moving(Move::CONTINUE)).state().position(), layers);
  EXPECT_EQ(engine->ask(moving(Move::STEP, 1)).state().position(), layers);
  EXPECT_EQ(engine->ask(moving(Move::RESTART)).state().position(), layers);
  const Reply beyond = engine->ask(moving(Move::TO, layers + 1));
  EXPECT_EQ(beyond.failure().message(), "layer 25; wanted 0 to 24");
  EXPECT_EQ(engine->ask(moving(Move::TO, layers)).state().position(), layers);
}

TEST_F(EngineTest, GoingBackKeepsTheTensorsBefore) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 12));
  const std::string before =
      engine->ask(looking(5, "output", true)).tensor().data();
  engine->ask(moving(Move::TO, 6));
  EXPECT_EQ(engine->ask(looking(5, "output", true)).tensor().data(), before);
  const Reply ahead = engine->ask(looking(9, "output"));
  EXPECT_EQ(ahead.failure().kind(), Failure::NOT_YET);
  EXPECT_EQ(ahead.failure().message(), "9 maxpool_9 has not run yet");
}

TEST_F(EngineTest, EndsAtStopsOnTheWay) {
  const auto engine = opened();
  Request stops = stopping(2, Stop::BEFORE);
  *stops.mutable_stops()->add_stops() =
      stopping(3, Stop::AFTER).stops().stops(0);
  *stops.mutable_stops()->add_stops() =
      stopping(6, Stop::OUTSIDE, -1000, -999).stops().stops(0);
  const Reply set = engine->ask(stops);
  EXPECT_EQ(set.state().stops_size(), 3);

  State state = engine->ask(moving(Move::CONTINUE)).state();
  EXPECT_EQ(state.position(), 2);
  EXPECT_EQ(textsOf(state), std::vector<std::string>{"break before 2 conv_2"});
  EXPECT_EQ(state.hits(0).layer(), 2);
  // It has been seen: the run goes on.
  state = engine->ask(moving(Move::CONTINUE)).state();
  EXPECT_EQ(state.position(), 4);
  EXPECT_EQ(textsOf(state),
            std::vector<std::string>{"break after 3 maxpool_3"});
  state = engine->ask(moving(Move::TO, 20)).state();
  EXPECT_EQ(state.position(), 7);
  ASSERT_EQ(state.hits_size(), 1);
  EXPECT_EQ(
      state.hits(0).text().rfind("watch 6 conv_6: outside -1000 -999 (", 0),
      0u);
  // Asked to, it passes them.
  state = engine->ask(moving(Move::RESTART, 0, true)).state();
  EXPECT_EQ(state.position(), layers);
  EXPECT_EQ(state.hits_size(), 0);
  state = engine->ask(moving(Move::RESTART)).state();
  EXPECT_EQ(state.position(), 2);
  // Others take the place of all.
  Request none;
  none.mutable_stops();
  EXPECT_EQ(engine->ask(none).state().stops_size(), 0);
  EXPECT_EQ(engine->ask(moving(Move::CONTINUE)).state().position(), layers);
}

TEST_F(EngineTest, WatchesAllLayers) {
  const auto engine = opened();
  // conv_0 is the first whose noise is above zero: everything is below 1000 dB.
  engine->ask(stopping(-1, Stop::SQNR, 1000));
  const State state = engine->ask(moving(Move::CONTINUE)).state();
  EXPECT_EQ(state.position(), 1);
  ASSERT_EQ(state.hits_size(), 1);
  // To 0.1 dB.
  EXPECT_TRUE(matches(state.hits(0).text(),
                      "^watch 0 conv_0: sqnr < 1000 \\([0-9]+\\.[0-9]\\)$"))
      << state.hits(0).text();
  for (const Stop::When when : {Stop::NAN_, Stop::OVERFLOW}) {
    EXPECT_EQ(engine->ask(stopping(-1, when)).state().stops(0).when(), when);
    EXPECT_EQ(engine->ask(moving(Move::RESTART)).state().hits_size(), 0);
  }
  engine->ask(stopping(-1, Stop::SATURATION, 0));
  const State saturated = engine->ask(moving(Move::RESTART)).state();
  ASSERT_GE(saturated.hits_size(), 1);
  EXPECT_TRUE(matches(saturated.hits(0).text(),
                      ": saturation > 0 \\([0-9.e-]{1,9}\\)$"))
      << saturated.hits(0).text();
}

TEST_F(EngineTest, HasRoomForManyStops) {
  const auto engine = opened();
  Request stops;
  for (int i = 0; i < 3000; ++i)
    *stops.mutable_stops()->add_stops() =
        stopping(i % layers, Stop::OUTSIDE, -1e6 - i, 1e6).stops().stops(0);
  *stops.mutable_stops()->add_stops() =
      stopping(7, Stop::AFTER).stops().stops(0);
  EXPECT_EQ(engine->ask(stops).state().stops_size(), 3001);
  EXPECT_EQ(engine->ask(moving(Move::CONTINUE)).state().position(), 8);
}

TEST_F(EngineTest, RefusesStopsWithoutALayerAndKeepsThoseBefore) {
  const auto engine = opened();
  engine->ask(stopping(2, Stop::BEFORE));
  for (const Request &wrong :
       {stopping(layers, Stop::BEFORE), stopping(-2, Stop::AFTER),
        stopping(3, Stop::SQNR, NAN)})
    EXPECT_TRUE(engine->ask(wrong).has_failure());
  EXPECT_EQ(engine->ask(moving(Move::CONTINUE)).state().position(), 2);
}

TEST_F(EngineTest, TakesAnotherPicture) {
  const auto engine = opened();
  const std::vector<std::string> first = outputsAtEnd(*engine);
  engine->ask(stopping(2, Stop::BEFORE));
  engine->ask(changingModes({4}, FLOAT));
  engine->ask(setting(5, "output", 0, {1}));
  Request request;
  request.mutable_picture()->set_picture(otherPicture);
  const State state = engine->ask(request).state();
  EXPECT_EQ(state.position(), 0);
  // Modes and stops stay; what was changed of the old picture goes.
  ASSERT_EQ(state.edits_size(), 1);
  EXPECT_EQ(state.edits(0).text(), "mode 4 conv_4 float");
  EXPECT_EQ(state.modes(4), FLOAT);
  EXPECT_EQ(state.stops_size(), 1);
  engine->ask(asking(true));
  EXPECT_NE(outputsAtEnd(*engine), first);
  request.mutable_picture()->set_picture(picture);
  engine->ask(request);
  EXPECT_EQ(outputsAtEnd(*engine), first);
  request.mutable_picture()->set_picture(folder.path + "/none.png");
  EXPECT_TRUE(engine->ask(request).has_failure());
  EXPECT_EQ(outputsAtEnd(*engine), first);
}

// ---- bookmarks
// ---------------------------------------------------------------

TEST_F(EngineTest, AnotherEngineGoesOnFromABookmark) {
  const auto engine = opened();
  engine->ask(stopping(18, Stop::BEFORE));
  engine->ask(moving(Move::TO, 12, true));
  engine->ask(changingModes({6, 7}, FLOAT));
  engine->ask(setting(4, "biases", 3, {0.25}));
  engine->ask(setting(10, "accumulators", 5, {1234}));
  Request quantize;
  Edit::Quantize &rule = *quantize.mutable_edit()->mutable_quantize();
  rule.add_layers(8);
  rule.mutable_weights()->set_width(5);
  ASSERT_TRUE(engine->ask(quantize).has_state());
  engine->ask(setting(-1, "output", 7, {0.5}));
  engine->ask(setting(2, "biases", 0, {9}));
  const State before = engine->ask(asking(true)).state();
  EXPECT_EQ(before.edits_size(), 5);
  EXPECT_EQ(before.redo(), 1u);
  EXPECT_EQ(before.position(), 12);
  Request ask;
  ask.mutable_bookmark();
  const std::string data = engine->ask(ask).bookmark().data();
  EXPECT_EQ(data, before.bookmark());

  engine->kill();
  EXPECT_EQ(engine->wait(), -9);
  const std::string other = folder.path + "/other-scratch";
  std::filesystem::create_directory(other);
  EngineProcess next({"--read", folder.path, "--write", other});
  Request open = opening();
  open.mutable_open()->set_bookmark(data);
  open.mutable_open()->set_scratch(other);
  const Reply reply = next.ask(open);
  ASSERT_TRUE(reply.has_state()) << reply.ShortDebugString();
  State after = reply.state();
  // The time and what ended the last move are of the first engine alone, and
  // the new one has computed all up to here.
  State wanted = before;
  for (State *state : {&wanted, &after}) {
    state->clear_milliseconds();
    state->clear_hits();
    state->clear_stale();
  }
  EXPECT_EQ(after.SerializeAsString(), wanted.SerializeAsString());

  // The same tensors as an engine that did it all itself; redo and undo too.
  const auto same = opened();
  same->ask(moving(Move::TO, 12));
  same->ask(changingModes({6, 7}, FLOAT));
  same->ask(setting(4, "biases", 3, {0.25}));
  same->ask(setting(10, "accumulators", 5, {1234}));
  same->ask(quantize);
  same->ask(setting(-1, "output", 7, {0.5}));
  EXPECT_EQ(outputsAtEnd(next), outputsAtEnd(*same));
  EXPECT_EQ(next.ask(asking(false)).state().edits_size(), 6);
  same->ask(setting(2, "biases", 0, {9}));
  EXPECT_EQ(outputsAtEnd(next), outputsAtEnd(*same));
  for (int i = 0; i < 6; ++i)
    ASSERT_TRUE(next.ask(asking(true)).has_state()) << i;
  const auto plain = opened();
  EXPECT_EQ(outputsAtEnd(next), outputsAtEnd(*plain));
  // The stop is there, too.
  EXPECT_EQ(next.ask(moving(Move::RESTART)).state().position(), 18);
}

TEST_F(EngineTest, RefusesABookmarkOfAnotherNetwork) {
  EngineProcess engine(arguments());
  for (const bool isDone : {true, false}) {
    Place place;
    place.set_version(1);
    PastEdit &edit =
        *(isDone ? place.add_done() : place.add_undone())->add_edits();
    edit.set_layer(layers);
    edit.set_tensor("biases");
    edit.add_values(1);
    Request open = opening();
    open.mutable_open()->set_bookmark(place.SerializeAsString());
    EXPECT_EQ(engine.ask(open).failure().message(),
              "the bookmark is of another network: this one has 24 layers");
  }
}

TEST_F(EngineTest, RefusesABookmarkThatIsNone) {
  EngineProcess engine(arguments());
  Request open = opening();
  for (const std::string &data :
       {std::string("\x07\x07\x07"), std::string("\x08\x63", 2), // version 99
        std::string("\x08\x01\x2a\0", 4)}) {
    open.mutable_open()->set_bookmark(data);
    const Reply reply = engine.ask(open);
    EXPECT_EQ(reply.failure().kind(), Failure::REFUSED);
    EXPECT_NE(reply.failure().message().find("bookmark"), std::string::npos);
  }
  EXPECT_TRUE(engine.ask(opening()).has_state());
}

// ---- a network that takes its time
// ----------------------------------------------

class SlowEngineTest : public EngineTest {
protected:
  SlowEngineTest() {
    std::ofstream cfg(folder.path + "/slow.cfg");
    cfg << "[net]\nwidth=192\nheight=192\nchannels=3\n";
    for (int i = 0; i < 12; ++i)
      cfg << "[convolutional]\nfilters=48\nsize=3\nstride=1\npad=1\n"
             "activation=leaky\n";
    cfg << "[avgpool]\n[softmax]\n";
    cfg.close();
    package = folder.path + "/slow.qsim";
    runQuietly(QSIM_BIN "/qsim compile " + folder.path +
               "/slow.cfg --seed 1 --images " + folder.path + "/test.txt -o " +
               package);
  }
};

TEST_F(SlowEngineTest, TellsWhereItIsAnswersPingsAndIsInterrupted) {
  EngineProcess engine(arguments());
  Request open = opening();
  open.mutable_open()->set_mode(FLOAT);
  ASSERT_TRUE(engine.ask(open).has_state());
  const std::uint64_t move = engine.send(moving(Move::CONTINUE));
  // The first event: the run is on its way.
  const Reply event = engine.receive();
  ASSERT_TRUE(event.has_moved());
  EXPECT_EQ(event.id(), 0u);
  EXPECT_GT(event.moved().layer(), 0);
  Request ping;
  ping.mutable_ping();
  const std::uint64_t pinged = engine.send(ping);
  Reply reply = engine.receive();
  while (reply.has_moved())
    reply = engine.receive();
  EXPECT_EQ(reply.id(), pinged); // before the move's own answer
  Request interrupt;
  interrupt.mutable_interrupt();
  engine.send(interrupt);
  reply = engine.receive();
  while (reply.has_moved())
    reply = engine.receive();
  EXPECT_EQ(reply.id(), move);
  const State state = reply.state();
  EXPECT_GT(state.position(), 0);
  EXPECT_LT(state.position(), state.layers());
  EXPECT_EQ(state.hits_size(), 0);
  // It holds for that move alone.
  engine.moved.clear();
  const State end = engine.ask(moving(Move::CONTINUE)).state();
  EXPECT_EQ(end.position(), end.layers());
  for (std::size_t i = 1; i < engine.moved.size(); ++i)
    EXPECT_LT(engine.moved[i - 1], engine.moved[i]);
  // At most twenty a second.
  EXPECT_LE(static_cast<double>(engine.moved.size()),
            end.milliseconds() / 50 + 1);
  Request layer;
  layer.mutable_layer()->set_layer(3);
  EXPECT_GT(engine.ask(layer).layer().milliseconds(), 0.1);
}

} // namespace
