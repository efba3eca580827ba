from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jempol_netral.keywords.names import split_name
from jempol_netral.keywords.titles import AFTER, BEFORE, bare

TABLE = [
    ("H. SUKRIYANTO", "Sukriyanto", (), "a mononym"),
    ("Dr. KH. KHOLILURRAHMAN, S.H., M.Si.", "Kholilurrahman", (), "learning before, degrees after"),
    ("RP. AHMAD MUJAHID ANSORI, Drs.", "Ahmad Mujahid Ansori", (), "Madurese nobility; Drs. behind"),
    ("Dr. Hj. R.A. ANITA NOERINGHATI, S.H., M.H.", "Anita Noeringhati", (), "R.A. is a title, not two initials"),
    ("Dr. H. R. ACHMAD DIMYATI NATAKUSUMAH, S.H., M.H., M.Si", "Achmad Dimyati Natakusumah", (), "R. is Raden"),
    ("Dr. (H.C) Ir. TRI RISMAHARINI, M.T.", "Tri Rismaharini", (), "honoris causa in brackets"),
    ("ZAHRUL AZHAR ASUMTA GUS HANS, S.IP., M. Kes.", "Zahrul Azhar Asumta", ("Gus Hans",), "called so inside the name"),
    ("H. ZAHRUL AZHAR ASUMTA, S.IP, M.Kes (GUS HANS)", "Zahrul Azhar Asumta", ("Gus Hans",), "or in brackets"),
    ('H. RANO KARNO "SI DOEL", S.IP.', "Rano Karno", ("Si Doel",), "or quoted"),
    ("H. RANO KARNO, S.IP. (SI DOEL)", "Rano Karno", ("Si Doel",), "or behind the degrees"),
    ("H. GUS IRAWAN PASARIBU, S.E.,AK.,M.M.,CA", "Gus Irawan Pasaribu", (), "Gus at the start is a given name"),
    ("CONTOH GUS NAMA, S.E.", "Contoh Gus Nama", (), "one name before Gus is too few to cut there"),
    ("Dr. H. HENDRAR PRIHADI ALIAS HENDI, S.E., M.M.", "Hendrar Prihadi", ("Hendi",), "alias"),
    ("H. ALIAS WELLO, S.I.P., M.Tr.I.P.", "Alias Wello", (), "Alias is also a name"),
    ("MASHUR BIN MOHD ALIAS", "Mashur bin Mohd Alias", (), "and a father's name"),
    ("Hj. SRI JUNIARSIH MAS, M.Pd.", "Sri Juniarsih Mas", (), "Mas at the end is a name"),
    ("Tgk. H. M. FADHIL RAHMI, Lc., M.Ag.", "M. Fadhil Rahmi", (), "the initial stays"),
    ("DR. H.A.M. ARHAM BASMIN MATTAYANG", "A. M. Arham Basmin Mattayang", (), "H. glued to initials"),
    ("HM. BN. HOLIK QODRATULLOH, S.E., M.Si.", "M. BN Holik Qodratulloh", (), "HM. is Haji and an initial"),
    ("Dr. Drs. Y.A.T LUKMAN RIBERU, M.Si.", "Y. A. T. Lukman Riberu", (), "three initials glued together"),
    ("Ir.H.JAYA IBNU SU'UD, ST", "Jaya Ibnu Su'ud", (), "titles glued to the name"),
    ("dr.Hj. MAYA HASMITA, Sp.O.G., M.K.M.", "Maya Hasmita", (), "titles glued together"),
    ("Dr. AFNI.Z, M.Si", "Afni Z", (), "the father's initial behind a dot"),
    ("H. MAWARDI. R, S.IP.", "Mawardi R", (), "the same with a space"),
    ("H. DALIYUS, K, S.Si, MM", "Daliyus K", (), "the same behind a comma"),
    ("DEDE MUKSIT ALY, Z.A.", "Dede Muksit Aly ZA", (), "initials that look like a degree"),
    ("Drs. ASEP ISMAIL, M,Si", "Asep Ismail", (), "a degree torn by a comma is no initial"),
    ("TOTOK. SH, S.Sos.", "Totok", (), "a degree without its comma"),
    ("Hi. THAIB DJALALUDDIN. S.IP.", "Thaib Djalaluddin", (), "the same with dots"),
    ("Drs. H. A. HARRIS. AB, M.M.", "A. Harris AB", (), "initials, not a degree"),
    ("H. MIRWAN MS, S.E., M.Sos.", "Mirwan MS", (), "M.S. would be a degree, MS is how people call him"),
    ("Ir. H. SF HARIYANTO, M.T.", "SF Hariyanto", (), "initials without dots"),
    ("Dr. H. AL HARIS, S.Sos., M.H.", "Al Haris", (), "Al is part of the name"),
    ("SAFARUDDIN DT. BANDARO RAJO, S.H.", "Safaruddin", ("DT Bandaro Rajo",), "Minangkabau title of honour"),
    ("SUHATRI BUR, S.E., M.M., DATUAK PUTIAH", "Suhatri Bur", ("Datuak Putiah",), "the same among the degrees"),
    ("DENI ASRA, S.Si. DT. RAJO SIMARAJO", "Deni Asra", ("DT Rajo Simarajo",), "the same without a comma"),
    ("Habib Farid Assegaf, S.Th. I", "Farid Assegaf", ("Habib Farid",), "Habib and the first name"),
    ("HABIB AHMAD BAHASYIM, S.E., M.M.", "Ahmad Bahasyim", ("Habib Bahasyim",), "Ahmad is everybody's"),
    ("Dr. KASMAN HI. AHMAD, M.Pd.", "Kasman Ahmad", ("Kasman Hi Ahmad",), "son of Haji Ahmad"),
    ("TUAN GURU H. LL. G. MUHAMMAD KHAIRUL FATIHIN", "Lalu G. Muhammad Khairul Fatihin", (), "LL. is Lalu"),
    ("Brigjen (P) Hj. GRA. MUSTIKANINGRAT", "Mustikaningrat", (), "rank, hajj and nobility"),
    ("Komjen Pol. (Purn). DHARMA PONGREKUN, S.I.K., M.M., M.Hum.", "Dharma Pongrekun", (), "retired general"),
    ("Kol Ckm (Purn) DRH WAHYU SAPTONO HADI, M.K.M.", "Wahyu Saptono Hadi", (), "rank without dots"),
    ("Jenderal TNI (Purn.) H. ANDIKA M PERKASA, S.E., M.A., M.Sc.", "Andika M. Perkasa", (), "an initial inside"),
    ("dr. WAHDI, Sp.OG (K), M.H.", "Wahdi", (), "(K) is no nickname"),
    ("AFDHAL KHALILULLAH, B.Sc. (Hons)., M.T.", "Afdhal Khalilullah", (), "nor is (Hons)"),
    ("MOCH. FAUZAN JA’FAR, S.Ag., S.H., M.H.", "Moch. Fauzan Ja'far", (), "typographic apostrophe"),
    ("H. RUDY MAS'UD, S.E., M.E.", "Rudy Mas'ud", (), "small after an apostrophe"),
    ("MUHAMMAD 'ASHIM ADZ-DZORIF FIKRI, S.Ak.", "Muhammad 'Ashim Adz-Dzorif Fikri", (), "hyphen, leading apostrophe"),
    ("KH. MUHAMMAD BIN MU’AFI ZAINI", "Muhammad bin Mu'afi Zaini", (), "bin stays small"),
    ("II SUMIRAT, S.T.", "Ii Sumirat", (), "a Sundanese name, not a Roman number"),
    ("I GUSTI NGURAH JAYA NEGARA, S.E.", "I Gusti Ngurah Jaya Negara", (), "Balinese I has no dot"),
    ("LA ODE M. RAJIUN TUMADA, S.Pd., M.Si.", "La Ode M. Rajiun Tumada", (), "Buton"),
    ("DJUFRIN DJ. MANTO, S.E.", "Djufrin Dj. Manto", (), "a shortened name keeps its dot"),
    ("TIORITA BR SURBAKTI, S.H", "Tiorita br Surbakti", (), "of the clan Surbakti"),
    ("JOHANES DON BOSCO DO", "Johanes Don Bosco Do", (), "a surname of two letters"),
    ("dr. H. Muchamad Nur Azis, Sp. PD", "Muchamad Nur Azis", (), "printed in small letters already"),
    ("Dr. Ir. H. Rustan\xa0Saru,\xa0M.M.", "Rustan Saru", (), "hard spaces"),
    ("IR. H. RAHMAT MASRI BANDASO.,M.Si", "Rahmat Masri Bandaso", (), "a stray dot"),
    ("", "", (), "nothing printed"),
]


