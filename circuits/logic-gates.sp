* Logic gates
* Static CMOS, pass-transistor and transmission-gate logic. Supply 1 V.
.include mos-45nm.sp

* Inverter.
.subckt inv vdd vin vout
MP0 vout vin vdd vdd pmos45 w=1u l=90n
MN0 vout vin gnd gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends inv

* Two inverters.
.subckt buffer vdd vin vout
MP0 vin_b vin vdd vdd pmos45 w=1u l=90n
MN0 vin_b vin gnd gnd nmos45 w=0.5u l=90n
MP1 vout vin_b vdd vdd pmos45 w=1u l=90n
MN1 vout vin_b gnd gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends buffer

* Chain of inverters of strengths 1, 2 and 4, for a large load.
.subckt inv_chain vdd vin vout
MP0 vinb vin vdd vdd pmos45 w=1u l=90n
MN0 vinb vin gnd gnd nmos45 w=0.5u l=90n
MP1 vinbb vinb vdd vdd pmos45 w=1u l=90n
MN1 vinbb vinb gnd gnd nmos45 w=0.5u l=90n
MP2 vinbb vinb vdd vdd pmos45 w=1u l=90n
MN2 vinbb vinb gnd gnd nmos45 w=0.5u l=90n
MP3 vout vinbb vdd vdd pmos45 w=1u l=90n
MN3 vout vinbb gnd gnd nmos45 w=0.5u l=90n
MP4 vout vinbb vdd vdd pmos45 w=1u l=90n
MN4 vout vinbb gnd gnd nmos45 w=0.5u l=90n
MP5 vout vinbb vdd vdd pmos45 w=1u l=90n
MN5 vout vinbb gnd gnd nmos45 w=0.5u l=90n
MP6 vout vinbb vdd vdd pmos45 w=1u l=90n
MN6 vout vinbb gnd gnd nmos45 w=0.5u l=90n
C0 vinb gnd 5f
C1 vinbb gnd 5f
C2 vout gnd 5f
.ends inv_chain

* Two-input NAND.
.subckt nand vdd vina vinb vout
MP0 vout vina vdd vdd pmos45 w=1u l=90n
MP1 vout vinb vdd vdd pmos45 w=1u l=90n
MN0 mn0d vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout vinb mn0d gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends nand

* Three-input NAND.
.subckt nand_3in vdd vina vinb vinc vout
MP0 vout vina vdd vdd pmos45 w=1u l=90n
MP1 vout vinb vdd vdd pmos45 w=1u l=90n
MP2 vout vinc vdd vdd pmos45 w=1u l=90n
MN0 mn0d vina gnd gnd nmos45 w=0.5u l=90n
MN1 mn1d vinb mn0d gnd nmos45 w=0.5u l=90n
MN2 vout vinc mn1d gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends nand_3in

* Four-input NAND.
.subckt nand_4in vdd vina vinb vinc vind vout
MP0 vout vina vdd vdd pmos45 w=1u l=90n
MP1 vout vinb vdd vdd pmos45 w=1u l=90n
MP2 vout vinc vdd vdd pmos45 w=1u l=90n
MP3 vout vind vdd vdd pmos45 w=1u l=90n
MN0 mn0d vina gnd gnd nmos45 w=0.5u l=90n
MN1 mn1d vinb mn0d gnd nmos45 w=0.5u l=90n
MN2 mn2d vinc mn1d gnd nmos45 w=0.5u l=90n
MN3 vout vind mn2d gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends nand_4in

* Two-input NOR.
.subckt nor vdd vina vinb vout
MP0 mp0d vina vdd vdd pmos45 w=1u l=90n
MP1 vout vinb mp0d vdd pmos45 w=1u l=90n
MN0 vout vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout vinb gnd gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends nor

* Three-input NOR.
.subckt nor_3in vdd vina vinb vinc vout
MP0 mp0d vina vdd vdd pmos45 w=1u l=90n
MP1 mp1d vinb mp0d vdd pmos45 w=1u l=90n
MP2 vout vinc mp1d vdd pmos45 w=1u l=90n
MN0 vout vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout vinb gnd gnd nmos45 w=0.5u l=90n
MN2 vout vinc gnd gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends nor_3in

