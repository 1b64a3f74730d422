* Delay lines
* Two inverters whose delay a control voltage or word sets. Lengths are 130 nm, as in the delay task.
.include mos-45nm.sp
.include logic-gates.sp

* Capacitors that vctrl connects to both outputs.
.subckt capacitor_delay_line vdd vin vout vctrl
MP0 vin_bar vin vdd vdd pmos45 w=4u l=130n
MN0 vin_bar vin gnd gnd nmos45 w=2u l=130n
MN2 vin_bar vctrl mn2s gnd nmos45 w=1u l=130n
C0 mn2s gnd 1p
C1 vin_bar gnd 1p
MP1 vout vin_bar vdd vdd pmos45 w=4u l=130n
MN1 vout vin_bar gnd gnd nmos45 w=2u l=130n
MN3 vout vctrl mn3s gnd nmos45 w=1u l=130n
C2 mn3s gnd 2p
C3 vout gnd 2p
.ends capacitor_delay_line

* Bank of five binary-weighted capacitors on the inner net, each with a switch.
.subckt capbank_delay_line vdd vin vout vctrl0 vctrl1 vctrl2 vctrl3 vctrl4
MP0 vin_bar vin vdd vdd pmos45 w=2u l=130n
MN0 vin_bar vin gnd gnd nmos45 w=1u l=130n
MP1 vout vin_bar vdd vdd pmos45 w=2u l=130n
MN1 vout vin_bar gnd gnd nmos45 w=1u l=130n
MN2 vin_bar vctrl0 vc0 gnd nmos45 w=1.5u l=130n
MN3 vin_bar vctrl1 vc1 gnd nmos45 w=1.5u l=130n
MN4 vin_bar vctrl2 vc2 gnd nmos45 w=1.5u l=130n
MN5 vin_bar vctrl3 vc3 gnd nmos45 w=2.5u l=130n
MN6 vin_bar vctrl4 vc4 gnd nmos45 w=1.5u l=130n
C0 vc0 gnd 1p
C1 vc1 gnd 2p
C2 vc2 gnd 4p
C3 vc3 gnd 8p
C4 vc4 gnd 16p
.ends capbank_delay_line

* MOS diodes to ground as loads, which vctrl connects.
.subckt diode_delay_line vdd vin vout vctrl
MP0 vin_bar vin vdd vdd pmos45 w=2u l=130n
MN0 vin_bar vin gnd gnd nmos45 w=1u l=130n
MN1 vin_bar vctrl mn1s gnd nmos45 w=1u l=130n
MP1 gnd gnd mn1s vdd pmos45 w=2u l=130n
MP2 vout vin_bar vdd vdd pmos45 w=2u l=130n
MN2 vout vin_bar gnd gnd nmos45 w=1u l=130n
MN3 vout vctrl mn3s gnd nmos45 w=1u l=130n
MP3 gnd gnd mn3s vdd pmos45 w=3u l=130n
C0 vout gnd 5p
.ends diode_delay_line

* Three gate capacitances on the inner net, each with a switch. Drain, source and bulk of MN5 to MN7 are at ground.
.subckt moscap_delay_line vdd vin vout vctrl0 vctrl1 vctrl2
MP0 vin_bar vin vdd vdd pmos45 w=4u l=130n
MN0 vin_bar vin gnd gnd nmos45 w=2u l=130n
MP1 vout vin_bar vdd vdd pmos45 w=4u l=130n
MN1 vout vin_bar gnd gnd nmos45 w=2u l=130n
MN2 vin_bar vctrl0 mn2s gnd nmos45 w=2u l=130n
MN3 vin_bar vctrl1 mn3s gnd nmos45 w=2u l=130n
MN4 vin_bar vctrl2 mn4s gnd nmos45 w=2u l=130n
MN5 gnd mn2s gnd gnd nmos45 w=1u l=130n
MN6 gnd mn3s gnd gnd nmos45 w=2u l=130n
MN7 gnd mn4s gnd gnd nmos45 w=3u l=130n
C0 vout gnd 1p
.ends moscap_delay_line

* Inverters whose supply currents vctrlp and vctrln limit.
.subckt starved_inv_delay_line vdd vin vout vctrlp vctrln
MP0 vin_bar vin mp0s vdd pmos45 w=6u l=130n
MN0 vin_bar vin mn0s gnd nmos45 w=3u l=130n
MP1 mp0s vctrlp vdd vdd pmos45 w=2u l=130n
MN1 mn0s vctrln gnd gnd nmos45 w=1u l=130n
MP2 vout vin_bar mp2s vdd pmos45 w=8u l=130n
MN2 vout vin_bar mn2s gnd nmos45 w=4u l=130n
MP3 mp2s vctrlp vdd vdd pmos45 w=1.5u l=130n
MN3 mn2s vctrln gnd gnd nmos45 w=0.75u l=130n
C0 vout gnd 2p
.ends starved_inv_delay_line

* Eight inverters.
.subckt inverter_delay_line vdd vin vout
X0 vdd vin a inv
X1 vdd a b inv
X2 vdd b c inv
X3 vdd c d inv
X4 vdd d e inv
X5 vdd e f inv
X6 vdd f g inv
X7 vdd g vout inv
.ends inverter_delay_line

* A transistor as a resistor, its gate at vctrl, with a capacitor between two inverters; MP0 lets the inner net rise fully.
.subckt rc_delay_line vdd vin vout vctrl
X0 vdd vin a inv
MN0 a vctrl b gnd nmos45 w=0.5u l=0.2u
C0 b gnd 20f
X1 vdd b vout inv
MP0 b vout vdd vdd pmos45 w=0.1u l=1u
.ends rc_delay_line
