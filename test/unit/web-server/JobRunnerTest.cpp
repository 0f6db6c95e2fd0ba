// SPDX-License-Identifier: Apache-2.0
// Jobs with scripts in the place of qsim: done, failed, cancelled, cut off.
#include "jobs/JobRunner.h"
#include "TestStore.h"
#include "jobs/SharedCalibration.h"

#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

using namespace qsim::server;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path &path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

struct JobTest {
  TestStore test;
  std::mutex mutex;
  std::vector<std::string> printed, states;
  std::unique_ptr<JobRunner> runner;

  void begin(const std::string &script) {
    const std::string program =
        test.folder.write("qsim", "#!/bin/sh\n" + script);
    fs::permissions(program, fs::perms::owner_all);
    JobHooks hooks = {[this](const Job &job) {
                        std::lock_guard lock(mutex);
                        if (states.empty() || states.back() != job.state)
                          states.push_back(job.state);
                      },
                      [this](const Job &, const std::string &text) {
                        std::lock_guard lock(mutex);
                        printed.push_back(text);
                      },
                      [](const Job &) {}};
    runner = std::make_unique<JobRunner>(test.store, test.data,
                                         JobRunnerOptions{program, 1}, hooks);
    runner->start();
  }

  std::string add() {
    if (test.store.files.allIds().empty())
      test.addPicture("test/a.png");
    const Experiment experiment = test.addExperiment();
    Job job;
    job.id = newId();
    job.project = test.project.id;
    job.experiment = experiment.id;
    job.kind = "evaluate";
    job.title = "Evaluate";
    job.created = now();
    job.request = {{"mode", "int"}, {"images", "test"}};
    test.store.jobs.add(job);
    if (runner)
      runner->wake();
    return job.id;
  }

  Job find(const std::string &id) { return *test.store.jobs.find(id); }

  bool becomes(const std::string &id, const std::string &state,
               int milliseconds = 5000) {
    return eventually(milliseconds, [&] { return find(id).state == state; });
  }
};

Job compiling(const TestStore &test, const Experiment &experiment) {
  Job job;
  job.id = newId();
  job.project = test.project.id;
  job.experiment = experiment.id;
  job.kind = "compile";
  return job;
}

} // namespace

TEST(JobRunner, RunsAProgramAndKeepsWhatItPrints) {
  JobTest jobs;
  jobs.begin("echo \"progress 1 2 pictures int\" >&2\n"
             "echo hello >&2\n"
             "cat \"$6\" >&2\n" // the list of pictures
             "cat files/test/a.png > /dev/null || exit 9\n"
             "echo '{\"map50\":0.5}'\n");
  const std::string id = jobs.add();
  ASSERT_TRUE(jobs.becomes(id, "done")) << contentOf(jobs.runner->log(id));
  EXPECT_EQ(contentOf(jobs.runner->result(id)), "{\"map50\":0.5}\n");
  EXPECT_EQ(jobs.printed.at(0), "{\"map50\":0.5}\n");
  const std::string log = contentOf(jobs.runner->log(id));
  EXPECT_NE(log.find("$ qsim eval "), std::string::npos);
  EXPECT_NE(log.find("hello\nfiles/test/a.png\n"), std::string::npos) << log;
  EXPECT_EQ(log.find("progress 1"), std::string::npos);
  EXPECT_EQ(jobs.find(id).attempts, 1);
  jobs.runner->stop();
  EXPECT_EQ(jobs.states, (std::vector<std::string>{"running", "done"}));
}

TEST(JobRunner, TellsWhyAProgramFailed) {
  JobTest jobs;
  jobs.begin("echo 'qsim: error: p/x.weights: too short' >&2; exit 1\n");
  const std::string id = jobs.add();
  ASSERT_TRUE(jobs.becomes(id, "failed"));
  EXPECT_EQ(jobs.find(id).message.text(), "p/x.weights: too short");
  EXPECT_FALSE(jobs.find(id).advice.empty());
  EXPECT_FALSE(fs::exists(jobs.runner->result(id)));
}

TEST(JobRunner, TellsOfACrash) {
  JobTest jobs;
  jobs.begin("echo half >&2; kill -SEGV $$\n");
  const std::string id = jobs.add();
  ASSERT_TRUE(jobs.becomes(id, "failed"));
  EXPECT_EQ(jobs.find(id).message.text(),
            "qsim was ended by signal 11 (a bad memory access).");
}

TEST(JobRunner, FailsWhereTheProgramIsMissing) {
  JobTest jobs;
  jobs.begin("");
  fs::remove(jobs.test.folder.path("qsim"));
  const std::string id = jobs.add();
  ASSERT_TRUE(jobs.becomes(id, "failed"));
  EXPECT_NE(jobs.find(id).message.text().find("cannot be started"),
            std::string::npos);
}

