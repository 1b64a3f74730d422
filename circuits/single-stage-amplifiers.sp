Single-stage amplifiers
* The three ways to use one transistor, and what is made of them.
.include mos-45nm.sp

* Common source with degeneration resistor R0, load R1; R2 and C0 load the output.
.subckt csamp vdd vin vout
MN0 vo vin mn0s gnd nmos45 w=10u l=180n
R0 gnd mn0s 100
R1 vo vdd 10k
R2 vo vout 100
C0 vout gnd 100f
.ends csamp

* Common gate, the gate at the supply. R2 has both ends on the output, as published: it carries no current.
.subckt cgamp vdd vin vout
MN0 vout vdd mn0s gnd nmos45 w=20u l=180n
R0 vin mn0s 50
R1 vout vdd 2k
R2 vout vout 1k
C0 vout gnd 100f
.ends cgamp

* Common drain; R0 in the drain, R1 in the source; R2 and C0 load the output.
.subckt sourcefollower vdd vin vout
MN0 mn0d vin vo gnd nmos45 w=20u l=90n
R0 mn0d vdd 100
R1 vo gnd 5k
R2 vo vout 100
C0 vout gnd 100f
.ends sourcefollower
