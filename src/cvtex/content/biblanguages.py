"""The languages of biblatex by their names, and the one that an entry says its publication is in (BCP 47)."""

from collections.abc import Mapping

from cvtex.diagnostics import Findings, Span, suggest
from cvtex.languages.language import is_language

# The names of biblatex (manual 3.19, table 2) and those of babel and polyglossia beside them, read 2026-11-30.
_NAMES: dict[str, str] = {
    "af": "afrikaans",
    "ar": "arabic",
    "az": "azerbaijani",
    "be": "belarusian",
    "bg": "bulgarian",
    "bn": "bengali",
    "br": "breton",
    "bs": "bosnian",
    "ca": "catalan",
    "cs": "czech",
    "cy": "welsh",
    "da": "danish",
    "de": "german ngerman germanb",
    "de-AT": "austrian naustrian",
    "de-CH": "swissgerman nswissgerman",
    "el": "greek",
    "en": "english",
    "en-AU": "australian",
    "en-CA": "canadian",
    "en-GB": "british ukenglish",
    "en-NZ": "newzealand",
    "en-US": "american usenglish",
    "eo": "esperanto",
    "es": "spanish",
    "es-MX": "mexican spanishmx",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian farsi",
    "fi": "finnish",
    "fr": "french francais frenchb",
    "fr-CA": "canadien acadian",
    "ga": "irish",
    "gd": "scottish gaelic",
    "gl": "galician",
    "grc": "ancientgreek polutonikogreek",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "hsb": "uppersorbian usorbian",
    "hu": "hungarian magyar",
    "hy": "armenian",
    "ia": "interlingua",
    "id": "indonesian indon bahasa bahasai",
    "is": "icelandic",
    "it": "italian",
    "ja": "japanese",
    "ka": "georgian",
    "kk": "kazakh",
    "ko": "korean",
    "la": "latin classiclatin medievallatin ecclesiasticlatin",
    "lt": "lithuanian",
    "lv": "latvian",
    "mk": "macedonian",
    "mn": "mongolian",
    "mr": "marathi",
    "ms": "malay melayu bahasam",
    "nb": "norwegian norsk bokmal",
    "nl": "dutch",
    "nn": "nynorsk",
    "oc": "occitan",
    "pl": "polish",
    "pt": "portuguese portuges",
    "pt-BR": "brazilian brazil",
    "rm": "romansh",
    "ro": "romanian",
    "ru": "russian",
    "sa": "sanskrit",
    "se": "samin northernsami",
    "sk": "slovak",
    "sl": "slovenian slovene",
    "sq": "albanian",
    "sr": "serbian serbianc",
    "sv": "swedish",
    "ta": "tamil",
    "te": "telugu",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "ur": "urdu",
    "vi": "vietnamese",
    "zh": "chinese",
}
TAGS = {name: tag for tag, names in _NAMES.items() for name in names.split()}


def language_tag(words: str) -> str:
    """The tag of a language by a name of biblatex, its key (`langgerman`) or a code (`de`, `en_US`); empty for others."""
    name = words.strip(" {}\n\t").casefold()
    tongue, dash, region = name.replace("_", "-").partition("-")
    code = f"{tongue}{dash}{region.upper()}"
    return TAGS.get(name) or TAGS.get(name.removeprefix("lang")) or (code if is_language(code) else "")


def language_of(raw: Mapping[str, tuple[str, Span]], findings: Findings) -> str:
    """The language of a publication, empty where none is said; a `langid` that names none is told.

    `language` is for readers, and may say more than one language, or something else.
    """
    typed, span = raw.get("langid", ("", Span("")))
    named = typed.strip(" {}\n\t")
    if not named:
        return language_tag(raw.get("language", ("", span))[0])
    tag = language_tag(named)
    if not tag:
        near = suggest(named, TAGS)
        hint = f"did you mean `{near}`?" if near else "write a name of biblatex, such as langid = {german}"
        findings.warning("B018", f"`{named}` is no language that cvtex knows", span, hint)
    return tag
