* Current mirrors
* Copies of a current.
.include mos-45nm.sp

* A mirror of two NMOS, its input current set by PMOS MP0 with its gate at vin.
.subckt currentmirror vdd vin vout
MP0 vg vin vdd vdd pmos45 w=5u l=0.5u
MN0 vg vg gnd gnd nmos45 w=5u l=0.5u
MN1 vout vg gnd gnd nmos45 w=5u l=0.5u
R0 vout vdd 5k
.ends currentmirror

* Cascode mirror: MN3 keeps the voltage across MN2 equal to that across MN0.
.subckt cascode_mirror in out
MN0 a a gnd gnd nmos45 w=1u l=0.2u
MN1 in in a gnd nmos45 w=1u l=0.2u
MN2 b a gnd gnd nmos45 w=1u l=0.2u
MN3 out in b gnd nmos45 w=1u l=0.2u
.ends cascode_mirror

* Wide-swing cascode mirror: a second current into bias makes the cascodes' gate voltage in the narrow diode MN4.
.subckt wide_swing_mirror in bias out
MN0 a in gnd gnd nmos45 w=1u l=0.2u
MN1 in bias a gnd nmos45 w=1u l=0.2u
MN2 b in gnd gnd nmos45 w=1u l=0.2u
MN3 out bias b gnd nmos45 w=1u l=0.2u
MN4 bias bias gnd gnd nmos45 w=0.2u l=0.2u
.ends wide_swing_mirror

* Wilson mirror of four transistors: the output current is what is mirrored, against the input current.
.subckt wilson_mirror in out
MN0 a b gnd gnd nmos45 w=1u l=0.2u
MN1 in in a gnd nmos45 w=1u l=0.2u
MN2 b b gnd gnd nmos45 w=1u l=0.2u
MN3 out in b gnd nmos45 w=1u l=0.2u
.ends wilson_mirror

* Regulated cascode: MN3 and I0 amplify what the voltage at b deviates by, onto the gate of the cascode.
.subckt regulated_cascode_mirror vdd in out
MN0 in in gnd gnd nmos45 w=1u l=0.2u
MN1 b in gnd gnd nmos45 w=1u l=0.2u
MN2 out c b gnd nmos45 w=1u l=0.2u
MN3 c b gnd gnd nmos45 w=1u l=0.2u
I0 vdd c 10u
.ends regulated_cascode_mirror

* PMOS mirror with outputs of one, two and four times the input.
.subckt pmos_mirror_bank vdd in out1 out2 out4
MP0 in in vdd vdd pmos45 w=4u l=0.5u
MP1 out1 in vdd vdd pmos45 w=4u l=0.5u
MP2 out2 in vdd vdd pmos45 w=4u l=0.5u m=2
MP3 out4 in vdd vdd pmos45 w=4u l=0.5u m=4
.ends pmos_mirror_bank

* Widlar source: R0 takes most of the gate voltage away from MN1, whose current is small.
.subckt widlar_source in out
MN0 in in gnd gnd nmos45 w=1u l=0.2u
MN1 out in s gnd nmos45 w=1u l=0.2u
R0 s gnd 60k
.ends widlar_source
