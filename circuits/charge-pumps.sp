* Charge pumps
* Voltages beyond the supply, and currents in pulses.
.include mos-45nm.sp

* Dickson pump: diodes of NMOS and capacitors that two clocks of opposite phase lift in turn.
.subckt dickson_charge_pump vdd clk clkb out
MN0 vdd vdd a gnd nmos45 w=4u l=0.2u
MN1 a a b gnd nmos45 w=4u l=0.2u
MN2 b b c gnd nmos45 w=4u l=0.2u
MN3 c c out gnd nmos45 w=4u l=0.2u
C0 a clk 1p
C1 b clkb 1p
C2 c clk 1p
C3 out gnd 1p
.ends dickson_charge_pump

* Voltage doubler of cross-coupled transistors: no threshold is lost.
.subckt voltage_doubler vdd clk clkb out
MN0 vdd b a gnd nmos45 w=4u l=0.2u
MN1 vdd a b gnd nmos45 w=4u l=0.2u
MP0 out b a out pmos45 w=8u l=0.2u
MP1 out a b out pmos45 w=8u l=0.2u
C0 a clk 1p
C1 b clkb 1p
C2 out gnd 2p
.ends voltage_doubler

* Charge pump of a phase-locked loop: up and down switch equal currents into the loop filter's net; upb is the complement of up.
.subckt pll_charge_pump vdd upb down out
I0 vdd nb 10u
MN0 nb nb gnd gnd nmos45 w=2u l=0.5u
MN1 pb nb gnd gnd nmos45 w=2u l=0.5u
MP0 pb pb vdd vdd pmos45 w=4u l=0.5u
MP1 ps pb vdd vdd pmos45 w=4u l=0.5u
MP2 out upb ps vdd pmos45 w=2u l=90n
MN2 ns nb gnd gnd nmos45 w=2u l=0.5u
MN3 out down ns gnd nmos45 w=1u l=90n
C0 out gnd 1p
.ends pll_charge_pump
