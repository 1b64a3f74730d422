* The cards of mos-45nm.sp with the shifts of a process corner: nvth and pvth in volts, nu0 and pu0 as factors of the mobility; mos-45nm.lib sets them.
.model nmos45 nmos version=4.0 level=54 binunit=1 paramchk=1 mobmod=0 capmod=2 igcmod=1 igbmod=1 geomod=1
+ diomod=1 rdsmod=0 rbodymod=1 rgatemod=1 permod=1 acnqsmod=0 trnqsmod=0 tnom=27 toxe=1.4e-9 toxp=7e-10
+ toxm=1.4e-9 dtox=0 epsrox=3.9 wint=5e-9 lint=1.2e-8 ll=0 wl=0 lln=1 wln=1 lw=0 ww=0 lwn=1 wwn=1 lwl=0 wwl=0
+ xpart=0 toxref=1.4e-9 k2=0.05 k3=0 k3b=0 w0=0.0000025 dvt2=-0.032 dvt0w=0 dvt1w=0 dvt2w=0 minv=0.05 voffl=0
+ dvtp1=0.05 lpe0=5.75e-8 lpeb=2.3e-10 xj=2e-8 ngate=500000000000000000000 ndep=2800000000000000000
+ nsd=100000000000000000000 phin=0 cdscb=0 cit=0 voff=-0.15 eta0=0.15 etab=0 ags=1e-20 a1=0 a2=1 b0=-1e-20
+ b1=0 dwg=0 dwb=0 pvag=1e-20 pscbe1=814000000 fprout=0.2 pdits=0.2 pditsd=0.23 pditsl=2300000 rsh=3 rdswmin=0
+ rdwmin=0 rswmin=0 prwb=6.8e-11 wr=1 alpha0=0.074 alpha1=0.005 beta0=30 agidl=0.0002 bgidl=2100000000
+ cgidl=0.0002 egidl=0.8 aigbacc=0.012 bigbacc=0.0028 cigbacc=0.002 nigbacc=1 aigbinv=0.014 bigbinv=0.004
+ cigbinv=0.004 eigbinv=1.1 nigbinv=3 nigc=1 poxedge=1 pigcd=1 ntox=1 xrcrg1=12 xrcrg2=5 cgbo=2.56e-11 acde=1
+ moin=15 noff=0.9 voffcv=0.02 kt1l=0 ute=-1.5 uc1=0 prt=0 fnoimod=1 tnoimod=0 jss=0.0001 jsws=1e-11
+ jswgs=1e-10 njs=1 ijthsfwd=0.01 ijthsrev=0.001 bvs=10 xjbvs=1 jsd=0.0001 jswd=1e-11 jswgd=1e-10 njd=1
+ ijthdfwd=0.01 ijthdrev=0.001 bvd=10 xjbvd=1 pbs=1 cjs=0.0005 mjs=0.5 pbsws=1 cjsws=5e-10 mjsws=0.33 pbswgs=1
+ cjswgs=3e-10 mjswgs=0.33 pbd=1 cjd=0.0005 mjd=0.5 pbswd=1 cjswd=5e-10 mjswd=0.33 pbswgd=1 cjswgd=5e-10
+ mjswgd=0.33 tpb=0.005 tcj=0.001 tpbsw=0.005 tcjsw=0.001 tpbswg=0.005 tcjswg=0.001 xtis=3 xtid=3 dwj=0
+ rshg=0.4 gbmin=1e-10 rbpb=5 rbpd=15 rbps=15 rbdb=15 rbsb=15 ngcon=1 vth0={0.22+nvth} k1=0.35 dvt0=2.8 dvt1=0.52
+ dsub=2 dvtp0=1e-7 cdsc=0.0002 cdscd=0 nfactor=1.2 vfb=-0.55 u0={0.032*nu0} ua=1.6e-10 ub=1.1e-17 uc=-3e-11
+ vsat=110000 a0=2 keta=0.04 pclm=0.18 pdiblc1=0.028 pdiblc2=0.022 pdiblcb=-0.005 drout=0.45 delta=0.01
+ pscbe2=1e-7 rdsw=150 rsw=150 rdw=150 prwg=0 aigc=0.012 bigc=0.0028 cigc=0.002 aigsd=0.012 bigsd=0.0028
+ cigsd=0.002 cgso=6.238e-10 cgdo=6.238e-10 cgdl=2.495e-10 cgsl=2.495e-10 ckappas=0.01 ckappad=0.01 kt1=-0.37
+ kt2=-0.042 ua1=1e-9 ub1=-3.5e-19 at=53000 dmcg=0 dmci=0 dmdg=0 dmcgt=0 xgw=0 xgl=0
.model pmos45 pmos version=4.0 level=54 binunit=1 paramchk=1 mobmod=0 capmod=2 igcmod=1 igbmod=1 geomod=1
+ diomod=1 rdsmod=0 rbodymod=1 rgatemod=1 permod=1 acnqsmod=0 trnqsmod=0 tnom=27 toxe=1.4e-9 toxp=7e-10
+ toxm=1.4e-9 dtox=0 epsrox=3.9 wint=5e-9 lint=1.2e-8 ll=0 wl=0 lln=1 wln=1 lw=0 ww=0 lwn=1 wwn=1 lwl=0 wwl=0
+ xpart=0 toxref=1.4e-9 k2=0.05 k3=0 k3b=0 w0=0.0000025 dvt2=-0.032 dvt0w=0 dvt1w=0 dvt2w=0 minv=0.05 voffl=0
+ dvtp1=0.05 lpe0=5.75e-8 lpeb=2.3e-10 xj=2e-8 ngate=500000000000000000000 ndep=2800000000000000000
+ nsd=100000000000000000000 phin=0 cdscb=0 cit=0 voff=-0.15 eta0=0.15 etab=0 ags=1e-20 a1=0 a2=1 b0=-1e-20
+ b1=0 dwg=0 dwb=0 pvag=1e-20 pscbe1=814000000 fprout=0.2 pdits=0.2 pditsd=0.23 pditsl=2300000 rsh=3 rdswmin=0
+ rdwmin=0 rswmin=0 prwb=6.8e-11 wr=1 alpha0=0.074 alpha1=0.005 beta0=30 agidl=0.0002 bgidl=2100000000
+ cgidl=0.0002 egidl=0.8 aigbacc=0.012 bigbacc=0.0028 cigbacc=0.002 nigbacc=1 aigbinv=0.014 bigbinv=0.004
+ cigbinv=0.004 eigbinv=1.1 nigbinv=3 nigc=1 poxedge=1 pigcd=1 ntox=1 xrcrg1=12 xrcrg2=5 cgbo=2.56e-11 acde=1
+ moin=15 noff=0.9 voffcv=0.02 kt1l=0 ute=-1.5 uc1=0 prt=0 fnoimod=1 tnoimod=0 jss=0.0001 jsws=1e-11
+ jswgs=1e-10 njs=1 ijthsfwd=0.01 ijthsrev=0.001 bvs=10 xjbvs=1 jsd=0.0001 jswd=1e-11 jswgd=1e-10 njd=1
+ ijthdfwd=0.01 ijthdrev=0.001 bvd=10 xjbvd=1 pbs=1 cjs=0.0005 mjs=0.5 pbsws=1 cjsws=5e-10 mjsws=0.33 pbswgs=1
+ cjswgs=3e-10 mjswgs=0.33 pbd=1 cjd=0.0005 mjd=0.5 pbswd=1 cjswd=5e-10 mjswd=0.33 pbswgd=1 cjswgd=5e-10
+ mjswgd=0.33 tpb=0.005 tcj=0.001 tpbsw=0.005 tcjsw=0.001 tpbswg=0.005 tcjswg=0.001 xtis=3 xtid=3 dwj=0
+ rshg=0.4 gbmin=1e-10 rbpb=5 rbpd=15 rbps=15 rbdb=15 rbsb=15 ngcon=1 vth0={-0.22-pvth} k1=0.39 dvt0=3.9 dvt1=0.635
+ dsub=0.7 dvtp0=5e-9 cdsc=0.000258 cdscd=6.1e-8 nfactor=2 vfb=0.55 u0={0.0095*pu0} ua=1.6e-9 ub=8e-18 uc=4.6e-13
+ vsat=90000 a0=1.2 keta=-0.047 pclm=0.55 pdiblc1=0.03 pdiblc2=0.0055 pdiblcb=3.4e-8 drout=0.56 delta=0.014
+ pscbe2=9.58e-7 rdsw=250 rsw=160 rdw=160 prwg=3.22e-8 aigc=0.69 bigc=0.0012 cigc=0.0008 aigsd=0.0087
+ bigsd=0.0012 cigsd=0.0008 cgso=7.43e-10 cgdo=7.43e-10 cgdl=1e-14 cgsl=1e-14 ckappas=0.5 ckappad=0.5
+ kt1=-0.34 kt2=-0.052 ua1=-1e-9 ub1=2e-18 at=33000 dmcg=0.000005 dmci=0.000005 dmdg=0.000005 dmcgt=6e-7
+ xgw=3e-7 xgl=4e-8
