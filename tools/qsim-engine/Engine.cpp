// SPDX-License-Identifier: Apache-2.0
// Opening, moving and standing.
#include "Engine.h"

#include "Bookmarks.h"
#include "CleanStrings.h"
#include "Graphs.h"
#include "Words.h"

#include "qsim/Execution/StepFile.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace qsim::engine {

Error Engine::notYet(const std::string &message) {
  kind = Failure::NOT_YET;
  return Error{message};
}

// The runtime's memory, and files that are mapped, fail with words.
static bool isOfMemory(const std::string &message) {
  return message.find("out of memory") != std::string::npos ||
         message.find(std::strerror(ENOMEM)) != std::string::npos;
}

Reply Engine::answer(const Request &request) {
  Reply reply;
  reply.set_id(request.id());
  kind = Failure::REFUSED;
  const std::vector<int> staleBefore = staleLayers();
  const auto begin = std::chrono::steady_clock::now();
  const Result<void> done = dispatch(request, reply);
  if (request.has_move())
    milliseconds = std::chrono::duration<double, std::milli>(
                       std::chrono::steady_clock::now() - begin)
                       .count();
  if (!done) {
    Failure &failure = *reply.mutable_failure();
    failure.set_message(done.error().message);
    failure.set_kind(isOfMemory(done.error().message) ? Failure::OUT_OF_MEMORY
                                                      : kind);
  } else if (reply.has_state()) {
    describe(*reply.mutable_state());
  } else if (!staleBefore.empty() && staleLayers() != staleBefore) {
    describe(*reply.mutable_now());
  }
  cleanStrings(reply);
  return reply;
}

Result<void> Engine::dispatch(const Request &request, Reply &reply) {
  if (request.has_open())
    return open(request.open(), *reply.mutable_state());
  if (opened.package().empty())
    return notYet("no package is open");
  if (request.has_graph()) {
    *reply.mutable_graph() = graph;
    return {};
  }
  if (request.has_picture())
    return setPicture(request.picture(), *reply.mutable_state());
  if (!bench)
    return notYet("no picture is open");
  switch (request.ask_case()) {
  case Request::kMove:
    return move(request.move(), *reply.mutable_state());
  case Request::kStops:
    return setStops(request.stops(), *reply.mutable_state());
  case Request::kEdit:
    return edit(request.edit(), *reply.mutable_state());
  case Request::kUndo:
    return undo(*reply.mutable_state());
  case Request::kRedo:
    return redo(*reply.mutable_state());
  case Request::kSave:
    return save(request.save(), *reply.mutable_saved());
  case Request::kErrors:
    return errors(request.errors(), *reply.mutable_errors());
  case Request::kAnswer:
    return answers(request.answer(), *reply.mutable_answers());
  case Request::kLayer:
    return layer(request.layer(), *reply.mutable_layer());
  case Request::kStatistics:
    return statistics(request.statistics(), *reply.mutable_statistics());
  case Request::kTensor:
    return tensor(request.tensor(), *reply.mutable_tensor());
  case Request::kBookmark:
    return bookmark(*reply.mutable_bookmark());
  default:
    return Error{"a question that this engine does not know"};
  }
}

Result<void> Engine::startBench(const std::string &picture) {
  WorkbenchOptions options;
  if (opened.has_mode())
    options.mode = fromMessage(opened.mode());
  options.threads = opened.threads();
  options.scratch = opened.scratch();
  // yolov3's are 160 MB: what fits the memory of a machine that runs it.
  options.floatBytes = std::size_t{1} << 30;
  Result<std::unique_ptr<Workbench>> made =
      Workbench::create(opened.package(), picture, options);
  if (!made)
    return made.error();
  bench = std::move(*made);
  bench->listen(passed);
  startMode = options.mode ? *options.mode : mostIntegerMode(bench->model());
  return {};
}

