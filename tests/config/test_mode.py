"""Which office `make run` opens: what was said, what the folder is, and never both."""

import pytest

from config.run import choose_mode


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder marked with a mode, or none; what DEMO says; gives what is chosen."""

    def choose(kept, said):
        if kept:
            (tmp_path / "mode").write_text(kept + "\n")
        monkeypatch.delenv("DEMO", raising=False)
        if said is not None:
            monkeypatch.setenv("DEMO", said)
        choose_mode(tmp_path)
        return (tmp_path / "mode").read_text().strip()

    return choose


@pytest.mark.parametrize(
    ("kept", "said", "chosen"),
    [
        ("", None, "demo"),
        ("", "1", "demo"),
        ("", "0", "empty"),
        ("demo", None, "demo"),
        ("empty", None, "empty"),
        ("empty", "0", "empty"),
    ],
)
def test_who_says_nothing_gets_what_the_folder_is(folder, kept, said, chosen):
    assert folder(kept, said) == chosen


@pytest.mark.parametrize(("kept", "said"), [("empty", "1"), ("demo", "0")])
def test_fictional_and_real_never_share_a_folder(folder, kept, said):
    with pytest.raises(SystemExit, match="never share a folder"):
        folder(kept, said)
