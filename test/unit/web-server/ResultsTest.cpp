// SPDX-License-Identifier: Apache-2.0
// What experiments learn from the documents of qsim.
#include "api/Results.h"
#include "TestStore.h"
#include "api/Documents.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

using namespace qsim::server;

namespace {

Job jobOf(const char *kind, const char *mode, const char *images) {
  Job job;
  job.kind = kind;
  job.request = {{"mode", mode}, {"images", images}};
  return job;
}

} // namespace

TEST(Results, OfEvaluationsAreScores) {
  Experiment experiment;
  applyResult(experiment, jobOf("evaluate", "float", "test"),
              R"({"images":60,"map50":0.8})", std::nullopt);
  applyResult(experiment, jobOf("evaluate", "int", "test"),
              R"({"images":60,"map50":0.7})", std::nullopt);
  EXPECT_EQ(experiment.scores.at("float").as_double(), 0.8);
  EXPECT_EQ(experiment.scores.at("int").as_double(), 0.7);
  EXPECT_EQ(experiment.scores.at("metric").as_string(), "mAP");
  // On other pictures, those before say nothing beside it.
  applyResult(experiment, jobOf("evaluate", "int", "other"),
              R"({"pictures":3,"top1":0.5})", std::nullopt);
  EXPECT_FALSE(experiment.scores.contains("float"));
  EXPECT_EQ(experiment.scores.at("metric").as_string(), "top-1");
  EXPECT_EQ(experiment.scores.at("pictures").as_int64(), 3);
}

TEST(Results, OfComparisonsAreTheNoiseOfAllOutputs) {
  // Layer 0: 8 values with mse 1 and 10 dB: noise 8, signal 80. Layer 1: 2
  // values with mse 1 and 20 dB: noise 2, signal 200. 280 / 10 are 14.47 dB.
  const auto graph = boost::json::parse(
      R"({"outputs":[0,1],"layers":[{"shape":[2,2,2]},{"shape":[2,1,1]},{"shape":[1,1,1]}]})");
  Experiment experiment;
  applyResult(experiment, jobOf("compare", "int", ""),
              R"({"layers":[{"index":1,"accumulated":{"sqnr_db":20,"mse":1}},
                            {"index":2,"accumulated":{"sqnr_db":1,"mse":9}},
                            {"index":0,"accumulated":{"sqnr_db":10,"mse":1}}]})",
              graph.as_object());
  ASSERT_TRUE(experiment.sqnr);
  EXPECT_NEAR(*experiment.sqnr, 14.4716, 1e-4);
}

TEST(Results, ThatAreNoneAreRefused) {
  Experiment experiment;
  for (const char *bad : {"", "[]", "{}", R"({"map50":"x","images":1})"})
    EXPECT_EQ(statusOf([&] {
                applyResult(experiment, jobOf("evaluate", "int", ""), bad,
                            std::nullopt);
              }),
              500)
        << bad;
}

TEST(Documents, LeaveDeletedFilesOut) {
  TestStore test;
  const File file = test.addFile("a.names", "x\n");
  Experiment experiment = test.addExperiment();
  experiment.source = {{"names", file.id}, {"weights", newId()}};
  const auto source =
      documentOf(experiment, test.store).at("source").as_object();
  EXPECT_TRUE(source.contains("names"));
  EXPECT_FALSE(source.contains("weights"));
}
