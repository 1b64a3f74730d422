* Level shifters
* From one supply to another: vddl is the lower one.
.include mos-45nm.sp
.include logic-gates.sp

* Up: cross-coupled PMOS, pulled down by the two phases of the low side.
.subckt level_shifter_cross_coupled vdd vddl in out
Xn vddl in inn inv
Xp vddl inn inp inv
MN0 x inp gnd gnd nmos45 w=4u l=90n
MN1 xb inn gnd gnd nmos45 w=4u l=90n
MP0 x xb vdd vdd pmos45 w=0.5u l=90n
MP1 xb x vdd vdd pmos45 w=0.5u l=90n
Xout vdd x out inv
.ends level_shifter_cross_coupled

* Up: a current mirror turns the pull-down of one side into the pull-up of the other.
.subckt level_shifter_mirror vdd vddl in out
Xn vddl in inn inv
MN0 x inn gnd gnd nmos45 w=2u l=90n
MP0 x x vdd vdd pmos45 w=0.5u l=90n
MN1 y in gnd gnd nmos45 w=2u l=90n
MP1 y x vdd vdd pmos45 w=0.5u l=90n
Xout vdd y out inv
.ends level_shifter_mirror

* Down: inverters at the lower supply.
.subckt level_shifter_down vddl in out
Xn vddl in inn inv
Xp vddl inn out inv
.ends level_shifter_down
