Five-transistor OTA
* NMOS pair m1, m2 with a PMOS mirror; inp is the non-inverting input. Widths and the tail current are parameters.
.include mos-45nm.sp
.param wpair=10u wload=5u itail=20u
vdd vdd 0 1.2
vinp inp 0 0.6
vinn inn 0 0.6
ib vdd nb {itail}
mb nb nb 0 0 nmos45 w={wpair/2} l=90n
m5 tail nb 0 0 nmos45 w={wpair} l=90n
m1 x inp tail 0 nmos45 w={wpair} l=90n
m2 out inn tail 0 nmos45 w={wpair} l=90n
m3 x x vdd vdd pmos45 w={wload} l=90n
m4 out x vdd vdd pmos45 w={wload} l=90n
cl out 0 1p
.end