* Four-input NOR.
.subckt nor_4in vdd vina vinb vinc vind vout
MP0 mp0d vina vdd vdd pmos45 w=1u l=90n
MP1 mp1d vinb mp0d vdd pmos45 w=1u l=90n
MP2 mp2d vinc mp1d vdd pmos45 w=1u l=90n
MP3 vout vind mp2d vdd pmos45 w=1u l=90n
MN0 vout vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout vinb gnd gnd nmos45 w=0.5u l=90n
MN2 vout vinc gnd gnd nmos45 w=0.5u l=90n
MN3 vout vind gnd gnd nmos45 w=0.5u l=90n
C0 vout gnd 5f
.ends nor_4in

* Two-input AND as published. MN2 has its source at vdd, not at ground: the output cannot go low. See and_corrected.
.subckt and vdd vina vinb vout
MP0 vout_b vina vdd vdd pmos45 w=1u l=90n
MP1 vout_b vinb vdd vdd pmos45 w=1u l=90n
MN0 mn0d vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout_b vinb mn0d gnd nmos45 w=0.5u l=90n
C0 vout_b gnd 5f
MP2 vout vout_b vdd vdd pmos45 w=1u l=90n
MN2 vout vout_b vdd vdd nmos45 w=0.5u l=90n
C1 vout gnd 5f
.ends and

* Two-input AND. Corrected: the source of MN2 is at ground, so that the inverter can pull the output low.
.subckt and_corrected vdd vina vinb vout
MP0 vout_b vina vdd vdd pmos45 w=1u l=90n
MP1 vout_b vinb vdd vdd pmos45 w=1u l=90n
MN0 mn0d vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout_b vinb mn0d gnd nmos45 w=0.5u l=90n
C0 vout_b gnd 5f
MP2 vout vout_b vdd vdd pmos45 w=1u l=90n
MN2 vout vout_b gnd gnd nmos45 w=0.5u l=90n
C1 vout gnd 5f
.ends and_corrected

* Two-input OR as published, with the same fault in its inverter as the AND. See or_corrected.
.subckt or vdd vina vinb vout
MP0 mp0d vina vdd vdd pmos45 w=1u l=90n
MP1 vout_b vinb mp0d vdd pmos45 w=1u l=90n
MN0 vout_b vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout_b vinb gnd gnd nmos45 w=0.5u l=90n
C0 vout_b gnd 5f
MP2 vout vout_b vdd vdd pmos45 w=1u l=90n
MN2 vout vout_b vdd vdd nmos45 w=0.5u l=90n
C1 vout gnd 5f
.ends or

* Two-input OR. Corrected: the source of MN2 is at ground.
.subckt or_corrected vdd vina vinb vout
MP0 mp0d vina vdd vdd pmos45 w=1u l=90n
MP1 vout_b vinb mp0d vdd pmos45 w=1u l=90n
MN0 vout_b vina gnd gnd nmos45 w=0.5u l=90n
MN1 vout_b vinb gnd gnd nmos45 w=0.5u l=90n
C0 vout_b gnd 5f
MP2 vout vout_b vdd vdd pmos45 w=1u l=90n
MN2 vout vout_b gnd gnd nmos45 w=0.5u l=90n
C1 vout gnd 5f
.ends or_corrected

* XOR of six transistors: each input decides whether the other or its complement passes.
.subckt xor_opt vdd in_a in_b out
MP0 in_b_bar in_b vdd vdd pmos45 w=1u l=90n
MN0 in_b_bar in_b gnd gnd nmos45 w=0.5u l=90n
C0 in_b_bar gnd 5f
MP1 out in_a in_b vdd pmos45 w=1u l=90n
MN1 out in_a in_b_bar gnd nmos45 w=0.5u l=90n
C1 out gnd 5f
MP2 out in_b in_a vdd pmos45 w=1u l=90n
MN2 out in_b_bar in_a gnd nmos45 w=0.5u l=90n
C2 out gnd 5f
C3 out gnd 5f
.ends xor_opt

