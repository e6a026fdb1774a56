"""The words of which made-up pages are made; nothing here is anybody's text."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ADJECTIVES = _words(
    "robust sparse convex latent causal adaptive spectral stochastic neural efficient scalable private online "
    "discrete continuous minimax variational contrastive low-rank multi-task few-shot self-supervised graph-based "
    "high-dimensional non-convex state-of-the-art off-policy label-free data-dependent heavy-tailed"
)
NOUNS = _words(
    "estimator network gradient kernel sampler embedding classifier regret bound objective prior posterior "
    "representation benchmark dataset hypergraph ensemble encoder decoder bandit reward manifold metric tensor agent "
    "language-model curriculum optimiser annotator simulator tokeniser baseline transformer margin"
)
VERBS = _words("improves bounds learns recovers reduces explains predicts matches generalises approximates")
TASKS = (
    "image retrieval", "speech separation", "question answering", "protein design", "route planning", "code review",
    "machine translation", "anomaly detection", "program synthesis", "weather forecasting", "matrix completion",
)  # fmt: skip
MATHS = _words(
    r"$\mathcal{O}(\sqrt{T})$ $\ell_2$ $n^{-1/2}$ $\epsilon$-optimal $O(d\log(n))$ $p<0.05$ $\tilde{O}(1/\sqrt{k})$ "
    r"$k$-means $\alpha=0.1,\beta=2$ $\|x\|_1$ $f:\mathbb{R}^d\to\mathbb{R}$"
)
TITLES = (
    "{Adjective} {noun}s for {task}",
    "On the {adjective} {noun} of {adjective_2} {noun_2}s",
    "{Coined}: {adjective} {noun}s and {task}",
    "Can a {noun} learn {task}? A {adjective} view",
    "Towards {adjective} {task} with {coined}",
    "{Adjective} {noun}s are {adjective_2}, but not always: lessons from {task}",
    "{Coined} v2.1: faster {task} with {adjective} {noun}s",
    r"{Adjective} {task} in $O(n\log n)$ time",
)
SENTENCES = (
    "We study {task} with a {adjective} {noun} that {verb} the {noun_2}.",
    "Existing {noun}s (e.g., {coined} and its {adjective} variants) fail when the {noun_2} is {adjective_2}.",
    "In this work, we propose {coined}, a {adjective} {noun}; it {verb} {task} without a {noun_2}.",
    "Our method reaches {percent}% on {task}, i.e., {decimal}x the {noun} of {coined_2} et al. ({year}).",
    "On {thousand} examples the {noun} {verb} the {noun_2} by {percent}%-{percent_2}%.",
    "Under mild assumptions, the {noun} has a rate of {maths}, which is tight up to a factor of {decimal}.",
    "The code is at https://github.com/{coined}/{noun}.git, and the data are at https://{coined_2}.example.org/v{decimal}/.",
    'We ask: does a {noun} that says "{task}," or "{coined}?" know what it means?',
    "This holds for i.i.d. data, and w.r.t. any {adjective} {noun}.",
    "Surprisingly, {adjective} {noun}s need {decimal} times less data than {adjective_2} ones.",
    "We release {coined}-{number}B, which {verb} the {noun} on {number} of {number_2} tasks: {task}, {task_2}, etc.",
    "Theory and experiments agree: the {noun} of {maths} {verb} as the {noun_2} grows.",
    "However, a {noun} is {adjective} only if its {noun_2} is; we give a counterexample in Sec. {number}.",
    "Compared with {coined} v{decimal}, training takes {decimal} hours (vs. {number}), at {thousand} tokens/s.",
    "To this end, we cast {task} as a {adjective} {noun} problem — and solve it by {adjective_2} {noun_2}s.",
    "Using {adjective} {noun}s, {coined} {verb} the {noun_2} and the cost of {task}; see [{number}, {number_2}].",
    "These results suggest that {task}’s “{adjective} {noun}” is neither necessary nor sufficient!",
)
VENUES = (
    ("ICML", "Conference", "Conference Paper", 1988, 24),
    ("NeurIPS", "Conference", "Conference Paper", 2018, 26),
    ("ICLR", "Conference", "Conference Paper", 2013, 18),
    ("JMLR", "Journal", "Journal Article", 2001, 8),
    ("AISTATS", "Conference", "Conference Paper", 1999, 8),
    ("UAI", "Conference", "Conference Paper", 1987, 4),
    ("CVPR", "Conference", "Conference Paper", 1991, 6),
    ("TMLR", "Journal", "Journal Article", 2022, 4),
    ("Symposium on Made Up Studies", "Workshop", "Workshop Paper", 1995, 1),
)
"""Name, kind, type of paper, first year, share of the papers (of 99)."""
RESPACED = {"ICML": 0.9, "NeurIPS": 0.8, "AISTATS": 0.5}
"""The share of a venue's abstracts that the site re-spaces."""
SYLLABLES = _words("ba ka li mo ne ru sa ti vo ze fe hu jo lan mir nor pel rin sol tam ver wen yar dri gre sta")
COMMON_FAMILIES = _words("Ro Ban Cai Deng Fo Gou Hsin Jing Ku Lai Mok Nie Ou Pang Qiu Rao Seng Tao Wai Yim")
PARTICLES = ("van der ", "de ", "al-", "von ")
ACCENTS = str.maketrans("aeou", "áéöü")
