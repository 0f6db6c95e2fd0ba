// SPDX-License-Identifier: Apache-2.0
// The sum of two tensors of one shape (numerics.md N31), linear: accumulators and outputs.
module tb;
  `include "parameters.vh"
  `include "verdict.vh"
  integer i;
  reg signed [63:0] acc;
  wire signed [7:0] out;
  requantize unit (.acc(acc), .mult(1), .shift(positive_shift_at(0)), .zero_point(OUT_ZERO), .q(out));

  initial begin
    read_files;
    for (i = 0; i < OUT_C * OUT_H * OUT_W; i = i + 1) begin
      acc = positive_mult_at(0) * (input_0_at(i) - IN_0_ZERO) + positive_mult_at(1) * (input_1_at(i) - IN_1_ZERO);
      check(acc, accumulators_at(i));
      #1 check(out, output_at(i));
    end
    verdict;
  end
endmodule