@pytest.mark.parametrize(("printed", "name", "called", "reason"), TABLE, ids=[row[0] for row in TABLE])
def test_a_printed_name_is_taken_apart(printed: str, name: str, called: tuple[str, ...], reason: str) -> None:
    found = split_name(printed)
    assert (found.name, found.called) == (name, called), reason


@given(
    st.lists(st.sampled_from(["H.", "Hj.", "Dr.", "Drs.", "KH.", "Ir.", "Prof.", "dr.", "Tgk."]), max_size=4),
    st.sampled_from(["KHOLILURRAHMAN", "LULUK NUR HAMIDAH", "YA'ATULO GULO", "M. FADHIL RAHMI", "AL HARIS"]),
    st.lists(st.sampled_from(["S.H.", "M.Si", "S.Pd.I.", "Lc.", "M.A.", "SE", "A.Md", "Sp.OG (K)"]), max_size=4),
)
def test_titles_never_change_the_name(before: list[str], name: str, after: list[str]) -> None:
    printed = ", ".join([" ".join([*before, name]), *after])
    assert split_name(printed) == split_name(name)


@given(st.text(max_size=60))
def test_any_text_is_taken_without_a_crash(printed: str) -> None:
    found = split_name(printed)
    assert found.name == " ".join(found.name.split())


def test_titles_are_kept_as_they_are_compared() -> None:
    assert {word for word in BEFORE | AFTER if bare(word) != word} == set()
