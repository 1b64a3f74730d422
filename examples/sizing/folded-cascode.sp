Folded-cascode OTA to be sized
* PMOS input pair folded into NMOS cascodes, wide-swing PMOS mirror load; five bias branches from one 10 uA reference.
* Transistors are m fingers of 1 um; lengths by what a device is for.
.include mos-45nm.sp
.param pair=20 tail=20 sink=20 ncas=20 pcas=20 mirror=20 ; fingers
.param diode=10 pbias=10 pcasbias=2 ncasbias=2 ; fingers of the bias branches: vbn, vbp, vcp and vcn
.param lpair=100n lmirror=200n lcas=100n lbias=200n ; lengths

.subckt ota inp inn out vdd ibias
* input pair and its tail
mtail  tail vbp vdd vdd pmos45 w=1u l={lbias} m={tail}
mpos   fold2 inp tail tail pmos45 w=1u l={lpair} m={pair}
mneg   fold1 inn tail tail pmos45 w=1u l={lpair} m={pair}
* current sinks and NMOS cascodes
msink1 fold1 ibias 0 0 nmos45 w=1u l={lbias} m={sink}
msink2 fold2 ibias 0 0 nmos45 w=1u l={lbias} m={sink}
mncas1 out   vcn fold1 0 nmos45 w=1u l={lcas} m={ncas}
mncas2 gate  vcn fold2 0 nmos45 w=1u l={lcas} m={ncas}
* wide-swing mirror
mtop1  top1 gate vdd vdd pmos45 w=1u l={lmirror} m={mirror}
mtop2  top2 gate vdd vdd pmos45 w=1u l={lmirror} m={mirror}
mpcas1 out  vcp top1 vdd pmos45 w=1u l={lcas} m={pcas}
mpcas2 gate vcp top2 vdd pmos45 w=1u l={lcas} m={pcas}
* bias
mdiode ibias ibias 0 0 nmos45 w=1u l={lbias} m={diode}
mpull1 vbp ibias 0 0 nmos45 w=1u l={lbias} m={diode}
mpbias vbp vbp vdd vdd pmos45 w=1u l={lbias} m={pbias}
mpull2 vcp ibias 0 0 nmos45 w=1u l={lbias} m={diode}
mpcasb vcp vcp vdd vdd pmos45 w=1u l={lbias} m={pcasbias}
mpush  vcn vbp vdd vdd pmos45 w=1u l={lbias} m={pbias}
mncasb vcn vcn 0 0 nmos45 w=1u l={lbias} m={ncasbias}
.ends ota
.end
