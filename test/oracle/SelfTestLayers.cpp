// SPDX-License-Identifier: Apache-2.0
// Checks layers without weights (N13, N31 to N41) and optional keys of the
// .net on values computed by hand.
#include "SelfTestBench.h"

namespace oracle {
namespace {

const std::string Linear = "activation=linear\n";

void testShortcut() {
  Bench::Reals picture;
  for (int i = 0; i < 16; ++i)
    picture.push_back(static_cast<float>(i));
  std::string pool = "size=2\nstride=2\npadding=0\n"; // gives 5, 7, 13, 15
  Bench down("pjreddie", {1, 4, 4}, "8:1:0");
  down.add("maxpool", "-1", "1,2,2", "8:1:0", pool)
      .add("shortcut", "0,-1", "1,2,2", "8:1:0", Linear);
  down.reals("shortcut of a larger", Mode::Float, picture, {5, 9, 21, 25});
  down.integers("shortcut of a larger", picture, {5, 9, 21, 25});
  Bench up("pjreddie", {1, 4, 4}, "8:1:0");
  up.add("maxpool", "-1", "1,2,2", "8:1:0", pool)
      .add("shortcut", "-1,0", "1,4,4", "8:1:0", Linear);
  up.reals("shortcut of a smaller", Mode::Float, picture,
           {5, 1, 9, 3, 4, 5, 6, 7, 21, 9, 25, 11, 12, 13, 14, 15});
  up.integers("shortcut of a smaller", picture,
              {5, 1, 9, 3, 4, 5, 6, 7, 21, 9, 25, 11, 12, 13, 14, 15});
  Bench fewer("pjreddie", {2, 1, 1}, "none");
  fewer.add("route", "-1", "1,1,1", "none", "groups=2\ngroup_id=1\n")
      .add("shortcut", "-1,0", "2,1,1", "none", Linear);
  fewer.reals("shortcut of fewer channels", Mode::Float, {1, 2}, {3, 2});
}

void testShortcutMultipliers() {
  Bench bench("pjreddie", {1, 1, 4}, "8:1:0");
  bench.add("route", "-1", "1,1,4", "8:0.5:3")
      .add("shortcut", "-1,0", "1,1,4", "8:1:0", "activation=leaky\n");
  bench.system.leaky = LeakyForm::Shift;
  Parameters p = bench.derived()[1];
  expect("shortcut, positive", p.positive,
         std::vector<Multiplier>{{2, 1}, {1, 1}});
  expect("shortcut, negative", p.negative,
         std::vector<Multiplier>{{2, 4}, {1, 4}});
  // 16 / 2, -32 / 16, 12 / 2, and -12 / 16, which is rounded to -1.
  bench.integers("shortcut, leaky", {4, -8, 3, -3}, {8, -2, 6, -1});
  // 200 is 127 in the picture; the route gives 2 * 127 + 3, clamped to 127,
  // which is 62 after its scale and zero point.
  bench.integers("shortcut saturates", {200, 0, 0, 0}, {127, 0, 0, 0}, 1);

  Bench table("pjreddie", {1, 1, 3}, "8:1:0");
  table.add("shortcut", "-1,-1", "1,1,3", "4:0.25:1",
            "activation=hardtan\npreactivation=3:0.5:0\n");
  // 2, -2 and 0 in steps of 0.5: the first does not fit.
  table.integers("shortcut by table", {1, -1, 0}, {5, -3, 1}, 1);
  table.reals("shortcut, hardtan", Mode::Hybrid, {1, -1, 0}, {1, -1, 0});
}

void testMultiply() {
  Bench::Reals picture = {2, 3, -4, 5};
  Bench channels("alexeyab", {2, 1, 2}, "8:1:0");
  channels.add("avgpool", "-1", "2,1,1", "8:0.5:0")
      .add("multiply", "0,-1", "2,1,2", "8:0.5:1", Linear);
  expect("avgpool", channels.derived()[0].rescale,
         std::vector<Multiplier>{{2, 1}}); // 1 / (0.5 * 2)
  channels.reals("multiply by channel", Mode::Float, picture,
                 {5, 7.5f, -2, 2.5f});
  channels.integers("multiply by channel", picture, {11, 16, -3, 6});
  Bench places("pjreddie", {2, 1, 2}, "8:1:0");
  places.add("route", "-1", "1,1,2", "8:1:0", "groups=2\ngroup_id=1\n")
      .add("multiply", "0,-1", "2,1,2", "8:1:0", "activation=relu\n");
  places.reals("multiply by place", Mode::Float, picture, {0, 15, 16, 25});
  places.integers("multiply by place", picture, {0, 15, 16, 25});
  Bench same("pjreddie", {1, 1, 2}, "16:1:0");
  same.add("multiply", "-1,-1", "1,1,2", "16:3:0", Linear);
  same.system.wideMultiplierBits = 2;
  // 1 / 3 = 2 / 3 / 2: in 2 bits 2.67 -> 3 at shift 3.
  expect("wide multiplier", same.derived()[0].positive,
         std::vector<Multiplier>{{3, 3}});
  same.integers("multiply by itself", {8, -8}, {24, 24});
}

void testAvgPool() {
  for (const char *arithmetic : {"pjreddie", "alexeyab"}) {
    Bench bench(arithmetic, {1, 1, 3}, "none");
    bench.add("avgpool", "-1", "1,1,1", "none");
    // 5 * f32(1 / 3) = 13981013.75 * 2^-23; 5 / 3 = 13981013.33 * 2^-23.
    float wanted = bench.text.find("pjreddie") != std::string::npos
                       ? 13981014 * 0x1p-23f
                       : 13981013 * 0x1p-23f;
    bench.reals("avgpool", Mode::Float, {1, 3, 1}, {wanted});
  }
  Bench bench("pjreddie", {1, 1, 2}, "8:1:4");
  bench.add("avgpool", "-1", "1,1,1", "8:0.25:-2");
  bench.integers("avgpool", {3, 6}, {16}); // 4.5 / 0.25 - 2
  bench.integers("avgpool saturates", {100, 100}, {127}, 1);
}

void testReorg() {
  Bench::Reals picture;
  for (int i = 0; i < 16; ++i)
    picture.push_back(static_cast<float>(i));
  Bench darknet("pjreddie", {4, 2, 2}, "8:1:0");
  darknet.add("reorg", "-1", "16,1,1", "8:1:0", "stride=2\norder=darknet\n");
  // k picks the corner, then i and j step over the channels' flat rows.
  darknet.integers("reorg", picture,
                   {0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15});
  Bench depth("pjreddie", {2, 2, 2}, "none");
  depth.add("reorg", "-1", "8,1,1", "none", "stride=2\norder=space_to_depth\n");
  picture.resize(8);
  depth.reals("space to depth", Mode::Float, picture, {0, 4, 1, 5, 2, 6, 3, 7});
  Bench extra("pjreddie", {1, 1, 2}, "8:1:9");
  extra.add("reorg", "-1", "4,1,1", "8:1:9",
            "stride=1\norder=darknet\nextra=2\n");
  extra.integers("extra", {1, 2}, {10, 11, 9, 9});
  extra.reals("extra", Mode::Float, {1, 2}, {1, 2, 0, 0});
}

void testCrop() {
  Bench::Reals picture;
  for (int i = 0; i < 12; ++i)
    picture.push_back(static_cast<float>(i));
  Bench plain("pjreddie", {1, 3, 4}, "8:1:0");
  plain.add("crop", "-1", "1,2,2", "8:1:0", "noadjust=1\n")
      .add("dropout", "0", "1,2,2", "8:1:0");
  plain.integers("crop", picture, {1, 2, 5, 6});
  Bench adjusted("pjreddie", {1, 3, 4}, "8:1:0");
  adjusted.add("crop", "-1", "1,2,2", "8:2:0", "noadjust=0\n");
  adjusted.reals("crop", Mode::Hybrid, picture, {1, 3, 9, 11});
  adjusted.integers("crop", picture, {0, 2, 4, 6}); // 0.5, 1.5, 4.5, 5.5
}

void testHeads() {
  Bench softmax("pjreddie", {4, 1, 1}, "8:1:0");
  softmax.add("softmax", "-1", "4,1,1", "none", "groups=2\ntemperature=2\n")
      .add("cost", "0", "4,1,1", "none");
  // exp(-500) is 0 in float32.
  softmax.reals("softmax", Mode::Int, {7, 7, 100, -900}, {0.5f, 0.5f, 1, 0});

  std::string yolo = "classes=1\nmask=0\nanchors=1,1\nscale_x_y=2\n";
  Bench squashed("pjreddie", {6, 1, 1}, "none");
  squashed.add("yolo", "-1", "6,1,1", "none", yolo);
  squashed.reals("yolo", Mode::Float, {0, 0, 3, 4, 0, 0},
                 {0.5f, 0.5f, 3, 4, 0.5f, 0.5f});
  Bench coordinates("pjreddie", {6, 1, 1}, "none");
  coordinates.add("yolo", "-1", "6,1,1", "none", yolo + "new_coords=1\n");
  coordinates.reals("new_coords", Mode::Float, {0.25f, 1, 3, 4, 0.75f, 0.5f},
                    {0, 1.5f, 3, 4, 0.75f, 0.5f});

  for (const char *way : {"0", "1"}) {
    Bench region("pjreddie", {7, 1, 1}, "none");
    region.add("region", "-1", "7,1,1", "none",
               "classes=2\nsoftmax=" + std::string(way) + "\nanchors=1,1\n");
    region.reals("region", Mode::Float, {0, 0, 3, 4, 0, 0, 0},
                 {0.5f, 0.5f, 3, 4, 0.5f, 0.5f, 0.5f});
    region.reals("region, classes", Mode::Float, {0, 0, 3, 4, 0, 200, 0},
                 {0.5f, 0.5f, 3, 4, 0.5f, 1, *way == '1' ? 0 : 0.5f});
  }
  Bench detection("pjreddie", {7, 1, 1}, "none");
  detection.add("detection", "-1", "7,1,1", "none",
                "classes=2\nside=1\nnum=1\nsoftmax=1\nsqrt=1\n");
  detection.reals("detection", Mode::Float, {1, 1, 9, 8, 7, 6, 5},
                  {0.5f, 0.5f, 9, 8, 7, 6, 5});
}

// What net.md refuses.
void testText() {
  auto refused = [](const char *what, const char *kind, const char *inputs,
                    const char *shape, const char *quantization,
                    const std::string &keys) {
    Bench bench("pjreddie", {4, 2, 2}, "8:1:0");
    bench.add(kind, inputs, shape, quantization, keys);
    expectRefusal(what, [&] { parseNetwork(bench.text); });
  };
  refused("groups that do not divide", "route", "-1", "1,2,2", "8:1:0",
          "groups=3\n");
  refused("a group that is not there", "route", "-1", "2,2,2", "8:1:0",
          "groups=2\ngroup_id=2\n");
  refused("one input", "shortcut", "-1", "4,2,2", "8:1:0", Linear);
  refused("a table without pre-activation", "shortcut", "-1,-1", "4,2,2",
          "8:1:0", "activation=mish\n");
  refused("a pre-activation without table", "shortcut", "-1,-1", "4,2,2",
          "8:1:0", Linear + "preactivation=8:1:0\n");
  refused("another quantization", "dropout", "-1", "4,2,2", "8:2:0", "");
  refused("extra with a stride", "reorg", "-1", "17,1,1", "8:1:0",
          "stride=2\norder=darknet\nextra=1\n");
  refused("a quantized head", "cost", "-1", "4,2,2", "8:1:0", "");
  refused("a side beyond the limits", "detection", "-1", "4,2,2", "none",
          "classes=1\nside=1025\nnum=1\nsoftmax=0\nsqrt=0\n");
  Bench written("pjreddie", {4, 2, 2}, "8:1:0");
  written.add("route", "-1", "4,2,2", "8:1:0", "groups=1\ngroup_id=0\n");
  written.add("shortcut", "-1,0", "4,2,2", "8:1:0",
              Linear + "preactivation=none\n");
  expect("defaults that are written",
         int(parseNetwork(written.text).layers.size()), 2);
  Bench old("pjreddie", {4, 2, 2}, "8:1:0");
  old.add("dropout", "-1", "4,2,2", "8:1:0");
  old.text.replace(old.text.find("1.2"), 3, "1.0");
  expectRefusal("a section that 1.0 has not", [&] { parseNetwork(old.text); });
}

} // namespace

void selfTestLayers() {
  testShortcut();
  testShortcutMultipliers();
  testMultiply();
  testAvgPool();
  testReorg();
  testCrop();
  testHeads();
  testText();
}

} // namespace oracle
