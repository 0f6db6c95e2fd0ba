// SPDX-License-Identifier: Apache-2.0
// Simulations over engines that behave, crash, hang and eat memory. How soon
// the person is told is measured in test/integration/web-server.
#include "simulations/Supervisor.h"
#include "TestStore.h"
#include "simulations/GraphReader.h"

#include <chrono>
#include <csignal>
#include <future>
#include <gtest/gtest.h>

using namespace qsim::server;
namespace engine = qsim::engine;
namespace json = boost::json;

namespace {

using Outcome = std::variant<json::object, Problem>;

struct SupervisorTest {
  TestStore test;
  Experiment experiment = test.addExperiment();
  std::mutex mutex;
  std::vector<json::object> events;
  std::vector<int> moved;
  std::unique_ptr<Supervisor> supervisor;
  SupervisorOptions options;

  SupervisorTest() {
    options.engine.program = ENGINE_DOUBLE;
    options.engine.memoryMiB = 256;
    options.engine.endAfter = std::chrono::milliseconds(1500);
    begin();
  }

  void begin() {
    supervisor.reset();
    supervisor = std::make_unique<Supervisor>(
        test.store, test.data, options,
        SupervisorHooks{
            [this](const Owner &, const json::object &document, bool) {
              std::lock_guard lock(mutex);
              events.push_back(document);
            },
            [this](const Owner &, const std::string &, int layer) {
              std::lock_guard lock(mutex);
              moved.push_back(layer);
            }});
    supervisor->start();
  }

  template <typename Start> static Outcome wait(const Start &start) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    std::future<Outcome> future = promise->get_future();
    start(
        [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
      return Problem(0, "test", Said::quoted("nobody answered"));
    return future.get();
  }

  Outcome open(const std::string &picture, bool temporary = false) {
    // The name that the engine sees is the file's id and its ending.
    const File file = test.addPicture(picture + "." + picture);
    return wait([&](auto then) {
      supervisor->open(test.owner.id, experiment, file, std::nullopt, temporary,
                       then);
    });
  }

  std::string opened(const std::string &picture = "good",
                     bool temporary = false) {
    const Outcome outcome = open(picture, temporary);
    return std::string(std::get<json::object>(outcome).at("id").as_string());
  }

  static engine::Request step(int count) {
    engine::Request request;
    request.mutable_move()->set_kind(engine::Move::STEP);
    request.mutable_move()->set_count(count);
    return request;
  }

  Outcome change(const std::string &id, const engine::Request &request,
                 Supervisor::Kind kind = Supervisor::Kind::Move) {
    return wait([&](auto then) {
      supervisor->change(test.owner.id, id, request, kind, then);
    });
  }

  Outcome resume(const std::string &id) {
    return wait(
        [&](auto then) { supervisor->resume(test.owner.id, id, then); });
  }

  json::object document(const std::string &id) {
    return supervisor->document(test.owner.id, id);
  }
  std::string state(const std::string &id) {
    return std::string(document(id).at("state").as_string());
  }
  static int position(const Outcome &outcome) {
    return std::get<json::object>(outcome).at("position").to_number<int>();
  }
  /// Neither in memory nor in the database or the data folder.
  bool isGone(const std::string &id) {
    const int status = qsim::server::statusOf([&] { document(id); });
    return status == 404 && test.store.simulations.all().empty() &&
           !std::filesystem::exists(test.data.simulation(id));
  }
  bool wasTold(const std::string &id, const std::string &state) {
    std::lock_guard lock(mutex);
    for (const json::object &event : events)
      if (event.at("id").as_string() == id &&
          event.at("state").as_string() == state)
        return true;
    return false;
  }
};

int statusOf(const Outcome &outcome) {
  const Problem *problem = std::get_if<Problem>(&outcome);
  return problem ? problem->status() : 200;
}

std::string messageOf(const Outcome &outcome) {
  const Problem *problem = std::get_if<Problem>(&outcome);
  return problem ? problem->what() : "";
}

} // namespace

TEST(Supervisor, OpensAndMoves) {
  SupervisorTest simulations;
  const std::string id = simulations.opened();
  EXPECT_EQ(simulations.state(id), "live");
  EXPECT_EQ(simulations.document(id).at("layers").to_number<int>(), 5);
  EXPECT_EQ(
      SupervisorTest::position(simulations.change(id, SupervisorTest::step(2))),
      2);
  EXPECT_EQ(simulations.moved, (std::vector<int>{1, 2}));
  EXPECT_EQ(statusOf(simulations.change(id, SupervisorTest::step(9))), 422);
  EXPECT_EQ(simulations.document(id).at("busy").as_bool(), false);
  EXPECT_EQ(qsim::server::statusOf([&] {
              simulations.supervisor->document(simulations.test.other.id, id);
            }),
            404);
}

TEST(Supervisor, CountsWhatItTells) {
  SupervisorTest simulations;
  const std::string id = simulations.opened();
  const auto sequence = [&] {
    return simulations.document(id).at("sequence").to_number<std::uint64_t>();
  };
  const std::uint64_t before = sequence();
  EXPECT_EQ(sequence(), before);
  simulations.change(id, SupervisorTest::step(1));
  const std::uint64_t after = sequence();
  EXPECT_GT(after, before);
  // What is told after a restart is newer, too, as often as there is one and
  // whatever the clock says: it is not asked.
  std::uint64_t last = after;
  for (int restart = 0; restart < 3; ++restart) {
    simulations.begin();
    EXPECT_GT(sequence(), last);
    last = sequence();
  }
  // Newer than the times in microseconds that earlier servers began with, and
  // a number that pages hold exactly.
  EXPECT_GT(after, std::uint64_t{1} << 51);
  EXPECT_LT(last, std::uint64_t{1} << 52);
}

TEST(Supervisor, RefusesWhatCannotBeOpened) {
  SupervisorTest simulations;
  const Outcome outcome = simulations.open("refused");
  EXPECT_EQ(statusOf(outcome), 422);
  // By the name that the person gave the file, wherever it lies.
  EXPECT_EQ(messageOf(outcome), "refused.refused: this is no picture");
  EXPECT_TRUE(simulations.supervisor->list(simulations.test.owner.id).empty());
  EXPECT_TRUE(
      std::filesystem::is_empty(simulations.test.data.root() / "simulations"));
}

TEST(Supervisor, TellsOfACrashAndGoesOnAfterIt) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("crash");
  const Outcome outcome = simulations.change(id, SupervisorTest::step(1));
  EXPECT_EQ(statusOf(outcome), 502);
  EXPECT_EQ(messageOf(outcome),
            "The simulation crashed: its engine was ended by signal 11 (a bad "
            "memory access). This is a mistake in qsim, not in your files.");
  EXPECT_EQ(simulations.state(id), "failed");
  EXPECT_TRUE(simulations.wasTold(id, "failed"));
  // Asked again it says the same, until it is started again.
  EXPECT_EQ(simulations.document(id).at("message").as_string(),
            messageOf(outcome));
  EXPECT_EQ(simulations.document(id)
                .at("messageReason")
                .as_object()
                .at("key")
                .as_string(),
            "simulation_signal");
  EXPECT_EQ(qsim::server::statusOf([&] {
              simulations.supervisor->ask(
                  simulations.test.owner.id, id, SupervisorTest::step(1),
                  Supervisor::Kind::Move, [](Supervisor::Told) {});
            }),
            502);
  EXPECT_EQ(statusOf(simulations.resume(id)), 200);
  EXPECT_EQ(
      SupervisorTest::position(simulations.change(id, SupervisorTest::step(1))),
      1);
}

