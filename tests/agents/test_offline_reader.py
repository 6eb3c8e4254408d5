"""The reader and its judge: what is read, in which order, and what is chosen for the answer."""

from __future__ import annotations

import pytest

from agents.brains.offline.judge import load_judge
from agents.brains.offline.kinds import holds_kind
from agents.brains.offline.reader import FEATURES, JUDGED, Reader, features
from agents.brains.offline.wording import chosen, cited, joined
from tools.observation import Passage


def passage(identity: str, *texts: str, heading: str = "The Ferry, Ada Lindqvist", maxsim: float = 0.6) -> Passage:
    sentences = [{"text": text, "maxsim": maxsim, "cosine": 0.5, "weakest": 0.4} for text in texts]
    return {
        "id": identity, "kind": "shows", "heading": heading, "text": " ".join(texts), "score": 1.0, "maxsim": maxsim, "why": "",
        "about": [], "sentences": sentences,
    }  # fmt: skip


class ByLength:
    """A judge that likes short texts, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def logits(self, question: str, texts: list[str]) -> list[float]:
        self.asked += texts
        return [-float(len(text)) for text in texts]


def reader(judge: ByLength, threshold: float = 0.3) -> Reader:
    return Reader([0.0] * len(FEATURES), 0.0, (1.0, 0.02, 1.0), threshold, judge)


def test_the_judge_reads_only_the_best_of_the_first_look_with_their_heading() -> None:
    judge = ByLength()
    passages = [passage(f"f:{n}", "One ferry.", "Two ferries and a long pier.") for n in range(10)]
    found = reader(judge).read("How many ferries?", passages)
    assert len(found) == len(judge.asked) == JUDGED
    assert judge.asked[0] == "The Ferry, Ada Lindqvist. One ferry."


def test_the_most_probable_sentence_comes_first() -> None:
    found = reader(ByLength()).read("What is it?", [passage("f:1", "A rather long sentence on a ferry.", "A ferry.")])
    assert [read.text for read in found] == ["A ferry.", "A rather long sentence on a ferry."]


def test_features_are_named_one_by_one() -> None:
    row = features("When was The Ferry painted?", [passage("f:1", "Lindqvist painted The Ferry in 1888.")], 0, 0)
    named = dict(zip(FEATURES, row, strict=True))
    assert (named["names met"], named["holds a time"], named["no kind asked"], named["rank"]) == (1.0, 1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("Who painted The Ferry?", "The Ferry is a painting by Ada Lindqvist.", True),
        ("Who painted The Ferry?", "The Ferry shows a boat.", False),
        ("How large is it?", "The Ferry is 40 cm high and 60 cm wide.", True),
        ("Where can I see it?", "The Ferry is kept in the Museum of Boats, Gothenburg.", True),
        ("What is it made of?", "The Ferry was cast in bronze.", True),
        ("When was it made?", "The Ferry was made in 1888.", True),
        ("What does it show?", "A boat lies at a pier.", False),
    ],
)
def test_a_sentence_holds_the_kind_of_thing_asked_for(question: str, sentence: str, holds: bool) -> None:
    assert holds_kind(question, sentence) is holds


def test_nothing_below_the_threshold_is_chosen_and_nothing_said_twice() -> None:
    passages = [passage("f:1", "The ferry leaves the pier at dawn.", "Ada Lindqvist was born in Gothenburg.")]
    passages.append(passage("f:2", "At dawn the ferry leaves."))
    read = reader(ByLength()).read("?", passages)
    assert [r.text for r in chosen(read, 0.0, 3)] == ["At dawn the ferry leaves.", "Ada Lindqvist was born in Gothenburg."]
    assert chosen(read, 1.1, 3) == []


def test_a_sentence_that_leans_brings_the_one_before_it() -> None:
    read = reader(ByLength()).read("?", [passage("f:1", "Ada Lindqvist trained in Paris and in Rome for years.", "She died young.")])
    assert cited(read[0]) == "Ada Lindqvist trained in Paris and in Rome for years [f:1]. She died young [f:1]."
    assert joined([read[:1], read[:1]]) == cited(read[0])


@pytest.fixture(scope="module")
def judge():
    return load_judge()


def test_the_judge_prefers_the_sentence_that_answers(judge) -> None:
    texts = [
        "Artemisia Gentileschi. Artemisia Gentileschi was taught by her father, Orazio Gentileschi.",
        "Artemisia Gentileschi. Artemisia Gentileschi later lived in Naples.",
        "The Great Wave, Katsushika Hokusai. The Great Wave was printed from carved wooden blocks.",
    ]
    logits = judge.logits("Who taught Artemisia Gentileschi?", texts)
    assert logits[0] == max(logits)


def test_the_judge_gives_a_batch_what_it_gives_one_by_one(judge) -> None:
    texts = ["A boat.", "The ferry leaves the pier at dawn, and the gulls follow it far out.", "No."]
    alone = [load_judge().logits("What leaves?", [text])[0] for text in texts]
    assert judge.logits("What leaves?", texts) == pytest.approx(alone, abs=1e-4)


def test_the_judge_equals_the_one_that_is_trained(judge) -> None:
    import torch
    from safetensors.torch import load_file

    from agents.brains.offline.judge.model import WEIGHTS, adapted, pairs
    from agents.brains.offline.judge.train import pair_logits
    from retrieval.encoders.bert import Bert
    from retrieval.encoders.minilm import load_minilm

    bert = load_minilm().bert
    adapter = {name: tensor.float() for name, tensor in load_file(WEIGHTS).items()}
    trained = Bert(adapted(bert.weights, adapter, bert.layers), bert.heads, bert.layers, bert.epsilon)
    texts = ["A boat.", "The ferry leaves the pier at dawn, and the gulls follow it far out.", "No."]
    asked = map(torch.from_numpy, pairs(judge.tokenizer, [("What leaves?", text) for text in texts]))
    with torch.inference_mode():
        logits = pair_logits(trained, adapter["head"], *asked).tolist()
    assert judge.logits("What leaves?", texts) == pytest.approx(logits, abs=1e-4)


def test_the_judge_has_nothing_to_say_on_nothing(judge) -> None:
    assert judge.logits("What leaves?", []) == []
