// SPDX-License-Identifier: Apache-2.0
// Checks constants, views, reductions, concatenations of runs and outputs (N50,
// N56 to N58, N60, N62, N65) on values computed by hand.
#include "SelfTestBench.h"

#include <cmath>

namespace oracle {
namespace {

const Bench::Reals Six = {0, 1, 2, 3, 4, 5};

void testDims() {
  using Dims = std::vector<int64_t>;
  expect("rank 0", shapeOfDims(Dims{}), Shape{1, 1, 1});
  expect("rank 1", shapeOfDims(Dims{7}), Shape{7, 1, 1});
  expect("rank 2", shapeOfDims(Dims{2, 7}), Shape{14, 1, 1});
  expect("rank 3", shapeOfDims(Dims{2, 3, 7}), Shape{6, 1, 7});
  expect("rank 5", shapeOfDims(Dims{2, 3, 4, 5, 7}), Shape{6, 20, 7});
}

void testConstant() {
  Bench bench("onnx", {1, 1, 1}, "8:1:0");
  bench.add("constant", "none", "1,1,3", "8:0.5:1");
  Parameters p;
  p.values = {1.5f, -2, 100};
  bench.imported[0] = p;
  bench.integers("constant", {0}, {4, -3, 127});
  bench.reals("constant", Mode::Hybrid, {0}, p.values);
}

void testStrided() {
  auto viewed = [](const char *what, const char *shape, const std::string &keys,
                   const Bench::Reals &wanted) {
    Bench bench("onnx", {1, 1, 6}, "8:1:3");
    bench.add("strided", "-1", shape, "8:1:3", keys);
    bench.reals(what, Mode::Float, Six, wanted);
    Bench::Integers integers;
    for (float value : wanted)
      integers.push_back(static_cast<int32_t>(value) + 3);
    bench.integers(what, Six, integers);
  };
  viewed("transpose", "3,1,2", "sizes=3,2\nsteps=1,3\noffset=0\n",
         {0, 3, 1, 4, 2, 5});
  viewed("backwards", "6,1,1", "sizes=6\nsteps=-1\noffset=5\n",
         {5, 4, 3, 2, 1, 0});
  viewed("expand", "1,2,2", "sizes=2,2\nsteps=0,2\noffset=1\n", {1, 3, 1, 3});
  auto refused = [](const char *what, const std::string &keys) {
    Bench bench("onnx", {1, 1, 6}, "none");
    bench.add("strided", "-1", "1,1,2", "none", keys);
    expectRefusal(what, [&] { parseNetwork(bench.text); });
  };
  refused("an index behind the input", "sizes=2\nsteps=3\noffset=3\n");
  refused("an index before it", "sizes=2\nsteps=-3\noffset=2\n");
  refused("other sizes", "sizes=3\nsteps=1\noffset=0\n");
  refused("a step too few", "sizes=2,1\nsteps=1\noffset=0\n");
}

void testPad() {
  // 0 1 2 / 3 4 5: a row above, the first column cut, two columns behind.
  auto padded = [](const std::string &mode) {
    Bench bench("onnx", {1, 2, 3}, "8:2:1");
    bench.add("pad", "-1", "1,3,4", "8:2:1",
              "dims=2,3\nbefore=1,-1\nafter=0,2\nmode=" + mode + "\n");
    return bench;
  };
  padded("constant\nvalue=9")
      .reals("constant pad", Mode::Hybrid, Six,
             {9, 9, 9, 9, 1, 2, 9, 9, 4, 5, 9, 9});
  padded("edge").reals("edge pad", Mode::Float, Six,
                       {1, 2, 2, 2, 1, 2, 2, 2, 4, 5, 5, 5});
  padded("reflect").reals("reflect pad", Mode::Float, Six,
                          {4, 5, 4, 3, 1, 2, 1, 0, 4, 5, 4, 3});
  Bench::Reals even = {0, 2, 4, 6, 8, 10}; // twice that, in steps of 2
  padded("constant\nvalue=9")
      .integers("constant pad", even, {5, 5, 5, 5, 2, 3, 5, 5, 5, 6, 5, 5});
  padded("constant")
      .integers("pad of zeros", even, {1, 1, 1, 1, 2, 3, 1, 1, 5, 6, 1, 1});
  padded("reflect").integers("reflect pad", even,
                             {5, 6, 5, 4, 2, 3, 2, 1, 5, 6, 5, 4});
  // Of two values the mirrors follow each other; of one there is nothing else.
  Bench again("onnx", {2, 1, 1}, "none");
  again.add("pad", "-1", "1,1,7", "none",
            "dims=2\nbefore=2\nafter=3\nmode=reflect\n");
  again.reals("reflect again", Mode::Float, {1, 2}, {1, 2, 1, 2, 1, 2, 1});
  Bench single("onnx", {1, 1, 1}, "none");
  single.add("pad", "-1", "1,1,4", "none",
             "dims=1\nbefore=1\nafter=2\nmode=reflect\n");
  single.reals("reflect one", Mode::Float, {7}, {7, 7, 7, 7});
  Bench infinite("onnx", {1, 1, 1}, "none");
  infinite.add("pad", "-1", "1,1,2", "none",
               "dims=1\nbefore=1\nafter=0\nmode=constant\nvalue=-inf\n");
  infinite.reals("-infinity", Mode::Float, {7}, {-HUGE_VALF, 7});
}

void testReduce() {
  auto reduced = [](const char *operation, const char *shape, const char *axes,
                    const char *quantization) {
    Bench bench("onnx", {1, 2, 3}, "8:1:2");
    bench.add("reduce", "-1", shape, quantization,
              std::string("operation=") + operation +
                  "\ndims=2,3\naxes=" + axes + "\n");
    return bench;
  };
  Bench mean = reduced("mean", "2,1,1", "0,1", "8:0.5:-1");
  mean.reals("mean", Mode::Float, Six, {1, 4});
  mean.integers("mean", Six, {1, 7});
  expect("multiplier of a mean", mean.derived()[0].rescale.size(), size_t(1));
  Bench sum = reduced("sum", "1,1,3", "1,0", "8:0.5:-1");
  expect("multiplier of a sum", sum.derived()[0].rescale,
         std::vector<Multiplier>{{4, 1}}); // 1 / 0.5
  sum.reals("sum", Mode::Hybrid, Six, {3, 5, 7});
  sum.integers("sum", Six, {5, 9, 13});
  sum.integers("sum saturates", {0, 0, 0, 90, 1, 2}, {127, 1, 3}, 1);
  Bench max = reduced("max", "1,1,1", "1,1", "8:1:2");
  max.reals("max", Mode::Float, Six, {5});
  max.integers("max", Six, {7});
  Bench min = reduced("min", "2,1,1", "0,1", "8:1:2");
  min.reals("min", Mode::Float, Six, {0, 3});
  min.integers("min", Six, {2, 5});
  // 2^24 + 1 + 1 is not lost in float64.
  Bench exact("onnx", {1, 2, 3}, "none");
  exact.add("reduce", "-1", "2,1,1", "none",
            "operation=sum\ndims=2,3\naxes=0,1\n");
  exact.reals("float64 sum", Mode::Float, {0x1p24f, 1, 1, 0, 0, 0},
              {0x1p24f + 2, 0});
  Bench other = reduced("max", "1,1,1", "1,1", "8:1:0");
  expectRefusal("max of another quantization",
                [&] { parseNetwork(other.text); });
  Bench wrong = reduced("sum", "1,1,1", "0,1", "8:1:0");
  expectRefusal("a shape of other dims", [&] { parseNetwork(wrong.text); });
}

void testRuns() {
  Bench bench("onnx", {2, 1, 2}, "8:1:0");
  bench.add("route", "-1", "2,1,2", "8:0.5:3")
      .add("route", "-1,0", "1,2,4", "8:1:0", "outer=2\n");
  bench.reals("runs", Mode::Float, {1, 2, 3, 4}, {1, 2, 1, 2, 3, 4, 3, 4});
  bench.integers("runs", {1, 2, 3, 4}, {1, 2, 1, 2, 3, 4, 3, 4});
  expect("rescale", bench.derived()[1].rescale,
         std::vector<Multiplier>{{1, 0}, {1, 1}});
  auto refused = [](const char *what, const char *shape,
                    const std::string &keys) {
    Bench other("onnx", {2, 1, 2}, "none");
    other.add("route", "-1,-1", shape, "none", keys);
    expectRefusal(what, [&] { parseNetwork(other.text); });
  };
  refused("outer that does not divide", "1,1,8", "outer=3\n");
  refused("outer and groups", "1,1,4", "groups=2\nouter=2\n");
  refused("elements of a route", "1,1,7", "outer=2\n");
}

void testOutputs() {
  Bench bench("onnx", {2, 1, 3}, "none");
  bench.add("dropout", "-1", "2,1,3", "none");
  std::string head = bench.text, tail = "\n[output]\nname=y\nlayer=0\n";
  auto with = [&](const std::string &more) {
    return parseNetwork(head + tail + more);
  };
  Network network = with("dims=1,2,3\n\n[output]\nname=x\nlayer=-1\ndims=6\n");
  expect("outputs", network.outputs.size(), size_t(2));
  expect("dims of an output", network.outputs[0].dims,
         std::vector<int64_t>{1, 2, 3});
  expect("layer of an output", network.outputs[1].layer, -1);
  expectRefusal("dims of other elements", [&] { with("dims=1,2\n"); });
  expectRefusal("a scalar of six", [&] { with("dims=\n"); });
  expectRefusal("a name twice", [&] { with("dims=6\n" + tail + "dims=6\n"); });
  expectRefusal("a layer behind", [&] {
    with("dims=6\n\n[dropout]\nindex=1\nname=z\ninputs=0\nshape=2,1,3\n"
         "quantization=none\nscale_group=1\nceiling=int\n");
  });
  size_t at = head.find("quantization=none\n") + 18;
  head.insert(at, "input_name=data\ninput_dims=1,2,1,3\n");
  expect("input", with("dims=6\n").inputName, std::string("data"));
  head.replace(head.find("1,2,1,3"), 7, "1,1,2,3");
  expectRefusal("dims of another shape", [&] { with("dims=6\n"); });
  Bench scalar("onnx", {1, 1, 1}, "none");
  scalar.add("dropout", "-1", "1,1,1", "none");
  network = parseNetwork(scalar.text + tail + "dims=\n");
  expect("a scalar", network.outputs[0].dims.size(), size_t(0));
}

} // namespace

void selfTestViews() {
  testDims();
  testConstant();
  testStrided();
  testPad();
  testReduce();
  testRuns();
  testOutputs();
}

} // namespace oracle
