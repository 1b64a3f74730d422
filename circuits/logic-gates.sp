Logic gates
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
