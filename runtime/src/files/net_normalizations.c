// SPDX-License-Identifier: Apache-2.0
// Normalizations in the .net file: lrn, instance_norm.
#include "files/message.h"
#include "files/net_layers.h"

void qsimrt_read_lrn(qsimrt_net *net, qsimrt_layer *layer,
                     const qsimrt_span *values) {
  enum { BATCH = QSIMRT_KEY_OWN, SIZE, ALPHA, BETA, BIAS };
  qsimrt_text *text = &net->text;
  qsimrt_lrn *lrn = &layer->u.lrn;
  const int32_t channels = qsimrt_net_shape(net, layer->inputs[0])->c;
  lrn->batch = qsimrt_text_integer(text, values[BATCH], 1, QSIMRT_MAX_EXTENT);
  lrn->size = qsimrt_text_integer(text, values[SIZE], 1, QSIMRT_LARGEST);
  lrn->alpha = qsimrt_text_number(text, values[ALPHA], 0);
  lrn->beta = qsimrt_text_number(text, values[BETA], 0);
  lrn->bias = qsimrt_text_number(text, values[BIAS], 0);
  if (text->status == QSIMRT_OK && channels % lrn->batch != 0)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'batch': %d does not divide the %d channels of the input",
        text->name, values[BATCH].line, lrn->batch, channels);
  qsimrt_check_shape_kept(net, values, layer);
  qsimrt_check_inputs_quantized(net, values, layer);
}

void qsimrt_read_instance_norm(qsimrt_net *net, qsimrt_layer *layer,
                               const qsimrt_span *values) {
  const qsimrt_span value = values[QSIMRT_KEY_OWN];
  const float epsilon = qsimrt_text_number(&net->text, value, 0);
  layer->u.instance_norm.epsilon = epsilon;
  if (epsilon < 0)
    qsimrt_text_expected(&net->text, value, "a float32 >= 0");
  qsimrt_check_shape_kept(net, values, layer);
  qsimrt_check_inputs_quantized(net, values, layer);
}
