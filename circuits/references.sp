* References
* Currents and voltages that depend little on the supply, or on temperature.
.include mos-45nm.sp
.model pnp45 pnp is=1e-17 bf=5 xti=3 eg=1.12
.model npn1 npn is=1e-16 bf=100 xti=3 eg=1.12
.model pnp1 pnp is=1e-16 bf=100 xti=3 eg=1.12

* Beta multiplier: the difference of two gate voltages, of transistors 1:4, lies across R0. MP3, MN2 and MN3 start it.
.subckt beta_multiplier vdd out
MN0 a a gnd gnd nmos45 w=2u l=0.5u
MN1 b a s gnd nmos45 w=8u l=0.5u
R0 s gnd 9k
MP0 a b vdd vdd pmos45 w=4u l=0.5u
MP1 b b vdd vdd pmos45 w=4u l=0.5u
MP2 out b vdd vdd pmos45 w=4u l=0.5u
MP3 start gnd vdd vdd pmos45 w=0.2u l=5u
MN2 b start gnd gnd nmos45 w=0.4u l=0.5u
MN3 start a gnd gnd nmos45 w=4u l=0.5u
.ends beta_multiplier

* Threshold-referenced source: the gate voltage of MN0 lies across R0. R1 starts it.
.subckt vth_reference vdd out
MN0 a s gnd gnd nmos45 w=2u l=0.5u
MN1 b a s gnd nmos45 w=8u l=0.5u
R0 s gnd 36k
MP0 a b vdd vdd pmos45 w=4u l=0.5u
MP1 b b vdd vdd pmos45 w=4u l=0.5u
MP2 out b vdd vdd pmos45 w=4u l=0.5u
R1 vdd a 10meg
.ends vth_reference

* Bandgap reference in current mode, below 1 V (Banba): the amplifier of MN0 to MN2, MP4 and MP5 makes a and b equal; R0 carries a
* current that rises with temperature, R1 and R2 one that falls, R3 their sum. MP6, MN4 and MN5 start it.
.subckt bandgap_current_mode vdd vref
MP0 a g vdd vdd pmos45 w=8u l=1u
MP1 b g vdd vdd pmos45 w=8u l=1u
MP2 vref g vdd vdd pmos45 w=8u l=1u
MP3 nb g vdd vdd pmos45 w=8u l=1u
Q0 gnd gnd a pnp45
Q1 gnd gnd c pnp45 m=8
R0 b c 10k
R1 a gnd 105k
R2 b gnd 105k
R3 vref gnd 50k
MN0 x b t gnd nmos45 w=4u l=0.2u
MN1 g a t gnd nmos45 w=4u l=0.2u
MN2 t nb gnd gnd nmos45 w=2u l=1u
MN3 nb nb gnd gnd nmos45 w=2u l=1u
MP4 x x vdd vdd pmos45 w=4u l=0.5u
MP5 g x vdd vdd pmos45 w=4u l=0.5u
MP6 start gnd vdd vdd pmos45 w=0.2u l=5u
MN4 g start gnd gnd nmos45 w=0.4u l=0.5u
MN5 start vref gnd gnd nmos45 w=1u l=0.2u
C0 g vdd 1p
.ends bandgap_current_mode

* Brokaw bandgap reference, bipolar: Q0 is eight times Q1; their currents are equal where vref is 1.2 V. R3 starts it.
.subckt bandgap_brokaw vcc vref
Q0 c0 vref e0 npn1 m=8
Q1 c1 vref e1 npn1
R0 e0 e1 1k
R1 e1 gnd 4.75k
Q2 c0 c0 vcc pnp1
Q3 c1 c0 vcc pnp1
Q4 vcc c1 vref npn1
R2 vref gnd 20k
R3 vcc c1 1meg
.ends bandgap_brokaw