TEST(JobRunner, CancelsWithinASecond) {
  JobTest jobs;
  // Deaf to SIGTERM, with a child of its own, whose heart beats.
  jobs.begin("trap '' TERM\n"
             "while true; do echo >> ../../beats; sleep 0.02; done &\n"
             "wait; sleep 60\n");
  const std::string id = jobs.add();
  const fs::path beats = jobs.test.data.root() / "jobs" / "beats";
  ASSERT_TRUE(eventually(5000, [&] { return fs::exists(beats); }));
  jobs.runner->cancel(id);
  EXPECT_TRUE(jobs.becomes(id, "cancelled", 1500));
  const auto size = fs::file_size(beats);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(fs::file_size(beats), size);
}

TEST(JobRunner, CancelsWhatWaits) {
  JobTest jobs;
  jobs.begin("sleep 60\n");
  const std::string first = jobs.add();
  ASSERT_TRUE(jobs.becomes(first, "running"));
  const std::string second = jobs.add();
  jobs.runner->cancel(second);
  EXPECT_EQ(jobs.find(second).state, "cancelled");
  EXPECT_EQ(jobs.find(second).attempts, 0);
}

TEST(JobRunner, RunsAgainWhatIsRetried) {
  JobTest jobs;
  // Fails the first time.
  jobs.begin("[ -e ../../twice ] && echo '{}' || "
             "{ touch ../../twice; exit 1; }\n");
  const std::string id = jobs.add();
  ASSERT_TRUE(jobs.becomes(id, "failed"));
  EXPECT_TRUE(jobs.test.store.jobs.requeue(id));
  EXPECT_FALSE(jobs.test.store.jobs.requeue(id)); // it is queued already
  jobs.runner->wake();
  ASSERT_TRUE(jobs.becomes(id, "done"));
  EXPECT_EQ(jobs.find(id).attempts, 2);
  EXPECT_TRUE(jobs.find(id).message.empty());
}

TEST(JobRunner, RunsAgainAfterARestart) {
  JobTest jobs;
  jobs.begin("[ -e ../../twice ] && { echo '{}'; exit 0; }\n"
             "touch ../../twice; sleep 60\n");
  const std::string id = jobs.add();
  ASSERT_TRUE(eventually(5000, [&] {
    return fs::exists(jobs.test.data.root() / "jobs" / "twice");
  }));
  jobs.runner.reset(); // its program is ended with it
  EXPECT_EQ(jobs.find(id).state, "running");
  jobs.begin("echo '{}'\n");
  ASSERT_TRUE(jobs.becomes(id, "done"));
  EXPECT_EQ(jobs.find(id).attempts, 2);
}

TEST(JobRunner, DoesNotNeedFilesThatWereDeletedMeanwhile) {
  JobTest jobs;
  jobs.begin(
      "echo ready > ../../ready; while [ ! -e ../../go ]; do sleep 0.02; "
      "done\ncat files/test/a.png > /dev/null && echo '{}'\n");
  const std::string id = jobs.add();
  const fs::path folder = jobs.test.data.root() / "jobs";
  ASSERT_TRUE(eventually(5000, [&] { return fs::exists(folder / "ready"); }));
  fs::remove(jobs.test.data.file(jobs.test.store.files.allIds().at(0)));
  std::ofstream(folder / "go");
  EXPECT_TRUE(jobs.becomes(id, "done"));
}

TEST(JobCommand, HasTheOptionsOfTheExperiment) {
  EXPECT_EQ(compileArguments({{"method", "mse"},
                              {"activations", "asymmetric"},
                              {"percentile", 99.5},
                              {"headWidth", 16},
                              {"mean", "-1,2,3"},
                              {"biasCorrection", false},
                              {"inputs", {"x=1x3x8x8"}}}),
            (std::vector<std::string>{
                "--method", "mse", "--percentile", "99.5", "--activations",
                "asymmetric", "--head-width", "16", "--mean=-1,2,3",
                "--no-bias-correction", "--input", "x=1x3x8x8"}));
  EXPECT_TRUE(compileArguments({{"biasCorrection", true}}).empty());
}

