// SPDX-License-Identifier: Apache-2.0
// Messages and what helps.
#include "Advice.h"

#include <utility>
#include <vector>

namespace qsim::server {
namespace {

constexpr char noPictures[] = "Upload pictures (PNG, JPEG or .npy) to that "
                              "folder, or choose another one.";
constexpr char brokenPicture[] =
    "The picture is cut off or broken. Upload it again under the same path, or "
    "delete it, then retry.";
constexpr char numbers[] =
    "Make a new experiment whose mean and std are one number or three with "
    "commas, those of std above 0. A retry takes the same values again.";
constexpr char unsupported[] =
    "The model has layers that qsim cannot import; the message names them. "
    "Export it without them, or take another model, and make a new "
    "experiment.";

} // namespace

std::string adviceFor(const std::string &message) {
  // The first that fits.
  static const std::vector<std::pair<const char *, const char *>> known = {
      {"signal 9", "The machine may have run out of memory. Close simulations "
                   "or take fewer pictures, then retry."},
      {"out of memory", "Close simulations, or take a smaller network, smaller "
                        "pictures or fewer of them, then retry."},
      {"by signal", "This is a mistake in qsim, not in your files. Please "
                    "report it with the job's log; a retry rarely helps."},
      {"has been deleted since", "Upload the file again and make a new "
                                 "experiment from it."},
      {"There are no pictures", noPictures},
      {"the directory holds no", noPictures},
      {"was not compiled", "Look at why the experiment failed to compile, and "
                           "retry that job first."},
      // Of both decoders, whose messages go on in words of their own.
      {", sides from 1 to", "The picture is too large. Make it smaller, upload "
                            "it again under the same path, then retry."},
      {"cannot decode", brokenPicture},
      {"not a picture", brokenPicture},
      {".npy format", "Save the tensor anew with numpy.save, upload it under "
                      "the same path, then retry."},
      {"--mean", numbers},
      {"--std", numbers},
      {"--resize", "Make a new experiment whose resizing is stretch, "
                   "letterbox, center-crop or crop:SIDE with a side of 1 to "
                   "65536. A retry takes the same value again."},
      {"are for ONNX models", "Make a new experiment without dimensions of "
                              "inputs: a Darknet network has its own in "
                              "[net]."},
      {"wanted --input", "Make a new experiment and give the dimensions of "
                         "this input, such as images=1x3x416x416."},
      {"--input: ", "Make a new experiment whose inputs have the model's names "
                    "and dimensions, such as images=1x3x416x416."},
      {"the labels of ", "Upload a .txt file of the same name beside each "
                         "picture, with the class and the box of every object "
                         "(an empty one where there is none), then retry; or "
                         "choose a folder whose pictures have labels."},
      {".weights", "Check that the weights belong to this network and that "
                   "the upload was complete; a file of another size is of "
                   "another network."},
      {"label file", "Each labelled picture needs a .txt file of the same name "
                     "beside it, with the class and the box of every object; "
                     "classifiers find classes in folder names."},
      {"class label", "Give the experiment a file of names whose words occur "
                      "in the paths of the pictures, or put the pictures of "
                      "each class into a folder of its name."},
      {"not an ONNX model", "Export the model again and upload it whole: this "
                            "file is no ONNX model or was cut off."},
      {"is not supported", unsupported},
      {"are not supported", unsupported},
      {"cannot be imported", unsupported},
      {"the section '", "The .cfg has a section that qsim does not know. Check "
                        "its spelling, or take a network without it, and make "
                        "a new experiment."},
      {".cfg:", "Mend that line of the .cfg, upload it again and make a new "
                "experiment from it."},
      {"log2 chooses powers of two", "Choose symmetric activations with log2 "
                                     "scales, or another method."},
      {"disk is full", "Delete projects, files or experiments that are no "
                       "longer needed, then retry."}};
  for (const auto &[words, advice] : known)
    if (message.find(words) != std::string::npos)
      return advice;
  return "Read the job's log, which tells what it was doing. A retry runs the "
         "same command again, with the project's files as they are then.";
}

} // namespace qsim::server
