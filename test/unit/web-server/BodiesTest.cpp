// SPDX-License-Identifier: Apache-2.0
// Bodies of requests to messages, and messages to documents.
#include "TestStore.h"
#include "simulations/Documents.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <limits>

using namespace qsim::server;
namespace engine = qsim::engine;

namespace {

boost::json::object object(const char *text) {
  return boost::json::parse(text).as_object();
}

} // namespace

TEST(Bodies, OfMoves) {
  const engine::Move to = moveOf(object(R"({"kind":"to","layer":3})"));
  EXPECT_EQ(to.kind(), engine::Move::TO);
  EXPECT_EQ(to.layer(), 3);
  EXPECT_FALSE(to.ignore_stops());
  EXPECT_EQ(moveOf(object(R"({"kind":"step"})")).count(), 1);
  EXPECT_EQ(moveOf(object(R"({"kind":"step","count":-2})")).count(), -2);
  EXPECT_TRUE(
      moveOf(object(R"({"kind":"step","stops":false})")).ignore_stops());
  for (const char *bad :
       {R"({})", R"({"kind":"jump"})", R"({"kind":"to"})",
        R"({"kind":"to","layer":-1})", R"({"kind":"step","speed":1})"})
    EXPECT_EQ(statusOf([&] { moveOf(object(bad)); }), 422) << bad;
}

TEST(Bodies, OfStops) {
  const engine::SetStops stops = stopsOf(object(
      R"({"stops":[{"layer":-1,"when":"nan"},{"layer":2,"when":"outside","limit":-1,"high":1}]})"));
  ASSERT_EQ(stops.stops_size(), 2);
  EXPECT_EQ(stops.stops(0).when(), engine::Stop::NAN_);
  EXPECT_EQ(stops.stops(1).high(), 1);
  for (const char *bad :
       {R"({})", R"({"stops":{}})", R"({"stops":[1]})",
        R"({"stops":[{"layer":0,"when":"sqnr"}]})",
        R"({"stops":[{"layer":0,"when":"outside","limit":2,"high":1}]})",
        R"({"stops":[{"layer":-2,"when":"before"}]})"})
    EXPECT_EQ(statusOf([&] { stopsOf(object(bad)); }), 422) << bad;
}

TEST(Bodies, OfEdits) {
  const engine::Edit mode =
      editOf(object(R"({"kind":"mode","layers":[1,2],"mode":"float"})"));
  EXPECT_EQ(mode.modes().layers_size(), 2);
  EXPECT_EQ(mode.modes().mode(), engine::FLOAT);
  const engine::Edit values = editOf(object(
      R"({"kind":"values","layer":-1,"tensor":"output","index":3,"values":[1,2.5]})"));
  EXPECT_EQ(values.values().values(1), 2.5);
  const engine::Edit rule = editOf(object(
      R"({"kind":"quantize","layers":[4],"activation":{"range":[-1,2]},"weights":{"width":4}})"));
  EXPECT_EQ(rule.quantize().activation().high(), 2);
  EXPECT_EQ(rule.quantize().weights().width(), 4u);
  EXPECT_FALSE(rule.quantize().weights().has_method());
  for (const char *bad :
       {R"({"kind":"mode","layers":[1]})",
        R"({"kind":"mode","mode":"int","layers":[1],"layer":1})",
        R"({"kind":"values","layer":0,"tensor":"output","values":[]})",
        R"({"kind":"values","layer":0,"tensor":"output","values":["1"]})",
        R"({"kind":"quantize","layers":[1]})",
        R"({"kind":"quantize","layers":[1],"weights":{"width":1}})",
        R"({"kind":"quantize","layers":[1],"weights":{"range":[0,1]}})",
        R"({"kind":"quantize","layers":[1],"activation":{"range":[1,0]}})"})
    EXPECT_EQ(statusOf([&] { editOf(object(bad)); }), 422) << bad;
}

TEST(Documents, HaveNoNumbersThatJsonLacks) {
  engine::Errors errors;
  engine::LayerError &error = *errors.add_errors();
  error.set_sqnr(std::numeric_limits<double>::infinity());
  error.set_cosine(std::numeric_limits<double>::quiet_NaN());
  error.set_max_abs(-std::numeric_limits<double>::infinity());
  const std::string text = boost::json::serialize(documentOf(errors));
  EXPECT_EQ(text.find("sqnr"), std::string::npos); // left out
  EXPECT_NO_THROW(boost::json::parse(text));
  EXPECT_EQ(text.find("inf"), std::string::npos);
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(Documents, OfStates) {
  engine::State state;
  state.set_position(2);
  state.set_layers(5);
  state.add_modes(engine::HYBRID);
  engine::Stop &stop = *state.add_stops();
  stop.set_layer(1);
  stop.set_when(engine::Stop::SQNR);
  stop.set_limit(18);
  const auto document = documentOf(state);
  EXPECT_EQ(boost::json::serialize(document.at("stops")),
            R"([{"layer":1,"when":"sqnr","limit":1.8E1}])");
  EXPECT_EQ(boost::json::serialize(document.at("modes")), R"(["hybrid"])");
}
