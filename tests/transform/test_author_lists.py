from itertools import islice

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from etl.transform.author_lists.statuses import AuthorLists, author_lists
from etl.transform.names.owner_match import could_be_same
from tests.transform.author_corpus import Corpus, laboratory, people

NAMES = people(60)


def run(corpus: Corpus, cap: int | None = 8, seed: int | None = None) -> AuthorLists:
    return author_lists(**corpus.frames(seed), cap_setting=cap)


def status(lists: AuthorLists, paper: int) -> tuple[object, ...]:
    return lists.papers.filter(pl.col("paper") == paper).select("status", "probability", "proof").row(0)


def test_a_missing_owner_at_the_cap_proves_a_cut_and_is_recovered() -> None:
    corpus = Corpus()
    cut = corpus.add(*NAMES[:8])
    whole = corpus.add(*NAMES[:3], NAMES[20])
    page = corpus.page(NAMES[20], cut, whole)
    lists = run(corpus)
    assert status(lists, cut) == ("truncated", 1.0, "owner")
    assert status(lists, whole) == ("presumed_complete", 0.0, None)
    names = corpus.frames()["names"]
    got = lists.missing.join(names, left_on="owner", right_on="name").select("paper", "page", "author_key")
    assert got.rows() == [(cut, page, NAMES[20].lower())]
    assert lists.owner_absent.is_empty()


def test_an_owner_missing_on_two_pages_is_recovered_once_from_the_first() -> None:
    corpus = Corpus()
    cut = corpus.add(*NAMES[:8])
    first, _ = corpus.page(NAMES[20].upper(), cut), corpus.page(NAMES[20], cut)
    assert run(corpus).missing.get_column("page").to_list() == [first]


def test_a_list_at_the_cap_without_a_proof_is_suspected() -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:8])
    corpus.page(NAMES[0], paper)
    name, probability, proof = status(run(corpus), paper)
    assert (name, proof) == ("suspected", None)
    assert 0 < probability < 1


def test_a_short_list_without_its_owner_is_reported_and_not_called_cut() -> None:
    corpus = Corpus()
    paper, page = corpus.add(*NAMES[:3]), 0
    corpus.page(NAMES[20], paper)
    lists = run(corpus)
    assert status(lists, paper) == ("presumed_complete", 0.0, None)
    assert lists.owner_absent.select("paper", "page").rows() == [(paper, page)]
    assert lists.missing.is_empty()


def test_a_list_longer_than_the_cap_is_not_proven_by_its_owner() -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:11])
    corpus.page(NAMES[20], paper)
    lists = run(corpus)
    assert status(lists, paper)[0] == "presumed_complete"
    assert lists.owner_absent.height == 1


def test_lost_author_lines_are_neither_a_cut_nor_an_absent_owner() -> None:
    corpus = Corpus()
    paper = corpus.add()
    corpus.page(NAMES[0], paper)
    lists = run(corpus)
    assert status(lists, paper) == ("presumed_complete", 0.0, None)
    assert lists.owner_absent.is_empty()


def test_where_the_user_says_that_there_is_no_cap_nothing_is_suspected() -> None:
    corpus = Corpus()
    papers = [corpus.add(), corpus.add(*NAMES[:8])]
    corpus.page(NAMES[0], *papers)
    lists = run(corpus, cap=0)
    assert [status(lists, paper) for paper in papers] == [("presumed_complete", 0.0, None)] * 2


def test_the_pages_of_a_site_that_cuts_are_told_beside_those_of_one_that_does_not() -> None:
    """A list of eight on a page with longer ones is whole, one without its owner is cut, another one may be."""
    corpus, owners, others = Corpus(), iter(people(20, 100)), iter(people(2000, 200))
    cut, may_be, whole = [], [], []
    for owner in islice(owners, 15):
        own = [corpus.add(owner, *islice(others, size)) for size in (1, 1, 2, 2, 3, 4)]
        cut.append(corpus.add(*islice(others, 8)))
        may_be.append(corpus.add(owner, *islice(others, 7)))
        corpus.page(owner, *own, cut[-1], may_be[-1])
    for owner in owners:
        own = [corpus.add(owner, *islice(others, size)) for size in (1, 2, 2, 3, 9, 10, 11, 12, 13)]
        whole.append(corpus.add(owner, *islice(others, 7)))
        corpus.page(owner, *own, whole[-1])
    lists = run(corpus, cap=None)
    assert (lists.cap.value, lists.cap.of_some) == (8, (8,))
    expected = {"truncated": cut, "suspected": may_be, "presumed_complete": whole}
    for name, papers in expected.items():
        assert {status(lists, paper)[0] for paper in papers} == {name}
    assert lists.missing.height == len(cut)


