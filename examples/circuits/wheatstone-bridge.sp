Wheatstone bridge between two sources
* Outputs: top left bottom right.
v1 in 0 dc 0.9
r1 top in 0.4
rp1 top left 0.8
rp2 left bottom 0.25
rp3 top right 0.7
rp4 right bottom 0.4
rload left right 0.55
r2 bottom m 0.55
v2 m 0 dc 0.3
.temp 27
.op
.end
