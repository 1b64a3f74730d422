Two-stage Miller op-amp with a bias subcircuit, open loop
* An NMOS differential pair with a PMOS mirror load, a PMOS common-source second stage, and Miller compensation with a
* nulling resistor. Sizes are parameters of the op-amp's subcircuit, so that each instance can have its own.

.param vdd=1.8 vcm='vdd/2'      ; supply and common mode, volts
.param ibias=20u
.param ratio(a,b) = 'a/b'

.model nch nmos (level=1 vto=0.45 kp=300u gamma=0.4 lambda=0.08 phi=0.8)
.model pch pmos (level=1 vto=-0.45 kp=80u gamma=0.4 lambda=0.10 phi=0.8)

.global vdd

* A mirror's input device, and the resistor-free reference that feeds it.
.subckt reference out
  Iref vdd out {ibias}
  Mref out out 0 0 nch W=4u L=0.5u
.ends reference

.subckt opamp inp inn out
+ wpair=20u wload=10u wdrive=60u lmin=0.5u
+ cmiller=2p rzero='ratio(1, 1m)'
  .param wtail='2*wpair'
  Xbias bias reference
  * first stage
  M1 x1 inn tail 0 nch W='wpair' L={lmin}
  M2 x2 inp tail 0 nch W='wpair' L={lmin}
  M3 x1 x1 vdd vdd pch W='wload' L={lmin}
  M4 x2 x1 vdd vdd pch W='wload' L={lmin}
  M5 tail bias 0 0 nch W='wtail' L={lmin} m=1
  * second stage
  M6 out x2 vdd vdd pch W='wdrive' L={lmin}
  M7 out bias 0 0 nch W='wdrive > 50u ? 6*wpair/4 : wpair' L={lmin}
  * compensation
  Rz x2 z {rzero}
  Cc z out {cmiller}
.ends opamp

Vsupply vdd 0 {vdd}
Vinp inp 0 dc {vcm} ac 0.5
Vinn inn 0 dc {vcm} ac 0.5 180
Xamp inp inn out opamp wdrive=64u cmiller=3p
Cload out 0 5pF

.nodeset v(out)={vcm}
.op
.ac dec 10 1 1g
.control
op
print v(out)
.endc
.end