def test_a_page_about_someone_else_proves_nothing() -> None:
    corpus = Corpus()
    papers = [corpus.add(*NAMES[i : i + 3]) for i in range(4)] + [corpus.add(*NAMES[:8])]
    corpus.page(NAMES[50], *papers)
    lists = run(corpus)
    assert status(lists, papers[-1])[0] == "suspected"
    assert lists.owner_absent.get_column("paper").to_list() == papers[:-1]


@pytest.mark.parametrize(("lacking", "showing", "believed"), [(9, 0, True), (10, 0, False), (10, 1, True)])
def test_a_page_whose_owner_is_on_none_of_many_lists_proves_nothing(lacking: int, showing: int, believed: bool) -> None:
    corpus = Corpus()
    lists = [corpus.add(f"Ann Bell{'a' * at}", f"Bo Carl{'b' * at}", "Cy Dorn") for at in range(lacking)]
    lists += [corpus.add("Ann Bell", "Owen Page", f"Ed Frei{'c' * at}") for at in range(showing)]
    corpus.page("Owen Page", *lists)
    missing = run(corpus, cap=3).missing["paper"].to_list()
    assert missing == (lists[:lacking] if believed else [])


def test_one_damaged_list_does_not_silence_a_good_page() -> None:
    corpus = Corpus()
    good = [corpus.add(NAMES[i], NAMES[50]) for i in range(5)]
    damaged, cut = corpus.add(*NAMES[:2]), corpus.add(*NAMES[:8])
    corpus.page(NAMES[50], *good, damaged, cut)
    lists = run(corpus)
    assert status(lists, cut) == ("truncated", 1.0, "owner")
    assert lists.owner_absent.get_column("paper").to_list() == [damaged]


@pytest.mark.parametrize(("present", "believed"), [(4, False), (5, True)])
def test_a_page_may_lack_its_owner_on_one_short_list_for_five_that_show_him(present: int, believed: bool) -> None:
    corpus = Corpus()
    cut = corpus.add(*NAMES[:8])
    lacks = corpus.add(*NAMES[:3])
    shows = [corpus.add(NAMES[20], NAMES[number]) for number in range(present)]
    corpus.page(NAMES[20], cut, lacks, *shows)
    assert (status(run(corpus), cut)[0] == "truncated") is believed


def test_a_name_that_says_so_proves_a_cut_at_any_length() -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:2], "et al.")
    corpus.page(NAMES[30], paper)
    lists = run(corpus)
    assert lists.papers.get_column("listed_authors").to_list() == [2]
    assert lists.missing.height == 1
    corpus.pages.clear()
    assert status(run(corpus), paper) == ("truncated", 1.0, "et_al")


def test_a_page_without_an_owner_proves_nothing() -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:8])
    corpus.page(None, paper)
    assert status(run(corpus), paper)[0] == "suspected"