* Pass-gate XOR as published. MP3 and MN3 join in_a_bar to the rails instead of to the output. See xor_passgate_corrected.
.subckt xor_passgate vdd in_a in_b out
MP0 in_a_bar in_a vdd vdd pmos45 w=1u l=90n
MN0 in_a_bar in_a gnd gnd nmos45 w=0.5u l=90n
C0 in_a_bar gnd 5f
MP1 in_b_bar in_b vdd vdd pmos45 w=1u l=90n
MN1 in_b_bar in_b gnd gnd nmos45 w=0.5u l=90n
C1 in_b_bar gnd 5f
MP2 in_a in_b out vdd pmos45 w=1u l=90n
MN2 in_a in_b_bar out gnd nmos45 w=0.5u l=90n
C2 out gnd 5f
MP3 in_a_bar in_b_bar vdd vdd pmos45 w=1u l=90n
MN3 in_a_bar in_b gnd gnd nmos45 w=0.5u l=90n
C3 out gnd 5f
C4 out gnd 5f
.ends xor_passgate

* Pass-gate XOR. Corrected: the sources of MP3 and MN3 are at the output, so that in_a_bar passes where in_b is 1.
.subckt xor_passgate_corrected vdd in_a in_b out
MP0 in_a_bar in_a vdd vdd pmos45 w=1u l=90n
MN0 in_a_bar in_a gnd gnd nmos45 w=0.5u l=90n
C0 in_a_bar gnd 5f
MP1 in_b_bar in_b vdd vdd pmos45 w=1u l=90n
MN1 in_b_bar in_b gnd gnd nmos45 w=0.5u l=90n
C1 in_b_bar gnd 5f
MP2 in_a in_b out vdd pmos45 w=1u l=90n
MN2 in_a in_b_bar out gnd nmos45 w=0.5u l=90n
C2 out gnd 5f
MP3 in_a_bar in_b_bar out vdd pmos45 w=1u l=90n
MN3 in_a_bar in_b out gnd nmos45 w=0.5u l=90n
C3 out gnd 5f
C4 out gnd 5f
.ends xor_passgate_corrected

* XOR in static CMOS; two inverters make the complements.
.subckt xor_cmos vdd a b y
Xa vdd a an inv
Xb vdd b bn inv
MP0 p0 an vdd vdd pmos45 w=2u l=90n
MP1 y b p0 vdd pmos45 w=2u l=90n
MP2 p1 a vdd vdd pmos45 w=2u l=90n
MP3 y bn p1 vdd pmos45 w=2u l=90n
MN0 y a n0 gnd nmos45 w=1u l=90n
MN1 n0 b gnd gnd nmos45 w=1u l=90n
MN2 y an n1 gnd nmos45 w=1u l=90n
MN3 n1 bn gnd gnd nmos45 w=1u l=90n
.ends xor_cmos

* XNOR in static CMOS: the networks of the XOR with one input's complement exchanged.
.subckt xnor_cmos vdd a b y
Xa vdd a an inv
Xb vdd b bn inv
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 y b p0 vdd pmos45 w=2u l=90n
MP2 p1 an vdd vdd pmos45 w=2u l=90n
MP3 y bn p1 vdd pmos45 w=2u l=90n
MN0 y a n0 gnd nmos45 w=1u l=90n
MN1 n0 bn gnd gnd nmos45 w=1u l=90n
MN2 y an n1 gnd nmos45 w=1u l=90n
MN3 n1 b gnd gnd nmos45 w=1u l=90n
.ends xnor_cmos

* AND-OR-invert: y = not (a and b, or c).
.subckt aoi21 vdd a b c y
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 p0 b vdd vdd pmos45 w=2u l=90n
MP2 y c p0 vdd pmos45 w=2u l=90n
MN0 y a n0 gnd nmos45 w=1u l=90n
MN1 n0 b gnd gnd nmos45 w=1u l=90n
MN2 y c gnd gnd nmos45 w=0.5u l=90n
.ends aoi21

