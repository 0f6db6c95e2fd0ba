// SPDX-License-Identifier: Apache-2.0
// Checks resize (N59) on values computed by hand.
#include "SelfTestBench.h"

namespace oracle {
namespace {

// A row of `from` values becomes one of `to`.
Bench resizer(int from, int to, const std::string &keys,
              const std::string &quantization = "8:0.5:3") {
  Bench bench("onnx", {1, 1, from}, quantization);
  bench.add("resize", "-1", "1,1," + std::to_string(to), quantization, keys);
  return bench;
}

std::string keys(const char *mode, const char *coordinates, const char *scale,
                 const std::string &more = "") {
  return std::string("mode=") + mode + "\ncoordinates=" + coordinates +
         "\nscale=1\nscale_x=" + scale + "\n" + more;
}

void testNearest() {
  // x = 0, 0.5, 1, 1.5
  auto near = [](const char *rounding, const Bench::Reals &wanted) {
    std::string more = std::string("rounding=") + rounding + "\n";
    Bench bench = resizer(2, 4, keys("nearest", "asymmetric", "2", more));
    bench.reals(rounding, Mode::Float, {10, 20}, wanted);
    Bench::Integers integers;
    for (float value : wanted)
      integers.push_back(static_cast<int32_t>(value) * 2 + 3);
    bench.integers(rounding, {10, 20}, integers);
  };
  near("round_prefer_floor", {10, 10, 20, 20});
  near("round_prefer_ceil", {10, 20, 20, 20});
  near("floor", {10, 10, 20, 20});
  near("ceil", {10, 20, 20, 20});
  // x = 0.5, 2.5: ceil(x - 0.5) by default.
  Bench down = resizer(4, 2, keys("nearest", "half_pixel", "0.5"));
  down.reals("nearest down", Mode::Hybrid, {1, 2, 3, 4}, {1, 3});
}

void testCoordinates() {
  Bench::Reals picture = {10, 20};
  // x = -0.25, 0.25, 0.75, 1.25
  Bench half = resizer(2, 4, keys("linear", "half_pixel", "2"));
  half.reals("half_pixel", Mode::Float, picture, {10, 12.5f, 17.5f, 20});
  half.integers("half_pixel", picture, {23, 28, 38, 43});
  Bench torch = resizer(2, 4, keys("linear", "pytorch_half_pixel", "2"));
  torch.reals("pytorch_half_pixel", Mode::Float, picture,
              {10, 12.5f, 17.5f, 20});
  // x = 0.5 and 0
  Bench one = resizer(2, 1, keys("linear", "half_pixel", "0.5"));
  one.reals("half_pixel of 1", Mode::Float, picture, {15});
  Bench first = resizer(2, 1, keys("linear", "pytorch_half_pixel", "0.5"));
  first.reals("pytorch_half_pixel of 1", Mode::Float, picture, {10});
  // 2 of 3 * 0.75 = 2.25: 1.5 * (1 - 8 / 9) + (i + 0.5) * 4 / 3 - 0.5 is 1/3
  // and 5/3.
  Bench fair = resizer(3, 2, keys("linear", "half_pixel_symmetric", "0.75"));
  fair.reals("half_pixel_symmetric", Mode::Float, {0, 30, 60}, {10, 50});
  // x = 0.25, 0.75, 1.25, 1.75
  Bench late = resizer(2, 4, keys("linear", "tf_half_pixel_for_nn", "2"));
  late.reals("tf_half_pixel_for_nn", Mode::Float, picture,
             {12.5f, 17.5f, 20, 20});
  // x = 0, 0.5, 1, 1.5, 2
  Bench corners = resizer(3, 5, keys("linear", "align_corners", "9"));
  corners.reals("align_corners", Mode::Float, {0, 10, 30}, {0, 5, 10, 20, 30});
  Bench corner = resizer(3, 1, keys("linear", "align_corners", "9"));
  corner.reals("align_corners of 1", Mode::Float, {5, 10, 30}, {5});
  // x = 0, 0.5, 1, 1.5
  Bench plain = resizer(2, 4, keys("linear", "asymmetric", "2"));
  plain.reals("asymmetric", Mode::Hybrid, picture, {10, 15, 20, 20});
  // x = 1 + i * 1 * 4 / 2: the last one is outside.
  std::string roi = "roi=0,1,0.25,1.25\nextrapolation=-1\n";
  for (const char *mode : {"nearest", "linear"}) {
    Bench crop = resizer(5, 3, keys(mode, "tf_crop_and_resize", "0.6", roi));
    crop.reals("tf_crop", Mode::Float, {1, 2, 3, 4, 5}, {2, 4, -1});
    crop.integers("tf_crop", {1, 2, 3, 4, 5}, {7, 11, 1});
  }
  // 0.5 * (0.25 + 0.75) * 4
  Bench middle = resizer(
      5, 1,
      keys("nearest", "tf_crop_and_resize", "0.2", "roi=0,1,0.25,0.75\n"));
  middle.reals("tf_crop of 1", Mode::Float, {1, 2, 3, 4, 5}, {3});
}

void testCubic() {
  // With a = -0.5 the weights in the middle are -1, 9, 9, -1 in sixteenths.
  std::string a = "cubic_a=-0.5\n";
  Bench bench = resizer(4, 8, keys("cubic", "asymmetric", "2", a), "16:1:5");
  Bench::Reals picture = {16, 32, 64, 16};
  bench.reals("cubic", Mode::Float, picture, {16, 22, 32, 52, 64, 42, 16, 13});
  bench.integers("cubic", picture, {21, 27, 37, 57, 69, 47, 21, 18});
  // With a = -0.75 at 0.4: -221.18, 1474.56, 942.08 and -147.46 of 2048 are
  // together 2049, so the largest becomes 1474; at 0.6 they are mirrored.
  Bench rest = resizer(4, 20, keys("cubic", "asymmetric", "5"), "16:1:0");
  Bench::Integers found = rest.run(Mode::Int, {0, 2048, 0, 0}).integers;
  expect("cubic at 1.4", found[7], 1474);
  expect("cubic at 1.6", found[8], 942);
  expect("cubic at 2.4", found[12], -221);
  // 9, 9, -1 of 17 are 1084.2, 1084.2, -120.5: 1084 * 100 of 2048.
  std::string inside = a + "exclude_outside=1\n";
  Bench without =
      resizer(4, 8, keys("cubic", "asymmetric", "2", inside), "16:1:0");
  found = without.run(Mode::Int, {2048, 0, 0, 0}).integers;
  expect("cubic without outside", found,
         Bench::Integers{2048, 1084, 0, -128, 0, 0, 0, 0});
  Bench with = resizer(4, 8, keys("cubic", "asymmetric", "2", a), "16:1:0");
  found = with.run(Mode::Int, {2048, 0, 0, 0}).integers;
  expect("cubic with outside", found,
         Bench::Integers{2048, 1024, 0, -128, 0, 0, 0, 0});
  // An overshoot: 1.125 * 127 = 142.9.
  Bench over = resizer(4, 8, keys("cubic", "asymmetric", "2", a), "8:1:0");
  over.integers("cubic saturates", {0, 127, 127, 0},
                {0, 64, 127, 127, 127, 64, 0, -8}, 1);
}

void testRows() {
  // Rows at 0, 0.5, 1, 1; columns at 0, 0.5, 1, 1.
  Bench bench("onnx", {1, 2, 2}, "8:0.25:0");
  bench.add("resize", "-1", "1,3,2", "8:0.25:0",
            "mode=linear\ncoordinates=asymmetric\nscale=2\nscale_x=1\n");
  bench.reals("rows", Mode::Float, {1, 2, 4, 8}, {1, 2, 2.5f, 5, 4, 8});
  bench.integers("rows", {1, 2, 4, 8}, {4, 8, 10, 20, 16, 32});
  auto refused = [](const char *what, const std::string &text) {
    expectRefusal(what, [&] { parseNetwork(resizer(2, 4, text).text); });
  };
  refused("a roi too many", keys("linear", "asymmetric", "2", "roi=0,1,0,1\n"));
  refused("no roi", keys("linear", "tf_crop_and_resize", "2"));
  refused("a scale of 0", keys("linear", "asymmetric", "0"));
  expectRefusal("other channels", [] {
    Bench other("onnx", {1, 2, 2}, "none");
    other.add("resize", "-1", "2,2,2", "none",
              keys("linear", "asymmetric", "1"));
    parseNetwork(other.text);
  });
}

} // namespace

void selfTestResize() {
  testNearest();
  testCoordinates();
  testCubic();
  testRows();
}

} // namespace oracle
