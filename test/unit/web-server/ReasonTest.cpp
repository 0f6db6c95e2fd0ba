// SPDX-License-Identifier: Apache-2.0
// Sentences and what they are made of.
#include "base/Reason.h"
#include "TestStore.h"
#include "http/Router.h"
#include "jobs/Advice.h"
#include "store/Migrations.h"
#include "store/StoredJson.h"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <sqlite3.h>

using namespace qsim::server;
namespace json = boost::json;

TEST(Reason, FillsTheGaps) {
  const Said said(Reason::key_integer,
                  {{"key", "limit"}, {"low", "1"}, {"high", "9"}});
  EXPECT_EQ(said.text(), "limit must be a whole number in 1..9.");
  EXPECT_EQ(json::serialize(said.reason()),
            R"({"key":"key_integer","arguments":{"key":"limit","low":"1",)"
            R"("high":"9"}})");
}

TEST(Reason, LeavesArgumentsAsTheyAre) {
  const Said said(Reason::key_file_kind, {{"key", "{path}"},
                                          {"path", "{key}/{"},
                                          {"kind", "}"},
                                          {"wanted", "{wanted}"}});
  EXPECT_EQ(said.text(), "{path}: {key}/{ is of kind }, wanted is {wanted}.");
}

TEST(Reason, IsMissingOfAProgramsWords) {
  const Said said = Said::quoted("scenes.cfg:3: bad {key}");
  EXPECT_EQ(said.text(), "scenes.cfg:3: bad {key}");
  EXPECT_TRUE(said.reason().empty());
  EXPECT_FALSE(said.empty());
  EXPECT_TRUE(Said().empty());
}

TEST(Reason, IsInTheDocumentOfAProblem) {
  const Response made = problemResponse(
      "7", conflict({Reason::path_is_folder, {{"path", "calib"}}}));
  EXPECT_EQ(*made.bytes,
            R"({"error":{"code":"conflict","message":"calib is a folder of )"
            R"(this project.","reason":{"key":"path_is_folder","arguments":)"
            R"({"path":"calib"}},"request":"7"}})");
}

TEST(Reason, IsKeptWithAJob) {
  TestStore test;
  Job job;
  job.id = newId();
  job.project = test.project.id;
  job.experiment = test.addExperiment().id;
  job.kind = "evaluate";
  test.store.jobs.add(job);
  ASSERT_TRUE(test.store.jobs.claim());
  const Said shared(Reason::ranges_shared, {{"experiment", "kl"}});
  test.store.jobs.setNote(job.id, shared);
  const Said gone = Reason::deleted_network;
  test.store.jobs.finish(job.id, "failed", gone, adviceFor(gone.text()));
  const Job read = *test.store.jobs.find(job.id);
  EXPECT_EQ(read.message.text(), gone.text());
  EXPECT_EQ(read.message.reason(), gone.reason());
  EXPECT_EQ(read.advice.reason().at("key").as_string(), "advice_deleted");
  EXPECT_EQ(read.note.text(), shared.text());
  EXPECT_EQ(read.note.reason(), shared.reason());
  EXPECT_EQ(read.experimentName, "log2");
  // Another try knows nothing of it.
  ASSERT_TRUE(test.store.jobs.requeue(job.id));
  EXPECT_TRUE(test.store.jobs.find(job.id)->message.reason().empty());
  EXPECT_TRUE(test.store.jobs.find(job.id)->note.empty());
  EXPECT_TRUE(test.store.jobs.find(job.id)->advice.reason().empty());
}

TEST(Reason, ThatCannotBeReadIsNone) {
  const Said said = storedSaid("It broke.", "[", "job 1");
  EXPECT_EQ(said.text(), "It broke.");
  EXPECT_TRUE(said.reason().empty());
}

TEST(Migrations, KeepWhatTheFirstTablesHeld) {
  const qsim::test::TemporaryFolder folder;
  const std::string path = folder.path("qsim.db");
  sqlite3 *first = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &first), SQLITE_OK);
  const std::string rows =
      std::string(migrations()[0]) +
      "INSERT INTO users VALUES('u', 'kim', 1);"
      "INSERT INTO projects VALUES('p', 'u', 'mine', 0, 1, 1);"
      "INSERT INTO experiments(id, project, name, state, created, options, "
      "source, edits, scores) VALUES('e', 'p', 'kl', 'ready', 1, '{}', '{}', "
      "'[]', '{}');"
      "INSERT INTO jobs VALUES('j', 'p', 'e', 'evaluate', 'failed', 'Evaluate "
      "kl', '{}', 1, 2, 3, 1, 'It broke.', 'Try again.');"
      "INSERT INTO experiments(id, project, name, state, job, created, "
      "options, source, edits, scores) VALUES"
      "('f', 'p', 'mse', 'failed', 'jf', 1, '{}', '{}', '[]', '{}'),"
      "('c', 'p', 'log2', 'failed', 'jc', 1, '{}', '{}', '[]', '{}');"
      "INSERT INTO jobs VALUES"
      "('jf', 'p', 'f', 'compile', 'failed', '', '{}', 1, 2, 3, 1, '', ''),"
      "('jc', 'p', 'c', 'compile', 'cancelled', '', '{}', 1, 2, 3, 1, '', '');"
      "INSERT INTO simulations VALUES('s', 'e', 'f', 'f.png', 1, 'failed', "
      "'It crashed.', '{\"position\":3}', x'0102');"
      "PRAGMA user_version = 1;";
  ASSERT_EQ(sqlite3_exec(first, rows.c_str(), nullptr, nullptr, nullptr),
            SQLITE_OK)
      << sqlite3_errmsg(first);
  sqlite3_close(first);

  Store store(path);
  const Job job = *store.jobs.find("j");
  EXPECT_EQ(job.message.text(), "It broke.");
  EXPECT_EQ(job.advice.text(), "Try again.");
  EXPECT_TRUE(job.advice.reason().empty());
  // Cancelling was told as failing.
  EXPECT_EQ(store.experiments.find("f")->state, "failed");
  EXPECT_EQ(store.experiments.find("c")->state, "cancelled");
  EXPECT_EQ(store.experiments.find("e")->state, "ready");
  const SimulationRecord simulation = store.simulations.all().at(0);
  EXPECT_EQ(simulation.message.text(), "It crashed.");
  EXPECT_EQ(simulation.bookmark, std::string("\x01\x02"));
  EXPECT_EQ(simulation.snapshot.at("position").as_int64(), 3);
}
