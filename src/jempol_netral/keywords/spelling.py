"""How two written terms are compared for being the same, and what is too little to be a term at all."""

from __future__ import annotations

import unicodedata

_FORMS = """
    abah abang abi bang bapak bapa bpk bu bunda buya cak calon cawabup cawagub cagub cabup daeng de
    dek drs dr gubernur gus habib haji hajah hj h ibu jeng ka kak kakak kang kh ki kiai kyai lora
    mas mba mbah mbak mbok mister mr mrs nduk neng ning nyai nyi om oom opu pa pak pakde paman
    paslon pasangan puang puan ra raden rkh si sang tante tengku teuku tgh tgk tuan tuanku teh uda
    umi ummi uni ustad ustadz ustadzah ust wak walikota wakil wong yang yai bupati nomor no nomer
    urut
"""
FORMS_OF_ADDRESS = frozenset(_FORMS.split())
"""Forms of address, titles and office words: alone they name nobody."""


def folded(text: str) -> str:
    """Letters and digits only, casefolded: two terms with the same folded form are the same term."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def words(text: str) -> list[str]:
    """The words of a term, casefolded, punctuation between them dropped."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character if character.isalnum() else " " for character in plain).split()


def only_address(text: str) -> bool:
    """Whether a term is made of forms of address alone (`pak haji`)."""
    parts = words(text)
    return bool(parts) and all(part in FORMS_OF_ADDRESS for part in parts)
