* Comparators
* Clocked and continuous decisions.
.include mos-45nm.sp

* StrongARM latch as published: its ports are vi_p and vi_n, but the gates of the pair are at vin_p and vin_n and float. See
* strongarm_latch_corrected.
.subckt strongarm_latch vdd vi_p vi_n vclk vo_p vo_n
MP0 va vclk vdd vdd pmos45 w=0.5u l=90n
MP1 vo_n vclk vdd vdd pmos45 w=0.5u l=90n
MP2 vo_n vo_p vdd vdd pmos45 w=0.5u l=90n
MP3 vo_p vo_n vdd vdd pmos45 w=0.5u l=90n
MP4 vo_p vclk vdd vdd pmos45 w=0.5u l=90n
MP5 vb vclk vdd vdd pmos45 w=0.5u l=90n
MN0 va vin_p vm gnd nmos45 w=4u l=90n
MN1 vb vin_n vm gnd nmos45 w=4u l=90n
MN2 vo_n vo_p va gnd nmos45 w=2u l=90n
MN3 vo_p vo_n vb gnd nmos45 w=2u l=90n
MN4 vm vclk gnd gnd nmos45 w=4u l=90n
C0 vo_p gnd 5f
C1 vo_n gnd 5f
.ends strongarm_latch

* StrongARM latch. Corrected: the ports have the names of the nets at the pair's gates. While vclk is low all is precharged; as it rises,
* the output on the side of the higher input stays high.
.subckt strongarm_latch_corrected vdd vin_p vin_n vclk vo_p vo_n
MP0 va vclk vdd vdd pmos45 w=0.5u l=90n
MP1 vo_n vclk vdd vdd pmos45 w=0.5u l=90n
MP2 vo_n vo_p vdd vdd pmos45 w=0.5u l=90n
MP3 vo_p vo_n vdd vdd pmos45 w=0.5u l=90n
MP4 vo_p vclk vdd vdd pmos45 w=0.5u l=90n
MP5 vb vclk vdd vdd pmos45 w=0.5u l=90n
MN0 va vin_p vm gnd nmos45 w=4u l=90n
MN1 vb vin_n vm gnd nmos45 w=4u l=90n
MN2 vo_n vo_p va gnd nmos45 w=2u l=90n
MN3 vo_p vo_n vb gnd nmos45 w=2u l=90n
MN4 vm vclk gnd gnd nmos45 w=4u l=90n
C0 vo_p gnd 5f
C1 vo_n gnd 5f
.ends strongarm_latch_corrected

* Dynamic latched comparator as published; its inputs float likewise, and vg1 and vg2 are not driven. See
* dynamic_latched_comparator_corrected.
.subckt dynamic_latched_comparator vdd vi_p vi_n vclk vo_p vo_n
MP0 vo_n vclk vdd vdd pmos45 w=0.5u l=90n
MP1 vo_n vo_p vdd vdd pmos45 w=0.5u l=90n
MP2 vo_p vo_n vdd vdd pmos45 w=0.5u l=90n
MP3 vo_p vclk vdd vdd pmos45 w=0.5u l=90n
MP4 vg1 vclk vg2 vdd pmos45 w=0.5u l=90n
MN0 va vin_p vm gnd nmos45 w=4u l=90n
MN1 vo_n vg1 va gnd nmos45 w=2u l=90n
MN2 vb vin_n vm gnd nmos45 w=4u l=90n
MN3 vo_p vg2 vb gnd nmos45 w=2u l=90n
MN4 vm vclk gnd gnd nmos45 w=4u l=90n
C0 vo_p gnd 5f
C1 vo_n gnd 5f
C2 vm gnd 5f
.ends dynamic_latched_comparator

