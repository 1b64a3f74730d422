* Combinational logic
* Adders, multiplexers, decoders.
.include mos-45nm.sp
.include logic-gates.sp

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

* 2:1 multiplexer of transmission gates; s = 1 selects b.
.subckt mux_tgate vdd s a b y
Xs vdd s sn inv
MP0 x s a vdd pmos45 w=1u l=90n
MN0 x sn a gnd nmos45 w=0.5u l=90n
MP1 x sn b vdd pmos45 w=1u l=90n
MN1 x s b gnd nmos45 w=0.5u l=90n
Xout vdd x y buffer
.ends mux_tgate

* Mirror full adder of 28 transistors: con is the inverted carry; the sum's gate uses it.
.subckt full_adder_mirror vdd a b ci s co
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 p0 b vdd vdd pmos45 w=2u l=90n
MP2 con ci p0 vdd pmos45 w=2u l=90n
MP3 p1 b vdd vdd pmos45 w=2u l=90n
MP4 con a p1 vdd pmos45 w=2u l=90n
MN0 con ci n0 gnd nmos45 w=1u l=90n
MN1 n0 a gnd gnd nmos45 w=1u l=90n
MN2 n0 b gnd gnd nmos45 w=1u l=90n
MN3 con a n1 gnd nmos45 w=1u l=90n
MN4 n1 b gnd gnd nmos45 w=1u l=90n
MP5 p2 a vdd vdd pmos45 w=2u l=90n
MP6 p2 b vdd vdd pmos45 w=2u l=90n
MP7 p2 ci vdd vdd pmos45 w=2u l=90n
MP8 sn con p2 vdd pmos45 w=2u l=90n
MP9 p3 b vdd vdd pmos45 w=3u l=90n
MP10 p4 ci p3 vdd pmos45 w=3u l=90n
MP11 sn a p4 vdd pmos45 w=3u l=90n
MN5 sn con n2 gnd nmos45 w=1u l=90n
MN6 n2 a gnd gnd nmos45 w=1u l=90n
MN7 n2 b gnd gnd nmos45 w=1u l=90n
MN8 n2 ci gnd gnd nmos45 w=1u l=90n
MN9 sn a n3 gnd nmos45 w=1.5u l=90n
MN10 n3 ci n4 gnd nmos45 w=1.5u l=90n
MN11 n4 b gnd gnd nmos45 w=1.5u l=90n
Xs vdd sn s inv
Xc vdd con co inv
.ends full_adder_mirror

* Two-bit ripple-carry adder of two mirror full adders.
.subckt ripple_adder_2bit vdd a1 a0 b1 b0 s1 s0 co
Xlow vdd a0 b0 gnd s0 c1 full_adder_mirror
Xhigh vdd a1 b1 c1 s1 co full_adder_mirror
.ends ripple_adder_2bit

* 2-to-4 decoder of NORs.
.subckt decoder_2to4 vdd a1 a0 y3 y2 y1 y0
X1 vdd a1 a1n inv
X0 vdd a0 a0n inv
Xy0 vdd a1 a0 y0 nor
Xy1 vdd a1 a0n y1 nor
Xy2 vdd a1n a0 y2 nor
Xy3 vdd a1n a0n y3 nor
.ends decoder_2to4

* Parity of three bits, of two pass-gate XORs with a buffer between.
.subckt parity_3 vdd a b c y
X0 vdd a b x xor_passgate_corrected
Xbuffer vdd x xb buffer
X1 vdd xb c y xor_passgate_corrected
.ends parity_3
