"""Narratives: short true-to-life sentences in three languages, and three words whose share is known."""

from random import Random

# Share of the reports that hold the word. None of them is anywhere else in the text.
SHARES = {"blende": 0.2, "klòch": 0.01, "parachit": 0.0001}
FREQUENT, MEDIUM, RARE = SHARES

WHO = {
    "fr": (
        "Deux hommes en uniforme",
        "Une patrouille",
        "Trois agents",
        "Un groupe armé",
        "Des inconnus",
        "Le chef du quartier",
        "Une marchande",
        "Mon cousin",
    ),
    "ht": (
        "De nèg ak inifòm",
        "Yon patwouy",
        "Twa ajan",
        "Yon gwoup ak zam",
        "Moun nou pa konnen",
        "Responsab katye a",
        "Yon machann",
        "Kouzen mwen",
    ),
    "en": (
        "Two men in uniform",
        "A patrol",
        "Three officers",
        "An armed group",
        "Some strangers",
        "The head of the quarter",
        "A seller",
        "My cousin",
    ),
}
DID = {
    "fr": (
        "a bloqué la route",
        "est entré sans mandat",
        "a tiré en l'air",
        "a demandé de l'argent",
        "a frappé un jeune",
        "a emmené trois personnes",
        "a pris les téléphones",
        "a crié des menaces",
    ),
    "ht": (
        "bloke wout la",
        "antre san manda",
        "tire anlè",
        "mande lajan",
        "bat yon jèn gason",
        "mennen twa moun ale",
        "pran telefòn yo",
        "menase moun yo",
    ),
    "en": (
        "blocked the road",
        "came in without a warrant",
        "fired into the air",
        "asked for money",
        "beat a young man",
        "took three people away",
        "took the phones",
        "shouted threats",
    ),
}
WHERE = {
    "fr": (
        "près du marché",
        "devant l'école nationale",
        "au carrefour",
        "derrière l'église",
        "sur la route de la rivière",
        "à côté du dispensaire",
        "dans la cour",
        "au bord de la mer",
    ),
    "ht": (
        "toupre mache a",
        "devan lekòl nasyonal la",
        "nan kalfou a",
        "dèyè legliz la",
        "sou wout larivyè a",
        "bò dispansè a",
        "nan lakou a",
        "bò lanmè a",
    ),
    "en": (
        "near the market",
        "in front of the school",
        "at the crossroads",
        "behind the church",
        "on the river road",
        "beside the clinic",
        "in the yard",
        "by the sea",
    ),
}
WHEN = {
    "fr": (
        "vers six heures",
        "dans la nuit",
        "avant l'aube",
        "un jour de marché",
        "pendant la messe",
        "à midi",
        "après la pluie",
        "le lendemain",
    ),
    "ht": (
        "vè sizè",
        "nan mitan lannwit",
        "anvan solèy leve",
        "yon jou mache",
        "pandan lamès",
        "a midi",
        "apre lapli",
        "nan demen",
    ),
    "en": (
        "around six",
        "in the night",
        "before dawn",
        "on a market day",
        "during mass",
        "at noon",
        "after the rain",
        "on the next day",
    ),
}
SAID = {
    FREQUENT: "Yo te gen yon machin {word} devan kay la.",
    MEDIUM: "{word} legliz la t ap sonnen lè sa a.",
    RARE: "Gen yon moun ki di li wè yon {word}.",
}
LANGUAGES = tuple(WHO)


def _sentence(rng: Random, language: str) -> str:
    parts = (rng.choice(words[language]) for words in (WHO, DID, WHERE, WHEN))
    # A number makes most sentences differ, as names and sums do in life.
    return f"{' '.join(parts)} ({rng.randrange(1, 5000)})."


def pool(rng: Random, size: int = 4_000) -> dict[str, list[str]]:
    """Sentences to draw from, by language."""
    return {name: [_sentence(rng, name) for _ in range(size)] for name in LANGUAGES}


def narrative(rng: Random, first: str, sentences: list[str]) -> str:
    """The first sentence, three to twelve more, and the counted words by their share."""
    parts = [first, *rng.choices(sentences, k=rng.randrange(3, 13))]
    parts += [
        SAID[word].format(word=word) for word, share in SHARES.items() if rng.random() < share
    ]
    return " ".join(parts)
