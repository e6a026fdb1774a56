"""Names: keys, parts, flags; made-up people only."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.transform.names.flags import FLAGS
from etl.transform.names.parse import author_key, parse_names, split_homonym, steps


def parsed(*names: str) -> list[dict[str, object]]:
    return parse_names(pl.Series(list(names), dtype=pl.String)).rows(named=True)


SPLITS = [
    ("Ada Bell", "Ada", "Bell", None),
    ("Tijl van der Moor", "Tijl", "van der Moor", None),
    ("Aaron Van Den Hoorn", "Aaron", "Van Den Hoorn", None),
    ("Rob de Ruyter van Steen", "Rob", "de Ruyter van Steen", None),
    ("Bruno Costa da Silva", "Bruno Costa", "da Silva", None),
    ("Ana dos Santos", "Ana", "dos Santos", None),
    ("Omar El Amrani", "Omar", "El Amrani", None),
    ("Mohamed El Amine Seddar", "Mohamed El Amine", "Seddar", None),
    ("Tal Ben Yosef", "Tal", "Ben Yosef", None),
    ("Ugo Di Marco", "Ugo", "Di Marco", None),
    ("Anne Le Gall", "Anne", "Le Gall", None),
    ("Jan ter Horst", "Jan", "ter Horst", None),
    ("Neil Mac Adam", "Neil", "Mac Adam", None),
    ("Rhys St. Clair", "Rhys", "St. Clair", None),
    ("Sami Abu Helal", "Sami", "Abu Helal", None),
    ("Ali bin Said", "Ali", "bin Said", None),
    ("Piet in 't Veld", "Piet", "in 't Veld", None),
    ("Mohamed Abd El Rahman", "Mohamed", "Abd El Rahman", None),
    ("María del Carmen Ruiz Lopez", "María del Carmen", "Ruiz Lopez", None),
    ("Maria Victoria Lopez Gonzalez", "Maria Victoria", "Lopez Gonzalez", None),
    ("Juan Pérez y Gómez", "Juan", "Pérez y Gómez", None),
    ("Jishnu Ray Chowdhury", "Jishnu", "Ray Chowdhury", None),
    ("Ratan .", None, "Ratan", None),
    ("Ada Bell -", "Ada", "Bell", None),
    ("Noa Ein Gil", "Noa", "Ein Gil", None),
    ("Niamh Uí Dhomhnaill", "Niamh", "Uí Dhomhnaill", None),
    ("Soo Ein Kim", "Soo Ein", "Kim", None),
    ("Rodrigo A Toro Icarte", "Rodrigo A", "Toro Icarte", None),
    ("Ana Souza Júnior", "Ana", "Souza Júnior", None),
    ("Ivo Weber-Klein", "Ivo", "Weber-Klein", None),
    ("Conor O'Neil", "Conor", "O'Neil", None),
    ("Zoé d'Alban-Buc", "Zoé", "d'Alban-Buc", None),
    ("Carl Bell Jr.", "Carl", "Bell", "Jr."),
    ("Carl Bell, Jr.", "Carl", "Bell", "Jr."),
    ("Carl T. Bell III", "Carl T.", "Bell", "III"),
    ("Bell, Jr., Carl", "Carl", "Bell", "Jr."),
    ("Carl Bell, III", "Carl", "Bell", "III"),
    ('Will "Bill" Bell', 'Will "Bill"', "Bell", None),
    ("Will (Bill) Bell", "Will (Bill)", "Bell", None),
    ("Will Bell (Bill)", "Will (Bill)", "Bell", None),
    ("J R Bell", "J R", "Bell", None),
    ("Bell, Ada", "Ada", "Bell", None),
    ("van der Moor, Tijl", "Tijl", "van der Moor", None),
    ("De Wang", "De", "Wang", None),
    ("Tai Man Chan", "Tai Man", "Chan", None),
    ("Xue Bin Peng", "Xue Bin", "Peng", None),
    ("Richard Yi Da Xu", "Richard Yi Da", "Xu", None),
    ("Nguyen Van Hien", "Nguyen Van", "Hien", None),
    ("Chen Yueh-Han", "Yueh-Han", "Chen", None),
    ("王小明", "小明", "王", None),
    ("欧阳修", "修", "欧阳", None),
    ("김철수", "철수", "김", None),
    ("山田 太郎", "太郎", "山田", None),
    ("Иван Петров", "Иван", "Петров", None),
    ("Иванов Иван Иванович", "Иван Иванович", "Иванов", None),
    ("محمد بن سلمان", "محمد", "بن سلمان", None),
    ("Mausam", None, "Mausam", None),
    ("de Groot", None, "de Groot", None),
    ("The Bell Team", None, "The Bell Team", None),
    ("Ada Bell et al.", "Ada", "Bell", None),
    ("et al.", None, None, None),
    ("Dr. Ada Bell", "Ada", "Bell", None),
    ("Dr.Ada Bell", "Ada", "Bell", None),
    ("Ada Bell, PhD", "Ada", "Bell", None),
    ("Ada Bell, MIT", "Ada", "Bell", None),
    ("Ada Bell (OpenAI)", "Ada", "Bell", None),
    ("Ada Bell (University of Bell)", "Ada", "Bell", None),
    ("Ada Bell (MIT)", "Ada", "Bell", None),
    ("Ada Bell (she/her)", "Ada", "Bell", None),
    ("Jean-Paul Bell (JP)", "Jean-Paul (JP)", "Bell", None),
    ("Carl Bell (Jr.)", "Carl", "Bell", "Jr."),
    ("Sir Carl Bell-Roe", "Carl", "Bell-Roe", None),
    ("Dr. rer. nat. Ada Bell", "Ada", "Bell", None),
    ("Ada Bell*", "Ada", "Bell", None),
    ("Ada Bell†", "Ada", "Bell", None),
    ("Ada Bell¹,²", "Ada", "Bell", None),
    ("Ada Bell 🤗", "Ada", "Bell", None),
    ("Noor ul Huda", "Noor", "ul Huda", None),
    ("Artur S. d'Avila Bell", "Artur S.", "d'Avila Bell", None),
    ("Rhys ap Bell", "Rhys", "ap Bell", None),
    ("Finn Mac an Bell", "Finn", "Mac an Bell", None),
    ("Zia ur Rehman Khan", "Zia ur Rehman", "Khan", None),
    ("Siti Aminah binti Abdullah", "Siti Aminah", "binti Abdullah", None),
    ("Hamad bin Isa Al Said", "Hamad", "bin Isa Al Said", None),
    ("Shoaib Bin Said", "Shoaib", "Bin Said", None),
    ("Hans am Bach", "Hans", "am Bach", None),
    ("Anitha K. R.", "Anitha", "K. R.", None),
    ("Anitha K.R.", "Anitha", "K.R.", None),
    ("Anitha K R", "Anitha", "K R", None),
    ("Петров И. И.", "И. И.", "Петров", None),
    ("Petrov Ivan Sergeevich", "Ivan Sergeevich", "Petrov", None),
    ("Lee Ivan Popovich", "Lee Ivan", "Popovich", None),
    ("João Bell Neto", "João", "Bell Neto", None),
    ("Amir Mohammad Karimi Bellan", "Amir Mohammad", "Karimi Bellan", None),
    ("Amir Karimi Bellan", "Amir Karimi", "Bellan", None),
    ("Bruno Bell-Saint Roe", "Bruno", "Bell-Saint Roe", None),
    ("Ada Bell- Roe", "Ada", "Bell- Roe", None),
]


@pytest.mark.parametrize(("name", "given_name", "family", "suffix"), SPLITS)
def test_one_name_alone(name: str, given_name: str | None, family: str | None, suffix: str | None) -> None:
    row = parsed(name)[0]
    assert (row["given"], row["family"], row["suffix"]) == (given_name, family, suffix)


def test_all_at_once_is_the_same_as_one_by_one() -> None:
    names = [name for name, *_ in SPLITS][::4]
    together = parse_names(pl.Series(names))
    alone = pl.concat([parse_names(pl.Series([name])) for name in names])
    assert together.equals(alone)


def test_a_hyphen_elsewhere_decides() -> None:
    assert parsed("Marco Avella Medina")[0]["family"] == "Medina"
    assert parsed("Marco Avella Medina", "M. Avella-Medina")[0]["family"] == "Avella Medina"
    assert parsed("Marco Avella Medina", "Ugo Avella-Medina")[0]["family"] == "Medina"


def test_homonym_id_is_no_part_of_the_name() -> None:
    row = parsed("Yi  Ma\u00a00001")[0]
    assert (row["name"], row["family"], row["homonym_id"]) == ("Yi Ma", "Ma", "0001")
    assert (row["author_key"], row["base_key"]) == ("yi ma 0001", "yi ma")
    frame = pl.DataFrame({"n": ["Yi Ma 0001", "Yi Ma", "Yi Ma 01", "0001"]})
    name, homonym = split_homonym(pl.col("n"))
    assert frame.select(homonym).to_series().to_list() == ["0001", None, None, None]
    assert frame.select(name).to_series().to_list() == ["Yi Ma", "Yi Ma", "Yi Ma 01", "0001"]


def test_author_key_ignores_case_space_and_what_cannot_be_seen() -> None:
    forms = ["Jose\u0301 Bell", "JOSÉ\u200b BELL ", "\x1b[1mJosé Bell\x1b[0m", "\ufeffjosé\u2003\tbell"]
    assert pl.Series("n", forms).to_frame().select(author_key(pl.col("n"))).to_series().unique().to_list() == [
        "josé bell"
    ]


BESIDE = [
    "(ETH Zürich, Switzerland)", "(ETH Zürich)", "(University of Oxford, UK)", "(MIT)", "(MIT CSAIL)", "(TU Wien)",
    "(Zürich, Switzerland)", "(CNRS)", "(Univ. of Oxford)", "[ETH Zürich]", "- University of Oxford", "– ETH Zürich",
    "/ ETH Zürich", "| ETH Zürich", "@ Google", ", ETH Zürich", ", ETH Zürich, Switzerland", ", TU Wien", ", CNRS, France",
    ", Zürich, Switzerland", ", Dept. of Computer Science", ", Univ Oxford", ", Student Member, IEEE", ", Fellow, IEEE",
    "(Senior Member, IEEE)", "(corresponding author)", "(Corresponding Author)", "(she/her)", "(deceased)", "(eds.)", "(*)",
    "(1)", "(1, 2)", "[1]", "ada@bell.org", "<ada@bell.org>", "(ada@bell.org)", ", ada.bell@ethz.ch",
    "0000-0002-1825-0097", "(0000-0002-1825-0097)", ", ORCID 0000-0002-1825-0097", "(ORCID: 0000-0002-1825-009X)",
    "https://orcid.org/0000-0002-1825-0097", "(https://orcid.org/0000-0002-1825-0097)", "orcid.org/0000-0002-1825-009X",
    ", PhD", "PhD", "Ph. D.", ", Ph. D.", ", M.D., Ph.D.", "MD PhD", ", MD, MPH", " , MSN, MS, MPH", ", DPhil", "PsyD",
    ", BSc (Hons)", ", Dr.-Ing.", ", RN", ", OBE",
]  # fmt: skip


@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_a_name_is_flagged_and_no_part_of_it(beside: str) -> None:
    (row,) = parsed(f"Ada Bell{'' if beside[0] == ',' else ' '}{beside}")
    assert (row["given"], row["family"], row["has_title_or_affiliation"]) == ("Ada", "Bell", True)


@pytest.mark.parametrize("mark", ["1,2", " 1,2", "¹,²", "*†", "^1", "^{1,2}", " a,b", " a,1"])
def test_marks_of_footnotes_are_no_part_of_a_name(mark: str) -> None:
    (row,) = parsed(f"Ada Bell{mark}")
    assert (row["given"], row["family"]) == ("Ada", "Bell")
    assert row["has_digits"] or row["stray_punctuation"]


@pytest.mark.parametrize(
    "name",
    ["Ada Bell (Jill)", "Ada Bell (JP)", "Ada Bell (Mary Ann)", "Bell, JA", "BELL ROE, ADA", "van der Bell, Ada",
     "Ada Bell, Alan Doe, Eva Roe", "Ada Bell, JA Doe, Eva Roe", "Bell, Ada, Jr.", "Ada Bell-Roe", "Ada - Eva Bell"],
)  # fmt: skip
def test_nothing_stands_beside_a_name(name: str) -> None:
    assert not parsed(name)[0]["has_title_or_affiliation"]


FLAGGED = [
    ("all_caps", "ADA BELL", "Ada BELL"),
    ("lower_case", "ada Bell", "Ada van der Bell"),
    ("lower_case", "Ada bell", "Ada d'Alban"),
    ("lower_case", "Ada bell", "გიორგი ჭოღოვაძე"),
    ("has_digits", "Ada Bell2", "Ada Bell 0001"),
    ("stray_punctuation", "Ada Bell)", 'Ada "Bell" O\'Neil-Roe'),
    ("stray_punctuation", "Ada \\Bell", "J.-P. Bell"),
    ("stray_punctuation", "Ada. Bell", "Wm. St. Bell Jr."),
    ("stray_punctuation", "Ada Ma.", "Yu. Ma"),
    ("has_title_or_affiliation", "Prof. Ada Bell", "Md Bell"),
    ("has_title_or_affiliation", "Ada Bell, MIT", "Ada Bell, III"),
    ("has_title_or_affiliation", "University Edinburgh", "Ada Labuda"),
    ("has_title_or_affiliation", "Huawei Research", "Huawei Wang"),
    ("single_letter_part", "Ada B", "A. Bell"),
    ("mixed_scripts", "Аda Bell", "Иван Петров"),  # the first letter of "Аda" is Cyrillic
    ("not_nfc", "Jose\u0301 Bell", "José Bell"),
    ("one_word", "Mausam", "王小明"),
    ("swapped_parts", "Bell, Ada", "Ada Bell, Jr."),
    ("et_al", "Ada Bell et al.", "Etal Bell"),
    ("et_al", "Ada Bell and others", "Ada Others"),
    ("et_al", "Ada Bell etal", "Priya Etal"),
    ("et_al", "Ada Bell, Etal.", "Priya Etal"),
    *(
        ("et_al", more, name)
        for more in ("+3 more", "[3 more]", "Show all 11 authors", "View all", "u. a.", "und 3 weitere", "y otros")
        for name in ("Thomas More", "Ashok Y More", "Anitha U. A.", "Ana Ruiz y Más")
    ),
    ("et_al", "[et al.]", "Et Al-Amin"),
    ("et_al", "Ada Bell (et al.)", "Ada Bell (Etal)"),
    ("et_al", "and colleagues", "Ann Colleagues"),
    ("et_al", "and co-workers", "Andy Workers"),
    ("placeholder", "Anonymous", "Anonya Mouse"),
    ("placeholder", "The Bell Team", "Ada Teamer"),
    ("placeholder", "The BELL Investigators", "Ada Investigatore"),
    ("placeholder", "BELL Collaborative Group", "Ada Group-Bell"),
]


@pytest.mark.parametrize(("flag", "odd", "fine"), FLAGGED)
def test_flags(flag: str, odd: str, fine: str) -> None:
    rows = parsed(odd, fine)
    assert (rows[0][flag], rows[1][flag]) == (True, False)


def test_a_space_inside_double_initials_is_no_part_of_a_name() -> None:
    row = parsed("J. -P. Bell")[0]
    assert (row["name"], row["author_key"], row["given"]) == ("J.-P. Bell", "j.-p. bell", "J.-P.")


def test_et_al_is_no_part_of_a_name() -> None:
    named = [(row["name"], row["author_key"], row["base_key"]) for row in parsed("Ada  Bell, et al.", "Et Al.")]
    assert named == [("Ada Bell", "ada bell", "ada bell"), ("Et Al.", "et al.", "et al.")]


@pytest.mark.parametrize("more", ["and 3 others", "et al", "others"])
def test_et_al_is_nothing_else_that_is_odd(more: str) -> None:
    assert [flag for flag, is_so in parsed(more)[0].items() if flag in FLAGS and is_so] == ["et_al"]


def test_an_ordinary_name_has_no_flag() -> None:
    row = parsed("Ada T. van der Moor-Bell Jr. 0002")[0]
    assert not any(row[flag] for flag in FLAGS)


def test_steps_end_with_the_parts() -> None:
    seen = steps("Rob  van der Moor Jr. 0001")
    assert seen[0] == ("tidied", "Rob van der Moor Jr.")
    assert ("particles", "Rob van_der_Moor") in seen
    assert seen[-4:] == [("given", "Rob"), ("family", "van der Moor"), ("suffix", "Jr."), ("homonym_id", "0001")]


def test_a_name_of_mere_markup_stays_as_written() -> None:
    names = ["<b></b>", "&nbsp;", r"\emph{}"]
    parsed = parse_names(pl.Series(names))
    assert parsed["name"].to_list() == names
    assert parsed["author_key"].n_unique() == 3


def test_nothing_in_nothing_out() -> None:
    assert parse_names(pl.Series([], dtype=pl.String)).height == 0
    assert parsed("", "  ", "...")[0]["family"] is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_text_keeps_height_order_and_words(names: list[str]) -> None:
    frame = parse_names(pl.Series(names, dtype=pl.String))
    assert frame.height == len(names)
    assert frame.null_count().select("name", "author_key", "base_key", *FLAGS).row(0) == (0,) * (3 + len(FLAGS))
    for row in frame.rows(named=True):
        parts = f"{row['given'] or ''} {row['family'] or ''}".split()
        assert set("".join(parts)) <= set(row["name"])


@settings(max_examples=8, deadline=None)
@given(st.permutations([name for name, *_ in SPLITS] + ["Marco Avella Medina", "M. Avella-Medina"]))
def test_order_of_rows_does_not_matter(names: list[str]) -> None:
    there = parse_names(pl.Series(names)).sort("author_key", "name", "et_al")
    back = parse_names(pl.Series(names[::-1])).sort("author_key", "name", "et_al")
    assert there.equals(back)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bernhard Sch&ouml;lkopf 0001", "Bernhard Schölkopf"),
        ('Bernhard Sch\\"{o}lkopf', "Bernhard Schölkopf"),
        ("Bernhard SchÃ¶lkopf", "Bernhard Schölkopf"),
        ("Bernhard Sch¨olkopf", "Bernhard Schölkopf"),
        ("{\\L}ukasz Kaiser", "Łukasz Kaiser"),
        ('\\c{C}a\\u{g}lar G{\\"u}l\\c{c}ehre', "Çağlar Gülçehre"),
        ("Miroslav Dud\\'{\\i}k", "Miroslav Dudík"),
        ("Alasdair {McDonald}", "Alasdair McDonald"),
        ("Donald~E.~Knuth", "Donald E. Knuth"),
        ("Thomas Gri\ufb03ths", "Thomas Griffiths"),
        ("Pat O\\'Brien", "Pat O'Brien"),
        ("<b>Ada</b> Lovelace", "Ada Lovelace"),
    ],
)
def test_encodings_in_a_name_are_decoded(written: str, name: str) -> None:
    (row,) = parsed(written)
    assert row["name"] == name
    assert (row["given"], row["family"]) == tuple(name.rsplit(" ", 1))


@pytest.mark.parametrize(
    "name", ["Ada {Lovelace", "Ada\\thanks{MIT} Lovelace", "JOÃO SÁ", "Ren\ufffd Descartes", "Jiří Ž"]
)
def test_what_is_no_encoding_of_a_name_stays(name: str) -> None:
    assert parsed(name)[0]["name"] == name
