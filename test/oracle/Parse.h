// SPDX-License-Identifier: Apache-2.0
// The parts of the .net's reader.
#ifndef ORACLE_PARSE_H
#define ORACLE_PARSE_H

#include "Section.h"

namespace oracle {

// Limits of net.md.
constexpr int64_t MostLayers = 10000, LargestExtent = 65536,
                  LargestWindow = 65535, MostBoxes = 1024,
                  LargestElement = INT32_MAX;

std::string takeName(Section &section, const std::string &key = "name");

// ParseFunction.cpp: activation and preactivation; alpha and beta, which stand
// at the end of a section.
void parseActivation(Section &section, Layer &layer);
void parseParameters(Section &section, Layer &layer);

// ParseWindow.cpp: filters to pad of a convolutional or local layer; what 1.2
// adds at the end of a convolutional one; pools.
void parseWindow(Section &section, Layer &layer);
void parseConvolutionEnd(Section &section, const Network &network,
                         Layer &layer);
void parseEpsilon(Section &section, const Network &network, Layer &layer);
void parseMaxPool(Section &section, Layer &layer);
void parseAvgPool(Section &section, Layer &layer);

// ParseView.cpp: the sections of 1.2.
void parseView(Section &section, Layer &layer);
void parseInput(Section &head, Network &network); // keys of [net]
Output parseOutput(Section &section, const Network &network);

} // namespace oracle

#endif
