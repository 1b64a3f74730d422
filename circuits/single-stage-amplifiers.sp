* Single-stage amplifiers
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

* Common source with a current source as load.
.subckt cs_active_load vdd vin vout
MN0 vout vin gnd gnd nmos45 w=2u l=0.5u
MP0 vout bias vdd vdd pmos45 w=4u l=0.5u
MP1 bias bias vdd vdd pmos45 w=4u l=0.5u
I0 bias gnd 10u
.ends cs_active_load

* Common source with a diode as load: the gain is a ratio of sizes, and hardly anything else.
.subckt cs_diode_load vdd vin vout
MN0 vout vin gnd gnd nmos45 w=16u l=0.5u
MP0 vout vout vdd vdd pmos45 w=1u l=0.5u
.ends cs_diode_load

* Cascode amplifier with a cascode load; MN2 and MP2 make the cascodes' gate voltages.
.subckt cascode_amplifier vdd vin vout
MN0 x vin gnd gnd nmos45 w=2u l=0.5u
MN1 vout ncas x gnd nmos45 w=2u l=0.5u
MP0 y pbias vdd vdd pmos45 w=4u l=0.5u
MP1 vout pcas y vdd pmos45 w=4u l=0.5u
MP2 pcas pcas vdd vdd pmos45 w=0.8u l=0.5u
MP3 pbias pbias vdd vdd pmos45 w=4u l=0.5u
MP4 ncas pbias vdd vdd pmos45 w=4u l=0.5u
MN2 ncas ncas gnd gnd nmos45 w=0.4u l=0.5u
I0 pbias gnd 10u
I1 pcas gnd 10u
.ends cascode_amplifier

* Inverter as an amplifier: R0 holds it where input and output are equal.
.subckt inverter_amplifier vdd vin vout
MP0 vout vin vdd vdd pmos45 w=4u l=0.2u
MN0 vout vin gnd gnd nmos45 w=2u l=0.2u
R0 vout vin 1meg
.ends inverter_amplifier

* Flipped voltage follower: MN1 supplies whatever the load takes, so that MN0's current and gate voltage stay.
.subckt flipped_voltage_follower vdd vin vout
MN0 x vin vout gnd nmos45 w=8u l=0.2u
MN1 vout x gnd gnd nmos45 w=2u l=0.2u
I0 vdd x 20u
.ends flipped_voltage_follower

* Super source follower: MP0 takes up the current that the follower MN0 lacks or has too much.
.subckt super_source_follower vdd vin vout
MN0 x vin vout gnd nmos45 w=8u l=0.2u
MP0 vout x vdd vdd pmos45 w=8u l=0.2u
I0 vdd x 10u
I1 vout gnd 40u
.ends super_source_follower

* Differential pair with resistors as load.
.subckt differential_pair vdd vinp vinn voutp voutn
MN0 voutn vinp t gnd nmos45 w=8u l=0.2u
MN1 voutp vinn t gnd nmos45 w=8u l=0.2u
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 bias bias gnd gnd nmos45 w=2u l=0.5u
R0 vdd voutn 30k
R1 vdd voutp 30k
I0 vdd bias 10u
.ends differential_pair