ALIKE = [
    ("Yi Ma 0001", "Yi Ma"),
    ("Yi Ma 0001", "Yi Ma 0002"),
    ("Joe Kwon", "Joseph Kwon"),
    ("JOE KWON", "joe kwon"),
    ("Yiannis Harbour", "Ioannis Harbour"),
    ("Panos Harbour", "Panagiotis Harbour"),
    ("Lex Harbour", "Alexander Harbour"),
    ("J. Steinhardt", "Jacob Steinhardt"),
    ("Jérôme Bolte", "Jerome Bolte"),
    ("Hans Müller", "Hans Mueller"),
    ("Michael Jordan", "Michael I. Jordan"),
    ("Jean-Philippe Vert", "JP Vert"),
    ("Li Wei", "Wei Li"),
    ("Steinhardt, Jacob", "Jacob Steinhardt"),
    ("Xiao-Ming Li", "Xiaoming Li"),
    ("Maryam Harbour", "Maryam Habrour"),
    ("Saeed Harbour", "Saied Harbour"),
    ("Anna Harbour", "Ann Harbour"),
    ("Takashi Bruno", "Takashi Brno"),
    ("Jonathan Harbour", "Jonathan"),
    ("Yao Yao", "Bob Yao Yao"),
    ("Wei Wang", "王伟"),
    ("John S. Shawe-Harbour", "Shawe-Harbour John S."),
    ("Binh Do", "Bình Đỗ"),
    ("S?ren Hauberg", "Søren Hauberg"),
    ("J?r?me B?lt?", "Jérôme Bolte"),
    ("Maria Lopez", "Maria Lopez Gonzalez"),
    ("John Smith III", "J Smith"),
    ("Krzystof Duda", "Krzysztof Duda"),
    ("Harbour B", "Bernhard Harbour"),
    ("Harbour JP", "Jean-Philippe Harbour"),
    ("Prof. B. Harbour", "Bernhard Harbour"),
    ("B. Harbour (MPI)", "Bernhard Harbour"),
    ("Berni Harbour", "Bernhard Harbour"),
    ("Drew Harbour", "J. Andrew Harbour"),
    ("Russ Harbour", "Ruslan Harbour"),
    ("The ATLAS Collaboration", "ATLAS"),
    ("Gemini Team, Google", "The Gemini Team"),
    ("Jos\u00c3\u00a9 Garc\u00c3\u00ada", "José García"),
    ("R. Venkatesh Harbour", "Venkatesh Harbour Radhakrishnan"),
    ("Le Viet Quoc", "Quoc V. Le"),
    ("B. Harbour", "Harbour Bernhard"),
    ("Harbour, B.", "Harbour Bernhard"),
]
MISSPELT = [
    ("Wei Zhang", "Wei Zheng"),
    ("Kun Zhang", "Krun Zhang"),
    ("Gang Niu", "Gang Ni"),
    ("Bo Han", "Bhan"),
    ("Niki Harbour", "NikHarbour"),
    ("Been Kim", "Kicm Been"),
    ("Ji Liu", "Lui, Ji"),
    ("Abel de la Kim", "Kym Abel de la"),
    ("Le Song", "Le G. Sons"),
    ("Joris M. Harbour", "JM Habrour"),
    ("Deng Cai", "D. Cao"),
    ("João Silva", "José Silva"),
    ("Jacob Steinh", "Jacob Steinhardt"),
    ("B. Sch", "Bernhard Schölkopf"),
    ("Alexey Dosovitskiy", "Alexei Dosovitsky"),
    ("Alexey Dosovitskiy", "Aleksei Dosovitskii"),
    ("Pafnuty Chebyshev", "Pafnuti Tchebychev"),
    ("Cuong V. Nguyen", "Cuong N. Nguyen"),
    ("Ming Zhang", "Meng Zheng"),
]
UNLIKE = [
    ("Jie Zhang", "Jun Zhang"),
    ("Yi Zhang", "Yifan Zhang"),
    ("Shuai Li", "Shuaipeng Li"),
    ("A. Smith", "B. Smith"),
    ("Wei Zhang", "Wen Zheng"),
    ("Yang Yang", "Yu Yang"),
    ("Md Tanvir Parvez", "Md Rizwan Parvez"),
    ("V. Nguyen", "N. Nguyen"),
    ("Fei Zhang", "An Zhang"),
    ("ATLAS Collaboration", "CMS Collaboration"),
    ("B. Sc", "Bernhard Schölkopf"),
]


@pytest.mark.parametrize(("owner", "listed"), [pair for a, b in ALIKE + MISSPELT for pair in ((a, b), (b, a))])
def test_an_owner_who_may_be_on_the_list_is_no_proof(owner: str, listed: str) -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:7], listed)
    short = corpus.add(NAMES[8], listed)
    page = corpus.page(owner, paper, short)
    lists = run(corpus)
    assert status(lists, paper)[0] == "suspected"
    assert lists.owner_absent.is_empty()
    names = corpus.frames()["names"].select("name", "author_key")
    told = lists.owner_otherwise.join(names, on="name").select("paper", "page", "author_key").rows()
    otherwise = owner.lower() != listed.lower()
    assert {(paper, page, listed.lower()), (short, page, listed.lower())} <= set(told) or not otherwise
    assert otherwise or not told


def test_names_that_are_merely_misspelt_are_not_alike() -> None:
    assert [pair for pair in ALIKE + MISSPELT + UNLIKE if could_be_same(*pair)] == ALIKE


def test_a_letter_makes_another_word_of_a_short_one() -> None:
    assert could_be_same("Erik Harbour", "Eric Harbour")
    assert not could_be_same("Amy Harbour", "Any Harbour")


