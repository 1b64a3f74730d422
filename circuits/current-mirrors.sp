Current mirrors
* Copies of a current.
.include mos-45nm.sp

* A mirror of two NMOS, its input current set by PMOS MP0 with its gate at vin.
.subckt currentmirror vdd vin vout
MP0 vg vin vdd vdd pmos45 w=5u l=0.5u
MN0 vg vg gnd gnd nmos45 w=5u l=0.5u
MN1 vout vg gnd gnd nmos45 w=5u l=0.5u
R0 vout vdd 5k
.ends currentmirror
