// SPDX-License-Identifier: Apache-2.0
// Counting what differs, in every testbench: included inside the module.
integer compared = 0, differing = 0;
task check(input signed [63:0] got, input signed [63:0] wanted);
  begin
    compared = compared + 1;
    if (got !== wanted) begin
      if (differing == 0) $display("value %0d: expected %0d, got %0d", compared - 1, wanted, got);
      differing = differing + 1;
    end
  end
endtask
task verdict;
  begin
    if (differing == 0) $display("PASS: %0d values", compared);
    else $display("FAIL: %0d of %0d values differ", differing, compared);
    $finish;
  end
endtask