TEST(JobCommand, CompilesFromLinks) {
  TestStore test;
  Experiment experiment = test.addExperiment("compiling");
  const File network = test.addFile("nets/a.cfg", "[net]\n");
  test.addPicture("calib/1.png");
  test.addPicture("test/2.png");
  experiment.source = {
      {"network", network.id}, {"seed", 7}, {"calibration", "calib"}};
  test.store.experiments.update(experiment);
  const Job job = compiling(test, experiment);
  const JobCommand command = prepareJob(test.store, test.data, job);
  EXPECT_EQ(command.arguments,
            (std::vector<std::string>{"compile", "files/nets/a.cfg", "--seed",
                                      "7", "--images", "pictures.txt", "-o",
                                      compiledPackage, "--json"}));
  EXPECT_EQ(contentOf(command.folder / "pictures.txt"), "files/calib/1.png\n");
  EXPECT_EQ(contentOf(command.folder / "files/nets/a.cfg"), "[net]\n");
  EXPECT_FALSE(fs::exists(command.folder / "files/test"));
  test.store.files.remove(test.owner.id, network.id);
  EXPECT_EQ(statusOf([&] { prepareJob(test.store, test.data, job); }), 422);
}

/// Three pictures of one byte, or as many labels.
std::string idx(char magic) {
  using namespace std::string_literals;
  return "\0\0\x08"s + magic + "\0\0\0\3"s +
         (magic == 3 ? "\0\0\0\1\0\0\0\1"s : ""s) + "abc";
}

// What gzip makes of the three pictures, with the name n.idx in its header.
const std::string
    packedIdx("\x1f\x8b\x08\x08\x00\x00\x00\x00\x02\xff\x6e\x2e\x69\x64\x78\x00"
              "\x63\x60\xe0\x60\x66\x60\x60\x00\x61\x46\x10\x4e\x4c\x4a\x06\x00"
              "\xd8\x1f\x3d\xdc\x13\x00\x00\x00",
              40);

std::string imagesOf(TestStore &test, const Experiment &experiment,
                     const std::string &images, std::optional<int> limit) {
  Job job = compiling(test, experiment);
  job.kind = "evaluate";
  job.request = {{"mode", "int"}, {"images", images}};
  if (limit)
    job.request["limit"] = *limit;
  const JobCommand command = prepareJob(test.store, test.data, job);
  const auto at =
      std::find(command.arguments.begin(), command.arguments.end(), "--images");
  const std::string given = *(at + 1);
  return given == "pictures.txt" ? contentOf(command.folder / given) : given;
}

TEST(JobCommand, TakesPicturesOfIdxFiles) {
  TestStore test;
  Experiment experiment = test.addExperiment();
  test.addFile("data/some-images-idx3", idx(3));
  test.addFile("data/some-labels-idx1", idx(1));
  const std::string file = "files/data/some-images-idx3";
  for (const char *images : {"", "data", "data/some-images-idx3"}) {
    EXPECT_EQ(imagesOf(test, experiment, images, std::nullopt), file);
    EXPECT_EQ(imagesOf(test, experiment, images, 2), file + "#0..1");
    EXPECT_EQ(imagesOf(test, experiment, images, 3), file);
    EXPECT_EQ(imagesOf(test, experiment, images, 1000), file);
    // The labels come along.
    bool found = false;
    for (const auto &entry : fs::recursive_directory_iterator(test.data.root()))
      found = found || entry.path().filename() == "some-labels-idx1";
    EXPECT_TRUE(found);
  }
  EXPECT_EQ(statusOf([&] {
              imagesOf(test, experiment, "data/some-labels-idx1", std::nullopt);
            }),
            422);
  // Several, one of them compressed, and pictures: a list.
  test.addFile("data/zipped-images-idx3.gz", packedIdx);
  test.addPicture("data/a.png");
  EXPECT_EQ(imagesOf(test, experiment, "data", std::nullopt),
            "files/data/a.png\n" + file +
                "#0..2\nfiles/data/zipped-images-idx3.gz#0..2\n");
  EXPECT_EQ(imagesOf(test, experiment, "data", 5),
            "files/data/a.png\n" + file +
                "#0..2\nfiles/data/zipped-images-idx3.gz#0..0\n");
  EXPECT_EQ(imagesOf(test, experiment, "data", 1), "files/data/a.png\n");
}

