// SPDX-License-Identifier: Apache-2.0
// The database: what is another's does not exist; nothing is half done.
#include "TestStore.h"

#include <gtest/gtest.h>

using namespace qsim::server;

TEST(Store, HidesWhatIsAnothers) {
  TestStore test;
  Store &store = test.store;
  const File file = test.addPicture("a.png");
  const Experiment experiment = test.addExperiment();
  Job job;
  job.id = newId();
  job.project = test.project.id;
  job.experiment = experiment.id;
  job.kind = "evaluate";
  store.jobs.add(job);

  const auto sees = [&](const User &user) {
    std::string seen;
    const auto note = [&seen](const char *what, bool found) {
      if (found)
        seen += std::string(what) + " ";
    };
    note("projects", !store.projects.list(user.id).empty());
    note("project", store.projects.find(user.id, test.project.id).has_value());
    note("files", !store.files.list(user.id, test.project.id).empty());
    note("file", store.files.find(user.id, file.id).has_value());
    note("experiments",
         !store.experiments.list(user.id, test.project.id).empty());
    note("experiment",
         store.experiments.find(user.id, experiment.id).has_value());
    note("jobs", !store.jobs.list(user.id, test.project.id).empty());
    note("job", store.jobs.find(user.id, job.id).has_value());
    return seen;
  };
  EXPECT_EQ(sees(test.owner), "projects project files file experiments "
                              "experiment jobs job ");
  EXPECT_EQ(sees(test.other), "");
  // Nor can the other change anything.
  EXPECT_FALSE(store.projects.rename(test.other.id, test.project.id, "x"));
  EXPECT_FALSE(store.experiments.rename(test.other.id, experiment.id, "x"));
  EXPECT_FALSE(store.files.remove(test.other.id, file.id));
  EXPECT_FALSE(store.experiments.remove(test.other.id, experiment.id));
  EXPECT_FALSE(store.projects.remove(test.other.id, test.project.id));
  EXPECT_EQ(sees(test.owner), "projects project files file experiments "
                              "experiment jobs job ");
}

TEST(Store, RemovesWithAProjectWhatIsInIt) {
  TestStore test;
  test.addPicture("a.png");
  test.addExperiment();
  EXPECT_TRUE(test.store.projects.remove(test.owner.id, test.project.id));
  EXPECT_TRUE(test.store.files.allIds().empty());
  EXPECT_TRUE(test.store.experiments.allIds().empty());
}

TEST(Store, TakesBackWhatIsNotCommitted) {
  TestStore test;
  try {
    Transaction transaction(test.store.database);
    test.store.projects.create(test.owner.id, "half", false);
    throw std::runtime_error("killed");
  } catch (const std::runtime_error &) {
  }
  EXPECT_EQ(test.store.projects.list(test.owner.id).size(), 1u);
}

TEST(Store, FindsFilesInFolders) {
  TestStore test;
  for (const char *path : {"a.png", "b/1.png", "b/2.png", "b.png", "b0/1.png"})
    test.addPicture(path);
  const auto under = [&](const std::string &path) {
    std::string all;
    for (const File &file : test.store.files.under(test.project.id, path))
      all += file.path + " ";
    return all;
  };
  EXPECT_EQ(under("b"), "b/1.png b/2.png ");
  EXPECT_EQ(under("b.png"), "b.png ");
  EXPECT_EQ(under(""), "a.png b.png b/1.png b/2.png b0/1.png ");
  EXPECT_EQ(under("c"), "");
}

TEST(Store, KeepsItsVersion) {
  TestStore test;
  const std::string path = test.folder.path("other.db");
  { Database database(path); }
  { Database again(path); }
  {
    Database database(path);
    database.run("PRAGMA user_version = 1000");
  }
  EXPECT_THROW(Database database(path), std::runtime_error);
}

TEST(Store, BeginsEachServerWithALargerSequence) {
  const qsim::test::TemporaryFolder folder;
  std::uint64_t last = 0;
  for (int start = 0; start < 3; ++start) {
    Store store(folder.path("qsim.db"));
    const std::uint64_t first = store.simulations.firstSequence();
    EXPECT_GE(first, last + (std::uint64_t{1} << 32));
    last = first;
  }
}

TEST(Store, ClaimsJobsInOrder) {
  TestStore test;
  Experiment experiment = test.addExperiment("compiling");
  const auto add = [&](const char *kind) {
    Job job;
    job.id = newId();
    job.project = test.project.id;
    job.experiment = experiment.id;
    job.kind = kind;
    job.created = 1;
    test.store.jobs.add(job);
    return job.id;
  };
  // Measuring waits for the package, even where it was queued first.
  const std::string evaluate = add("evaluate"), compile = add("compile");
  EXPECT_EQ(test.store.jobs.claim()->id, compile);
  EXPECT_FALSE(test.store.jobs.claim());
  experiment.state = "ready";
  test.store.experiments.update(experiment);
  const std::optional<Job> claimed = test.store.jobs.claim();
  EXPECT_EQ(claimed->id, evaluate);
  EXPECT_EQ(claimed->attempts, 1);
  // Killed here, both run again.
  EXPECT_EQ(test.store.jobs.requeueRunning(), 2);
  EXPECT_EQ(test.store.jobs.claim()->attempts, 2);
}

TEST(DataFolder, IsOneServersAtATime) {
  TestStore test;
  EXPECT_THROW(DataFolder second(test.data.root()), std::runtime_error);
}
