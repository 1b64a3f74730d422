* Oscillators
* LC, relaxation and ring oscillators.
.include mos-45nm.sp
.include logic-gates.sp

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

* Ring of three inverters.
.subckt ring_oscillator_3 vdd out
X0 vdd out a inv
X1 vdd a b inv
X2 vdd b out inv
.ends ring_oscillator_3

* Ring of five inverters with an enable: the NAND stops it while en is 0.
.subckt ring_oscillator_5 vdd en out
X0 vdd en out a nand
X1 vdd a b inv
X2 vdd b c inv
X3 vdd c d inv
X4 vdd d out inv
.ends ring_oscillator_5

* Voltage-controlled ring of three current-starved inverters; MN0 turns vctrl into the current that MP0 mirrors.
.subckt ring_vco vdd vctrl out
* Inverter whose supply currents two bias voltages limit.
.subckt starved_stage vdd vp vn in out
MP0 p vp vdd vdd pmos45 w=2u l=0.2u
MP1 out in p vdd pmos45 w=1u l=90n
MN0 out in n gnd nmos45 w=0.5u l=90n
MN1 n vn gnd gnd nmos45 w=1u l=0.2u
C0 out gnd 5f
.ends starved_stage
MN0 vp vctrl gnd gnd nmos45 w=1u l=0.2u
MP0 vp vp vdd vdd pmos45 w=2u l=0.2u
X0 vdd vp vctrl out a starved_stage
X1 vdd vp vctrl a b starved_stage
X2 vdd vp vctrl b out starved_stage
.ends ring_vco

* Differential ring of four stages, one of them crossed.
.subckt ring_differential vdd outp outn
* Differential delay stage: a pair with resistors, tail current from bias.
.subckt differential_stage vdd bias inp inn outp outn
MN0 outn inp t gnd nmos45 w=4u l=90n
MN1 outp inn t gnd nmos45 w=4u l=90n
MN2 t bias gnd gnd nmos45 w=8u l=0.2u
R0 vdd outn 4k
R1 vdd outp 4k
C0 outn gnd 10f
C1 outp gnd 10f
.ends differential_stage
MN0 bias bias gnd gnd nmos45 w=2u l=0.2u
I0 vdd bias 40u
X0 vdd bias outp outn ap an differential_stage
X1 vdd bias ap an bp bn differential_stage
X2 vdd bias bp bn cp cn differential_stage
X3 vdd bias cp cn outn outp differential_stage
.ends ring_differential

* Relaxation oscillator: a Schmitt trigger charges and discharges C0 through R0.
.subckt relaxation_oscillator vdd out
X0 vdd c out schmitt_inverter
R0 out c 100k
C0 c gnd 50f
.ends relaxation_oscillator

* Colpitts oscillator: a common-gate transistor, a tank to the supply, and a capacitive divider back to the source.
.subckt osc_colpitts vdd vbias out
L0 vdd out 5n
R0 vdd out 5k
MN0 out vbias s gnd nmos45 w=20u l=90n
C0 out s 0.5p
C1 s gnd 1.5p
I0 s gnd 1m
.ends osc_colpitts
