// SPDX-License-Identifier: Apache-2.0
// Targets, queries, ranges and JSON bodies: what is read, and what is refused.
#include "TestStore.h"
#include "http/JsonReader.h"
#include "http/Query.h"
#include "http/Range.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

using namespace qsim::server;

TEST(Target, IsDecoded) {
  const Target target = parseTarget("/a/b%20c/%2e?x=1%2B1&y=");
  EXPECT_EQ(target.segments, (std::vector<std::string>{"a", "b c", "."}));
  EXPECT_EQ(target.query.at("x"), "1+1");
  EXPECT_EQ(target.query.at("y"), "");
  EXPECT_EQ(target.repeated, "");
  EXPECT_EQ(parseTarget("/?a=1&b=1&a=2").repeated, "a");
}

TEST(Target, IsRefusedWhereItIsMalformed) {
  for (const char *bad :
       {"a", "http://x/", "/%", "/%g1", "/%00", "/?a=%00", "*"})
    EXPECT_EQ(statusOf([&] { parseTarget(bad); }), 400) << bad;
}

TEST(Query, ReadsWhatIsInRange) {
  const std::map<std::string, std::string> query = {
      {"i", "-3"}, {"n", "0.5"}, {"b", "true"}, {"w", "raw"}};
  QueryReader reader(query);
  EXPECT_EQ(reader.integer("i", 0, -5, 5), -3);
  EXPECT_EQ(reader.number("n", 0, 0, 1), 0.5);
  EXPECT_TRUE(reader.boolean("b", false));
  EXPECT_EQ(reader.word("w", {"real", "raw"}, 0), 1);
  EXPECT_EQ(reader.integer("absent", 7, 0, 9), 7);
  reader.finish();
}

TEST(Query, RefusesWhatIsNot) {
  const auto status = [](const std::string &value) {
    return statusOf([&] {
      const std::map<std::string, std::string> query = {{"i", value}};
      QueryReader reader(query);
      reader.integer("i", 0, 0, 5);
    });
  };
  for (const char *bad :
       {"", " 1", "+1", "1.0", "6", "-1", "x", "99999999999999999999"})
    EXPECT_EQ(status(bad), 400) << bad;
  EXPECT_EQ(status("5"), 0);
  EXPECT_EQ(statusOf([] {
              const std::map<std::string, std::string> query = {{"n", "nan"}};
              QueryReader reader(query);
              reader.number("n", 0, 0, 1);
            }),
            400);
  const std::map<std::string, std::string> unknown = {{"unknown", "1"}};
  EXPECT_EQ(statusOf([&] { QueryReader(unknown).finish(); }), 400);
}

TEST(Ranges, AreOnePartOfTheBody) {
  const auto range = [](const std::string &text) {
    return rangeOf(requestWith({{"Range", text}}), 100);
  };
  const auto same = [](const std::optional<Range> &range, std::uint64_t first,
                       std::uint64_t length) {
    return range && range->first == first && range->length == length;
  };
  EXPECT_TRUE(same(range("bytes=0-0"), 0, 1));
  EXPECT_TRUE(same(range("bytes=10-19"), 10, 10));
  EXPECT_TRUE(same(range("bytes=90-"), 90, 10));
  EXPECT_TRUE(same(range("bytes=90-1000"), 90, 10));
  EXPECT_TRUE(same(range("bytes=-7"), 93, 7));
  EXPECT_TRUE(same(range("bytes=-700"), 0, 100));
  // Not understood: the whole body.
  for (const char *all : {"", "bytes=", "bytes=a-b", "lines=0-1", "bytes=5-1",
                          "bytes=0-1,3-4", "bytes=--1", "bytes=-"})
    EXPECT_FALSE(range(all)) << all;
  for (const char *outside : {"bytes=100-", "bytes=100-200", "bytes=-0"})
    EXPECT_EQ(statusOf([&] { range(outside); }), 416) << outside;
  EXPECT_EQ(statusOf([] {
              rangeOf(requestWith({{"Range", "bytes=0-"}}), 0);
            }),
            416);
}

namespace {

std::string refusalOf(const std::string &body) {
  try {
    const boost::json::object object = parseBody(body);
    JsonReader reader(object);
    reader.text("name", 1, 5);
    reader.optionalInteger("count", 1, 9);
    reader.optionalWord("mode", {"float", "int"});
    reader.optionalNumber("limit", 0, 1);
    reader.optionalId("id");
    reader.finish();
    return "";
  } catch (const Problem &problem) {
    return std::to_string(problem.status()) + " " + problem.what();
  }
}

} // namespace

TEST(Json, IsReadStrictly) {
  EXPECT_EQ(refusalOf(R"({"name":"abc","count":9,"mode":"int","limit":0.5})"),
            "");
  EXPECT_EQ(refusalOf(R"({"name":"가나다라마","count":2.0})"), "");
  EXPECT_EQ(refusalOf("{}"), "422 name is missing.");
  EXPECT_EQ(refusalOf(R"({"name":""})"),
            "422 name must be text of 1 to 5 characters.");
  EXPECT_EQ(refusalOf(R"({"name":"abcdef"})"),
            "422 name must be text of 1 to 5 characters.");
  EXPECT_EQ(refusalOf(R"({"name":1})"),
            "422 name must be text of 1 to 5 characters.");
  EXPECT_EQ(refusalOf(R"({"name":"a","naem":"b"})"),
            "422 There is no key naem.");
  EXPECT_EQ(refusalOf(R"({"name":"a","count":10})"),
            "422 count must be a whole number in 1..9.");
  EXPECT_EQ(refusalOf(R"({"name":"a","count":1.5})"),
            "422 count must be a whole number in 1..9.");
  EXPECT_EQ(refusalOf(R"({"name":"a","count":true})"),
            "422 count must be a whole number in 1..9.");
  EXPECT_EQ(refusalOf(R"({"name":"a","mode":"INT"})"),
            "422 mode must be one of float, int.");
  EXPECT_EQ(refusalOf(R"({"name":"a","id":"../../../etc/pas"})"),
            "422 id must be an id.");
}

TEST(Json, IsRefusedWhereItIsNone) {
  for (const std::string &bad :
       {std::string(""), std::string("{"), std::string("[]"), std::string("1"),
        std::string("{\"a\":NaN}"), std::string("{} {}"),
        std::string(2 << 20, '[')})
    EXPECT_EQ(refusalOf(bad).substr(0, 3), "400") << bad.substr(0, 20);
}