* Dynamic latched comparator. Corrected: the ports have the names of the nets at the pair's gates; vg1 is vo_p and vg2 is vo_n, so that
* MN1 and MN3 are cross-coupled and MP4 makes the outputs equal while vclk is low.
.subckt dynamic_latched_comparator_corrected vdd vin_p vin_n vclk vo_p vo_n
MP0 vo_n vclk vdd vdd pmos45 w=0.5u l=90n
MP1 vo_n vo_p vdd vdd pmos45 w=0.5u l=90n
MP2 vo_p vo_n vdd vdd pmos45 w=0.5u l=90n
MP3 vo_p vclk vdd vdd pmos45 w=0.5u l=90n
MP4 vo_p vclk vo_n vdd pmos45 w=0.5u l=90n
MN0 va vin_p vm gnd nmos45 w=4u l=90n
MN1 vo_n vo_p va gnd nmos45 w=2u l=90n
MN2 vb vin_n vm gnd nmos45 w=4u l=90n
MN3 vo_p vo_n vb gnd nmos45 w=2u l=90n
MN4 vm vclk gnd gnd nmos45 w=4u l=90n
C0 vo_p gnd 5f
C1 vo_n gnd 5f
C2 vm gnd 5f
.ends dynamic_latched_comparator_corrected

* Comparator in continuous time: an OTA of five transistors and two inverters.
.subckt comparator_continuous vdd vinp vinn vout
MN0 x vinp t gnd nmos45 w=8u l=0.2u
MN1 y vinn t gnd nmos45 w=8u l=0.2u
MP0 x x vdd vdd pmos45 w=4u l=0.2u
MP1 y x vdd vdd pmos45 w=4u l=0.2u
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
MP2 yb y vdd vdd pmos45 w=1u l=90n
MN4 yb y gnd gnd nmos45 w=0.5u l=90n
MP3 vout yb vdd vdd pmos45 w=1u l=90n
MN5 vout yb gnd gnd nmos45 w=0.5u l=90n
.ends comparator_continuous

* Comparator with hysteresis: the cross-coupled loads MP2 and MP3 are stronger than the diodes MP0 and MP1.
.subckt comparator_hysteresis vdd vinp vinn vout
MN0 x vinp t gnd nmos45 w=8u l=0.2u
MN1 y vinn t gnd nmos45 w=8u l=0.2u
MP0 x x vdd vdd pmos45 w=2u l=0.2u
MP1 y y vdd vdd pmos45 w=2u l=0.2u
MP2 x y vdd vdd pmos45 w=6u l=0.2u
MP3 y x vdd vdd pmos45 w=6u l=0.2u
MN2 t bias gnd gnd nmos45 w=4u l=0.5u
MN3 bias bias gnd gnd nmos45 w=2u l=0.5u
I0 vdd bias 10u
MP4 vout x vdd vdd pmos45 w=2u l=0.2u
MP5 z y vdd vdd pmos45 w=2u l=0.2u
MN4 z z gnd gnd nmos45 w=1u l=0.2u
MN5 vout z gnd gnd nmos45 w=1u l=0.2u
.ends comparator_hysteresis

* Double-tail comparator: a first stage whose outputs fall from vdd, and a latch with a tail of its own; vclkb is the complement of vclk.
.subckt double_tail_comparator vdd vin_p vin_n vclk vclkb vo_p vo_n
MN0 fn vin_p t gnd nmos45 w=4u l=90n
MN1 fp vin_n t gnd nmos45 w=4u l=90n
MN2 t vclk gnd gnd nmos45 w=2u l=90n
MP0 fn vclk vdd vdd pmos45 w=1u l=90n
MP1 fp vclk vdd vdd pmos45 w=1u l=90n
MN3 vo_p fn gnd gnd nmos45 w=1u l=90n
MN4 vo_n fp gnd gnd nmos45 w=1u l=90n
MN5 vo_p vo_n gnd gnd nmos45 w=1u l=90n
MN6 vo_n vo_p gnd gnd nmos45 w=1u l=90n
MP2 vo_p vo_n s vdd pmos45 w=2u l=90n
MP3 vo_n vo_p s vdd pmos45 w=2u l=90n
MP4 s vclkb vdd vdd pmos45 w=4u l=90n
C0 vo_p gnd 5f
C1 vo_n gnd 5f
.ends double_tail_comparator
