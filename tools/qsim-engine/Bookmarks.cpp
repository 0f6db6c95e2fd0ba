// SPDX-License-Identifier: Apache-2.0
// Changes to messages and back.
#include "Bookmarks.h"

#include "Words.h"

#include <algorithm>

namespace qsim::engine {
namespace {

constexpr std::uint32_t version = 1;

void write(const Change &change, PastChange &past) {
  past.set_rule(change.rule);
  past.set_about(change.about);
  for (const int layer : change.layers)
    past.add_layers(layer);
  for (const qsim::Edit &edit : change.edits) {
    PastEdit &one = *past.add_edits();
    one.set_layer(edit.layer);
    if (edit.kind == qsim::Edit::Kind::Mode) {
      one.set_mode(toMessage(edit.mode));
      continue;
    }
    one.set_tensor(edit.tensor);
    one.set_index(edit.index);
    one.mutable_values()->Add(edit.values.begin(), edit.values.end());
  }
}

Change read(const PastChange &past) {
  Change change = {past.rule(),
                   past.about(),
                   {past.layers().begin(), past.layers().end()},
                   {}};
  for (const PastEdit &one : past.edits()) {
    qsim::Edit edit;
    edit.layer = one.layer();
    if (one.has_mode()) {
      edit.kind = qsim::Edit::Kind::Mode;
      edit.mode = fromMessage(one.mode());
    } else {
      edit.tensor = one.tensor();
      edit.index = one.index();
      edit.values.assign(one.values().begin(), one.values().end());
    }
    change.edits.push_back(std::move(edit));
  }
  return change;
}

std::vector<Change>
readAll(const google::protobuf::RepeatedPtrField<PastChange> &past) {
  std::vector<Change> changes;
  for (const PastChange &one : past)
    changes.push_back(read(one));
  return changes;
}

} // namespace

std::string writeBookmark(const Workbench &bench, qsimrt_mode mode,
                          const SetStops &stops) {
  Place place;
  place.set_version(version);
  place.set_mode(toMessage(mode));
  place.set_position(bench.position());
  *place.mutable_stops() = stops.stops();
  for (const Change &change : bench.changes())
    write(change, *place.add_done());
  for (const Change &change : bench.takenBack())
    write(change, *place.add_undone());
  return place.SerializeAsString();
}

Result<void> readBookmark(const std::string &bytes, Place &place) {
  if (!place.ParseFromString(bytes))
    return Error{"the bookmark is damaged"};
  if (place.version() != version)
    return Error{"the bookmark is of version " +
                 std::to_string(place.version()) + "; wanted " +
                 std::to_string(version)};
  for (const auto *changes : {&place.done(), &place.undone()})
    for (const PastChange &change : *changes)
      if (change.rule().empty() && change.edits().empty())
        return Error{"the bookmark holds a change of nothing"};
  return {};
}

/// Is every layer one of this network's?
static Result<void>
checkLayers(const google::protobuf::RepeatedPtrField<PastChange> &past,
            int layers) {
  const auto isLayer = [&](int layer) {
    return layer >= QSIMRT_IMAGE && layer < layers;
  };
  for (const PastChange &change : past) {
    bool all =
        std::all_of(change.layers().begin(), change.layers().end(), isLayer);
    for (const PastEdit &edit : change.edits())
      all &= isLayer(edit.layer()) &&
             !(edit.has_mode() && edit.layer() == QSIMRT_IMAGE);
    if (!all)
      return Error{"the bookmark is of another network: this one has " +
                   std::to_string(layers) + " layers"};
  }
  return {};
}

Result<void> goTo(const Place &place, Workbench &bench) {
  for (const auto *past : {&place.done(), &place.undone()})
    if (Result<void> fine = checkLayers(*past, bench.model().layer_count);
        !fine)
      return fine;
  return bench.restore(readAll(place.done()), readAll(place.undone()),
                       place.position());
}

} // namespace qsim::engine