TEST(JobCommand, SharesACalibrationThatWouldBeTheSame) {
  TestStore test;
  const File network = test.addFile("a.cfg", "[net]\n");
  test.addPicture("calib/1.png");
  const boost::json::object source = {
      {"network", network.id}, {"seed", 7}, {"calibration", "calib"}};
  Experiment measured = test.addExperiment();
  measured.source = source;
  measured.options = {{"method", "kl"}, {"order", "rgb"}};
  test.store.experiments.update(measured);
  for (const char *name : {"calibration.yaml", "calibration.hist"})
    std::ofstream(test.data.package(measured.id) / name) << "ranges";
  std::ofstream(test.data.experiment(measured.id) / calibrationKeyFile)
      << calibrationKey(test.store, measured);

  Experiment experiment = test.addExperiment("compiling");
  const auto command = [&](const boost::json::object &options) {
    experiment.source = source;
    experiment.options = options;
    test.store.experiments.update(experiment);
    return prepareJob(test.store, test.data, compiling(test, experiment));
  };
  const auto measures = [](const JobCommand &made) {
    return std::count(made.arguments.begin(), made.arguments.end(),
                      "--images") == 1;
  };
  const JobCommand shared = command({{"method", "mse"}, {"order", "rgb"}});
  EXPECT_EQ(shared.arguments,
            (std::vector<std::string>{
                "compile", "files/a.cfg", "--seed", "7", "--calibration",
                "calibration/calibration.yaml", "--method", "mse", "--order",
                "rgb", "-o", compiledPackage, "--json"}));
  EXPECT_EQ(contentOf(shared.folder / "calibration/calibration.hist"),
            "ranges");
  EXPECT_EQ(shared.note.text(), "The ranges are those of the experiment log2, "
                                "measured on the same pictures.");
  EXPECT_EQ(shared.note.reason(),
            (boost::json::object{{"key", "ranges_shared"},
                                 {"arguments", {{"experiment", "log2"}}}}));
  EXPECT_EQ(contentOf(shared.folder / calibrationKeyFile),
            calibrationKey(test.store, measured));
  // A copy under another name is another network to the file of ranges.
  Experiment copy = experiment;
  copy.source["networkPath"] = "b.cfg";
  EXPECT_NE(calibrationKey(test.store, copy),
            calibrationKey(test.store, measured));
  // Other values come to the input, or other pictures are looked at.
  EXPECT_TRUE(measures(command({{"order", "bgr"}})));
  test.addPicture("calib/2.png");
  EXPECT_TRUE(measures(command({{"order", "rgb"}})));
}

TEST(JobCommand, MeasuresWhereAPackageHasGone) {
  TestStore test;
  const File network = test.addFile("a.cfg", "[net]\n");
  test.addPicture("calib/1.png");
  Experiment measured = test.addExperiment(),
             experiment = test.addExperiment("compiling");
  for (Experiment *one : {&measured, &experiment}) {
    one->source = {
        {"network", network.id}, {"seed", 7}, {"calibration", "calib"}};
    test.store.experiments.update(*one);
  }
  std::ofstream(test.data.experiment(measured.id) / calibrationKeyFile)
      << calibrationKey(test.store, measured);
  const Job job = compiling(test, experiment);
  const JobCommand made = prepareJob(test.store, test.data, job);
  EXPECT_EQ(made.arguments.at(4), "--images");
  EXPECT_TRUE(made.note.empty());
}

TEST(JobRunner, SendsUtf8WhateverProgramsPrint) {
  JobTest jobs;
  jobs.begin("printf 'progress 1 2 pictures a\\377\\nx\\377y\\n' >&2\n"
             "sleep 0.2\n"
             "printf '{\"a\":\"\\377\"}'\n");
  const std::string good = jobs.add();
  ASSERT_TRUE(jobs.becomes(good, "done"));
  EXPECT_EQ(jobs.printed.at(0), "{\"a\":\"\uFFFD\"}");
  EXPECT_EQ(contentOf(jobs.runner->result(good)), jobs.printed.at(0));
  EXPECT_NE(contentOf(jobs.runner->log(good)).find("x\uFFFDy\n"),
            std::string::npos);
}

TEST(JobRunner, FailsWithMessagesInUtf8) {
  JobTest jobs;
  jobs.begin("printf 'qsim: error: \\377.cfg: bad\\n' >&2; exit 1\n");
  const std::string bad = jobs.add();
  ASSERT_TRUE(jobs.becomes(bad, "failed"));
  EXPECT_EQ(jobs.find(bad).message.text(), "\uFFFD.cfg: bad");
}

TEST(JobRunner, GivesLongNamesToFilesThatFileSystemsTake) {
  std::string wide;
  for (int i = 0; i < 116; ++i)
    wide += "\u25a1";
  JobTest jobs;
  jobs.test.addPicture("test/" + wide + ".png");
  jobs.test.addFile("test/" + wide + ".txt", "0 .5 .5 .1 .1\n");
  jobs.begin("read picture < \"$6\"\n"
             "cat \"$picture\" \"${picture%.png}.txt\" >/dev/null || exit 9\n"
             "echo '{}'\n");
  const std::string id = jobs.add();
  ASSERT_TRUE(jobs.becomes(id, "done")) << contentOf(jobs.runner->log(id));
}
