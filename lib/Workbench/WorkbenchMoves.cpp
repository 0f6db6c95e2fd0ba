// SPDX-License-Identifier: Apache-2.0
// From layer to layer, with stops on the way.
#include "qsim/Workbench/Workbench.h"

#include <chrono>

namespace qsim {

// A layer whose output still holds is passed within this: its time stays.
static constexpr double passingMilliseconds = 0.02;

Result<bool> Workbench::advance(int layer) {
  using Clock = std::chrono::steady_clock;
  auto begin = Clock::now();
  Result<void> moved = running->goTo(layer, [&](int ran) {
    const auto now = Clock::now();
    const double took =
        std::chrono::duration<double, std::milli>(now - begin).count();
    double &time = times[static_cast<std::size_t>(ran)];
    if (time == 0 || took > passingMilliseconds)
      time = took;
    begin = now;
    const int next = ran + 1;
    return next == layer || !listener || !listener(next);
  });
  if (!moved)
    return moved.error();
  return position() == layer;
}

Result<void> Workbench::watched(int layer, std::vector<MoveEnd::Hit> &hits) {
  for (const StepFile &file : stops) {
    for (const qsimrt_watch &watch : file.watches()) {
      if (!watch.layers[layer])
        continue;
      Session *against = nullptr;
      if (watch.kind == QSIMRT_WATCH_SQNR) {
        Result<Session *> run = floatRun(layer);
        if (!run)
          return run.error();
        against = *run;
      }
      Result<std::optional<double>> seen =
          watchedValue(watch, running->running(), against, layer);
      if (!seen)
        return seen.error();
      if (*seen)
        hits.push_back(
            {layer,
             eventText({RunEventKind::Watch, layer, &watch, **seen}, model())});
    }
    if (file.marks(layer) & QSIMRT_STE_BREAK_AFTER)
      hits.push_back(
          {layer, eventText({RunEventKind::BreakAfter, layer}, model())});
  }
  return {};
}

void Workbench::breaksBefore(int layer, std::vector<MoveEnd::Hit> &hits) const {
  if (layer == model().layer_count)
    return;
  for (const StepFile &file : stops)
    if (file.marks(layer) & QSIMRT_STE_BREAK_BEFORE)
      hits.push_back(
          {layer, eventText({RunEventKind::BreakBefore, layer}, model())});
}

Result<MoveEnd> Workbench::runTo(int end, bool ignoreStops) {
  MoveEnd how;
  while (position() < end) {
    Result<bool> came = advance(position() + 1);
    if (!came)
      return came.error();
    arrived = true;
    how.interrupted = !*came;
    if (how.interrupted)
      return how;
    const int behind = position();
    if (!ignoreStops) {
      if (Result<void> looked = watched(behind - 1, how.hits); !looked)
        return looked.error();
      if (behind < end)
        breaksBefore(behind, how.hits);
    }
    if (!how.hits.empty())
      return how;
    how.interrupted = behind < end && listener && listener(behind);
    if (how.interrupted)
      return how;
  }
  return how;
}

Result<MoveEnd> Workbench::carryOn(bool ignoreStops) {
  MoveEnd how;
  Result<bool> fresh = advance(position());
  if (!fresh)
    return fresh.error();
  how.interrupted = !*fresh;
  if (how.interrupted)
    return how;
  // Where the run came to, the break has been seen: it goes on, as in gdb.
  if (!arrived && !ignoreStops)
    breaksBefore(position(), how.hits);
  arrived = true;
  if (!how.hits.empty())
    return how;
  return runTo(model().layer_count, ignoreStops);
}

Result<MoveEnd> Workbench::restart(bool ignoreStops) {
  if (Result<void> moved = rewind(0); !moved)
    return moved.error();
  return carryOn(ignoreStops);
}

Result<void> Workbench::rewind(int layer) {
  if (Result<bool> came = advance(layer); !came)
    return came.error();
  arrived = false;
  return {};
}

Result<void> Workbench::addStops(const std::string &name,
                                 const std::string &text) {
  Result<StepFile> file = StepFile::fromText(name, text, model());
  if (!file)
    return file.error();
  stops.push_back(std::move(*file));
  return {};
}

Result<void> Workbench::setStops(const std::string &name,
                                 const std::vector<std::string> &texts) {
  std::vector<StepFile> before = std::move(stops);
  stops.clear();
  for (const std::string &text : texts)
    if (Result<void> added = addStops(name, text); !added) {
      stops = std::move(before);
      return added;
    }
  return {};
}

} // namespace qsim
