// SPDX-License-Identifier: Apache-2.0
// Runs ONNX test cases, each in a process of its own, and says what became of
// each; see usage below.
#include "OnnxCase.h"
#include "OnnxPage.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

namespace fs = std::filesystem;
using namespace qsim;
using namespace qsim::conformance;

namespace {

const char usage[] =
    "usage: onnx-conformance [--page OUT.md] [--only TEXT] FOLDER...\n"
    "Runs every case (a folder with a model.onnx) in the folders and says what "
    "became of it.\n"
    "  --only TEXT    cases whose name contains TEXT\n"
    "  --page OUT.md  also writes what docs/coverage-onnx.md is\n"
    "Exit status: 0 all good; 1 a case fails, crashes or is beyond a bound; 2 "
    "wrong arguments.\n";

struct Arguments {
  std::string page, only;
  std::vector<std::string> folders;
  bool help = false;
};

/// Nothing, and why on stderr, where they are wrong.
std::optional<Arguments> readArguments(int argc, char **argv) {
  Arguments arguments;
  const auto wrong = [](const std::string &why) {
    std::fprintf(stderr, "onnx-conformance: %s\n%s", why.c_str(), usage);
    return std::nullopt;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--help" || word == "-h") {
      arguments.help = true;
      return arguments;
    }
    if (word == "--page" || word == "--only") {
      if (++i == argc)
        return wrong(word + " wants a value");
      (word == "--page" ? arguments.page : arguments.only) = argv[i];
    } else if (word.starts_with("-")) {
      return wrong("unknown option " + word);
    } else if (!fs::is_directory(word)) {
      return wrong(word + " is no folder");
    } else {
      arguments.folders.push_back(word);
    }
  }
  if (arguments.folders.empty())
    return wrong("wanted a folder of cases");
  return arguments;
}

/// In the child: the outcome into the pipe, as text.
void judge(const std::string &folder, int pipe) {
  alarm(120);
  Result<Case> test = readCase(folder);
  const Outcome outcome =
      test ? runCase(*test)
           : Outcome{Outcome::Kind::Refused, test.error().message, {}};
  const std::string text = writeOutcome(outcome);
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = write(pipe, text.data() + done, text.size() - done);
    if (count <= 0)
      break;
    done += static_cast<std::size_t>(count);
  }
}

Outcome runApart(const std::string &folder) {
  const auto fail = [](const std::string &reason) {
    return Outcome{Outcome::Kind::Fail, reason, {}};
  };
  int ends[2];
  if (pipe(ends) != 0)
    return fail("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    judge(folder, ends[1]);
    _exit(0);
  }
  close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t count; (count = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(count));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || text.empty())
    return fail(std::string("crash: ") + (WIFSIGNALED(status)
                                              ? strsignal(WTERMSIG(status))
                                              : "it ended early"));
  return readOutcome(text);
}

std::vector<Row> runFolder(const std::string &folder, const std::string &only) {
  std::vector<std::string> paths;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder))
    if (fs::exists(entry.path() / "model.onnx"))
      paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<Row> rows;
  for (const std::string &path : paths) {
    const std::string name = fs::path(path).filename().string();
    if (name.find(only) == std::string::npos)
      continue;
    Row row = describeCase(path);
    row.folder = fs::path(folder).filename().string();
    row.outcome = runApart(path);
    const char *word = row.outcome.kind == Outcome::Kind::Pass      ? "pass"
                       : row.outcome.kind == Outcome::Kind::Refused ? "refused"
                                                                    : "FAIL";
    std::printf("%-7s %s%s  %s\n", word, row.counts ? "* " : "  ", name.c_str(),
                row.outcome.reason.c_str());
    for (std::size_t i = 0; i < std::size(kWidths); ++i)
      if (const IntOutcome &run = row.outcome.ints[i];
          run.kind != IntOutcome::Kind::None)
        std::printf("  INT %-2u  %-7s bound %.3g  %s\n", kWidths[i],
                    intWord(run.kind), run.widest, run.reason.c_str());
    std::fflush(stdout);
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace

int main(int argc, char **argv) {
  const std::optional<Arguments> arguments = readArguments(argc, argv);
  if (!arguments)
    return 2;
  if (arguments->help) {
    std::fputs(usage, stdout);
    return 0;
  }
  // Every calibration waits until its files are on the disk, if it is a disk.
  if (access("/dev/shm", W_OK) == 0)
    setenv("TMPDIR", "/dev/shm", /*overwrite=*/1);
  std::vector<Row> rows;
  for (const std::string &folder : arguments->folders)
    for (Row &row : runFolder(folder, arguments->only))
      rows.push_back(std::move(row));
  if (!arguments->page.empty() && !writePage(arguments->page, rows))
    return 2;
  return std::any_of(rows.begin(), rows.end(),
                     [](const Row &row) { return failsAnywhere(row.outcome); })
             ? 1
             : 0;
}
