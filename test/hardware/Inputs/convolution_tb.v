// SPDX-License-Identifier: Apache-2.0
// Convolution with bias, leaky or linear, and requantization (numerics.md N11, N12): accumulators and outputs.
module tb;
  `include "parameters.vh"
  `include "verdict.vh"
  integer o, y, x, c, ky, kx, row, column, at, tap;
  reg signed [63:0] acc;
  reg signed [7:0] q;
  reg signed [31:0] mult;
  reg [7:0] shift;
  wire signed [7:0] out;
  requantize unit (.acc(acc), .mult(mult), .shift(shift), .zero_point(OUT_ZERO), .q(out));

  initial begin
    read_files;
    for (o = 0; o < OUT_C; o = o + 1)
      for (y = 0; y < OUT_H; y = y + 1)
        for (x = 0; x < OUT_W; x = x + 1) begin
          acc = q_biases_at(o);
          for (c = 0; c < IN_0_C; c = c + 1)
            for (ky = 0; ky < SIZE; ky = ky + 1)
              for (kx = 0; kx < SIZE; kx = kx + 1) begin
                row = y * STRIDE + ky - PAD;
                column = x * STRIDE + kx - PAD;
                q = row >= 0 && row < IN_0_H && column >= 0 && column < IN_0_W
                    ? input_0_at((c * IN_0_H + row) * IN_0_W + column) : IN_0_ZERO;
                tap = ((o * IN_0_C + c) * SIZE + ky) * SIZE + kx;
                acc = acc + q * q_weights_at(tap);
              end
          at = (o * OUT_H + y) * OUT_W + x;
          check(acc, accumulators_at(at));
          mult = acc < 0 ? negative_mult_at(o) : positive_mult_at(o);
          shift = acc < 0 ? negative_shift_at(o) : positive_shift_at(o);
          #1 check(out, output_at(at));
        end
    verdict;
  end
endmodule