Result<void> Engine::open(const Open &ask, State &) {
  if (!opened.package().empty())
    return Error{opened.package() + " is open already"};
  if (ask.threads() < 0 || ask.threads() > 1024)
    return Error{std::to_string(ask.threads()) + " threads; wanted 0 to 1024"};
  Place place;
  if (!ask.bookmark().empty())
    if (Result<void> read = readBookmark(ask.bookmark(), place); !read)
      return read;
  Result<std::unique_ptr<Package>> package = Package::open(ask.package());
  if (!package)
    return package.error();
  describeGraph(**package, graph);
  package->reset();
  opened = ask;
  if (!ask.bookmark().empty())
    opened.set_mode(place.mode());
  const auto giveUp = [&](const Error &error) {
    bench.reset();
    opened.Clear();
    return error;
  };
  if (ask.picture().empty())
    return {};
  if (Result<void> started = startBench(ask.picture()); !started)
    return giveUp(started.error());
  if (ask.bookmark().empty()) {
    if (!ask.has_mode())
      if (Result<void> taken = takeSavedModes(); !taken)
        return giveUp(taken.error());
    return {};
  }
  if (Result<void> gone = goTo(place, *bench); !gone)
    return giveUp(gone.error());
  SetStops again;
  *again.mutable_stops() = place.stops();
  State ignored;
  if (Result<void> set = setStops(again, ignored); !set)
    return giveUp(set.error());
  return {};
}

Result<void> Engine::takeSavedModes() {
  const std::string path = opened.package() + "/modes.ste";
  if (!std::filesystem::exists(path))
    return {};
  const qsimrt_model &model = bench->model();
  Result<StepFile> file = StepFile::read(path, model);
  if (!file)
    return file.error();
  const std::vector<qsimrt_mode> modes = file->modes(startMode);
  for (const qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT}) {
    Edit::Modes change;
    change.set_mode(toMessage(mode));
    for (int i = 0; i < model.layer_count; ++i)
      if (modes[static_cast<std::size_t>(i)] == mode &&
          qsimrt_layer_mode(bench->simulation().running().handle(), i) != mode)
        change.add_layers(i);
    if (change.layers_size() == 0)
      continue;
    // Where no layer of them can, that is said below, by layer.
    if (Result<void> changed = changeModes(change);
        !changed && isOfMemory(changed.error().message))
      return changed;
  }
  if (const std::string told = modesNotTaken(*file); !told.empty())
    std::fprintf(stderr, "qsim-engine: %s: %s\n", path.c_str(), told.c_str());
  return {};
}

std::string Engine::modesNotTaken(const StepFile &file) const {
  constexpr int namedAtMost = 8;
  const qsimrt_model &model = bench->model();
  const std::vector<qsimrt_mode> floats = file.modes(QSIMRT_FLOAT),
                                 ints = file.modes(QSIMRT_INT);
  std::string told;
  int count = 0;
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_mode wanted = floats[static_cast<std::size_t>(i)],
                      has = qsimrt_layer_mode(
                          bench->simulation().running().handle(), i);
    // What the file does not name is as it was; heads run in FLOAT anyway.
    if (wanted != ints[static_cast<std::size_t>(i)] || has == wanted ||
        graph.layers(i).host())
      continue;
    if (++count <= namedAtMost)
      told += (told.empty() ? "" : "; ") + placeOf(model, i) +
              " cannot run in " + qsimrt_mode_name(wanted) + ": " +
              qsimrt_mode_name(has);
  }
  if (count > namedAtMost)
    told += "; and " + std::to_string(count - namedAtMost) + " more";
  return told;
}

Result<void> Engine::setPicture(const SetPicture &ask, State &) {
  if (!bench) {
    if (Result<void> started = startBench(ask.picture()); !started)
      return started;
    opened.set_picture(ask.picture());
    return {};
  }
  if (Result<void> set = bench->setPicture(ask.picture()); !set)
    return set;
  hits.clear();
  measured.forget();
  return {};
}

// ---- moves
// -------------------------------------------------------------------

Result<void> Engine::move(const Move &ask, State &) {
  const int layers = bench->model().layer_count;
  std::int64_t to = ask.layer();
  if (ask.kind() == Move::STEP)
    to = std::clamp<std::int64_t>(std::int64_t{bench->position()} + ask.count(),
                                  0, layers);
  if (ask.kind() == Move::TO && (to < 0 || to > layers))
    return Error{"layer " + std::to_string(to) + "; wanted 0 to " +
                 std::to_string(layers)};
  Result<MoveEnd> end = MoveEnd();
  switch (ask.kind()) {
  case Move::CONTINUE:
    end = bench->carryOn(ask.ignore_stops());
    break;
  case Move::RESTART:
    end = bench->restart(ask.ignore_stops());
    break;
  default:
    if (to > bench->position())
      end = bench->runTo(static_cast<int>(to), ask.ignore_stops());
    else if (Result<void> back = bench->rewind(static_cast<int>(to)); !back)
      end = back.error();
  }
  if (!end)
    return end.error();
  hits = std::move(end->hits);
  return {};
}

// ---- stops
// -------------------------------------------------------------------

