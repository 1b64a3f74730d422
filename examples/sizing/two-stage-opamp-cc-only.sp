Two-stage op-amp without a nulling resistor, to be sized
* NMOS pair (net1 non-inverting), PMOS mirror, second stage into net6, compensation by cc alone. Each transistor is m fingers
* of 0.5 um by 90 nm. Supplies, bias and load come from the testbench.
.include mos-45nm.sp
.param mn1=40 mp1=10 mn3=20 mn4=20 mn5=50 mp3=50 ; fingers of the pair, its load, tail, bias, output load, output driver
.param cc=2p

mn1 net4 net2 net3 net3 nmos45 w=0.5u l=90n m={mn1}
mn2 net5 net1 net3 net3 nmos45 w=0.5u l=90n m={mn1}
mn3 net3 net7 vss vss nmos45 w=0.5u l=90n m={mn3}
mn4 net7 net7 vss vss nmos45 w=0.5u l=90n m={mn4}
mn5 net6 net7 vss vss nmos45 w=0.5u l=90n m={mn5}
mp1 net4 net4 vdd vdd pmos45 w=0.5u l=90n m={mp1}
mp2 net5 net4 vdd vdd pmos45 w=0.5u l=90n m={mp1}
mp3 net6 net5 vdd vdd pmos45 w=0.5u l=90n m={mp3}
cc net5 net6 {cc}
.end
