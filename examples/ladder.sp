A resistor ladder of four branches
* The circuit of the readme's picture: each branch goes on by rh, and down by rv to a source of its own.
.param r=1k

vin in 0 dc 5

rh1 in o1 {r}
rv1 o1 m1 {2*r}
v1  m1 0  dc 1

rh2 o1 o2 {r}
rv2 o2 m2 3.3k
v2  m2 0  dc 4

rh3 o2 o3 2.2k
rv3 o3 m3 {r}
v3  m3 0  dc 500m

rh4 o3 o4 {r}
rv4 o4 m4 1.5k
v4  m4 0  dc 2.5

.op
.end
