* Memory cells
* What stores a bit in an array, and what reads it.
.include mos-45nm.sp
.include logic-gates.sp

* SRAM cell of six transistors; wl joins q to bl and qb to blb.
.subckt sram_6t vdd wl bl blb q qb
MP0 q qb vdd vdd pmos45 w=0.2u l=90n
MN0 q qb gnd gnd nmos45 w=0.8u l=90n
MP1 qb q vdd vdd pmos45 w=0.2u l=90n
MN1 qb q gnd gnd nmos45 w=0.8u l=90n
MN2 bl wl q gnd nmos45 w=0.3u l=90n
MN3 blb wl qb gnd nmos45 w=0.3u l=90n
.ends sram_6t

* SRAM cell of eight transistors: reading, by rwl onto rbl, does not touch what is stored.
.subckt sram_8t vdd wl bl blb rwl rbl q qb
Xcell vdd wl bl blb q qb sram_6t
MN0 rbl rwl r gnd nmos45 w=0.6u l=90n
MN1 r qb gnd gnd nmos45 w=0.6u l=90n
.ends sram_8t

* DRAM cell: a capacitor behind a transistor.
.subckt dram_1t1c wl bl s
MN0 bl wl s gnd nmos45 w=0.2u l=0.15u
C0 s gnd 20f
.ends dram_1t1c

* DRAM cell of three transistors: the gate of MN1 stores, MN2 reads its complement.
.subckt dram_3t wwl wbl rwl rbl s
MN0 wbl wwl s gnd nmos45 w=0.4u l=0.15u
MN1 r s gnd gnd nmos45 w=0.5u l=90n
MN2 rbl rwl r gnd nmos45 w=0.5u l=90n
C0 s gnd 20f
.ends dram_3t

* Latch-type sense amplifier: follows the bit lines while se is 0, decides as it rises.
.subckt sense_amplifier vdd se bl blb out outb
MP0 out se bl vdd pmos45 w=1u l=90n
MP1 outb se blb vdd pmos45 w=1u l=90n
MP2 out outb vdd vdd pmos45 w=1u l=90n
MP3 outb out vdd vdd pmos45 w=1u l=90n
MN0 out outb tail gnd nmos45 w=1u l=90n
MN1 outb out tail gnd nmos45 w=1u l=90n
MN2 tail se gnd gnd nmos45 w=2u l=90n
C0 out gnd 5f
C1 outb gnd 5f
.ends sense_amplifier
