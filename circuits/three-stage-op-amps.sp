* Three-stage op-amps
* Sixteen ways to compensate three stages. They share a skeleton: a folded first stage (PMOS pair, NMOS cascodes with gates at vb3, PMOS
* mirror voutn), a non-inverting second stage (a PMOS into an NMOS mirror) and a push-pull third one.
* Sizes are ours: for each 10 uA an NMOS is 2 um wide and a PMOS 4 um, all 0.5 um long; supply 1 V. The topologies are those of the
* amplifiers collected in AnalogGym, after the first author and the compensation's acronym.
.include mos-45nm.sp

* Reversed active-feedback frequency compensation.
.subckt alfio_raffc_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net043 net013 vdd vdd pmos45 w=4u l=0.5u
MP2 net013 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net1 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net1 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net1 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net1 vdd vdd pmos45 w=4u l=0.5u
MP11 net1 net1 vdd vdd pmos45 w=4u l=0.5u
MN0 net013 vb4 gnd gnd nmos45 w=2u l=0.5u
MN1 vout net043 gnd gnd nmos45 w=8u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net1 gnd 10u
C0 net063 vout 10p
C1 net050 net013 4p
.ends alfio_raffc_pin_3_amp

* Single Miller capacitor.
.subckt fan_smc_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 net013 vdd vdd pmos45 w=4u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C0 net050 vout 1p
.ends fan_smc_pin_3_amp

* Active-feedback frequency compensation.
.subckt hoilee_affc_pin_3_amp vdd vinn vinp vout
MP0 net050 net2 vdd vdd pmos45 w=4u l=0.5u
MP1 net2 net2 vdd vdd pmos45 w=4u l=0.5u
MP2 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP3 net049 net013 vdd vdd pmos45 w=4u l=0.5u
MP4 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP5 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP6 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP7 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP8 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP9 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP10 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP12 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP13 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 net1 vb4 gnd gnd nmos45 w=2u l=0.5u
MN1 net050 vb3 net1 gnd nmos45 w=2u l=0.5u
MN2 net3 vb4 gnd gnd nmos45 w=2u l=0.5u
MN3 net2 vb3 net3 gnd nmos45 w=2u l=0.5u
MN4 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN5 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN6 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN7 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN8 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN9 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN10 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN11 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN13 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN14 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN15 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C0 net049 vout 1p
C1 vout net1 1p
.ends hoilee_affc_pin_3_amp

* Damping-factor-control frequency compensation, first form.
.subckt leung_dfcfc1_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 net013 vdd vdd pmos45 w=4u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP10 net1 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP12 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 net1 net049 gnd gnd nmos45 w=2u l=0.5u
MN9 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN10 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN11 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C1 net049 net1 1p
C0 net050 vout 1p
.ends leung_dfcfc1_pin_3_amp

* Damping-factor-control frequency compensation, second form.
.subckt leung_dfcfc2_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 net1 vdd vdd pmos45 w=4u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net2 net050 vdd vdd pmos45 w=4u l=0.5u
MP4 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP5 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP6 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP7 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP8 net31 net1 vdd vdd pmos45 w=8u l=0.5u
MP9 vb3 net1 vdd vdd pmos45 w=4u l=0.5u
MP10 dm_1 net1 vdd vdd pmos45 w=4u l=0.5u
MP11 vb4 net1 vdd vdd pmos45 w=4u l=0.5u
MP12 net1 net1 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 net2 vb4 gnd gnd nmos45 w=2u l=0.5u
MN9 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN10 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN11 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net1 gnd 10u
C0 net050 vout 1p
C1 net050 net2 1p
.ends leung_dfcfc2_pin_3_amp

* Nested Miller compensation with feedforward.
.subckt leung_nmcf_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 net013 vdd vdd pmos45 w=4u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN1 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN2 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN4 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN5 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN6 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN7 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN8 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C1 net049 vout 0.5p
C0 net050 vout 2p
.ends leung_nmcf_pin_3_amp

* Nested Miller compensation with a nulling resistor.
.subckt leung_nmcnr_pin_3_amp vdd vinn vinp vout
MP0 vout net013 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 net013 vdd vdd pmos45 w=4u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C1 net044 net049 2p
C0 net050 net044 10p
R0 net044 vout 5k
.ends leung_nmcnr_pin_3_amp

