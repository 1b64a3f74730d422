Two-stage op-amp
* Paper A's pretraining circuit: NMOS pair, PMOS mirror, second stage into net6; net1 is the non-inverting input.
* Outputs: net4 net2 net3 vss net5 net1 net7 net6 vdd net8.
.include mos-45nm.sp
mn1 net4 net2 net3 vss nmos45 w=5e-7 l=9e-8 m=40
mn2 net5 net1 net3 vss nmos45 w=5e-7 l=9e-8 m=40
mn3 net3 net7 vss vss nmos45 w=5e-7 l=9e-8 m=20
mn4 net7 net7 vss vss nmos45 w=5e-7 l=9e-8 m=20
mn5 net6 net7 vss vss nmos45 w=5e-7 l=9e-8 m=50
mp1 net4 net4 vdd vdd pmos45 w=5e-7 l=9e-8 m=10
mp2 net5 net4 vdd vdd pmos45 w=5e-7 l=9e-8 m=10
mp3 net6 net5 vdd vdd pmos45 w=5e-7 l=9e-8 m=50
ibias vdd net7 dc 0.00003
vvdd vdd 0 dc 1.2
vvss vss 0 dc 0
vin1 net1 0 dc 0.6
vin2 net2 0 dc 0.6
rz net8 net6 500
cc net5 net8 2e-12
cl net6 0 1e-11
.temp 27
.op
.end
