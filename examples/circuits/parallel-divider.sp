Divider with two parallel resistors
* Output: o.
vin in 0 dc 0.9
rp1 in o 0.7
rp2 in o 0.4
rv o m 0.55
v2 m 0 dc 0.3
.temp 27
.op
.end
