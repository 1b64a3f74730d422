Latches and flip-flops
* What holds a bit.
.include mos-45nm.sp

* D latch of four NANDs and an inverter, open while clk is high; published as a flip-flop.
.subckt dff_nand vdd data_in clk data_out data_out_b
MP0 data_in_b data_in vdd vdd pmos45 w=1u l=90n
MN0 data_in_b data_in gnd gnd nmos45 w=0.5u l=90n
C0 data_in_b gnd 5f
MP1 nand1out data_in vdd vdd pmos45 w=1u l=90n
MP2 nand1out clk vdd vdd pmos45 w=1u l=90n
MN1 mn1d data_in gnd gnd nmos45 w=0.5u l=90n
MN2 nand1out clk mn1d gnd nmos45 w=0.5u l=90n
C1 nand1out gnd 5f
MP3 nand2out clk vdd vdd pmos45 w=1u l=90n
MP4 nand2out data_in_b vdd vdd pmos45 w=1u l=90n
MN3 mn2d clk gnd gnd nmos45 w=0.5u l=90n
MN4 nand2out data_in_b mn2d gnd nmos45 w=0.5u l=90n
C2 nand2out gnd 5f
MP5 data_out nand1out vdd vdd pmos45 w=1u l=90n
MP6 data_out data_out_b vdd vdd pmos45 w=1u l=90n
MN5 mn5d nand1out gnd gnd nmos45 w=0.5u l=90n
MN6 data_out data_out_b mn5d gnd nmos45 w=0.5u l=90n
C3 data_out gnd 5f
MP7 data_out_b data_out vdd vdd pmos45 w=1u l=90n
MP8 data_out_b nand2out vdd vdd pmos45 w=1u l=90n
MN7 mn7d data_out gnd gnd nmos45 w=0.5u l=90n
MN8 data_out_b nand2out mn7d gnd nmos45 w=0.5u l=90n
C4 data_out_b gnd 5f
C5 data_out data_out_b 5f
.ends dff_nand
