* Latches and flip-flops
* What holds a bit.
.include mos-45nm.sp
.include logic-gates.sp

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

* SR latch of two NORs.
.subckt sr_latch_nor vdd s r q qn
X0 vdd r qn q nor
X1 vdd s q qn nor
.ends sr_latch_nor

* D latch of transmission gates, open while clk is 1; the loop is closed while it is 0.
.subckt d_latch_tgate vdd d clk q qn
Xclk vdd clk clkn inv
MP0 x clkn d vdd pmos45 w=1u l=90n
MN0 x clk d gnd nmos45 w=0.5u l=90n
Xqn vdd x qn inv
Xq vdd qn q inv
MP1 x clk q vdd pmos45 w=1u l=90n
MN1 x clkn q gnd nmos45 w=0.5u l=90n
.ends d_latch_tgate

* D flip-flop of two latches of transmission gates; takes d as clk rises.
.subckt dff_tgate vdd d clk q qn
Xclk vdd clk clkn inv
Xmaster vdd d clkn m mn d_latch_tgate
Xslave vdd m clk q qn d_latch_tgate
.ends dff_tgate

* True single-phase clocked D flip-flop, dynamic; takes d as clk rises.
.subckt dff_tspc vdd d clk q
MP0 p0 d vdd vdd pmos45 w=2u l=90n
MP1 x clk p0 vdd pmos45 w=2u l=90n
MN0 x d gnd gnd nmos45 w=0.5u l=90n
MP2 y clk vdd vdd pmos45 w=1u l=90n
MN1 y x n0 gnd nmos45 w=1u l=90n
MN2 n0 clk gnd gnd nmos45 w=1u l=90n
MP3 qn y vdd vdd pmos45 w=1u l=90n
MN3 qn clk n1 gnd nmos45 w=1u l=90n
MN4 n1 y gnd gnd nmos45 w=1u l=90n
Xq vdd qn q inv
C0 x gnd 2f
C1 y gnd 2f
.ends dff_tspc

* Clocked-CMOS (C2MOS) D flip-flop, dynamic; takes d as clk rises.
.subckt dff_c2mos vdd d clk q
Xclk vdd clk clkn inv
MP0 p0 d vdd vdd pmos45 w=2u l=90n
MP1 x clk p0 vdd pmos45 w=2u l=90n
MN0 x clkn n0 gnd nmos45 w=1u l=90n
MN1 n0 d gnd gnd nmos45 w=1u l=90n
MP2 p1 x vdd vdd pmos45 w=2u l=90n
MP3 q clkn p1 vdd pmos45 w=2u l=90n
MN2 q clk n1 gnd nmos45 w=1u l=90n
MN3 n1 x gnd gnd nmos45 w=1u l=90n
C0 x gnd 5f
C1 q gnd 5f
.ends dff_c2mos

* T flip-flop: a D flip-flop whose input is the exclusive or of t and its output; rn = 0 clears it.
.subckt tff_tgate vdd t clk rn q qn
Xxor vdd t q d xor_cmos
Xclear vdd d rn dc and_corrected
Xdff vdd dc clk q qn dff_tgate
.ends tff_tgate