TEST(Supervisor, TellsOfExitsAndOfMemory) {
  SupervisorTest simulations;
  EXPECT_NE(messageOf(simulations.change(simulations.opened("exit"),
                                         SupervisorTest::step(1)))
                .find("ended with exit code 7"),
            std::string::npos);
  EXPECT_NE(messageOf(simulations.change(simulations.opened("memory"),
                                         SupervisorTest::step(1)))
                .find("more than the 256 MiB of memory"),
            std::string::npos);
  EXPECT_NE(messageOf(simulations.change(simulations.opened("greedy"),
                                         SupervisorTest::step(1)))
                .find("more than the 256 MiB of memory"),
            std::string::npos);
}

TEST(Supervisor, TellsOfAHang) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("hang");
  std::promise<Outcome> promise;
  std::future<Outcome> answer = promise.get_future();
  simulations.supervisor->change(
      simulations.test.owner.id, id, SupervisorTest::step(1),
      Supervisor::Kind::Move,
      [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
  ASSERT_TRUE(eventually(
      5000, [&] { return simulations.wasTold(id, "unresponsive"); }));
  // It can be closed, or it is ended in the end, and goes on from there.
  ASSERT_EQ(answer.wait_for(std::chrono::seconds(5)),
            std::future_status::ready);
  EXPECT_NE(messageOf(answer.get()).find("did not answer any more"),
            std::string::npos);
  EXPECT_EQ(simulations.state(id), "failed");
  EXPECT_EQ(statusOf(simulations.resume(id)), 200);
}

TEST(Supervisor, ClosesWhatHangs) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("hang");
  simulations.supervisor->change(simulations.test.owner.id, id,
                                 SupervisorTest::step(1),
                                 Supervisor::Kind::Move, [](Outcome) {});
  ASSERT_TRUE(eventually(
      5000, [&] { return simulations.wasTold(id, "unresponsive"); }));
  simulations.supervisor->close(simulations.test.owner.id, id);
  EXPECT_TRUE(simulations.supervisor->list(simulations.test.owner.id).empty());
  simulations.supervisor.reset(); // waits for the engine: it must have ended
}

