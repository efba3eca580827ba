"""Titles, ranks and degrees of Indonesian names, as the ballots of 2024 print them.

Compared casefolded and without dots: `S.Pd.I.`, `S.PdI` and `SPDI` are one. What stands *before* a name may be glued
together (`Dr.Ir.`, `H.M.`); what stands *after* it may lack its comma (`TOTOK. SH`).
"""

from __future__ import annotations

_BEFORE = """
    h hj hi haji hajah k.h rkh kh ky kiai kyai tgk tgh tuanku ust ustad ustadz ustadzah habib buya
    dr dra drs drg drh ir prof hc phd apt ns ars psi capt pdt pnt pt pdp rev rm.pr
    jenderal jend jen letjen mayjen brigjen irjen komjen laksamana laksdya laksda laksma marsekal marsda marsma
    kolonel kol letkol mayor kombes akbp kompol akp ajun ckm inf kav marinir tni polri pol purn purnawirawan
    r rd rr ra rp rpa rb rm gra brm kph kpp gph bra rngt
"""
BEFORE = frozenset(word.replace(".", "") for word in _BEFORE.split())
"""Before the name: hajj, learning, church, doctors' and engineers' titles, ranks, and Javanese and Madurese nobility.

Not here, because people are called by them: Andi, Lalu, Teuku, Tengku, La Ode, Wa Ode, Gusti, Ida, I, Ni, Raja.
"""

BRACKETED = frozenset({"purn", "hc", "c", "p", "k", "hons", "han", "acc", "pd", "ret", "cand", "alm"})
"""In brackets, part of a title: (Purn.), (H.C), Sp.OG (K), B.Sc. (Hons)."""

_AFTER = """
    a.ma a.ma.pd a.ma.tm a.md a.md.ak a.md.ip a.md.kep a.md.par a.md.t a.md.tek a.p a.pi a.pt a.par aaaik aifo ak aka
    akt apt b.a b.bus b.com b.comm b.econ b.pd b.s b.sc b.sc.hons ba bba bsba c.h.a c.l.a ca cfi cpa d.b.a d.min dpt
    dr drs fisqua hnu ipm ipu i.p.m kfm kp l.lm ll.m lc m.a m.a.p m.a.r.s m.ag m.ak m.ap m.arch m.ars m.b.a m.ba
    m.biomed m.com m.e m.e.s m.ec.dev m.ed m.ek m.eng m.h m.h.i m.h.kes m.h.sc m.hi m.hp m.hum m.i.kom m.i.p m.i.pol
    m.ib m.ip m.k.k m.k.k.k m.k.m m.k.p m.ked m.kes m.kesos m.kn m.kp m.ling m.m m.m.a m.m.inov m.m.pd m.mb m.mar
    m.mpd m.mpub m.mt m.p m.p.p.m m.p.w m.p.w.k m.pd m.pd.i m.pd.k m.psdm m.psi m.rgnlurbplan m.s m.s.i m.s.m m.s.p
    m.sc m.si m.si.han m.sn m.sos m.sp m.t m.th m.tr.a.p m.tr.i.p m.tr.ip ma map mappcom mars mba me mh mib mkp mm
    mmp mp mpa mph mppm msa mt mup ns ph.d psikolog s.a.b s.a.p s.ab s.ag s.ak s.an s.ap s.ars s.e s.e.ak s.e.i s.fil
    s.fil.i s.farm s.h s.h.i s.hi s.hum s.hut s.i.k s.i.kom s.i.p s.ik s.ikom s.ip s.k.g s.k.m s.ked s.kel s.kep s.km
    s.kom s.kom.i s.m s.p s.p.w.k s.pak s.pd s.pd.h s.pd.i s.pd.k s.pi s.pkp s.psi s.pt s.s s.si s.sn s.sos s.sos.i
    s.st s.stp s.sy s.t s.t.p s.th s.th.i s.tp s.tr sap se sei sh sip skm sp sp.a sp.b sp.m sp.n sp.o.g sp.og sp.ot
    sp.p sp.p.a sp.pd sp.pk sp.s sst sst.par st subsp.bd
"""
AFTER = frozenset(word.replace(".", "") for word in _AFTER.split())
"""After the name: degrees and certificates of the 2024 ballots."""

ADAT = frozenset({"dt", "datuk", "datuak", "dato"})
"""Begin a Minangkabau or Malay title of honour, by which its bearer is also called: Dt. Rajo Batuah."""

CALLED = frozenset({"gus", "ning", "syech", "alias"})
"""Inside a printed name these begin what the candidate is called: ZAHRUL AZHAR ASUMTA GUS HANS."""

AFTER_A_DOT = frozenset({"sh", "se", "st", "sip", "ssos", "spd"})
"""Degrees so common that they are taken for one where the comma is missing: TOTOK. SH, not HARRIS. AB."""


def bare(word: str) -> str:
    """A word as the sets here hold it: small letters, no dots, commas or brackets."""
    return word.casefold().translate(str.maketrans("", "", ".,()"))
