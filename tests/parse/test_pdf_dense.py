"""Pages that are drawn, not written: thousands of marks are never compared each with each."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.parse.pdf.order import _labelled
from pipeline.parse.pdf.page.shapes import joined
from pipeline.parse.pdf.tables.edges import with_tops_and_bottoms
from pipeline.parse.pdf.tables.heading_rules import heading_boxes, under_headings
from pipeline.parse.pdf.tables.nested import part_insets
from pipeline.parse.pdf.tables.rules import RuleGroup
from pipeline.parse.pdf.tables.tabs import tables_of_tabs

COUNT = 6_000
_STEPS = np.arange(COUNT) * 0.13
ACROSS = np.stack([_STEPS, 60 + _STEPS % 7, 90 + _STEPS % 11], axis=1)
DOWN = np.stack([60 + _STEPS, _STEPS % 300, 10 + _STEPS % 300], axis=1)
BOXES = np.stack([60 + _STEPS % 5, _STEPS, 160 + _STEPS % 5, _STEPS + 12], axis=1)
STACK = [[100.0 * k, 60.0, 500.0] for k in range(4)]

STRIPS = np.stack([60 + _STEPS % 5, _STEPS, 160 + _STEPS % 5, _STEPS + 1], axis=1)

STEPS: dict[str, Callable[[], object]] = {
    "rules of headings": lambda: under_headings(ACROSS, DOWN[:20]),
    "boxes of headings": lambda: heading_boxes(BOXES, ACROSS, DOWN),
    "tabs": lambda: tables_of_tabs(ACROSS, BOXES, []),
    "grounds of a column": lambda: with_tops_and_bottoms(STACK, BOXES),
    "strips": lambda: joined(STRIPS, 4.0),
    "tables in cells": lambda: part_insets(RuleGroup(ACROSS, DOWN), np.zeros((0, 2))),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_thousands_of_marks_take_little_memory(step: Callable[[], object]) -> None:
    tracemalloc.start()
    try:
        step()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_labels_are_not_compared_with_every_value() -> None:
    labels, values = (
        [SimpleNamespace(box=(x, 5.0 * k, x + 40, 5.0 * k + 4), may_label=x < 99, bar=None) for k in range(COUNT)]
        for x in (60.0, 200.0)
    )
    started = time.process_time()
    assert _labelled(labels, values)
    assert time.process_time() - started < 0.5