* AC boosting compensation.
.subckt peng_acbc_pin_3_amp vdd vinn vinp vout
MP0 net1 net1 vdd vdd pmos45 w=4u l=0.5u
MP1 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP2 net049 net013 vdd vdd pmos45 w=4u l=0.5u
MP3 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP4 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP5 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP6 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP7 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP8 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP9 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP10 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 net1 net013 vdd vdd pmos45 w=4u l=0.5u
MP12 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP13 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 net1 net043 gnd gnd nmos45 w=2u l=0.5u
MN9 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN10 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN11 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C1 net049 net1 1p
C0 net050 vout 1p
.ends peng_acbc_pin_3_amp

* Impedance adapting compensation; wide-swing cascode mirrors.
.subckt peng_iac_pin_3_amp vdd vinn vinp vout
MP0 net10 vb2 net049 vdd pmos45 w=4u l=0.5u
MP1 vout voutp vdd vdd pmos45 w=16u l=0.5u
MP2 net049 vb1 vdd vdd pmos45 w=4u l=0.5u
MP3 net043 voutp vdd vdd pmos45 w=4u l=0.5u
MP4 vb1 vb2 net2 vdd pmos45 w=4u l=0.5u
MP5 vb2 vb2 vdd vdd pmos45 w=0.8u l=0.5u
MP6 voutp voutn vdd vdd pmos45 w=4u l=0.5u
MP7 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP8 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP9 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP10 net31 vb1 vdd vdd pmos45 w=8u l=0.5u
MP11 vb3 vb2 net8 vdd pmos45 w=4u l=0.5u
MP12 net8 vb1 vdd vdd pmos45 w=4u l=0.5u
MP13 net7 vb2 net6 vdd pmos45 w=4u l=0.5u
MP14 net6 vb1 vdd vdd pmos45 w=4u l=0.5u
MP15 vb4 vb2 net3 vdd pmos45 w=4u l=0.5u
MP16 net3 vb1 vdd vdd pmos45 w=4u l=0.5u
MP17 net2 vb1 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net10 gnd gnd nmos45 w=8u l=0.5u
MN1 net1 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net10 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 voutp vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 net043 vb3 net1 gnd nmos45 w=2u l=0.5u
MN9 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN10 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN11 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 net7 vb3 net56 gnd nmos45 w=2u l=0.5u
MN13 net9 vb4 gnd gnd nmos45 w=2u l=0.5u
MN14 vb2 vb3 net9 gnd nmos45 w=2u l=0.5u
MN15 net1 vb4 gnd gnd nmos45 w=2u l=0.5u
I0 vb1 gnd 10u
C1 net10 net4 1p
C0 voutp vout 1p
R0 net4 gnd 10k
.ends peng_iac_pin_3_amp

* Transconductance with capacitances feedback compensation; wide-swing cascode mirrors.
.subckt peng_tcfc_pin_3_amp vdd vinn vinp vout
MP0 net10 vb2 net049 vdd pmos45 w=4u l=0.5u
MP1 vout voutp vdd vdd pmos45 w=16u l=0.5u
MP2 net049 vb1 vdd vdd pmos45 w=4u l=0.5u
MP3 net043 voutp vdd vdd pmos45 w=4u l=0.5u
MP4 vb1 vb2 net2 vdd pmos45 w=4u l=0.5u
MP5 vb2 vb2 vdd vdd pmos45 w=0.8u l=0.5u
MP6 voutp voutn vdd vdd pmos45 w=4u l=0.5u
MP7 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP8 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP9 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP10 net31 vb1 vdd vdd pmos45 w=8u l=0.5u
MP11 vb3 vb2 net8 vdd pmos45 w=4u l=0.5u
MP12 net8 vb1 vdd vdd pmos45 w=4u l=0.5u
MP13 net7 vb2 net6 vdd pmos45 w=4u l=0.5u
MP14 net6 vb1 vdd vdd pmos45 w=4u l=0.5u
MP15 vb4 vb2 net3 vdd pmos45 w=4u l=0.5u
MP16 net3 vb1 vdd vdd pmos45 w=4u l=0.5u
MP17 net2 vb1 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net10 gnd gnd nmos45 w=8u l=0.5u
MN1 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net10 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 voutp vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 net7 vb3 net56 gnd nmos45 w=2u l=0.5u
MN12 net9 vb4 gnd gnd nmos45 w=2u l=0.5u
MN13 vb2 vb3 net9 gnd nmos45 w=2u l=0.5u
I0 vb1 gnd 10u
C1 net049 vout 1p
C0 voutp vout 1p
.ends peng_tcfc_pin_3_amp

