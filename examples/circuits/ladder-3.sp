Resistor ladder of 3 branches
* Paper A's ladder: rh from output to output, rv down to a source of its own at each output.
* Outputs: o1 o2 o3.
vin in 0 dc 0.9
rh1 in o1 0.7
rv1 o1 m1 0.4
v1 m1 0 dc 0.2
rh2 o1 o2 0.8
rv2 o2 m2 0.25
v2 m2 0 dc 0.6
rh3 o2 o3 0.4
rv3 o3 m3 0.55
v3 m3 0 dc 0.3
.temp 27
.op
.end