// A step file has at most 1024 watches.
static constexpr int stopsOfAFile = 1024;

/// "watch 3 sqnr < 18\n", as in a step file.
static std::string textOf(const Stop &stop) {
  const std::string selector =
      stop.layer() == -1 ? "*" : std::to_string(stop.layer());
  const std::string limit = formatDouble(stop.limit());
  switch (stop.when()) {
  case Stop::BEFORE:
    return "break before " + selector + "\n";
  case Stop::AFTER:
    return "break after " + selector + "\n";
  case Stop::SATURATION:
    return "watch " + selector + " saturation > " + limit + "\n";
  case Stop::SQNR:
    return "watch " + selector + " sqnr < " + limit + "\n";
  case Stop::NAN_:
    return "watch " + selector + " nan\n";
  case Stop::OVERFLOW:
    return "watch " + selector + " overflow\n";
  default:
    return "watch " + selector + " outside " + limit + " " +
           formatDouble(stop.high()) + "\n";
  }
}

Result<void> Engine::setStops(const SetStops &ask, State &) {
  std::vector<std::string> texts;
  for (int i = 0; i < ask.stops_size(); ++i) {
    const Stop &stop = ask.stops(i);
    if (stop.layer() < -1 || stop.layer() >= bench->model().layer_count)
      return Error{"layer " + std::to_string(stop.layer()) + "; wanted -1 to " +
                   std::to_string(bench->model().layer_count - 1)};
    if (i % stopsOfAFile == 0)
      texts.emplace_back();
    texts.back() += textOf(stop);
  }
  if (Result<void> set = bench->setStops("stops", texts); !set)
    return set;
  stops = ask;
  return {};
}

// ---- where the run stands
// -------------------------------------------------------

static const char *kindOf(const Change &change) {
  if (!change.rule.empty())
    return "quantize";
  return change.edits.front().kind == qsim::Edit::Kind::Mode ? "mode"
                                                             : "values";
}

static std::vector<int> layersOf(const Change &change) {
  std::vector<int> layers = change.layers;
  for (const qsim::Edit &edit : change.edits)
    layers.push_back(edit.layer);
  return layers;
}

std::vector<int> Engine::staleLayers() const {
  std::vector<int> layers;
  if (!bench)
    return layers;
  std::vector<unsigned char> stale(
      static_cast<std::size_t>(bench->model().layer_count));
  qsimrt_find_stale(bench->simulation().running().handle(), stale.data());
  for (int i = 0; i < bench->model().layer_count; ++i)
    if (stale[static_cast<std::size_t>(i)])
      layers.push_back(i);
  return layers;
}

void Engine::describe(State &state) const {
  if (!bench) {
    state.set_layers(graph.layers_size());
    return;
  }
  const qsimrt_model &model = bench->model();
  qsimrt_session *session = bench->simulation().running().handle();
  state.set_position(bench->position());
  state.set_layers(model.layer_count);
  for (int i = 0; i < model.layer_count; ++i)
    state.add_modes(toMessage(qsimrt_layer_mode(session, i)));
  for (const int layer : staleLayers())
    state.add_stale(layer);
  *state.mutable_stops() = stops.stops();
  for (const MoveEnd::Hit &hit : hits) {
    State::Hit &said = *state.add_hits();
    said.set_layer(hit.layer);
    said.set_text(hit.text);
  }
  for (const Change &change : bench->changes()) {
    State::Change &said = *state.add_edits();
    said.set_text(shortText(bench->textOf(change)));
    said.set_kind(kindOf(change));
    for (const int layer : layersOf(change))
      said.add_layers(layer);
    said.set_of_picture(!isSaved(change));
  }
  state.set_redo(static_cast<std::uint32_t>(bench->takenBack().size()));
  state.set_milliseconds(milliseconds);
  state.set_bookmark(writeBookmark(*bench, startMode, stops));
}

Result<void> Engine::bookmark(Bookmark &bookmark) const {
  bookmark.set_data(writeBookmark(*bench, startMode, stops));
  return {};
}

// ---- layers
// ------------------------------------------------------------------

Result<void> Engine::checkLayer(int layer) const {
  const int layers = bench->model().layer_count;
  if (layer >= QSIMRT_IMAGE && layer < layers)
    return {};
  return Error{"layer " + std::to_string(layer) + "; wanted -1 to " +
               std::to_string(layers - 1)};
}

bool Engine::hasRun(int layer) const { return layer < bench->position(); }

} // namespace qsim::engine
