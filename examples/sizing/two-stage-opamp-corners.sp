Two-stage op-amp to be sized in process corners
* NMOS pair (net1 non-inverting), PMOS mirror, second stage into net6, compensation by cc and rz. Each transistor is m fingers
* of 0.5 um by 90 nm. Supplies, bias and load come from the testbench.
.lib mos-45nm.lib tt
.include mos-45nm-process.sp
.param mn1=40 mp1=10 mn3=20 mn4=20 mn5=50 mp3=50 ; fingers of the pair, its load, tail, bias, output load, output driver
.param cc=2p rz=500

mn1 net4 net2 net3 net3 nmos45 w=0.5u l=90n m={mn1}
mn2 net5 net1 net3 net3 nmos45 w=0.5u l=90n m={mn1}
mn3 net3 net7 vss vss nmos45 w=0.5u l=90n m={mn3}
mn4 net7 net7 vss vss nmos45 w=0.5u l=90n m={mn4}
mn5 net6 net7 vss vss nmos45 w=0.5u l=90n m={mn5}
mp1 net4 net4 vdd vdd pmos45 w=0.5u l=90n m={mp1}
mp2 net5 net4 vdd vdd pmos45 w=0.5u l=90n m={mp1}
mp3 net6 net5 vdd vdd pmos45 w=0.5u l=90n m={mp3}
rz net8 net6 {rz}
cc net5 net8 {cc}
.end
