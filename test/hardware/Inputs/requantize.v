// SPDX-License-Identifier: Apache-2.0
// numerics.md N9 (half-up) and the clamp of N12, as a combinational circuit of 8-bit outputs.
module requantize (
    input signed [63:0] acc,
    input signed [31:0] mult,
    input [7:0] shift,
    input signed [31:0] zero_point,
    output signed [7:0] q
);
  wire signed [63:0] product = acc * mult;
  wire signed [63:0] rounded = (product + (64'sd1 <<< (shift - 1))) >>> shift;
  wire signed [63:0] moved = rounded + zero_point;
  assign q = moved > 127 ? 8'sd127 : moved < -128 ? -8'sd128 : moved[7:0];
endmodule
