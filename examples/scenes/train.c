// SPDX-License-Identifier: Apache-2.0
// Trains a detector with Debian's libdarknet, as `darknet detector train` does
// but with a fixed random seed and, for speed, with OpenBLAS and own versions
// of the functions that training spends most of its time in.

#include <cblas.h>
#include <darknet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The functions below take the place of libdarknet's own of the same names.

void gemm(int transposeA, int transposeB, int m, int n, int k, float alpha,
          float *a, int lda, float *b, int ldb, float beta, float *c, int ldc) {
  cblas_sgemm(CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
              transposeB ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, lda, b,
              ldb, beta, c, ldc);
}

// First and past-the-end output whose input, OFFSET away, is in the picture.
static void outputsInside(int offset, int size, int *first, int *end) {
  *first = offset < 0 ? -offset : 0;
  *end = offset > 0 ? size - offset : size;
}

// Unfolds (or, backwards, adds up) all patches; one row for each weight.
static void unfold(float *picture, int channels, int height, int width,
                   int kernel, int stride, int pad, float *columns,
                   int backwards) {
  if (stride != 1 || kernel != 2 * pad + 1) {
    fprintf(stderr, "train: only stride 1 with same padding is handled\n");
    exit(1);
  }
  int spatial = height * width;
  for (int row = 0; row < channels * kernel * kernel; ++row) {
    float *column = columns + (size_t)row * spatial;
    float *plane = picture + (size_t)(row / (kernel * kernel)) * spatial;
    int dy = row / kernel % kernel - pad, dx = row % kernel - pad;
    int top, bottom, left, right;
    outputsInside(dy, height, &top, &bottom);
    outputsInside(dx, width, &left, &right);
    if (!backwards)
      memset(column, 0, spatial * sizeof(float));
    for (int y = top; y < bottom; ++y) {
      float *in = plane + (y + dy) * width + dx;
      float *out = column + y * width;
      if (backwards)
        for (int x = left; x < right; ++x)
          in[x] += out[x];
      else
        for (int x = left; x < right; ++x)
          out[x] = in[x];
    }
  }
}

void im2col_cpu(float *picture, int channels, int height, int width, int kernel,
                int stride, int pad, float *columns) {
  unfold(picture, channels, height, width, kernel, stride, pad, columns, 0);
}

void col2im_cpu(float *columns, int channels, int height, int width, int kernel,
                int stride, int pad, float *picture) {
  unfold(picture, channels, height, width, kernel, stride, pad, columns, 1);
}

float activate(float x, ACTIVATION kind);
float gradient(float x, ACTIVATION kind);

void activate_array(float *x, const int n, const ACTIVATION kind) {
  for (int i = 0; i < n; ++i)
    if (kind == LEAKY)
      x[i] = x[i] > 0 ? x[i] : .1f * x[i];
    else if (kind != LINEAR)
      x[i] = activate(x[i], kind);
}

void gradient_array(const float *x, const int n, const ACTIVATION kind,
                    float *delta) {
  for (int i = 0; i < n; ++i)
    if (kind == LEAKY)
      delta[i] *= x[i] > 0 ? 1 : .1f;
    else if (kind != LINEAR)
      delta[i] *= gradient(x[i], kind);
}

void variance_cpu(float *x, float *mean, int batch, int filters, int spatial,
                  float *variance) {
  for (int f = 0; f < filters; ++f) {
    double sum = 0;
    for (int b = 0; b < batch; ++b) {
      const float *plane = x + ((size_t)b * filters + f) * spatial;
      float part = 0;
      for (int i = 0; i < spatial; ++i)
        part += (plane[i] - mean[f]) * (plane[i] - mean[f]);
      sum += part;
    }
    variance[f] = (float)(sum / ((double)batch * spatial - 1));
  }
}

int main(int argc, char **argv) {
  if (argc < 4 || argc > 5) {
    fprintf(
        stderr,
        "usage: train LIST.txt TRAIN.cfg OUT.weights [START.weights]\n"
        "  LIST.txt       one picture a line, as an absolute path\n"
        "  START.weights  of an interrupted run, which goes on from there\n");
    return 2;
  }
  srand(1);
  network *net = load_network(argv[2], argc == 5 ? argv[4] : NULL, 0);
  layer head = net->layers[net->n - 1];
  list *names = get_paths(argv[1]);

  data next = {0};
  load_args args = get_base_args(net);
  args.coords = head.coords;
  args.paths = (char **)list_to_array(names);
  args.n = net->batch * net->subdivisions;
  args.m = names->size;
  args.classes = head.classes;
  args.jitter = head.jitter;
  args.num_boxes = head.max_boxes;
  args.d = &next;
  args.type = DETECTION_DATA;
  args.threads = 1; // more would share rand() in an order that varies

  float average = -1;
  pthread_t loader = load_data(args);
  for (;;) {
    pthread_join(loader, NULL);
    data batch = next;
    int step = (int)get_current_batch(net) + 1;
    int last = step >= net->max_batches;
    if (!last)
      loader = load_data(args);
    float loss = train_network(net, batch);
    free_data(batch);
    average = average < 0 ? loss : average * .9f + loss * .1f;
    if (step % 20 == 0)
      fprintf(stderr, "step %d: loss %f, rate %g\n", step, average,
              get_current_rate(net));
    if (step % 200 == 0 || last)
      save_weights(net, argv[3]);
    if (last)
      return 0;
  }
}
