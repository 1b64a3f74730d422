Oscillators
* LC, relaxation and ring oscillators.
.include mos-45nm.sp

* LC tank on each side of a cross-coupled NMOS pair, tail MN2.
.subckt osc_rlc_nmos vdd vin vout_1 vout_2
R0 vdd vout_1 2k
L0 vdd vout_1 2n
C0 vdd vout_1 500f
R1 vdd vout_2 2k
L1 vdd vout_2 2n
C1 vdd vout_2 500f
MN0 vout_1 vout_2 mn2d gnd nmos45 w=20u l=90n
MN1 vout_2 vout_1 mn2d gnd nmos45 w=20u l=90n
MN2 mn2d vin gnd gnd nmos45 w=20u l=90n
C2 vout_1 gnd 200f
C3 vout_2 gnd 200f
.ends osc_rlc_nmos

* One LC tank between cross-coupled NMOS and PMOS pairs, with a tail on each side.
.subckt osc_rlc_cmos vdd vin_nmos vin_pmos vout_1 vout_2
R0 vout_1 vout_2 2k
L0 vout_1 vout_2 2n
C0 vout_1 vout_2 500f
MP0 vout_1 vout_2 mp2d vdd pmos45 w=20u l=90n
MP1 vout_2 vout_1 mp2d vdd pmos45 w=20u l=90n
MP2 mp2d vin_pmos vdd vdd pmos45 w=20u l=90n
MN0 vout_1 vout_2 mn2d gnd nmos45 w=20u l=90n
MN1 vout_2 vout_1 mn2d gnd nmos45 w=20u l=90n
MN2 mn2d vin_nmos gnd gnd nmos45 w=20u l=90n
.ends osc_rlc_cmos

* Chaotic Colpitts oscillator for low voltages; two supplies vin_1 and vin_2, the second of the output stage.
.subckt osc_lowv_chaotic_colpitts vin_1 vin_2 vout
R0 vin_1 mn2g 1k
R1 vin_2 vout 1k
MN0 mn2g mn1g gnd gnd nmos45 w=10u l=90n
MN2 vout mn2g gnd gnd nmos45 w=10u l=90n
R2 mn1g mn2g 10k
R3 mn2g vl0c2 50
C0 mn1g gnd 1p
C1 mn1g vl0c1 1p
L0 vl0c1 vl0c2 10n
C2 vl0c2 gnd 1p
.ends osc_lowv_chaotic_colpitts
