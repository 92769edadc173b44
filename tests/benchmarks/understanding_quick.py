import sys,time
from pathlib import Path
from helpline.content.load import load
from helpline.engine.session import Session
from helpline.engine.inputs import Utterance
from helpline.engine.turn import take_turn
L=load(Path("flows")); T=Path("tests/understanding")
def rows(n): return [l.split("\t",1) for l in (T/n).read_text().split("\n") if l and not l.startswith("#")]
def judge(accept,msg):
    s,r=take_turn(L,Session(),Utterance(msg))
    if r.asks:
        ends=[take_turn(L,s,Utterance(str(i+1)))[1].place for i in range(len(r.asks))]
        return ("ask" if set(ends)&set(accept) else "wrongask"), "/".join(ends)
    if r.place in accept: return "right",r.place
    return ("missed" if r.place in("fallback","who") else "wrong"), r.place
from collections import Counter
def run(n,show):
    c=Counter()
    for a,m in rows(n):
        k,p=judge(a.split("|"),m); c[k]+=1
        if show and k in("wrong","missed","wrongask"): print(k,p,"<-",a,"::",m)
    print(n,dict(c),round((c["right"]+c["ask"])/sum(c.values())*100,1))
    d=[l for l in (T/n.replace(".tsv","")).parent.joinpath("x").name]
def danger(n,want,show):
    bad=[l for l in (T/n).read_text().split("\n") if l and not l.startswith("#") and (take_turn(L,Session(),Utterance(l))[1].place=="danger")!=want]
    tot=sum(1 for l in (T/n).read_text().split("\n") if l and not l.startswith("#"))
    print(n,len(bad),"of",tot); 
    if show: print(bad)
def answers(n,show):
    ok=0; tot=0
    from helpline.content.model import Question
    R={"who":(), "setting":("1",),"council":("2",),"health_care":("3",),"council_so_far":("2","3"),"care_so_far":("3","3"),"care_complaint":("3","4"),"other":("4",)}
    for l in (T/n).read_text().split("\n"):
        if not l or l.startswith("#"): continue
        q,w,m=l.split("\t"); s=Session()
        for u in ("menu",*R[q]): s,r=take_turn(L,s,Utterance(u))
        assert r.place==q,(r.place,q)
        s,r=take_turn(L,s,Utterance(m)); tot+=1; ok+=r.place==w and not r.asks
        if show and (r.place!=w or r.asks): print("ANS",q,m,"->",r.place,r.asks,"want",w)
    print(n,ok,tot)
v="-q" not in sys.argv
run("tune.tsv",v);run("tune_later.tsv",v);run("tune_2.tsv",v); danger("danger_tune.txt",True,v); danger("everyday_tune.txt",False,v); answers("answers_tune.tsv",v)
if "--report" in sys.argv:
    run("report.tsv",False); run("tune_3.tsv",v); danger("danger_tune_2.txt",True,v); danger("everyday_tune_2.txt",False,v); danger("danger_report.txt",True,False); danger("everyday_report.txt",False,False); answers("answers_report.tsv",False)
