Low-dropout regulator to be sized
* NMOS-input error amplifier, PMOS pass transistor, Miller compensation from the output; 0.9 V from 1.2 V with a 0.6 V reference.
* fbin is the amplifier's sense input: a testbench joins it to the divider's tap fb, or opens the loop there.
.include mos-45nm.sp
.param pair=20 load=20 tail=10 bias=5 pass=4000 ; fingers of 1 um
.param lpair=120n lload=120n lpass=60n lbias=200n
.param rbottom=200k rtop=100k cc=2p rz=5k

.subckt ldo vdd out ref fb fbin ibias
mref  gate ref   tail 0 nmos45 w=1u l={lpair} m={pair}
mfb   dio  fbin  tail 0 nmos45 w=1u l={lpair} m={pair}
mdio  dio  dio   vdd vdd pmos45 w=1u l={lload} m={load}
mload gate dio   vdd vdd pmos45 w=1u l={lload} m={load}
mtail tail ibias 0 0 nmos45 w=1u l={lbias} m={tail}
mbias ibias ibias 0 0 nmos45 w=1u l={lbias} m={bias}
mpass out gate vdd vdd pmos45 w=1u l={lpass} m={pass}
rtop out fb {rtop}
rbot fb 0 {rbottom}
cc out comp {cc}
rz comp gate {rz}
.ends ldo
.end
