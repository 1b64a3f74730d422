Divider with a load
* Output: o.
vin in 0 dc 0.9
rh in o 0.7
rv o m 0.4
rl o 0 0.55
v2 m 0 dc 0.3
.temp 27
.op
.end