def _doubted(*elsewhere: str) -> tuple[Corpus, int]:
    """A list at the cap that has `Wei Zheng` and lacks `Wei Zhang`, whose page shows it; and papers ELSEWHERE."""
    corpus = Corpus()
    paper = corpus.add(*NAMES[:7], "Wei Zheng")
    corpus.page("Wei Zhang", paper)
    for name in elsewhere:
        corpus.add(name, "Wei Zheng")
    return corpus, paper


def test_a_name_that_owns_a_page_with_the_paper_is_no_misspelt_owner() -> None:
    corpus, paper = _doubted()
    corpus.page("Wei Zheng", paper)
    assert status(run(corpus), paper) == ("truncated", 1.0, "owner")


def test_a_name_that_owns_a_page_without_the_paper_may_be_the_misspelt_owner() -> None:
    corpus, paper = _doubted(*NAMES[9:13], "Wei Zhang")
    corpus.page("Wei Zheng", paper + 1)
    assert status(run(corpus), paper)[0] == "suspected"


@pytest.mark.parametrize(("other", "expected"), [("Wen Gao", "suspected"), ("Yunac Ames", "truncated")])
@pytest.mark.parametrize("listed", ["Yunac Gao", "Gao Yunac"])
def test_a_short_name_with_two_letters_wrong_has_a_word_of_its_own(listed: str, other: str, expected: str) -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:7], listed)
    corpus.page("Yuan Gao", paper)
    corpus.add(other)
    assert status(run(corpus), paper)[0] == expected


def test_two_names_that_stand_on_one_list_are_two_people() -> None:
    corpus, paper = _doubted("Wei Zhang")
    assert status(run(corpus), paper)[0] == "truncated"


@pytest.mark.parametrize(("papers", "expected"), [(2, "suspected"), (3, "truncated")])
def test_a_name_with_papers_of_its_own_is_somebody(papers: int, expected: str) -> None:
    corpus, paper = _doubted(*NAMES[9 : 9 + papers])
    assert status(run(corpus), paper)[0] == expected


def test_papers_of_the_owners_page_do_not_make_a_misprint_somebody() -> None:
    corpus, paper = _doubted(*NAMES[9:13])
    corpus.page("Wei Zhang", *range(paper + 1, paper + 5))
    assert status(run(corpus), paper)[0] == "suspected"


@pytest.mark.parametrize(("owner", "listed"), UNLIKE + [(b, a) for a, b in UNLIKE])
def test_another_person_of_a_similar_name_does_not_hide_the_proof(owner: str, listed: str) -> None:
    corpus = Corpus()
    paper = corpus.add(*NAMES[:7], listed)
    corpus.page(owner, paper)
    assert status(run(corpus), paper)[0] == "truncated"


@given(st.text(max_size=12), st.text(max_size=12))
def test_comparison_is_symmetric_and_a_name_is_itself(a: str, b: str) -> None:
    assert could_be_same(a, b) == could_be_same(b, a)
    assert could_be_same(a, a)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([4, 6, 8]), st.sampled_from([0.05, 0.4, 1.0]))
def test_proofs_are_right_and_every_hidden_owner_is_recovered(seed: int, cap: int, owners: float) -> None:
    corpus, lengths = laboratory(150, cap, seed, owners)
    lists = run(corpus, cap)
    cut = {i for i, length in enumerate(lengths) if length > cap}
    shown = {(i, name) for i, (_, _, names) in enumerate(corpus.papers) for name in names}
    hidden = {(i, owner) for owner, papers in corpus.pages for i in papers if (i, owner) not in shown}
    names = dict(corpus.frames()["names"].select("name", "author_key").iter_rows())
    got = {(paper, names[owner]) for paper, owner in lists.missing.select("paper", "owner").iter_rows()}
    assert got == {(i, str(owner).lower()) for i, owner in hidden}
    proven = set(lists.papers.filter(status="truncated").get_column("paper"))
    assert proven == {i for i, _ in hidden} <= cut


@pytest.mark.parametrize("seed", [1, 2])
def test_order_and_codes_change_nothing(seed: int) -> None:
    corpus, _ = laboratory(300, 6, owners=0.4)
    first, again = run(corpus, None), run(corpus, None, seed)
    assert_frame_equal(first.papers, again.papers)
    pairs = [set(lists.missing.select("paper", "page").iter_rows()) for lists in (first, again)]
    assert pairs[0] == pairs[1]
    assert first.cap.value == again.cap.value == 6


def test_an_empty_corpus_gives_empty_frames() -> None:
    lists = run(Corpus(), None)
    assert (lists.papers.height, lists.missing.height, lists.cap.value) == (0, 0, None)
