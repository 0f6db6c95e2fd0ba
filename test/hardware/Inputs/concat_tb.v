// SPDX-License-Identifier: Apache-2.0
// Concatenation of two tensors (numerics.md N13); an input of another scale is requantized, one of the output's is copied.
module tb;
  `include "parameters.vh"
  `include "verdict.vh"
  localparam FIRST = IN_0_C * IN_0_H * IN_0_W;
  integer i;
  reg signed [63:0] acc;
  reg signed [31:0] mult;
  reg [7:0] shift;
  wire signed [7:0] out;
  requantize unit (.acc(acc), .mult(mult), .shift(shift), .zero_point(OUT_ZERO), .q(out));

  initial begin
    read_files;
    for (i = 0; i < OUT_C * OUT_H * OUT_W; i = i + 1) begin
      acc = i < FIRST ? input_0_at(i) - IN_0_ZERO : input_1_at(i - FIRST) - IN_1_ZERO;
      mult = rescale_mult_at(i < FIRST ? 0 : 1);
      shift = rescale_shift_at(i < FIRST ? 0 : 1);
      // Multiplier 0 stands for a copy.
      #1 check(mult == 0 ? acc + OUT_ZERO : out, output_at(i));
    end
    verdict;
  end
endmodule
