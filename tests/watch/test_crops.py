"""Cut-outs: what lies where in the crop is told where it lies in the picture, however the crop is turned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.watch.crops import cut

spot = st.tuples(st.floats(60, 240), st.floats(60, 140))


@given(at=spot, middle=spot, side=st.floats(200, 400), turn=st.floats(-4, 4))
def test_a_mark_in_the_picture_is_found_again_through_the_crop(at, middle, side: float, turn: float) -> None:
    picture = np.zeros((200, 300, 3), np.uint8)
    x, y = (round(v) for v in at)
    picture[y - 5 : y + 6, x - 5 : x + 6] = 255
    crop = cut(picture, *middle, side, 128, turn)
    row, col = np.nonzero(crop.pixels[..., 0] > 127)
    if len(row) and min(row.min(), col.min()) > 3 and max(row.max(), col.max()) < 124:
        spots = np.array([[col.mean(), row.mean()]]) / 128
        assert crop.outside(spots)[0] == pytest.approx((x, y), abs=side / 128)


def test_a_crop_turned_by_a_quarter_has_the_pictures_right_above() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:, 70:] = 255
    assert cut(picture, 50, 50, 80, 64, np.pi / 2).pixels[:16].min() == 255
