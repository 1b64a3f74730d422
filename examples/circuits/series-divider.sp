Divider with two series resistors
* Outputs: a b.
vin in 0 dc 0.9
rs1 in a 0.7
rs2 a b 0.4
rv b m 0.55
v2 m 0 dc 0.3
.temp 27
.op
.end
