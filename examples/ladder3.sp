Resistor ladder of three branches, with a source in each branch
* The circuit of the pretraining sets, written by hand: every output o1, o2, o3 is a voltage between the sources'.
*
*   in --rh1-- o1 --rh2-- o2 --rh3-- o3
*              |          |          |
*             rv1        rv2        rv3
*              |          |          |
*             v1         v2         v3
*              |          |          |
*              0          0          0

vin in 0 0.9

rh1 in o1 0.35
rv1 o1 m1 0.82
v1  m1 0  0.20

rh2 o1 o2 0.51
rv2 o2 m2 0.44
v2  m2 0  0.65

rh3 o2 o3 0.12
rv3 o3 m3 0.97
v3  m3 0  0.05

.op
.end
