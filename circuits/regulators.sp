Voltage regulators
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
