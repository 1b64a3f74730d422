Combinational logic
* Adders, multiplexers, decoders.
.include mos-45nm.sp

* Half adder of five NANDs; the last is an inverter, with both inputs together.
.subckt half_adder vdd in_a in_b out_s out_c
MP0 nand0out in_a vdd vdd pmos45 w=1u l=90n
MP1 nand0out in_b vdd vdd pmos45 w=1u l=90n
MN0 mn0d in_a gnd gnd nmos45 w=0.5u l=90n
MN1 nand0out in_b mn0d gnd nmos45 w=0.5u l=90n
C0 nand0out gnd 5f
MP2 nand1out in_a vdd vdd pmos45 w=1u l=90n
MP3 nand1out nand0out vdd vdd pmos45 w=1u l=90n
MN2 mn2d in_a gnd gnd nmos45 w=0.5u l=90n
MN3 nand1out nand0out mn2d gnd nmos45 w=0.5u l=90n
C1 nand1out gnd 5f
MP4 nand2out in_b vdd vdd pmos45 w=1u l=90n
MP5 nand2out nand0out vdd vdd pmos45 w=1u l=90n
MN4 mn4d in_b gnd gnd nmos45 w=0.5u l=90n
MN5 nand2out nand0out mn4d gnd nmos45 w=0.5u l=90n
C2 nand2out gnd 5f
MP6 out_s nand1out vdd vdd pmos45 w=1u l=90n
MP7 out_s nand2out vdd vdd pmos45 w=1u l=90n
MN6 mn6d nand1out gnd gnd nmos45 w=0.5u l=90n
MN7 out_s nand2out mn6d gnd nmos45 w=0.5u l=90n
C3 out_s gnd 5f
MP8 out_c nand0out vdd vdd pmos45 w=1u l=90n
MP9 out_c nand0out vdd vdd pmos45 w=1u l=90n
MN8 mn8d nand0out gnd gnd nmos45 w=0.5u l=90n
MN9 out_c nand0out mn8d gnd nmos45 w=0.5u l=90n
C4 out_c gnd 5f
.ends half_adder

* Inverting 2:1 multiplexer and an output inverter; in_s = 0 selects in_a.
.subckt mux_1 vdd in_a in_b in_s out
MP0 in_s_bar in_s vdd vdd pmos45 w=1u l=90n
MN0 in_s_bar in_s gnd gnd nmos45 w=0.5u l=90n
C0 in_s_bar gnd 5f
MP1 mpd in_a vdd vdd pmos45 w=1u l=90n
MP2 out_bar in_s mpd vdd pmos45 w=1u l=90n
MP3 mpd in_s_bar vdd vdd pmos45 w=1u l=90n
MP4 out_bar in_b mpd vdd pmos45 w=1u l=90n
MN1 mnd1 in_a gnd gnd nmos45 w=0.5u l=90n
MN2 out_bar in_s_bar mnd1 gnd nmos45 w=0.5u l=90n
MN3 mnd2 in_b gnd gnd nmos45 w=0.5u l=90n
MN4 out_bar in_s mnd2 gnd nmos45 w=0.5u l=90n
MP5 out out_bar vdd vdd pmos45 w=1u l=90n
MN5 out out_bar gnd gnd nmos45 w=0.5u l=90n
C1 out gnd 5f
C2 out gnd 5f
.ends mux_1
