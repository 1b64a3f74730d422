Five-transistor OTA
* An NMOS pair with a PMOS mirror load and a mirrored tail current; level-1 models, so that it needs no kit.

.model nch nmos (level=1 vto=0.45 kp=300u gamma=0.4 lambda=0.08 phi=0.8)
.model pch pmos (level=1 vto=-0.45 kp=80u gamma=0.4 lambda=0.10 phi=0.8)

.subckt ota inp inn out vdd vss ibias
  M1 mirror inp tail vss nch W=20u L=0.5u
  M2 out    inn tail vss nch W=20u L=0.5u
  M3 mirror mirror vdd vdd pch W=10u L=0.5u
  M4 out    mirror vdd vdd pch W=10u L=0.5u
  M5 tail  ibias vss vss nch W=10u L=0.5u
  M6 ibias ibias vss vss nch W=10u L=0.5u
.ends ota

.param vdd=1.8 vcm='vdd/2' ibias=20u cload=2p

Vdd vdd 0 {vdd}
Vinp inp 0 dc {vcm} ac 0.5
Vinn inn 0 dc {vcm} ac 0.5 180
Ibias vdd bias {ibias}
Xota inp inn out vdd 0 bias ota
Cload out 0 {cload}

.op
.ac dec 10 1 10g
.end
