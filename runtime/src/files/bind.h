// SPDX-License-Identifier: Apache-2.0
// Binding the entries of checked containers to the layers of a network.
#ifndef QSIMRT_FILES_BIND_H
#define QSIMRT_FILES_BIND_H

#include "qsimrt/qsimrt.h"

// Entries must be those that docs/spec/net.md lists for the network, in that
// order, with the right dtype and dims; a container of a higher minor version
// may have others between them. `layers` are those of the model, to be written.
qsimrt_status qsimrt_bind_fweights(const qsimrt_bytes *checked,
                                   const qsimrt_model *model,
                                   qsimrt_layer *layers, qsimrt_error *error);

// Also checks that every integer is one the datapath can hold.
qsimrt_status qsimrt_bind_qweights(const qsimrt_bytes *checked,
                                   const qsimrt_model *model,
                                   qsimrt_layer *layers, qsimrt_error *error);

#endif // QSIMRT_FILES_BIND_H
