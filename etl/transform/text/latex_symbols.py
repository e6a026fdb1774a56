"""LaTeX names and what they show, as data. Meanings are those of LaTeX2e, amsmath and amssymb."""

from __future__ import annotations


def _table(rows: str) -> dict[str, str]:
    """Read `name sign` pairs, parted by white space."""
    words = rows.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SYMBOLS = _table(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
    lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
    phi ϕ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝
    ll ≪ gg ≫ prec ≺ succ ≻ preceq ≼ succeq ≽ lesssim ≲ gtrsim ≳ asymp ≍ triangleq ≜ doteq ≐ coloneqq ≔
    in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪ cap ∩ bigcup ⋃ bigcap ⋂ setminus ∖
    emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨
    to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
    implies ⟹ iff ⟺ longrightarrow ⟶ mapsto ↦ uparrow ↑ downarrow ↓ rightsquigarrow ⇝ nearrow ↗ searrow ↘
    infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ perp ⊥ bot ⊥ top ⊤
    parallel ∥ mid | vert | Vert ‖ lVert ‖ rVert ‖ lvert | rvert | angle ∠ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉
    lfloor ⌊ rfloor ⌋ ldots … dots … dotsc … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ degree ° dagger † ddagger ‡
    square □ Box □ triangle △ diamond ⋄ models ⊨ vdash ⊢ rtimes ⋊ ltimes ⋉ wr ≀ colon : lbrace { rbrace }
    bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄ bigsqcup ⨆ bigvee ⋁ bigwedge ⋀ coprod ∐ uplus ⊎ sqcup ⊔ sqcap ⊓
    sqsubset ⊏ sqsubseteq ⊑ sqsupset ⊐ sqsupseteq ⊒ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ nleq ≰ ngeq ≱
    hookrightarrow ↪ twoheadrightarrow ↠ longleftrightarrow ⟷ longmapsto ⟼ Longrightarrow ⟹ Longleftrightarrow ⟺
    leadsto ⇝ multimap ⊸ dashv ⊣ vDash ⊨ Vdash ⊩ nmid ∤ bowtie ⋈ triangleleft ◁ triangleright ▷ trianglelefteq ⊴
    preccurlyeq ≼ succcurlyeq ≽ natural ♮ sharp ♯ flat ♭ surd √ llbracket ⟦ rrbracket ⟧ blacksquare ■ Diamond ◇
    backslash \\ checkmark ✓ P ¶ S § copyright © pounds £ euro €
    texttimes × textasciitilde ~ textasciicircum ^ textbackslash \\ textbar | textless < textgreater >
    textendash – textemdash — textellipsis … textregistered ® texttrademark ™ textdegree ° textmu µ
    textquoteright ’ textquoteleft ‘ textquotedblleft “ textquotedblright ” textquotesingle ' textbullet •
    textunderscore _ textpm ± textgreek α textdagger † textdaggerdbl ‡ textsection § textcelsius ℃ textohm Ω
    textpercent % textdollar $ textampersand & textperiodcentered · textonehalf ½ texteuro €
    eps ϵ R ℝ RR ℝ reals ℝ real ℝ cO O
    """
)
"""Macros without arguments, and the few short forms that most papers define alike."""

LETTERS = _table("ss ß ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å i ı j ȷ dh ð th þ TH Þ")
"""Macros of letters: a space behind one ends its name alone, within a word."""

SYMBOLS |= LETTERS

PHRASES = {"ie": "i.e.", "eg": "e.g.", "etal": "et al.", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX"}
"""Macros of words."""

OPERATORS = frozenset({
    "log", "ln", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "min", "max", "sup", "inf", "lim", "limsup", "liminf", "arg", "argmin", "argmax", "det", "dim", "ker", "deg", "gcd",
    "hom", "Pr", "rank", "tr", "diag", "sign", "sgn", "poly", "polylog", "mod",
})  # fmt: skip
"""Macros that show their own name."""

WRAPPERS = frozenset({
    "text", "textit", "textbf", "texttt", "textsc", "textrm", "textsf", "textsl", "textup", "textmd", "textnormal",
    "emph", "underline", "uline", "mbox", "hbox", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal",
    "mathscr", "mathfrak", "mathnormal", "boldsymbol", "bm", "pmb", "operatorname", "ensuremath", "uppercase",
    "lowercase", "smash", "boxed", "overline", "underbrace", "overbrace", "mathop", "mathbin", "mathrel", "mathds",
    "url", "path", "lstinline", "code", "nolinkurl", "enquote", "textcolor",
})  # fmt: skip
"""Macros that show their argument."""

RAISED = {"textsuperscript": "^", "textsubscript": "_"}
"""Macros of text that raise or lower their argument, and the sign for it."""

IGNORED = frozenset({
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr",
    "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "rm", "bf", "it", "cal", "em", "sf", "tt", "sc",
    "sl", "itshape", "bfseries", "ttfamily", "scshape", "small", "large", "footnotesize", "nonumber", "notag",
    "mathstrut", "xspace", "protect", "noindent", "smallskip", "medskip", "bigskip", "centering", "relax",
})  # fmt: skip
"""Macros that show nothing."""

SPACES = {"quad": " ", "qquad": " ", "space": " ", "enspace": " ", "thinspace": " ", "hspace": " "}

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331",
    "r": "\u030a",
}  # fmt: skip
"""Accents of text: macro to combining character (which follows its letter)."""

MATH_ACCENTS = {
    "tilde": "\u0303", "widetilde": "\u0303", "Tilde": "\u0303", "hat": "\u0302", "widehat": "\u0302",
    "bar": "\u0304", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a",
}  # fmt: skip
"""Accents of mathematics."""

DOUBLE_STRUCK = {
    "C": "ℂ", "E": "𝔼", "F": "𝔽", "H": "ℍ", "I": "𝕀", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "S": "𝕊",
    "T": "𝕋", "V": "𝕍", "Z": "ℤ", "1": "𝟙",
}  # fmt: skip
"""`mathbb`: what is not here shows as its plain letter."""
