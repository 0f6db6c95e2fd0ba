// SPDX-License-Identifier: Apache-2.0
// OpenCV's dnn module as a peer: reads the Darknet files itself; INT through
// its own Net::quantize, calibrated on the picture. Heads included.
//
// usage: opencv-peer float|int THREADS MODEL.cfg W.weights CHANNELS SIDE
#include "peer.h"

#include <opencv2/dnn.hpp>

#include <cstring>

int main(int argc, char **argv) {
  if (argc != 7) {
    std::fprintf(stderr, "usage: opencv-peer float|int THREADS MODEL.cfg "
                         "W.weights CHANNELS SIDE\n");
    return 2;
  }
  const bool isInt = !std::strcmp(argv[1], "int");
  const int channels = std::atoi(argv[5]), side = std::atoi(argv[6]);
  cv::dnn::Net net;
  std::vector<cv::String> outputs;
  std::vector<cv::Mat> results;
  cv::Mat picture({1, channels, side, side}, CV_32F);
  try {
    cv::setNumThreads(std::atoi(argv[2]));
    return qsim::peers::serve(
        [&] {
          net = cv::dnn::readNetFromDarknet(argv[3], argv[4]);
          const std::vector<float> values = qsim::peers::noise(picture.total());
          std::memcpy(picture.data, values.data(), 4 * values.size());
          if (isInt)
            net = net.quantize(std::vector<cv::Mat>{picture}, CV_32F, CV_32F);
          net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
          net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
          outputs = net.getUnconnectedOutLayersNames();
        },
        [&] {
          net.setInput(picture);
          net.forward(results, outputs);
        });
  } catch (const cv::Exception &exception) {
    std::fprintf(stderr, "opencv-peer: error: %s\n", exception.what());
    return 1;
  }
}
