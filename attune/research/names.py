"""What cues, measures and rankings are called where people read them."""

from __future__ import annotations

from collections.abc import Mapping

CUES: Mapping[str, str] = {
    "adult_seen": "adult is seen",
    "child_seen": "child is seen",
    "adult_looks": "adult looks at child",
    "child_looks": "child looks at adult",
    "adult_speaks": "adult speaks",
    "child_speaks": "child speaks",
    "adult_smiles": "adult smiles",
    "child_smiles": "child smiles",
    "mutual_gaze": "mutual gaze",
    "joint_attention": "joint attention",
    "moment": "moments",
}

RANKINGS: Mapping[str, str] = {
    "attune": "attune",
    "people": "one coder by another's picks",
    "random": "random",
    "voice": "loudest (most voice)",
    "motion": "most motion",
    "both_faces": "both faces visible",
}

SURROGATES: Mapping[str, str] = {
    "partner_shifted": "partner shifted by 20 s or more",
    "partner_swapped": "partner from another family",
    "segments_shuffled": "segments shuffled",
}

MEASURES: Mapping[str, str] = {
    "ndcg_5": "nDCG@5",
    "ndcg_10": "nDCG@10",
    "precision_8": "precision@8",
    "recall_8": "recall@8",
    "pairwise": "pairs in order",
    "boundary_distance": "boundary distance, s",
    "minutes_to_three": "minutes to three kept",
}
"""Measures of ranked moments."""


def number(value: float, places: int = 2) -> str:
    """A figure as people read it: two decimals, a dash where it cannot be told."""
    return "–" if value != value else f"{round(value, places) + 0.0:.{places}f}"
