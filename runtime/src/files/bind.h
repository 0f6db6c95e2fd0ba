// SPDX-License-Identifier: Apache-2.0
// Binding the entries of checked containers to the layers of a network.
#ifndef QSIMRT_FILES_BIND_H
#define QSIMRT_FILES_BIND_H

#include "qsimrt/qsimrt.h"

// Containers are checked but for the CRC of their payloads
// (qsimrt_container_check_form), which is looked at here, entry by entry.

// Entries must be those that docs/spec/net.md lists for the network, in that
// order, with the right dtype and dims; a container of a higher minor version
// may have others between them. `layers` are those of the model, to be written.
qsimrt_status qsimrt_bind_fweights(const qsimrt_bytes *checked,
                                   const qsimrt_model *model,
                                   qsimrt_layer *layers, qsimrt_error *error);

// Also checks that every integer is one the datapath can hold; with `defers`,
// not those of weights that are bound to a .packed.
qsimrt_status qsimrt_bind_qweights(const qsimrt_bytes *checked,
                                   const qsimrt_model *model,
                                   qsimrt_layer *layers, int defers,
                                   qsimrt_error *error);

// A .packed that was not made from this .qweights, or that lacks a tensor of
// the order that this build's kernels read, is bound to no layer: *bound is 0.
// Others may stand between those of this order.
qsimrt_status qsimrt_bind_packed(const qsimrt_bytes *checked,
                                 const qsimrt_bytes *qweights,
                                 const qsimrt_model *model,
                                 qsimrt_layer *layers, int32_t *bound,
                                 qsimrt_error *error);

#endif // QSIMRT_FILES_BIND_H