* OR-AND-invert: y = not ((a or b) and c).
.subckt oai21 vdd a b c y
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 y b p0 vdd pmos45 w=2u l=90n
MP2 y c vdd vdd pmos45 w=1u l=90n
MN0 y c n0 gnd nmos45 w=1u l=90n
MN1 n0 a gnd gnd nmos45 w=1u l=90n
MN2 n0 b gnd gnd nmos45 w=1u l=90n
.ends oai21

* Majority of three, a mirror gate (the same network up and down) and an inverter.
.subckt majority vdd a b c y
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 p0 b vdd vdd pmos45 w=2u l=90n
MP2 yn c p0 vdd pmos45 w=2u l=90n
MP3 p1 a vdd vdd pmos45 w=2u l=90n
MP4 yn b p1 vdd pmos45 w=2u l=90n
MN0 yn c n0 gnd nmos45 w=1u l=90n
MN1 n0 a gnd gnd nmos45 w=1u l=90n
MN2 n0 b gnd gnd nmos45 w=1u l=90n
MN3 yn b n1 gnd nmos45 w=1u l=90n
MN4 n1 a gnd gnd nmos45 w=1u l=90n
Xout vdd yn y inv
.ends majority

* Muller C-element: follows its inputs where they agree, else keeps its output; MP3 and MN3 are the weak keeper.
.subckt muller_c_element vdd a b y
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 yn b p0 vdd pmos45 w=2u l=90n
MN0 yn a n0 gnd nmos45 w=1u l=90n
MN1 n0 b gnd gnd nmos45 w=1u l=90n
MP2 y yn vdd vdd pmos45 w=1u l=90n
MN2 y yn gnd gnd nmos45 w=0.5u l=90n
MP3 yn y vdd vdd pmos45 w=0.2u l=0.2u
MN3 yn y gnd gnd nmos45 w=0.1u l=0.2u
.ends muller_c_element

* Tri-state inverter: the output floats while en is 0.
.subckt tristate_inverter vdd a en y
Xen vdd en enn inv
MP0 p0 a vdd vdd pmos45 w=2u l=90n
MP1 y enn p0 vdd pmos45 w=2u l=90n
MN0 y en n0 gnd nmos45 w=1u l=90n
MN1 n0 a gnd gnd nmos45 w=1u l=90n
.ends tristate_inverter

* Schmitt trigger: MP2 and MN2 hold the inner nets, so that the input must go beyond the middle.
.subckt schmitt_inverter vdd a y
MP0 p0 a vdd vdd pmos45 w=1u l=90n
MP1 y a p0 vdd pmos45 w=1u l=90n
MP2 gnd y p0 vdd pmos45 w=2u l=90n
MN0 y a n0 gnd nmos45 w=0.5u l=90n
MN1 n0 a gnd gnd nmos45 w=0.5u l=90n
MN2 vdd y n0 gnd nmos45 w=1u l=90n
C0 y gnd 2f
.ends schmitt_inverter

* Domino AND: x is precharged while clk is 0 and may fall once while it is 1; MP1 keeps it against leakage.
.subckt domino_and vdd clk a b y
MP0 x clk vdd vdd pmos45 w=1u l=90n
MP1 x y vdd vdd pmos45 w=0.2u l=0.2u
MN0 x a n0 gnd nmos45 w=1u l=90n
MN1 n0 b n1 gnd nmos45 w=1u l=90n
MN2 n1 clk gnd gnd nmos45 w=1u l=90n
Xout vdd x y inv
.ends domino_and

* Pseudo-NMOS NOR: one PMOS, always on and weak, for any number of inputs.
.subckt pseudo_nmos_nor vdd a b c y
MP0 y gnd vdd vdd pmos45 w=0.2u l=0.2u
MN0 y a gnd gnd nmos45 w=1u l=90n
MN1 y b gnd gnd nmos45 w=1u l=90n
MN2 y c gnd gnd nmos45 w=1u l=90n
C0 y gnd 2f
.ends pseudo_nmos_nor
