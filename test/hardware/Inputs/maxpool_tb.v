// SPDX-License-Identifier: Apache-2.0
// Max pool (numerics.md N14): the largest of the taps inside the input.
module tb;
  `include "parameters.vh"
  `include "verdict.vh"
  integer k, y, x, i, j, row, column;
  reg signed [63:0] largest, tap;

  initial begin
    read_files;
    for (k = 0; k < OUT_C; k = k + 1)
      for (y = 0; y < OUT_H; y = y + 1)
        for (x = 0; x < OUT_W; x = x + 1) begin
          largest = -128;
          for (i = 0; i < SIZE; i = i + 1)
            for (j = 0; j < SIZE; j = j + 1) begin
              row = y * STRIDE + i - PADDING / 2;
              column = x * STRIDE + j - PADDING / 2;
              if (row >= 0 && row < IN_0_H && column >= 0 && column < IN_0_W) begin
                tap = input_0_at((k * IN_0_H + row) * IN_0_W + column);
                if (tap > largest) largest = tap;
              end
            end
          check(largest, output_at((k * OUT_H + y) * OUT_W + x));
        end
    verdict;
  end
endmodule
