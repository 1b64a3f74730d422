* Voltage regulators
* Low-dropout regulators.
.include mos-45nm.sp

* Folded-cascode error amplifier, source follower MP10 and pass transistor MP9; ib takes the bias current.
.subckt basic_ldo vdd vinn vout vfb vinp ib
MP0 ib ib vdd vdd pmos45 w=4u l=0.5u
MP1 vb4 ib vdd vdd pmos45 w=4u l=0.5u
MP2 dm_1 ib vdd vdd pmos45 w=4u l=0.5u
MP3 vb3 ib vdd vdd pmos45 w=4u l=0.5u
MP4 net20 ib vdd vdd pmos45 w=8u l=0.5u
MP5 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP6 net10 voutn vdd vdd pmos45 w=4u l=0.5u
MP7 net7 ib vdd vdd pmos45 w=4u l=0.5u
MP8 net1 ib vdd vdd pmos45 w=8u l=0.5u
MP9 vout net1 vdd vdd pmos45 w=800u l=90n
MP10 net12 net10 net1 net1 pmos45 w=20u l=0.5u
MP11 dm_2 vinp net20 net20 pmos45 w=16u l=0.5u
MP12 net106 vinn net20 net20 pmos45 w=16u l=0.5u
MN0 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN1 vb4 vb3 net28 gnd nmos45 w=2u l=0.5u
MN2 dm_1 vb3 net31 gnd nmos45 w=2u l=0.5u
MN3 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN4 net10 vb3 net106 gnd nmos45 w=2u l=0.5u
MN5 net28 vb4 gnd gnd nmos45 w=2u l=0.5u
MN6 net31 vb4 gnd gnd nmos45 w=2u l=0.5u
MN7 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN8 net106 vb4 gnd gnd nmos45 w=4u l=0.5u
MN9 net12 net7 gnd gnd nmos45 w=8u l=0.5u
MN10 net7 net7 gnd gnd nmos45 w=2u l=0.5u
R0 vout vfb 300k
R1 vfb gnd 100k
C0 net106 vout 1p
.ends basic_ldo

* LDO of an OTA with an NMOS pair and a PMOS pass transistor; the output is twice vref.
.subckt ldo_pmos vdd vref vout
MN0 x fb t gnd nmos45 w=8u l=0.5u
MN1 g vref t gnd nmos45 w=8u l=0.5u
MP0 x x vdd vdd pmos45 w=4u l=0.5u
MP1 g x vdd vdd pmos45 w=4u l=0.5u
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
MP2 vout g vdd vdd pmos45 w=800u l=90n
R0 vout fb 50k
R1 fb gnd 50k
C0 vout gnd 100p
.ends ldo_pmos

* Regulator around a flipped voltage follower: the output lies a gate voltage above vset.
.subckt fvf_regulator vdd vset vout
MP0 x vset vout vout pmos45 w=40u l=0.2u
MP1 vout g vdd vdd pmos45 w=400u l=90n
MN0 x bias gnd gnd nmos45 w=8u l=0.5u
MN1 g ncas x gnd nmos45 w=8u l=0.5u
MP2 g pbias vdd vdd pmos45 w=8u l=0.5u
MP3 pbias pbias vdd vdd pmos45 w=4u l=0.5u
MN2 bias bias gnd gnd nmos45 w=2u l=0.5u
MP4 bias pbias vdd vdd pmos45 w=4u l=0.5u
MP5 ncas pbias vdd vdd pmos45 w=4u l=0.5u
MN3 ncas ncas gnd gnd nmos45 w=0.4u l=0.5u
I0 pbias gnd 10u
C0 vout gnd 10p
.ends fvf_regulator

* Shunt regulator: takes from the output what the load does not; a resistor outside feeds it.
.subckt shunt_regulator vref vout
MP0 x fb t t pmos45 w=16u l=0.5u
MP1 g vref t t pmos45 w=16u l=0.5u
MN0 x x gnd gnd nmos45 w=2u l=0.5u
MN1 g x gnd gnd nmos45 w=2u l=0.5u
I0 vout t 20u
MN2 vout g gnd gnd nmos45 w=100u l=90n
R0 vout fb 50k
R1 fb gnd 50k
C0 vout gnd 100p
.ends shunt_regulator