* Active-zero compensation.
.subckt qu2017_azc_pin_3_amp vdd vinn vinp vout
MP0 net057 net055 vdd vdd pmos45 w=4u l=0.5u
MP1 net055 net055 vdd vdd pmos45 w=4u l=0.5u
MP2 net078 vb1 vdd vdd pmos45 w=4u l=0.5u
MP3 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP4 net049 vb1 vdd vdd pmos45 w=4u l=0.5u
MP5 net094 net050 vdd vdd pmos45 w=4u l=0.5u
MP6 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP7 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP8 net063 vinp net019 net019 pmos45 w=16u l=0.5u
MP9 dm_2 vinn net019 net019 pmos45 w=16u l=0.5u
MP10 net019 vb1 vdd vdd pmos45 w=8u l=0.5u
MP11 vb4 vb1 vdd vdd pmos45 w=4u l=0.5u
MP12 vb1 vb1 vdd vdd pmos45 w=4u l=0.5u
MN0 net049 net057 gnd gnd nmos45 w=2u l=0.5u
MN1 net055 net094 gnd gnd nmos45 w=2u l=0.5u
MN2 net077 dm_2 gnd gnd nmos45 w=2u l=0.5u
MN3 net082 net063 gnd gnd nmos45 w=2u l=0.5u
MN4 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN5 net094 net051 gnd gnd nmos45 w=2u l=0.5u
MN6 net057 net043 gnd gnd nmos45 w=2u l=0.5u
MN7 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN8 voutn net077 dm_2 gnd nmos45 w=2u l=0.5u
MN9 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN10 net050 net082 net063 gnd nmos45 w=2u l=0.5u
MN11 vb4 vb4 gnd gnd nmos45 w=2u l=0.5u
I0 vb1 gnd 10u
C2 net043 gnd 1p
C1 net051 gnd 1p
C0 net063 vout 1p
R3 net057 net043 10k
R2 net057 net051 10k
R1 net078 net082 10k
R0 net078 net077 10k
.ends qu2017_azc_pin_3_amp

* Positive feedback compensation.
.subckt ramos_pfc_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 net1 vdd vdd pmos45 w=4u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net1 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net1 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net1 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net1 vdd vdd pmos45 w=4u l=0.5u
MP11 net1 net1 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=2u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net1 gnd 10u
C0 net050 vout 2p
C1 net050 net049 0.3p
.ends ramos_pfc_pin_3_amp

* Cross-feedforward cascode compensation.
.subckt sau_cfcc_pin_3_amp vdd vinn vinp vout
MP0 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP1 net049 voutn vdd vdd pmos45 w=8u l=0.5u
MP2 net043 net050 vdd vdd pmos45 w=4u l=0.5u
MP3 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP4 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP5 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP6 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP7 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP8 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP9 dm_1 net013 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP11 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN1 net049 net043 gnd gnd nmos45 w=4u l=0.5u
MN2 net043 net043 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net063 gnd nmos45 w=2u l=0.5u
MN7 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN9 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN10 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
I0 net013 gnd 10u
C0 net063 vout 10p
.ends sau_cfcc_pin_3_amp

