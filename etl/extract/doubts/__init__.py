"""Why a stretch of a page cannot be used: one module a kind of damage."""