TEST(Supervisor, DoesOneMoveAtATimeAndInterruptsIt) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("slow");
  std::promise<Outcome> promise;
  std::future<Outcome> answer = promise.get_future();
  simulations.supervisor->change(
      simulations.test.owner.id, id, SupervisorTest::step(5),
      Supervisor::Kind::Move,
      [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
  EXPECT_TRUE(simulations.document(id).at("busy").as_bool());
  EXPECT_EQ(qsim::server::statusOf([&] {
              simulations.supervisor->ask(
                  simulations.test.owner.id, id, SupervisorTest::step(1),
                  Supervisor::Kind::Move, [](Supervisor::Told) {});
            }),
            409);
  // Looks wait for it, but not any number of them.
  const auto look = [&] {
    engine::Request request;
    request.mutable_layer();
    simulations.supervisor->ask(simulations.test.owner.id, id, request,
                                Supervisor::Kind::Look,
                                [](Supervisor::Told) {});
  };
  for (int i = 0; i < 127; ++i)
    look();
  EXPECT_EQ(qsim::server::statusOf(look), 429);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  simulations.supervisor->interrupt(simulations.test.owner.id, id);
  const Outcome outcome = answer.get();
  EXPECT_EQ(statusOf(outcome), 200); // without an error
  EXPECT_LT(SupervisorTest::position(outcome), 5);
}

TEST(Supervisor, ParksWhatIsIdleAndGoesOnAtTheSameLayer) {
  SupervisorTest simulations;
  simulations.options.idle = std::chrono::milliseconds(300);
  simulations.begin();
  const std::string id = simulations.opened();
  simulations.change(id, SupervisorTest::step(3));
  engine::Request edit;
  edit.mutable_edit()->mutable_modes();
  simulations.change(id, edit, Supervisor::Kind::Change);
  ASSERT_TRUE(
      eventually(2000, [&] { return simulations.state(id) == "parked"; }));
  EXPECT_EQ(simulations.document(id).at("position").to_number<int>(), 3);
  // Any question wakes it.
  const Outcome outcome = simulations.change(id, SupervisorTest::step(1));
  EXPECT_EQ(SupervisorTest::position(outcome), 4);
  const json::array &edits =
      std::get<json::object>(outcome).at("edits").as_array();
  ASSERT_EQ(edits.size(), 1u);
  EXPECT_FALSE(edits[0].as_object().contains("ofPicture"));
  // The double's second change is one of the picture.
  const Outcome second = simulations.change(id, edit, Supervisor::Kind::Change);
  EXPECT_TRUE(std::get<json::object>(second)
                  .at("edits")
                  .at(1)
                  .at("ofPicture")
                  .as_bool());
}

TEST(Supervisor, MakesRoomForOthers) {
  SupervisorTest simulations;
  simulations.options.atMost = 2;
  simulations.begin();
  const std::string first = simulations.opened(), second = simulations.opened();
  const std::string third = simulations.opened();
  EXPECT_EQ(simulations.state(first), "parked");
  EXPECT_EQ(simulations.state(second), "live");
  // Where all are at work there is none.
  const std::string slow = simulations.opened("slow"),
                    slower = simulations.opened("slow");
  for (const std::string &id : {slow, slower})
    simulations.supervisor->change(simulations.test.owner.id, id,
                                   SupervisorTest::step(5),
                                   Supervisor::Kind::Move, [](Outcome) {});
  EXPECT_EQ(qsim::server::statusOf([&] { simulations.open("good"); }), 503);
}

TEST(Supervisor, OpensTemporaryOnesThatNobodyElseSees) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("good", true);
  EXPECT_TRUE(simulations.document(id).at("temporary").as_bool());
  EXPECT_EQ(
      SupervisorTest::position(simulations.change(id, SupervisorTest::step(2))),
      2);
  EXPECT_TRUE(simulations.supervisor->list(simulations.test.owner.id).empty());
  EXPECT_TRUE(simulations.test.store.simulations.all().empty());
  const std::string kept = simulations.opened();
  EXPECT_FALSE(simulations.document(kept).contains("temporary"));
  EXPECT_EQ(simulations.supervisor->list(simulations.test.owner.id).size(), 1u);
  simulations.supervisor->close(simulations.test.owner.id, kept);
  simulations.supervisor->close(simulations.test.owner.id, id);
  EXPECT_TRUE(simulations.isGone(id));
  EXPECT_FALSE(simulations.wasTold(id, "live"));
  EXPECT_TRUE(simulations.wasTold(kept, "live"));
}

