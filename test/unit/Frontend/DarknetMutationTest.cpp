// SPDX-License-Identifier: Apache-2.0
// Damaged cfg and weights files: each import ends in a module or in an error,
// never in a crash and never in silence.
#include "qsim/Frontend/Darknet.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Random.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace qsim;

namespace {

constexpr char cfg[] = R"([net]
width=16
height=8
channels=3

[convolutional]
batch_normalize=1
filters=4
size=3
stride=2
pad=1
activation=leaky

[maxpool]
size=2
stride=1

[route]
layers = -1, 0

[convolutional]
filters=12
size=1
activation=linear

[yolo]
mask = 0,1
anchors = 1,2, 3,4
classes=1
num=2

[upsample]
stride=2
)";

bool write(const std::string &path, const std::string &bytes) {
  return bool(std::ofstream(path, std::ios::binary) << bytes);
}

/// What one import did.
struct Outcome {
  bool imported = false;
  unsigned errors = 0;
};

class DarknetMutation : public testing::Test {
protected:
  DarknetMutation() : context(mlir::MLIRContext::Threading::DISABLED) {
    folder = std::filesystem::temp_directory_path() /
             ("qsim-mutation-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
  }
  ~DarknetMutation() override { std::filesystem::remove_all(folder); }

  std::string path(const char *name) const { return (folder / name).string(); }

  Outcome import(llvm::StringRef text, const std::string &weights) {
    Outcome outcome;
    mlir::ScopedDiagnosticHandler handler(
        &context, [&](mlir::Diagnostic &diag) {
          outcome.errors +=
              diag.getSeverity() == mlir::DiagnosticSeverity::Error;
          return mlir::success();
        });
    DarknetImportOptions options;
    if (weights.empty())
      options.seed = 1;
    outcome.imported =
        bool(importDarknetText(context, text, "mutated.cfg", weights, options));
    return outcome;
  }

  /// A module without errors, or none with some.
  static bool isSound(const Outcome &outcome) {
    return outcome.imported == (outcome.errors == 0);
  }

  mlir::MLIRContext context;
  std::filesystem::path folder;
};

TEST_F(DarknetMutation, TheOriginalIsImported) {
  Outcome outcome = import(cfg, "");
  EXPECT_TRUE(outcome.imported);
  EXPECT_EQ(outcome.errors, 0u);
}

TEST_F(DarknetMutation, EveryPrefixOfTheCfg) {
  llvm::StringRef text = cfg;
  for (size_t length = 0; length < text.size(); ++length)
    EXPECT_TRUE(isSound(import(text.take_front(length), ""))) << length;
}

TEST_F(DarknetMutation, BytesOfTheCfg) {
  SplitMix64 random(1);
  // The bytes that mean something in a cfg, and some that do not.
  const std::string bytes("[]=#;,-+.0129 \n\r\tex\0\xff", 22);
  for (int round = 0; round < 3000; ++round) {
    std::string text = cfg;
    for (uint64_t edits = 1 + random.below(4); edits > 0; --edits) {
      size_t at = random.below(text.size());
      char byte = bytes[random.below(bytes.size())];
      switch (random.below(3)) {
      case 0:
        text[at] = byte;
        break;
      case 1:
        text.insert(at, 1, byte);
        break;
      default:
        text.erase(at, 1 + random.below(8));
        break;
      }
    }
    EXPECT_TRUE(isSound(import(text, ""))) << text;
  }
}

TEST_F(DarknetMutation, ExtremeNumbers) {
  const char *keys[] = {"width",   "height", "channels", "filters", "size",
                        "stride",  "layers", "classes",  "num",     "mask",
                        "anchors", "pad",    "groups",   "padding"};
  const char *values[] = {"0",
                          "-1",
                          "65536",
                          "65537",
                          "2147483647",
                          "2147483648",
                          "-2147483648",
                          "9223372036854775807",
                          "-9223372036854775808",
                          "18446744073709551616",
                          "1e308",
                          "nan",
                          "-inf",
                          "0x10"};
  // Weights of the largest layers are never drawn: without a file the import
  // stops at its name, after everything about the cfg was checked.
  std::string absent = path("absent");
  for (llvm::StringRef key : keys)
    for (llvm::StringRef value : values) {
      std::string text;
      llvm::StringRef rest = cfg;
      while (!rest.empty()) {
        auto [line, tail] = rest.split('\n');
        rest = tail;
        text += line.split('=').first.trim() == key ? (key + "=" + value).str()
                                                    : line.str();
        text += '\n';
        // Keys that the original leaves out.
        if (line == "[convolutional]" && (key == "groups" || key == "padding"))
          text += (key + "=" + value + "\n").str();
      }
      Outcome outcome = import(text, absent);
      EXPECT_FALSE(outcome.imported);
      EXPECT_GE(outcome.errors, 1u) << text;
    }
}

TEST_F(DarknetMutation, EveryLengthOfTheWeights) {
  ASSERT_TRUE(write(path("a.cfg"), cfg));
  ASSERT_TRUE(writeSeededWeights(path("a.cfg"), 1, path("w")).ok());
  auto whole = MappedFile::open(path("w"));
  ASSERT_TRUE(whole.ok()) << whole.message();
  // conv_0: 4 * 4 vectors + 4*3*3*3 weights; conv_3: 12 + 12 * 8; header 20.
  size_t size = 20 + 4 * (16 + 108 + 12 + 96);
  ASSERT_EQ(whole->size(), size);
  EXPECT_TRUE(import(cfg, path("w")).imported);
  std::string bytes(whole->text());
  for (size_t length = 0; length <= size + 8; ++length) {
    std::string resized = bytes;
    resized.resize(length);
    ASSERT_TRUE(write(path("m"), resized));
    Outcome outcome = import(cfg, path("m"));
    EXPECT_TRUE(isSound(outcome)) << length;
    // 4 bytes less look like a file with the short header.
    EXPECT_EQ(outcome.imported, length == size || length == size - 4) << length;
  }
}

TEST_F(DarknetMutation, BytesOfTheWeights) {
  ASSERT_TRUE(write(path("a.cfg"), cfg));
  ASSERT_TRUE(writeSeededWeights(path("a.cfg"), 1, path("w")).ok());
  auto whole = MappedFile::open(path("w"));
  ASSERT_TRUE(whole.ok()) << whole.message();
  SplitMix64 random(2);
  for (int round = 0; round < 300; ++round) {
    std::string bytes(whole->text());
    for (int edits = 0; edits < 16; ++edits)
      bytes[random.below(bytes.size())] = static_cast<char>(random.next());
    ASSERT_TRUE(write(path("m"), bytes));
    EXPECT_TRUE(isSound(import(cfg, path("m"))));
  }
}

TEST_F(DarknetMutation, SeedAndFileAgree) {
  ASSERT_TRUE(write(path("a.cfg"), cfg));
  ASSERT_TRUE(writeSeededWeights(path("a.cfg"), 1, path("w")).ok());
  auto print = [&](const std::string &weights) {
    DarknetImportOptions options;
    if (weights.empty())
      options.seed = 1;
    // A context of its own, so that resources keep their names.
    mlir::MLIRContext fresh(mlir::MLIRContext::Threading::DISABLED);
    auto module = importDarknetText(fresh, cfg, "a.cfg", weights, options);
    std::string text;
    llvm::raw_string_ostream stream(text);
    module->print(stream);
    return text;
  };
  EXPECT_EQ(print(""), print(path("w")));
}

TEST_F(DarknetMutation, SeededWeightsOfABadCfg) {
  ASSERT_TRUE(write(path("b.cfg"), "[net]\nwidth=0\n"));
  Result<void> result = writeSeededWeights(path("b.cfg"), 1, path("w"));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.message(),
            path("b.cfg") + ":1: [net] has no channels, wanted an integer in "
                            "1..65536");
  EXPECT_FALSE(std::filesystem::exists(path("w")));
}

} // namespace
