"""attune: proposes attuned moments of a film of an adult and a child; a guider decides."""