TEST(Supervisor, DeletesTemporaryOnesThatAreLeft) {
  SupervisorTest simulations;
  simulations.options.idle = std::chrono::milliseconds(300);
  simulations.begin();
  const std::string id = simulations.opened("good", true);
  EXPECT_EQ(statusOf(simulations.change(id, SupervisorTest::step(2))), 200);
  EXPECT_TRUE(eventually(2000, [&] { return simulations.isGone(id); }));
}

TEST(Supervisor, DeletesTemporaryOnesThatFail) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("crash", true);
  // Whoever asked is told why there is no answer.
  const Outcome outcome = simulations.change(id, SupervisorTest::step(1));
  EXPECT_EQ(statusOf(outcome), 502);
  EXPECT_EQ(messageOf(outcome).rfind("The simulation crashed: ", 0), 0u);
  EXPECT_TRUE(simulations.isGone(id));
  EXPECT_EQ(statusOf(simulations.open("refused", true)), 422);
  EXPECT_TRUE(
      std::filesystem::is_empty(simulations.test.data.root() / "simulations"));
}

TEST(Supervisor, LeavesNoTemporaryOneOverARestart) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("good", true);
  simulations.begin();
  EXPECT_TRUE(simulations.isGone(id));
  // Of a server that was killed the folder is left, until the next one starts.
  std::filesystem::create_directories(simulations.test.data.simulation(id));
  simulations.begin();
  EXPECT_TRUE(simulations.isGone(id));
}

TEST(Supervisor, MakesRoomByDeletingTemporaryOnesThatAreQuiet) {
  SupervisorTest simulations;
  simulations.options.atMost = 1;
  simulations.begin();
  const std::string fresh = simulations.opened("good", true);
  // Whoever compares is between two questions: that is no idleness.
  EXPECT_EQ(qsim::server::statusOf([&] { simulations.open("good"); }), 503);
  EXPECT_EQ(statusOf(simulations.change(fresh, SupervisorTest::step(1))), 200);
  simulations.options.temporaryPause = std::chrono::milliseconds(0);
  simulations.begin();
  const std::string quiet = simulations.opened("good", true);
  const std::string next = simulations.opened("good");
  EXPECT_EQ(simulations.state(next), "live");
  EXPECT_EQ(qsim::server::statusOf([&] { simulations.document(quiet); }), 404);
  EXPECT_FALSE(
      std::filesystem::exists(simulations.test.data.simulation(quiet)));
}

TEST(Supervisor, LooksWhileAnAnswerIsWorkedOut) {
  std::mutex mutex;
  std::vector<std::string> order;
  SupervisorTest simulations; // ends what is left unanswered, before those go
  const std::string id = simulations.opened("thinks");
  simulations.change(id, SupervisorTest::step(5));
  const auto ask = [&](const std::string &what, engine::Request request,
                       Supervisor::Kind kind) {
    simulations.supervisor->ask(simulations.test.owner.id, id, request, kind,
                                [&, what](Supervisor::Told) {
                                  std::lock_guard lock(mutex);
                                  order.push_back(what);
                                });
  };
  // The double keeps its answer until it was asked something else.
  engine::Request answer, edit, look;
  answer.mutable_answer();
  edit.mutable_edit();
  look.mutable_layer()->set_layer(1);
  ask("answer", answer, Supervisor::Kind::Look);
  ask("second answer", answer, Supervisor::Kind::Look);
  ask("look", look, Supervisor::Kind::Look);
  ask("edit", edit, Supervisor::Kind::Change);
  ask("look behind the edit", look, Supervisor::Kind::Look);
  const auto count = [&] {
    std::lock_guard lock(mutex);
    return order.size();
  };
  EXPECT_TRUE(eventually(2000, [&] { return count() == 2; }));
  // It keeps the second one, and what changes something waits for it.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::lock_guard lock(mutex);
  EXPECT_EQ(order, (std::vector<std::string>{"look", "answer"}));
}

