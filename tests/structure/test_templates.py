"""Every word of a template can be translated (by rule of thumb: no bare text, no bare attribute)."""

import re

from tests.structure.house import ROOT, name_of, tracked

LEFT_OUT = [
    r"\{#.*?#\}",
    r"\{%\s*comment.*?endcomment\s*%\}",
    r"\{%\s*block(?:translate|trans)\b.*?endblock(?:translate|trans)\s*%\}",
    r"<script\b.*?</script>",
    r"<style\b.*?</style>",
    r"<svg\b.*?</svg>",
    # What is typed into a terminal is the same in every language.
    r'<pre class="code".*?</pre>',
    r"<!--.*?-->",
    r"<!doctype[^>]*>",
    # An attribute that a page gives to the body element of its frame.
    r'\{% block body %\} class="[a-z -]*"\{% endblock %\}',
]
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ATTRIBUTES = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&\w+;|&#\w+;")
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Names that are the same in every language.
SAME_EVERYWHERE = {"kreyòl", "ayisyen", "français", "english", "csv", "json", "api", "pdf", "xlsx"}


def bare_words(text: str) -> list[str]:
    for pattern in LEFT_OUT:
        text = re.sub(pattern, " ", text, flags=re.DOTALL | re.IGNORECASE)
    attributes = " ".join(TAGS.sub(" ", value) for value in ATTRIBUTES.findall(TAGS.sub(" ", text)))
    visible = ENTITY.sub(" ", ELEMENT.sub(" ", TAGS.sub(" ", text)))
    return [w for w in WORD.findall(f"{visible} {attributes}") if w.lower() not in SAME_EVERYWHERE]


def test_templates_hold_no_words_outside_translation():
    found = {
        name_of(path): words[:12]
        for path in tracked()
        if path.suffix in {".html", ".txt"}
        and "templates" in path.relative_to(ROOT).parts
        and (words := bare_words(path.read_text()))
    }
    assert not found


def test_rule_of_thumb_sees_text_and_attributes():
    assert bare_words('<p title="Wrong">{% translate "Right" %} Bare {{ value }}</p>') == [
        "Bare",
        "Wrong",
    ]
    assert not bare_words("{% blocktranslate trimmed %}All of this{% endblocktranslate %}&nbsp;")
