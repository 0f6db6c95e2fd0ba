// SPDX-License-Identifier: Apache-2.0
// What a hand-off pack says of layers that networks from graphs have.
#ifndef QSIM_EXECUTION_GRAPHGEOMETRY_H
#define QSIM_EXECUTION_GRAPHGEOMETRY_H

#include "qsim/Support/Json.h"
#include "qsimrt/model.h"

namespace qsim {

/// The keys of the layer's section in the .net; none for other kinds.
void writeGraphGeometry(JsonWriter &json, const qsimrt_layer &layer);

} // namespace qsim

#endif // QSIM_EXECUTION_GRAPHGEOMETRY_H
