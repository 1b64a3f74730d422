* Two-stage op-amps
* For each 10 uA an NMOS is 2 um wide and a PMOS 4 um, 0.5 um long; pairs are wider.
.include mos-45nm.sp

* Miller op-amp with an NMOS pair; R0 moves the zero to the left half-plane.
.subckt opamp_miller_nmos vdd vinp vinn vout
MN0 x vinn t gnd nmos45 w=8u l=0.5u
MN1 y vinp t gnd nmos45 w=8u l=0.5u
MP0 x x vdd vdd pmos45 w=4u l=0.5u
MP1 y x vdd vdd pmos45 w=4u l=0.5u
MP2 vout y vdd vdd pmos45 w=32u l=0.5u
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 vout bias gnd gnd nmos45 w=16u l=0.5u
MN4 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
R0 y z 1k
C0 z vout 1p
.ends opamp_miller_nmos

* Miller op-amp with a PMOS pair.
.subckt opamp_miller_pmos vdd vinp vinn vout
MP0 x vinn t t pmos45 w=16u l=0.5u
MP1 y vinp t t pmos45 w=16u l=0.5u
MN0 x x gnd gnd nmos45 w=2u l=0.5u
MN1 y x gnd gnd nmos45 w=2u l=0.5u
MN2 vout y gnd gnd nmos45 w=6.4u l=0.2u
MP2 t bias vdd vdd pmos45 w=8u l=0.5u
MP3 vout bias vdd vdd pmos45 w=32u l=0.5u
MP4 bias bias vdd vdd pmos45 w=4u l=0.5u
I0 bias gnd 10u
R0 y z 1k
C0 z vout 1p
.ends opamp_miller_pmos

* Cascode (Ahuja) compensation: the capacitor's current enters at the source of a cascode of the folded first stage.
.subckt opamp_ahuja vdd vinp vinn vout
MP0 f0 vinn t t pmos45 w=16u l=0.5u
MP1 f1 vinp t t pmos45 w=16u l=0.5u
MP2 t bias vdd vdd pmos45 w=8u l=0.5u
MN0 f0 nbias gnd gnd nmos45 w=4u l=0.5u
MN1 f1 nbias gnd gnd nmos45 w=4u l=0.5u
MN2 y ncas f0 gnd nmos45 w=2u l=0.5u
MN3 x ncas f1 gnd nmos45 w=2u l=0.5u
MP3 y x vdd vdd pmos45 w=4u l=0.5u
MP4 x x vdd vdd pmos45 w=4u l=0.5u
MP5 yb y vdd vdd pmos45 w=4u l=0.5u
MN4 yb yb gnd gnd nmos45 w=2u l=0.5u
MN5 vout yb gnd gnd nmos45 w=8u l=0.5u
MP6 vout bias vdd vdd pmos45 w=16u l=0.5u
MP7 bias bias vdd vdd pmos45 w=4u l=0.5u
MP8 nbias bias vdd vdd pmos45 w=4u l=0.5u
MP9 ncas bias vdd vdd pmos45 w=4u l=0.5u
MN6 nbias nbias gnd gnd nmos45 w=2u l=0.5u
MN7 ncas ncas gnd gnd nmos45 w=0.4u l=0.5u
I0 bias gnd 10u
C0 vout f0 2p
.ends opamp_ahuja

* Rail-to-rail input: an NMOS and a PMOS pair into one folded cascode, which drives a common source with Miller capacitor.
.subckt opamp_rail_to_rail vdd vinp vinn vout
MP0 f0 vinn tp tp pmos45 w=16u l=0.5u
MP1 f1 vinp tp tp pmos45 w=16u l=0.5u
MP2 tp bias vdd vdd pmos45 w=8u l=0.5u
MN0 g0 vinn tn gnd nmos45 w=8u l=0.5u
MN1 g1 vinp tn gnd nmos45 w=8u l=0.5u
MN2 tn nbias gnd gnd nmos45 w=4u l=0.5u
MN3 f0 nbias gnd gnd nmos45 w=4u l=0.5u
MN4 f1 nbias gnd gnd nmos45 w=4u l=0.5u
MN5 y ncas f0 gnd nmos45 w=2u l=0.5u
MN6 x ncas f1 gnd nmos45 w=2u l=0.5u
MP3 g0 x vdd vdd pmos45 w=8u l=0.5u
MP4 g1 x vdd vdd pmos45 w=8u l=0.5u
MP5 y pcas g0 vdd pmos45 w=4u l=0.5u
MP6 x pcas g1 vdd pmos45 w=4u l=0.5u
MP7 yb y vdd vdd pmos45 w=4u l=0.5u
MN7 yb yb gnd gnd nmos45 w=1u l=0.5u
MN8 vout yb gnd gnd nmos45 w=8u l=0.5u
MP8 vout bias vdd vdd pmos45 w=16u l=0.5u
MP9 bias bias vdd vdd pmos45 w=4u l=0.5u
MP10 nbias bias vdd vdd pmos45 w=4u l=0.5u
MP11 ncas bias vdd vdd pmos45 w=4u l=0.5u
MP12 pcas pcas vdd vdd pmos45 w=0.8u l=0.5u
MN9 nbias nbias gnd gnd nmos45 w=2u l=0.5u
MN10 ncas ncas gnd gnd nmos45 w=0.4u l=0.5u
I0 bias gnd 10u
I1 pcas gnd 10u
C0 vout f0 2p
.ends opamp_rail_to_rail
