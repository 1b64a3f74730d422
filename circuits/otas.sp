* Operational transconductance amplifiers
* One high-impedance net: the output. For each 10 uA an NMOS is 2 um wide and a PMOS 4 um, 0.5 um long; pairs are wider.
.include mos-45nm.sp

* Five transistors with an NMOS pair, and the tail's mirror.
.subckt ota_5t_nmos vdd vinp vinn vout
MN0 x vinp t gnd nmos45 w=8u l=0.5u
MN1 vout vinn t gnd nmos45 w=8u l=0.5u
MP0 x x vdd vdd pmos45 w=4u l=0.5u
MP1 vout x vdd vdd pmos45 w=4u l=0.5u
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
.ends ota_5t_nmos

* Five transistors with a PMOS pair, and the tail's mirror.
.subckt ota_5t_pmos vdd vinp vinn vout
MP0 x vinp t t pmos45 w=16u l=0.5u
MP1 vout vinn t t pmos45 w=16u l=0.5u
MN0 x x gnd gnd nmos45 w=2u l=0.5u
MN1 vout x gnd gnd nmos45 w=2u l=0.5u
MP2 t bias vdd vdd pmos45 w=8u l=0.5u
MP3 bias bias vdd vdd pmos45 w=4u l=0.5u
I0 bias gnd 10u
.ends ota_5t_pmos

* Telescopic cascode; the narrow diodes MN6 and MP4 make the cascodes' gate voltages, the first one above the pair's sources.
.subckt ota_telescopic vdd vinp vinn vout
MN0 x0 vinp t gnd nmos45 w=8u l=0.5u
MN1 x1 vinn t gnd nmos45 w=8u l=0.5u
MN2 y0 ncas x0 gnd nmos45 w=8u l=0.5u
MN3 vout ncas x1 gnd nmos45 w=8u l=0.5u
MP0 z0 y0 vdd vdd pmos45 w=4u l=0.5u
MP1 z1 y0 vdd vdd pmos45 w=4u l=0.5u
MP2 y0 pcas z0 vdd pmos45 w=16u l=0.5u
MP3 vout pcas z1 vdd pmos45 w=16u l=0.5u
MN4 t bias gnd gnd nmos45 w=6u l=0.5u
MN5 bias bias gnd gnd nmos45 w=2u l=0.5u
MN6 ncas ncas t gnd nmos45 w=0.8u l=0.5u
MP4 pcas pcas vdd vdd pmos45 w=0.6u l=0.5u
I0 vdd bias 10u
I1 vdd ncas 10u
I2 pcas gnd 10u
.ends ota_telescopic

* Folded cascode with a PMOS pair and a wide-swing cascode mirror.
.subckt ota_folded_cascode vdd vinp vinn vout
MP0 f0 vinn t t pmos45 w=16u l=0.5u
MP1 f1 vinp t t pmos45 w=16u l=0.5u
MP2 t bias vdd vdd pmos45 w=8u l=0.5u
MN0 f0 nbias gnd gnd nmos45 w=4u l=0.5u
MN1 f1 nbias gnd gnd nmos45 w=4u l=0.5u
MN2 vout ncas f0 gnd nmos45 w=2u l=0.5u
MN3 y ncas f1 gnd nmos45 w=2u l=0.5u
MP3 z0 y vdd vdd pmos45 w=4u l=0.5u
MP4 z1 y vdd vdd pmos45 w=4u l=0.5u
MP5 vout pcas z0 vdd pmos45 w=4u l=0.5u
MP6 y pcas z1 vdd pmos45 w=4u l=0.5u
MP7 bias bias vdd vdd pmos45 w=4u l=0.5u
MP8 nbias bias vdd vdd pmos45 w=4u l=0.5u
MP9 ncas bias vdd vdd pmos45 w=4u l=0.5u
MP10 pcas pcas vdd vdd pmos45 w=0.8u l=0.5u
MN4 nbias nbias gnd gnd nmos45 w=2u l=0.5u
MN5 ncas ncas gnd gnd nmos45 w=0.4u l=0.5u
I0 bias gnd 10u
I1 pcas gnd 10u
.ends ota_folded_cascode

* Symmetrical OTA: both currents of the pair are mirrored, four times, to the output.
.subckt ota_symmetrical vdd vinp vinn vout
MN0 x vinp t gnd nmos45 w=8u l=0.5u
MN1 y vinn t gnd nmos45 w=8u l=0.5u
MP0 x x vdd vdd pmos45 w=4u l=0.5u
MP1 vout x vdd vdd pmos45 w=4u l=0.5u m=4
MP2 y y vdd vdd pmos45 w=4u l=0.5u
MP3 z y vdd vdd pmos45 w=4u l=0.5u m=4
MN2 z z gnd gnd nmos45 w=8u l=0.5u
MN3 vout z gnd gnd nmos45 w=8u l=0.5u
MN4 t bias gnd gnd nmos45 w=4u l=0.5u
MN5 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
.ends ota_symmetrical

* Fully differential OTA; R0 and R1 sense the common mode of the outputs and drive the loads' gates with it.
.subckt ota_fully_differential vdd vinp vinn voutp voutn
MN0 voutn vinp t gnd nmos45 w=8u l=0.5u
MN1 voutp vinn t gnd nmos45 w=8u l=0.5u
MP0 voutn cm vdd vdd pmos45 w=4u l=0.5u
MP1 voutp cm vdd vdd pmos45 w=4u l=0.5u
R0 voutn cm 1meg
R1 voutp cm 1meg
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
.ends ota_fully_differential