* Dual active-capacitive feedback compensation as published: nothing draws a current from the bias net net013. See
* song_dacfc_pin_3_amp_corrected.
.subckt song_dacfc_pin_3_amp vdd vinn vinp vout
MP0 net3 net70 vdd vdd pmos45 w=16u l=0.5u
MP1 net2 net70 vdd vdd pmos45 w=16u l=0.5u
MP2 net70 dm_1 net2 vdd pmos45 w=16u l=0.5u
MP3 voutn dm_1 net3 vdd pmos45 w=16u l=0.5u
MP4 net4 dm_1 net050 vdd pmos45 w=4u l=0.5u
MP5 voutn dm_1 net5 vdd pmos45 w=4u l=0.5u
MP6 net1 net013 vdd vdd pmos45 w=8u l=0.5u
MP7 net049 vinp net1 net1 pmos45 w=16u l=0.5u
MP8 net043 vinn net1 net1 pmos45 w=16u l=0.5u
MP9 vout net4 vdd vdd pmos45 w=16u l=0.5u
MP10 net049 voutn vdd vdd pmos45 w=4u l=0.5u
MP11 net043 net4 vdd vdd pmos45 w=4u l=0.5u
MP12 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP13 net5 voutn vdd vdd pmos45 w=4u l=0.5u
MP14 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP15 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP16 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP17 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP18 dm_1 dm_1 vdd vdd pmos45 w=0.8u l=0.5u
MP19 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP20 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 voutn vb3 net85 gnd nmos45 w=8u l=0.5u
MN1 net70 vb3 net69 gnd nmos45 w=8u l=0.5u
MN2 net69 vb4 gnd gnd nmos45 w=8u l=0.5u
MN3 net85 vb4 gnd gnd nmos45 w=8u l=0.5u
MN4 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN5 net049 net043 gnd gnd nmos45 w=4u l=0.5u
MN6 net043 net043 gnd gnd nmos45 w=4u l=0.5u
MN7 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN8 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN9 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN10 net4 vb3 net063 gnd nmos45 w=2u l=0.5u
MN11 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN13 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN14 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN15 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
C1 net4 gnd 0.1p
C0 vout net70 10p
.ends song_dacfc_pin_3_amp

* Dual active-capacitive feedback compensation. Corrected: I0 draws the bias current from net013, as in the collection.
.subckt song_dacfc_pin_3_amp_corrected vdd vinn vinp vout
MP0 net3 net70 vdd vdd pmos45 w=16u l=0.5u
MP1 net2 net70 vdd vdd pmos45 w=16u l=0.5u
MP2 net70 dm_1 net2 vdd pmos45 w=16u l=0.5u
MP3 voutn dm_1 net3 vdd pmos45 w=16u l=0.5u
MP4 net4 dm_1 net050 vdd pmos45 w=4u l=0.5u
MP5 voutn dm_1 net5 vdd pmos45 w=4u l=0.5u
MP6 net1 net013 vdd vdd pmos45 w=8u l=0.5u
MP7 net049 vinp net1 net1 pmos45 w=16u l=0.5u
MP8 net043 vinn net1 net1 pmos45 w=16u l=0.5u
MP9 vout net4 vdd vdd pmos45 w=16u l=0.5u
MP10 net049 voutn vdd vdd pmos45 w=4u l=0.5u
MP11 net043 net4 vdd vdd pmos45 w=4u l=0.5u
MP12 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP13 net5 voutn vdd vdd pmos45 w=4u l=0.5u
MP14 net063 vinp net31 net31 pmos45 w=16u l=0.5u
MP15 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP16 net31 net013 vdd vdd pmos45 w=8u l=0.5u
MP17 vb3 net013 vdd vdd pmos45 w=4u l=0.5u
MP18 dm_1 dm_1 vdd vdd pmos45 w=0.8u l=0.5u
MP19 vb4 net013 vdd vdd pmos45 w=4u l=0.5u
MP20 net013 net013 vdd vdd pmos45 w=4u l=0.5u
MN0 voutn vb3 net85 gnd nmos45 w=8u l=0.5u
MN1 net70 vb3 net69 gnd nmos45 w=8u l=0.5u
MN2 net69 vb4 gnd gnd nmos45 w=8u l=0.5u
MN3 net85 vb4 gnd gnd nmos45 w=8u l=0.5u
MN4 vout net049 gnd gnd nmos45 w=8u l=0.5u
MN5 net049 net043 gnd gnd nmos45 w=4u l=0.5u
MN6 net043 net043 gnd gnd nmos45 w=4u l=0.5u
MN7 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN8 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN9 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN10 net4 vb3 net063 gnd nmos45 w=2u l=0.5u
MN11 net54 vb4 gnd gnd nmos45 w=2u l=0.5u
MN12 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
MN13 vb4 vb3 net54 gnd nmos45 w=2u l=0.5u
MN14 net56 vb4 gnd gnd nmos45 w=2u l=0.5u
MN15 dm_1 vb3 net56 gnd nmos45 w=2u l=0.5u
C1 net4 gnd 0.1p
C0 vout net70 10p
I0 net013 gnd 10u
.ends song_dacfc_pin_3_amp_corrected

