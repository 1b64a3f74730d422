* Passive networks
* A resistor ladder, and the ways to put a resistor, an inductor and a capacitor between an input and an output.

* Ladder of seven resistors, tapped at the third.
.subckt rladder vin vout
R0 vin v1 1k
R1 v1 v2 1k
R2 v2 vout 1k
R3 vout v4 1k
R4 v4 v5 1k
R5 v5 v6 1k
R6 v6 gnd 1k
.ends rladder

* R to the output, L and C in series to ground: a notch.
.subckt rlc_1 vin vout
R0 vin vout 1k
L0 vout vlc 1u
C0 vlc gnd 1p
.ends rlc_1

* R to the output, C and L in series to ground: the same notch.
.subckt rlc_2 vin vout
R0 vin vout 1k
C0 vout vlc 1p
L0 vlc gnd 1u
.ends rlc_2

* L to the output, R and C in series to ground.
.subckt rlc_3 vin vout
L0 vin vout 1u
R0 vout vlc 1k
C0 vlc gnd 1p
.ends rlc_3

* L to the output, C and R in series to ground.
.subckt rlc_4 vin vout
L0 vin vout 1u
C0 vout vlc 1p
R0 vlc gnd 1k
.ends rlc_4

* L to the output, C and R in parallel to ground: a low-pass.
.subckt rlc_5 vin vout
L0 vin vout 1u
C0 vout gnd 1p
R0 vout gnd 1k
.ends rlc_5

* R to the output, C and L in parallel to ground: a band-pass.
.subckt rlc_6 vin vout
R0 vin vout 1k
C0 vout gnd 1p
L0 vout gnd 1u
.ends rlc_6

* A parallel R, L, C to the output, and R and L in series beside C to ground.
.subckt rlc_7 vin vout
R0 vin vout 1k
L0 vin vout 1u
C0 vin vout 1p
R1 vout vrl 100
L1 vrl gnd 1u
C1 vout gnd 1p
.ends rlc_7

* Twin-T notch.
.subckt twin_t_notch vin vout
R0 vin a 10k
R1 a vout 10k
C0 a gnd 2n
C1 vin b 1n
C2 b vout 1n
R2 b gnd 5k
.ends twin_t_notch

* Third-order Butterworth low-pass between 50 ohms, cut-off 100 MHz.
.subckt butterworth_low_pass vin vout
R0 vin a 50
C0 a gnd 31.83p
L0 a vout 159.15n
C1 vout gnd 31.83p
R1 vout gnd 50
.ends butterworth_low_pass

* Wien network: at its centre frequency a third of the input, in phase.
.subckt wien_network vin vout
R0 vin a 10k
C0 a vout 1n
R1 vout gnd 10k
C1 vout gnd 1n
.ends wien_network
