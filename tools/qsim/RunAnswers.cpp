// SPDX-License-Identifier: Apache-2.0
// Tables for people, JSON for programs.
#include "RunAnswers.h"

#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

namespace qsim::cli {

static std::string detectionsAsText(const Package &package,
                                    const InputAnswer &answer) {
  const std::size_t count = answer.answer.detections.size();
  const std::string heading = answer.path + ": " + std::to_string(count) +
                              (count == 1 ? " detection\n" : " detections\n");
  if (count == 0)
    return heading;
  Table table({"class", "score", "x", "y", "w", "h"});
  for (const qsimrt_detection &found : answer.answer.detections)
    table.addRow({package.className(found.class_id),
                  formatFixed(found.score, 3), formatFixed(found.x, 4),
                  formatFixed(found.y, 4), formatFixed(found.w, 4),
                  formatFixed(found.h, 4)});
  return heading + table.text();
}

static std::string classesAsText(const Package &package,
                                 const InputAnswer &answer) {
  Table table({"class", "score"});
  for (const ScoredClass &scored : answer.answer.classes)
    table.addRow(
        {package.className(scored.class_id), formatFixed(scored.score, 4)});
  return answer.path + "\n" + table.text();
}

bool wasStopped(const InputAnswer &answer) {
  return !answer.events.empty() &&
         answer.events.back().kind == RunEventKind::Stop;
}

std::string answersAsText(const Package &package,
                          const std::vector<InputAnswer> &answers) {
  std::string text;
  for (const InputAnswer &answer : answers) {
    for (const RunEvent &event : answer.events)
      text += eventText(event, package.model()) + "\n";
    if (!wasStopped(answer))
      text += isDetector(package.model()) ? detectionsAsText(package, answer)
                                          : classesAsText(package, answer);
  }
  return text;
}

static void writeEvents(JsonWriter &json, const qsimrt_model &model,
                        const std::vector<RunEvent> &events) {
  const char *const kinds[] = {"break_before", "break_after", "watch", "stop"};
  json.key("events").beginArray();
  for (const RunEvent &event : events) {
    json.beginObject().member("kind", kinds[static_cast<int>(event.kind)]);
    json.member("layer", event.layer);
    json.member("name", model.layers[event.layer].name);
    if (event.watch)
      json.member("condition", conditionText(*event.watch))
          .member("seen", event.seen);
    json.endObject();
  }
  json.endArray();
}

// Leaves the object open.
static void beginClass(JsonWriter &json, const Package &package, int id,
                       float score) {
  json.beginObject().member("class", id);
  json.member("name", package.className(id)).member("score", score);
}

std::string answersAsJson(const Package &package, qsimrt_mode mode,
                          const std::vector<InputAnswer> &answers) {
  const bool detector = isDetector(package.model());
  JsonWriter json;
  json.beginObject().member("mode", qsimrt_mode_name(mode));
  json.key("inputs").beginArray();
  for (const InputAnswer &answer : answers) {
    json.beginObject().member("file", answer.path);
    if (!answer.events.empty())
      writeEvents(json, package.model(), answer.events);
    json.key(detector ? "detections" : "classes").beginArray();
    for (const qsimrt_detection &found : answer.answer.detections) {
      beginClass(json, package, found.class_id, found.score);
      json.member("x", found.x).member("y", found.y);
      json.member("w", found.w).member("h", found.h).endObject();
    }
    for (const ScoredClass &scored : answer.answer.classes) {
      beginClass(json, package, scored.class_id, scored.score);
      json.endObject();
    }
    json.endArray().endObject();
  }
  return json.endArray().endObject().take();
}

} // namespace qsim::cli