* Cascode Miller compensation with local impedance attenuation.
.subckt tan_clia_pin_3_amp vdd vinn vinp vout
MP0 net5 dm_1 vdd vdd pmos45 w=16u l=0.5u
MP1 net3 net050 vdd vdd pmos45 w=4u l=0.5u
MP2 dm_1 dm_1 vdd vdd pmos45 w=4u l=0.5u
MP3 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP4 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP5 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP6 net8 vinp net31 net31 pmos45 w=16u l=0.5u
MP7 dm_2 vinn net31 net31 pmos45 w=16u l=0.5u
MP8 net31 net1 vdd vdd pmos45 w=8u l=0.5u
MP9 vb3 net1 vdd vdd pmos45 w=4u l=0.5u
MP10 vb4 net1 vdd vdd pmos45 w=4u l=0.5u
MP11 net1 net1 vdd vdd pmos45 w=4u l=0.5u
MN0 net5 net3 gnd gnd nmos45 w=8u l=0.5u
MN1 net3 vb4 gnd gnd nmos45 w=2u l=0.5u
MN2 net3 net3 gnd gnd nmos45 w=2u l=0.5u
MN3 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN4 voutn vb3 dm_2 gnd nmos45 w=2u l=0.5u
MN5 net8 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 net050 vb3 net8 gnd nmos45 w=2u l=0.5u
MN7 net7 vb4 gnd gnd nmos45 w=2u l=0.5u
MN8 vb4 vb3 net6 gnd nmos45 w=2u l=0.5u
MN9 dm_1 vb3 net7 gnd nmos45 w=2u l=0.5u
MN10 net6 vb4 gnd gnd nmos45 w=2u l=0.5u
MN11 vout net5 gnd gnd nmos45 w=8u l=0.5u
MN12 vb3 vb3 gnd gnd nmos45 w=0.4u l=0.5u
I0 net1 gnd 10u
C1 net8 vout 10p
C0 net2 gnd 10p
R0 net5 net2 10k
.ends tan_clia_pin_3_amp

* Active zero.
.subckt yan_az_pin_3_amp vdd vinn vinp vout
MP0 net057 voutn vdd vdd pmos45 w=4u l=0.5u
MP1 net078 vb1 vdd vdd pmos45 w=4u l=0.5u
MP2 vout net050 vdd vdd pmos45 w=16u l=0.5u
MP3 net094 net050 vdd vdd pmos45 w=4u l=0.5u
MP4 net050 voutn vdd vdd pmos45 w=4u l=0.5u
MP5 voutn voutn vdd vdd pmos45 w=4u l=0.5u
MP6 net063 vinp net019 net019 pmos45 w=16u l=0.5u
MP7 dm_2 vinn net019 net019 pmos45 w=16u l=0.5u
MP8 net019 vb1 vdd vdd pmos45 w=8u l=0.5u
MP9 vb4 vb1 vdd vdd pmos45 w=4u l=0.5u
MP10 vb1 vb1 vdd vdd pmos45 w=4u l=0.5u
MN0 net077 dm_2 gnd gnd nmos45 w=2u l=0.5u
MN1 net082 net063 gnd gnd nmos45 w=2u l=0.5u
MN2 vout net057 gnd gnd nmos45 w=8u l=0.5u
MN3 net094 net051 gnd gnd nmos45 w=2u l=0.5u
MN4 net057 net094 gnd gnd nmos45 w=2u l=0.5u
MN5 dm_2 vb4 gnd gnd nmos45 w=4u l=0.5u
MN6 voutn net077 dm_2 gnd nmos45 w=2u l=0.5u
MN7 net063 vb4 gnd gnd nmos45 w=4u l=0.5u
MN8 net050 net082 net063 gnd nmos45 w=2u l=0.5u
MN9 vb4 vb4 gnd gnd nmos45 w=2u l=0.5u
I0 vb1 gnd 10u
C1 net051 gnd 1p
C0 net063 vout 1p
R2 net094 net051 10k
R1 net078 net082 10k
R0 net078 net077 10k
.ends yan_az_pin_3_amp