TEST(Supervisor, SurvivesARestart) {
  SupervisorTest simulations;
  const std::string id = simulations.opened();
  simulations.change(id, SupervisorTest::step(2));
  simulations.begin();
  EXPECT_EQ(simulations.state(id), "parked");
  EXPECT_EQ(
      SupervisorTest::position(simulations.change(id, SupervisorTest::step(1))),
      3);
}

TEST(Supervisor, NamesFilesAsThePersonDoes) {
  SupervisorTest simulations;
  const std::string id = simulations.opened();
  const File file = simulations.test.addPicture("my pictures/a b.refused");
  const Outcome outcome = SupervisorTest::wait([&](auto then) {
    simulations.supervisor->changePicture(simulations.test.owner.id, id, file,
                                          then);
  });
  EXPECT_EQ(messageOf(outcome), "my pictures/a b.refused: this is no picture");
}

TEST(Supervisor, WritesChangesBeforeItAnswers) {
  SupervisorTest simulations;
  const std::string id = simulations.opened();
  engine::Request stops, edit;
  stops.mutable_stops()->add_stops()->set_layer(3);
  edit.mutable_edit();
  const auto kept = [&] {
    return simulations.test.store.simulations.all().at(0);
  };
  for (int i = 1; i <= 20; ++i) { // housekeeping would be in time for a few
    simulations.change(id, edit, Supervisor::Kind::Change);
    ASSERT_EQ(kept().snapshot.at("edits").as_array().size(),
              static_cast<std::size_t>(i));
    ASSERT_EQ(kept().bookmark, "0 " + std::to_string(i));
  }
  simulations.change(id, stops, Supervisor::Kind::Change);
  EXPECT_EQ(kept().snapshot.at("stops").as_array().size(), 1u);
  const File file = simulations.test.addPicture("b.png");
  SupervisorTest::wait([&](auto then) {
    simulations.supervisor->changePicture(simulations.test.owner.id, id, file,
                                          then);
  });
  EXPECT_EQ(kept().picture, file.id);
}

TEST(Supervisor, GoesOnInACopyWithoutItsFolder) {
  SupervisorTest simulations;
  const std::string id = simulations.opened("good"),
                    other = simulations.opened("other");
  simulations.change(id, SupervisorTest::step(2));
  const std::string picture(
      simulations.document(other).at("picture").as_string());
  simulations.supervisor.reset();
  std::filesystem::remove_all(simulations.test.data.root() / "simulations");
  std::filesystem::create_directory(simulations.test.data.root() /
                                    "simulations");
  simulations.test.store.files.remove(simulations.test.owner.id, picture);
  simulations.begin();
  EXPECT_EQ(simulations.state(id), "parked");
  EXPECT_EQ(
      SupervisorTest::position(simulations.change(id, SupervisorTest::step(1))),
      3);
  EXPECT_EQ(simulations.state(other), "failed");
  EXPECT_EQ(
      simulations.document(other).at("messageReason").at("key").as_string(),
      "simulation_picture_gone");
  EXPECT_EQ(qsim::server::statusOf([&] { simulations.resume(other); }), 502);
}

TEST(Supervisor, ChangesPicturesAndCloses) {
  SupervisorTest simulations;
  const std::string id = simulations.opened();
  const File file = simulations.test.addPicture("b.png");
  const Outcome outcome = SupervisorTest::wait([&](auto then) {
    simulations.supervisor->changePicture(simulations.test.owner.id, id, file,
                                          then);
  });
  EXPECT_EQ(std::get<json::object>(outcome).at("picture").as_string(), file.id);
  // The engine's copy does not go with the file.
  std::filesystem::remove(simulations.test.data.file(file.id));
  EXPECT_EQ(statusOf(simulations.change(id, SupervisorTest::step(1))), 200);
  simulations.supervisor->closeAllOf(simulations.experiment.id);
  EXPECT_TRUE(simulations.supervisor->list(simulations.test.owner.id).empty());
  EXPECT_FALSE(std::filesystem::exists(simulations.test.data.simulation(id)));
}

TEST(GraphReader, AsksAnEngineWithoutAPicture) {
  TestStore test;
  EngineOptions options;
  options.program = ENGINE_DOUBLE;
  const GraphFacts facts =
      readGraph(options, test.folder.path(), test.folder.path("scratch"));
  EXPECT_EQ(facts.layers, 5);
  EXPECT_EQ(facts.bytes, 100);
  EXPECT_EQ(facts.modes, (json::array{"float", "int"}));
  EXPECT_FALSE(std::filesystem::exists(test.folder.path("scratch")));
  options.program = "/nonexistent";
  EXPECT_EQ(qsim::server::statusOf([&] {
              readGraph(options, test.folder.path(),
                        test.folder.path("scratch"));
            }),
            502);
}
