// SPDX-License-Identifier: Apache-2.0
// Fidelity, the summary of a run, its JSON and its table.
#include "qsim/Evaluation/Evaluation.h"
#include "Scenes.h"

#include <gtest/gtest.h>

using namespace qsim;
using namespace qsim::test;

TEST(Fidelity, OfFloatItselfIsOne) {
  DetectionSets found = {{detection(0, .9f, .2f), detection(1, .1f, .8f)},
                         {detection(2, .6f, .5f)}};
  auto fidelity = measureFidelity(found, found, 3);
  ASSERT_TRUE(fidelity.ok());
  EXPECT_EQ(*fidelity, 1.0);
}

TEST(Fidelity, TakesScoresAboveAQuarterOnly) {
  EXPECT_EQ(confidentDetections({{detection(0, .25f, .2f)}})[0].size(), 0u);
  EXPECT_EQ(confidentDetections({{detection(0, .251f, .2f)}})[0].size(), 1u);
  // Two confident detections, of which one is found again behind a false one.
  DetectionSets reference = {
      {detection(0, .9f, .2f), detection(0, .8f, .8f), detection(0, .2f, .5f)}};
  DetectionSets found = {{detection(0, .7f, .5f), detection(0, .6f, .2f)}};
  EXPECT_EQ(**measureFidelity(found, reference, 1), 0.25);
}

TEST(Fidelity, NeedsDetections) {
  auto fidelity = measureFidelity({{detection(0, .9f, .5f)}},
                                  {{detection(0, .2f, .5f)}}, 1);
  ASSERT_TRUE(fidelity.ok());
  EXPECT_FALSE(fidelity->has_value());
  EXPECT_EQ(measureFidelity({{}}, {}, 1).message(),
            "evaluation: there are detections of 1 pictures and labels of 0");
}

static EvaluationResult smallResult() {
  ThreadPool pool(1);
  auto matching = matchDetections({{detection(0, .9f, .54f)}},
                                  {{object(0, .5f), object(2, .8f)}}, 4);
  EXPECT_TRUE(matching.ok());
  EvaluationResult result = summarize(*matching, {"cat", "dog", "cat"}, pool);
  result.mode = "int";
  return result;
}

TEST(Summary, HoldsEveryScore) {
  EvaluationResult result = smallResult();
  EXPECT_EQ(result.images, 1u);
  EXPECT_DOUBLE_EQ(result.map50, 0.25);
  // Overlap 2/3 reaches 4 of 10 thresholds: 0.4 / 4 classes.
  EXPECT_DOUBLE_EQ(result.map, 0.1);
  EXPECT_DOUBLE_EQ(result.pooledAp50, 0.5);
  EXPECT_EQ(result.deviation, 0);
  ASSERT_EQ(result.perClass.size(), 4u);
  EXPECT_EQ(result.perClass[2].name, "cat_2");
  EXPECT_EQ(result.perClass[3].name, "class_3");
  EXPECT_EQ(result.perClass[0].objects, 1u);
  EXPECT_EQ(result.perClass[0].ap50, 1);
}

TEST(Summary, AsJson) {
  JsonWriter json;
  EvaluationResult result = smallResult();
  result.map = 0.125;
  writeJson(json, result);
  EXPECT_EQ(json.take(),
            R"({"mode":"int","images":1,"map50":0.25,"map":0.125,)"
            R"("pooled_ap50":0.5,"fidelity":null,"deviation":0,"per_class":{)"
            R"("cat":{"ap50":1,"objects":1},"dog":{"ap50":0,"objects":0},)"
            R"("cat_2":{"ap50":0,"objects":1},)"
            R"("class_3":{"ap50":0,"objects":0}}})");
  result.fidelity = 0.75;
  writeJson(json, result);
  EXPECT_NE(json.take().find("\"fidelity\":0.75,"), std::string::npos);
}

TEST(Summary, AsTable) {
  EvaluationResult result = smallResult();
  result.fidelity = 0.98765;
  EXPECT_EQ(
      toTable(result),
      "class  objects  AP .50\n"
      "----------------------\n"
      "cat          1   1.000\n"
      "cat_2        1   0.000\n"
      "\n"
      "2 of 4 classes have no labelled object and count with AP 0\n"
      "\n"
      "mode  images  mAP .50      +-  mAP .50:.95  pooled AP .50  fidelity\n"
      "-------------------------------------------------------------------\n"
      "int        1   0.2500  0.0000       0.1000         0.5000    0.9877\n");
}
